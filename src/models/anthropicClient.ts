import type Anthropic from '@anthropic-ai/sdk';
import type { Destination } from './egress.ts';
import type { Call } from './transport.ts';

/** A client for one call; the call's own `fetch` holds the deadlines, the origin and the headers. */
export async function anthropicClient(to: Destination, call: Call): Promise<Anthropic> {
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    apiKey: to.key,
    baseURL: to.url,
    webhookKey: null,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    timeout: to.timeouts.totalMs + 60_000,
    fetch: call.fetch,
  });
}
