import type OpenAI from 'openai';
import type { Destination } from '../transport/egress.ts';
import { fetchOfCall } from '../transport/guarded.ts';

const clients = new WeakMap<Destination, Promise<OpenAI>>();

/**
 * The client of a destination, with everything the SDK would otherwise take from the environment given. One for
 * all of its calls: making one costs as much as a call. Each request says by `ofCall` which call it belongs to.
 */
export function openaiClient(to: Destination): Promise<OpenAI> {
  const known = clients.get(to);
  if (known) return known;
  const made = createClient(to);
  clients.set(to, made);
  return made;
}

async function createClient(to: Destination): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    apiKey: to.key,
    baseURL: to.url,
    ...(to.apiVersion !== undefined && { defaultQuery: { 'api-version': to.apiVersion } }),
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    // Ours end sooner; the SDK's default would end long answers of local models.
    timeout: to.timeouts.totalMs + 60_000,
    // With its Response the SDK need not send a probe to learn whether it knows forms.
    fetch: Object.assign(fetchOfCall, { Response }),
  });
}
