import * as vscode from 'vscode';
import type { JobSpec } from '../../core/domain/jobSpec.ts';
import type { Job } from '../../core/ports/job.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { SkippedSource, Source, SourceKind } from '../../core/domain/source.ts';
import type { Config } from '../settings/config.ts';
import { byKind, readBy, type RunRequest } from '../../engine/request/runRequest.ts';
import { tell } from '../ui/messages.ts';
import type { ModelChoice } from '../../engine/request/runRequest.ts';
import type { Keys } from '../models/keys.ts';
import type { ModelPicker } from '../models/picker.ts';
import type { PerspectivesByKind } from '../../engine/request/runRequest.ts';
import type { RunHow, Runs } from '../runs/runs.ts';
import { requireTrust } from '../settings/trust.ts';
import { OFFLINE, type Settings } from '../../engine/settings/settings.ts';
import { t } from '../../core/text/l10n.ts';

export interface StartParts {
  readonly config: Config;
  readonly models: ModelPicker;
  readonly keys: Keys;
  readonly runs: Runs;
  readonly memento: vscode.Memento;
  readonly extensionUri: vscode.Uri;
}

export interface StartOptions {
  /** Ask for the perspectives of this run. */
  readonly askPerspectives?: boolean;
  /** Instead of the model of the settings. */
  readonly model?: ModelChoice;
  /** Another job than a review. */
  readonly spec?: JobSpec;
  /** What is to be done with the files that are asked for; absent: `Review`. */
  readonly verb?: string;
  /** What the run is called, instead of after its document. */
  readonly name?: string;
  /** Only these perspectives, by id. */
  readonly perspectives?: readonly string[];
  /** How who starts the run takes part in it. */
  readonly how?: RunHow;
  /** Ask everything again, whatever was answered before. */
  readonly fresh?: boolean;
}

/** What a run is to do, and over what. */
export interface Order {
  readonly spec: JobSpec;
  /** One line that names the run to a person. */
  readonly name: string;
  readonly sources: readonly Source[];
  readonly skipped: readonly SkippedSource[];
  /** Address of the file that labels are written to during the run. */
  readonly labelFile?: string;
}

/**
 * Starts a run of any job, with the model and settings of the user. Resolves to the ended run, or
 * undefined when the user cancelled before it began.
 */
export type StartRun = (order: Order, options?: StartOptions) => Promise<RunState | undefined>;

export const startRun =
  (parts: StartParts): StartRun =>
  async ({ spec, name, sources, skipped, labelFile }, options = {}) => {
    const { runs, config } = parts;
    const scope = sources[0]?.uri ? vscode.Uri.parse(sources[0].uri) : undefined;
    await config.warnIgnored();
    const choice = await modelFor(parts, spec, options);
    if (!choice) return undefined;
    const { withPerspectiveFiles } = await import('../settings/perspectiveFiles.ts');
    const isChosen = (await jobFor(spec)).perspectivesAreChosen;
    const read = config.read(scope);
    const now = isChosen ? await withPerspectiveFiles(read) : read;
    const settings = options.fresh ? { ...now, reuseAnswers: false } : now;
    const kinds = new Set(sources.map(s => s.kind));
    const perspectives = await perspectivesFor(parts, spec, settings, kinds, choice, options);
    if (!perspectives) return undefined;
    const file = labelFile === undefined ? {} : { labelFile };
    const request: RunRequest = { ...choice, spec, name, perspectives, settings, ...file };
    const others = await otherModels(request);
    const { withoutSecrets } = await import('./secrets.ts');
    const words = { spec, perspectives };
    const cleared = await withoutSecrets({ sources, words }, [choice, ...others], parts.keys);
    if (!cleared) return undefined;
    for (const other of others) if (!(await parts.models.ensureKey(other))) return undefined;
    const input = { sources: cleared.sources, skipped };
    return runs.start(
      { ...request, ...cleared.words },
      isChosen ? readBy(perspectives, input) : input,
      options.how,
    );
  };

/** What a run would be, without a question to the user; undefined: no model is chosen. */
export async function requestWithoutAsking(
  parts: StartParts,
  { spec, name, sources }: Order,
  options: StartOptions = {},
): Promise<RunRequest | undefined> {
  const scope = sources[0]?.uri ? vscode.Uri.parse(sources[0].uri) : undefined;
  const { withPerspectiveFiles } = await import('../settings/perspectiveFiles.ts');
  const settings = await withPerspectiveFiles(parts.config.read(scope));
  if (settings.model === '') return undefined;
  const choice = { model: settings.model, baseUrl: settings.baseUrl };
  // Nothing is sent yet: those of the workspace are asked about when the run starts.
  const own = settings.customPerspectives.map(each => ({ ...each, fromWorkspace: false }));
  const known = { ...settings, customPerspectives: own };
  const kinds = new Set(sources.map(({ kind }) => kind));
  const perspectives = await perspectivesFor(parts, spec, known, kinds, choice, options);
  return perspectives && { ...choice, spec, name, perspectives, settings };
}

const jobFor = async (spec: JobSpec): Promise<Job> =>
  (await import('../../core/jobs/jobOf.ts')).jobOf(spec);

const VERB: Readonly<Record<JobSpec['kind'], string>> = {
  review: t('review'),
  summarize: t('summarize'),
  ask: t('ask'),
  classify: t('classify'),
};

/** In Restricted Mode nothing is sent, whatever the settings say: the rules read the open document. */
async function modelFor(
  parts: StartParts,
  spec: JobSpec,
  options: StartOptions,
): Promise<ModelChoice | undefined> {
  const choice = await chosenModel(parts, options);
  if (choice?.model !== OFFLINE || (await jobFor(spec)).perspectivesAreChosen) return choice;
  requireTrust();
  tell(t('The offline rules are not a model, and cannot {0}. Choose a model.', VERB[spec.kind]));
  const other = await parts.models.choose();
  return other?.model === OFFLINE ? undefined : other;
}

async function chosenModel(
  { config, models }: StartParts,
  { model }: StartOptions,
): Promise<ModelChoice | undefined> {
  const offline = { model: OFFLINE, baseUrl: '' };
  if (!vscode.workspace.isTrusted) {
    const { model: set } = config.read();
    if (set !== '' && set !== OFFLINE)
      tell(
        t(
          'Restricted Mode: reviewed with the offline rules, which are not a model. Nothing is sent.',
        ),
      );
    return offline;
  }
  if (model) return model;
  const settings = config.read();
  if (settings.model !== '') return { model: settings.model, baseUrl: settings.baseUrl };
  return models.choose();
}

/** What else is asked, and has to have its key before anything is sent. */
const otherModels = async (request: RunRequest): Promise<readonly ModelChoice[]> =>
  request.model === OFFLINE
    ? []
    : (await import('../../engine/request/requestModels.ts')).otherChoices(request);

async function perspectivesFor(
  { memento }: StartParts,
  spec: JobSpec,
  settings: Settings,
  kinds: ReadonlySet<SourceKind>,
  { model }: ModelChoice,
  { askPerspectives, perspectives: ids }: StartOptions,
): Promise<PerspectivesByKind | undefined> {
  const { perspectivesAreChosen, perspectivesFor: of } = await jobFor(spec);
  // With their prompts: too much for activation.
  const {
    approvedPerspectives,
    namedPerspectives,
    withLabels: lettered,
    perspectivesByKind,
    pickPerspectives,
  } = await import('../settings/perspectives.ts');
  if (!perspectivesAreChosen) return byKind(of);
  const asked = new Set(ids ?? Object.values(settings.perspectives).flat());
  // A file that no run asks for is none to agree to.
  const known = settings.customPerspectives.filter(
    ({ data, file }) => file === undefined || askPerspectives || asked.has(data.id),
  );
  const custom = await approvedPerspectives(known, memento);
  if (!custom) return undefined;
  let perspectives = ids ? namedPerspectives(ids, custom) : perspectivesByKind(settings, custom);
  if (askPerspectives)
    for (const kind of kinds) {
      const picked = await pickPerspectives(kind, perspectives[kind], custom, model);
      if (!picked) return undefined;
      perspectives = { ...perspectives, [kind]: picked };
    }
  const { routedByKind } = await import('../../engine/request/requestModels.ts');
  return lettered(routedByKind(perspectives, settings, model), kinds);
}
