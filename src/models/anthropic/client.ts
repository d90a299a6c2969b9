import type Anthropic from '@anthropic-ai/sdk';
import type { Destination } from '../transport/egress.ts';
import { fetchOfCall } from '../transport/guarded.ts';

const clients = new WeakMap<Destination, Promise<Anthropic>>();

/** The client of a destination, one for all of its calls; each request says by `ofCall` which one it belongs to. */
export function anthropicClient(to: Destination): Promise<Anthropic> {
  const known = clients.get(to);
  if (known) return known;
  const made = createClient(to);
  clients.set(to, made);
  return made;
}

async function createClient(to: Destination): Promise<Anthropic> {
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    apiKey: to.key,
    baseURL: to.url,
    webhookKey: null,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    timeout: to.timeouts.totalMs + 60_000,
    fetch: fetchOfCall,
  });
}
