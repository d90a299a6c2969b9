import * as vscode from 'vscode';
import { modelsNamed } from '../../core/jobs/route.ts';
import type { Logger } from '../../core/ports/ports.ts';
import type { Engine } from '../../engine/runHooks.ts';
import { dataFolder } from '../../engine/openRuns.ts';
import { limitsOf, OFFLINE } from '../../engine/settings/settings.ts';
import { modelSources } from '../models/modelAccess.ts';
import type { Keys } from '../models/keys.ts';
import type { Config } from '../settings/config.ts';
import { requireTrust } from '../settings/trust.ts';
import { warn } from '../ui/messages.ts';

/** The engine, loaded with the first run: activation does not pay for it. */
export function lazyEngine(
  config: Config,
  keys: Keys,
  log: Logger,
): Pick<Engine, 'execute' | 'plan' | 'cancelBatches' | 'dispose'> {
  let loading: Promise<Engine> | undefined;
  const load = (): Promise<Engine> => {
    loading ??= Promise.all([
      import('../../engine/createEngine.ts'),
      import('../sources/editorSymbols.ts'),
    ]).then(([{ createEngine }, { editorSymbols }]) =>
      createEngine({
        ...modelSources(keys, config),
        log,
        warn,
        spending: dataFolder(process.env),
        moreSymbols: editorSymbols,
      }),
    );
    return loading;
  };
  return {
    async execute(request, input, hooks) {
      // Retries and runs of earlier windows come here without passing a command that sends.
      const named = modelsNamed(Object.values(request.perspectives).flat());
      if (request.model !== OFFLINE || named.length > 0) requireTrust();
      const uri = input.sources[0]?.uri;
      const today = limitsOf(config.read(uri === undefined ? undefined : vscode.Uri.parse(uri)));
      const settings = { ...request.settings, ...today };
      const { execute } = await load();
      const { writingLabels } = await import('../jobs/labelFile.ts');
      return writingLabels(execute)({ ...request, settings }, input, hooks);
    },
    plan: async (request, input, hooks) => (await load()).plan(request, input, hooks),
    cancelBatches: async (request, state) => (await load()).cancelBatches(request, state),
    dispose: async () => (await loading)?.dispose(),
  };
}
