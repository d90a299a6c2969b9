import { FanoutError, noModel } from '../core/errors.ts';
import type { Model } from '../core/ports/model.ts';
import { createAnthropic } from './anthropic/model.ts';
import { createCompatible } from './compatible/model.ts';
import { createOpenai } from './openai/model.ts';
import { isRemote, type NamedProvider, parseRef, type Provider, PROVIDERS } from './registry.ts';
import { serverFacts } from './compatible/serverFacts.ts';
import { destination } from './transport/egress.ts';
import type { ModelOptions } from './transport/egress.ts';
import type { ServerFacts } from './transport/serverFacts.ts';

type Create = (provider: NamedProvider, options: ModelOptions) => Model;

const CREATE: Readonly<Record<Provider['protocol'], Create>> = {
  responses: createOpenai,
  messages: createAnthropic,
  chat: createCompatible,
};

/**
 * The model named `provider:id`. Throws FanoutError `noModel`, `noApiKey`, `badBaseUrl` or
 * `badSetting`; sends nothing.
 */
export function createModel(ref: string, options: Omit<ModelOptions, 'modelId'>): Model {
  const parsed = parseRef(ref);
  if (!isRemote(parsed?.provider)) throw noModel();
  const id = parsed.provider;
  const provider = PROVIDERS[id];
  return CREATE[provider.protocol]({ ...provider, id }, { ...options, modelId: parsed.id });
}
/** What the server of a model says of it, where it speaks Chat Completions. Throws like `createModel`. */
export async function factsOf(
  ref: string,
  options: Omit<ModelOptions, 'modelId'>,
): Promise<ServerFacts> {
  const parsed = parseRef(ref);
  if (!isRemote(parsed?.provider)) throw noModel();
  const provider = PROVIDERS[parsed.provider];
  if (provider.protocol !== 'chat') return {};
  return serverFacts(destination(provider, { ...options, modelId: parsed.id }));
}

/** One tiny call that proves key, address and model. Throws FanoutError, or the signal's reason. */
export async function testModel(model: Model, signal: AbortSignal): Promise<void> {
  try {
    await model.generate(
      {
        system: 'You check that a connection works.',
        shared: 'There is nothing to read.',
        task: 'Answer with the JSON object {"ok": true}.',
        schema: {
          type: 'object',
          properties: { ok: { type: 'boolean' } },
          required: ['ok'],
          additionalProperties: false,
        },
        schemaName: 'check',
        maxOutputTokens: 2048,
      },
      { signal },
    );
  } catch (error) {
    // A model that thinks until its limit has shown that it is there.
    if (error instanceof FanoutError && error.failure?.code === 'truncated') return;
    throw error;
  }
}
