import type { Config } from '../settings/config.ts';
import type { Keys } from './keys.ts';
import type { ModelPicker } from './picker.ts';

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
