import type OpenAI from 'openai';
import type { Destination } from './egress.ts';
import type { Call } from './transport.ts';

/**
 * A client for one call, with everything the SDK would otherwise take from the environment given.
 * The call's own `fetch` holds the deadlines, the origin and the headers.
 */
export async function openaiClient(to: Destination, call: Call): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    apiKey: to.key,
    baseURL: to.url,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    // Ours end sooner; the SDK's default would end long answers of local models.
    timeout: to.timeouts.totalMs + 60_000,
    // With its Response the SDK need not send a probe to learn whether it knows forms.
    fetch: Object.assign(call.fetch, { Response }),
  });
}
