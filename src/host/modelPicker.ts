import type { Config } from './config.ts';
import type { Keys } from './keys.ts';
import type { ModelChoice } from './modelAccess.ts';

export interface ModelPicker {
  /** Walks through provider, address, key, model and test. Undefined: cancelled, and nothing is saved. */
  choose(): Promise<ModelChoice | undefined>;
  /** Asks for the key of a model that has none saved; false: the user cancelled. */
  ensureKey(choice: ModelChoice): Promise<boolean>;
  setKey(): Promise<void>;
  removeKey(): Promise<void>;
  useOffline(): Promise<void>;
}

/** Loads the walk-through, and the model code behind it, when it is first needed. */
export function lazyModelPicker(config: Config, keys: Keys): ModelPicker {
  const load = async (): Promise<ModelPicker> =>
    (await import('./chooseModel.ts')).modelPicker(config, keys);
  return {
    choose: async () => (await load()).choose(),
    ensureKey: async choice => (await load()).ensureKey(choice),
    setKey: async () => (await load()).setKey(),
    removeKey: async () => (await load()).removeKey(),
    useOffline: async () => (await load()).useOffline(),
  };
}
