import * as vscode from 'vscode';
import { FanoutError } from '../core/errors.ts';
import type { RunState } from '../core/state.ts';
import type { SkippedSource, Source, SourceKind } from '../core/types.ts';
import { activeEditor, pathOf, selectedRanges, sourceOfDocument } from './collect.ts';
import type { Config } from './config.ts';
import type { RunRequest } from './engine.ts';
import { tell } from './messages.ts';
import type { ModelChoice } from './modelAccess.ts';
import {
  approvedPerspectives,
  lettered,
  perspectivesByKind,
  pickPerspectives,
  type PerspectivesByKind,
} from './perspectives.ts';
import type { ModelPicker } from './modelPicker.ts';
import type { Runs } from './runs.ts';
import { OFFLINE, type Settings } from './settings.ts';
import { requireTrust } from './trust.ts';
import { count } from './wording.ts';

export interface ReviewParts {
  readonly config: Config;
  readonly models: ModelPicker;
  readonly runs: Runs;
  readonly memento: vscode.Memento;
}

export interface ReviewOptions {
  /** Ask for the perspectives of this run. */
  readonly askPerspectives?: boolean;
  /** Instead of the model of the settings. */
  readonly model?: ModelChoice;
  /** Ask everything anew, whatever was answered before. */
  readonly fresh?: boolean;
}

/** What starts runs. Each resolves to the ended run, or undefined when the user cancelled before it began. */
export interface Review {
  document(uri?: vscode.Uri, options?: ReviewOptions): Promise<RunState | undefined>;
  selection(options?: ReviewOptions): Promise<RunState | undefined>;
  files(uris: readonly vscode.Uri[], options?: ReviewOptions): Promise<RunState | undefined>;
  /** The same sources as a run had, as they are now. */
  again(runId: string, options?: ReviewOptions): Promise<RunState | undefined>;
}

export function review(parts: ReviewParts): Review {
  const { runs, config } = parts;

  const start = async (
    name: string,
    sources: readonly Source[],
    skipped: readonly SkippedSource[],
    options: ReviewOptions = {},
  ): Promise<RunState | undefined> => {
    const scope = sources[0]?.uri ? vscode.Uri.parse(sources[0].uri) : undefined;
    await config.sayIgnored();
    const choice = await modelFor(parts, options);
    if (!choice) return undefined;
    const now = config.read(scope);
    const settings = options.fresh ? { ...now, reuseAnswers: false } : now;
    const kinds = new Set(sources.map(s => s.kind));
    const perspectives = await perspectivesFor(parts, settings, kinds, options);
    if (!perspectives) return undefined;
    const request: RunRequest = { ...choice, job: 'review', name, perspectives, settings };
    return runs.start(request, { sources, skipped });
  };

  return {
    async document(uri, options) {
      const document = uri ? await vscode.workspace.openTextDocument(uri) : activeEditor().document;
      return start(nameOf(document), [sourceOfDocument(document)], [], options);
    },
    async selection(options) {
      const editor = activeEditor();
      const ranges = selectedRanges(editor);
      const [first, last] = [ranges[0], ranges.at(-1)];
      if (!first || !last)
        throw new FanoutError('usage', 'Nothing is selected. Select the text to review first.');
      const { document } = editor;
      const lines = `${document.positionAt(first.start).line + 1}–${document.positionAt(last.end).line + 1}`;
      const sources = ranges.map(range => {
        const source = sourceOfDocument(document, range);
        // Several selections of one document are several sources.
        return ranges.length > 1 ? { ...source, id: `${source.id}#${range.start}` } : source;
      });
      return start(`${nameOf(document)} ${lines}`, sources, [], options);
    },
    async files(uris, options) {
      requireTrust();
      const { chooseFiles } = await import('./pickFiles.ts');
      const chosen = await chooseFiles(uris, config.read(uris[0]).exclude);
      if (!chosen) return undefined;
      const [only] = chosen.sources;
      const name =
        chosen.sources.length === 1 && only
          ? baseName(only.path)
          : count(chosen.sources.length, 'file');
      return start(name, chosen.sources, chosen.skipped, options);
    },
    async again(runId, options) {
      requireTrust();
      const entry = await runs.load(runId);
      if (!entry?.state)
        throw new FanoutError('usage', 'This run is not kept any more. Review the text again.');
      const { readAgain } = await import('./pickFiles.ts');
      const { sources, skipped } = await readAgain([...entry.sources.values()]);
      return start(entry.name, sources, skipped, options);
    },
  };
}

/** In Restricted Mode nothing is sent, whatever the settings say: the rules read the open document. */
async function modelFor(
  { config, models }: ReviewParts,
  { model }: ReviewOptions,
): Promise<ModelChoice | undefined> {
  const offline = { model: OFFLINE, baseUrl: '' };
  if (!vscode.workspace.isTrusted) {
    const { model: set } = config.read();
    if (set !== '' && set !== OFFLINE)
      tell(
        'Restricted Mode: reviewed with the offline rules, which are not a model. Nothing is sent.',
      );
    return offline;
  }
  if (model) return model;
  const settings = config.read();
  if (settings.model !== '') return { model: settings.model, baseUrl: settings.baseUrl };
  return models.choose();
}

async function perspectivesFor(
  { memento }: ReviewParts,
  settings: Settings,
  kinds: ReadonlySet<SourceKind>,
  { askPerspectives }: ReviewOptions,
): Promise<PerspectivesByKind | undefined> {
  const custom = await approvedPerspectives(settings.customPerspectives, memento);
  if (!custom) return undefined;
  let perspectives = perspectivesByKind(settings, custom);
  if (askPerspectives)
    for (const kind of kinds) {
      const picked = await pickPerspectives(kind, perspectives[kind], custom);
      if (!picked) return undefined;
      perspectives = { ...perspectives, [kind]: picked };
    }
  return lettered(perspectives, kinds);
}

const nameOf = (document: vscode.TextDocument): string => baseName(pathOf(document));
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) || path;
