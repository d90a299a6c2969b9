import { noModel } from '../../core/errors.ts';
import { systemClock } from '../../core/clock.ts';
import type { Model } from '../../core/ports/model.ts';
import { anthropicDestination } from '../../models/anthropic.ts';
import { parseBaseUrl, type BaseUrl } from '../../models/baseUrl.ts';
import {
  createModel,
  parseRef,
  REMOTE_PROVIDERS,
  type RemoteProvider,
} from '../../models/create.ts';
import { OPENAI_URL } from '../../models/openai.ts';
import { createEditorModel } from './editorModel.ts';
import type { Keys } from './keys.ts';

/** What names a destination: the model and, for servers, their address. */
export interface ModelChoice {
  /** `provider:id`. */
  readonly model: string;
  /** Empty: the provider's own address. */
  readonly baseUrl: string;
}

export const PROVIDER_NAMES: Readonly<Record<RemoteProvider, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  compatible: 'OpenAI-compatible server',
};

export const isRemote = (provider: string | undefined): provider is RemoteProvider =>
  (REMOTE_PROVIDERS as readonly (string | undefined)[]).includes(provider);

/** Where calls to a provider go. @throws FanoutError `badBaseUrl`. */
export function addressOf(provider: RemoteProvider, baseUrl: string): BaseUrl {
  if (baseUrl.trim() !== '' || provider === 'compatible') return parseBaseUrl(baseUrl);
  return parseBaseUrl(provider === 'openai' ? OPENAI_URL : anthropicUrl());
}

const anthropicUrl = (): string =>
  anthropicDestination({ apiKey: 'none', modelId: '', clock: systemClock }).url;

export interface Timeouts {
  readonly idleMs: number;
  readonly totalMs: number;
}

/**
 * The chosen model with the key that was saved for its address; sends nothing.
 * @throws FanoutError `noModel`, `noApiKey`, `badBaseUrl`, `badSetting` or `callFailed`.
 */
export async function openModel(
  choice: ModelChoice,
  keys: Keys,
  timeouts?: Timeouts,
): Promise<Model> {
  const ref = parseRef(choice.model);
  if (ref?.provider === 'vscode') return createEditorModel(ref.id);
  if (!ref || !isRemote(ref.provider)) throw noModel();
  const { origin } = addressOf(ref.provider, choice.baseUrl);
  const apiKey = (await keys.get(ref.provider, origin)) ?? '';
  return modelWithKey(choice, apiKey, timeouts);
}

export const modelWithKey = (choice: ModelChoice, apiKey: string, timeouts?: Timeouts): Model =>
  createModel(choice.model, {
    apiKey,
    clock: systemClock,
    ...(choice.baseUrl.trim() === '' ? {} : { baseUrl: choice.baseUrl }),
    ...(timeouts ? { timeouts } : {}),
  });
