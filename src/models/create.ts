import { FanoutError, noModel } from '../core/errors.ts';
import type { Model } from '../core/ports/model.ts';
import type { ModelInfo } from '../core/domain/model.ts';
import { createAnthropic } from './anthropic.ts';
import { createCompatible } from './compatible.ts';
import type { ModelOptions } from './egress.ts';
import { createOpenai } from './openai.ts';

/** The providers whose models are behind a key and an address. */
export const REMOTE_PROVIDERS = ['openai', 'anthropic', 'compatible'] as const;
export type RemoteProvider = (typeof REMOTE_PROVIDERS)[number];

/** Splits `provider:id`; ids may hold colons themselves (`compatible:llama4:70b`). */
export function parseRef(ref: string): { provider: ModelInfo['provider']; id: string } | undefined {
  const [, provider, id] = /^(openai|anthropic|compatible|vscode|offline):(\S.*)$/.exec(ref) ?? [];
  return provider && id
    ? { provider: provider as ModelInfo['provider'], id: id.trim() }
    : undefined;
}

/**
 * The model named `provider:id`. Throws FanoutError `noModel`, `noApiKey`, `badBaseUrl` or
 * `badSetting`; sends nothing.
 */
export function createModel(ref: string, options: Omit<ModelOptions, 'modelId'>): Model {
  const parsed = parseRef(ref);
  switch (parsed?.provider) {
    case 'openai':
      return createOpenai({ ...options, modelId: parsed.id });
    case 'anthropic':
      return createAnthropic({ ...options, modelId: parsed.id });
    case 'compatible':
      return createCompatible({ ...options, modelId: parsed.id });
    default:
      throw noModel();
  }
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
