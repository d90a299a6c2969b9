import { systemClock } from '../core/clock.ts';
import { noModel } from '../core/errors.ts';
import type { Model } from '../core/ports/model.ts';
import { createModel, factsOf } from '../models/createModel.ts';
import { atOwnPrice, readPrices } from '../models/priceOverrides.ts';
import { isRemote, parseRef, PROVIDERS, type RemoteProvider } from '../models/registry.ts';
import { signsInItself } from '../models/transport/access.ts';
import type { BaseUrl } from '../models/transport/baseUrl.ts';
import { addressOf, isOwnOrigin, type ModelOptions } from '../models/transport/egress.ts';
import type { AccessTo } from './connections.ts';
import type { ModelChoice } from './request/runRequest.ts';
import type { RequestSettings } from './settings/settings.ts';

export { listModels, type ListedModel } from '../models/listModels.ts';
export { testModel } from '../models/createModel.ts';

/** Where keys are kept: the editor's secret storage, or the environment of a command line. */
export interface KeyRing {
  /** The key that may be sent to an address; undefined: none is kept. */
  readonly get: (provider: RemoteProvider, address: BaseUrl) => Promise<string | undefined>;
}

/** Models other than those of providers with a key and an address. */
export interface ModelSources {
  readonly keys: KeyRing;
  /** What an address needs beside its key; absent: nothing. `isOwn`: it is not the provider's own. */
  readonly access?: (address: BaseUrl, isOwn: boolean) => Promise<AccessTo>;
  /** A model that the editor offers, by the id behind `vscode:`. @throws FanoutError when there is none. */
  readonly editorModel: (id: string) => Promise<Model>;
}

/** The settings that a model is opened with. */
type OpenSettings = Pick<
  RequestSettings,
  'idleTimeoutSeconds' | 'callTimeoutSeconds' | 'prices' | 'reasoningEffort'
>;

/**
 * The chosen model with the key that is kept for its address, at the user's own price where one is set. Sends nothing
 * of the user's: a server on this machine is asked for its window.
 * @throws FanoutError `noModel`, `noApiKey`, `badBaseUrl`, `badSetting` or `callFailed`.
 */
export async function openModel(
  choice: ModelChoice,
  sources: ModelSources,
  settings: OpenSettings,
): Promise<Model> {
  return atOwnPrice(await openListed(choice, sources, settings), readPrices(settings.prices));
}

async function openListed(
  choice: ModelChoice,
  { keys, access: accessOf, editorModel }: ModelSources,
  settings: OpenSettings,
): Promise<Model> {
  const ref = parseRef(choice.model);
  if (ref?.provider === 'vscode') return editorModel(ref.id);
  if (!isRemote(ref?.provider)) throw noModel();
  const provider = PROVIDERS[ref.provider];
  const address = addressOf(provider, choice.baseUrl);
  const { access, key } = (await accessOf?.(address, isOwnOrigin(provider, address))) ?? {
    access: {},
  };
  const kept = async (): Promise<string | undefined> => {
    const found = keys.get(ref.provider as RemoteProvider, address);
    return signsInItself(access) ? found.catch(() => undefined) : found;
  };
  const apiKey = (key ? await key() : await kept()) ?? '';
  const options = { ...optionsOf(choice, apiKey, settings), access };
  // A server on this machine has the window it was started with, and says so where it can.
  const facts = address.loopback ? await factsOf(choice.model, options) : {};
  return createModel(choice.model, { ...options, facts });
}

const optionsOf = (
  { baseUrl }: ModelChoice,
  apiKey: string,
  { idleTimeoutSeconds, callTimeoutSeconds, reasoningEffort }: OpenSettings,
): Omit<ModelOptions, 'modelId'> => ({
  apiKey,
  clock: systemClock,
  ...(baseUrl.trim() === '' ? {} : { baseUrl }),
  ...(reasoningEffort === 'default' ? {} : { effort: reasoningEffort }),
  timeouts: { idleMs: idleTimeoutSeconds * 1000, totalMs: callTimeoutSeconds * 1000 },
});
