import { noModel } from '../../core/errors.ts';
import { systemClock } from '../../core/clock.ts';
import type { Model } from '../../core/ports/model.ts';
import { createModel } from '../../models/createModel.ts';
import { isRemote, parseRef, PROVIDERS } from '../../models/registry.ts';
import { addressOf } from '../../models/transport/egress.ts';
import { createEditorModel } from './editorModel.ts';
import type { Keys } from './keys.ts';

/** What names a destination: the model and, for servers, their address. */
export interface ModelChoice {
  /** `provider:id`. */
  readonly model: string;
  /** Empty: the provider's own address. */
  readonly baseUrl: string;
}

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
  const { origin } = addressOf(PROVIDERS[ref.provider], choice.baseUrl);
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
