import type { ModelChoice } from '../../engine/request/runRequest.ts';

export interface ModelPicker {
  /** Walks through provider, address, key, model and test. Undefined: cancelled, and nothing is saved. */
  choose(): Promise<ModelChoice | undefined>;
  /** Asks for the key of a model that has none saved; false: the user cancelled. */
  ensureKey(choice: ModelChoice): Promise<boolean>;
  /** True: a key that works is saved. */
  setKey(): Promise<boolean>;
  removeKey(): Promise<void>;
  useOffline(): Promise<void>;
}
