import type { Logger } from '../core/ports.ts';
import type { Engine } from './engine.ts';
import type { Keys } from './keys.ts';
import { OFFLINE } from './settings.ts';
import { requireTrust } from './trust.ts';

/** The engine, loaded with the first run: activation does not pay for it. */
export function lazyEngine(keys: Keys, log: Logger): Engine {
  let loading: Promise<Engine> | undefined;
  const load = (): Promise<Engine> => {
    loading ??= import('./engine.ts').then(module => module.engine(keys, log));
    return loading;
  };
  return {
    async execute(request, ...args) {
      // Retries and runs of earlier windows come here without passing a command that sends.
      if (request.model !== OFFLINE) requireTrust();
      return (await load()).execute(request, ...args);
    },
    dispose: () => void loading?.then(engine => engine.dispose()),
  };
}
