import type { Logger } from '../core/ports.ts';
import type { Engine } from './engine.ts';
import type { Keys } from './keys.ts';

/** The engine, loaded with the first run: activation does not pay for it. */
export function lazyEngine(keys: Keys, log: Logger): Engine {
  let loading: Promise<Engine> | undefined;
  const load = (): Promise<Engine> => {
    loading ??= import('./engine.ts').then(module => module.engine(keys, log));
    return loading;
  };
  return {
    execute: async (...args) => (await load()).execute(...args),
    dispose: () => void loading?.then(engine => engine.dispose()),
  };
}
