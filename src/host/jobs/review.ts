import * as vscode from 'vscode';
import { emptySource, FanoutError } from '../../core/errors.ts';
import { changeName, REVIEW, type ChangeSpec } from '../../core/domain/jobSpec.ts';
import type { Range } from '../../core/domain/range.ts';
import type { Source } from '../../core/domain/source.ts';
import type { RunState } from '../../core/state/runState.ts';
import {
  activeEditor,
  openNotebook,
  pathOf,
  selectedRanges,
  sourceOfDocument,
  sourcesOfNotebook,
} from '../sources/collect.ts';
import { rootHints } from '../sources/rootPrefixes.ts';
import type { Config } from '../settings/config.ts';
import { readOpenText } from '../../engine/sources.ts';
import { OFFLINE } from '../../engine/settings/settings.ts';
import type { Runs } from '../runs/runs.ts';
import type { StartOptions, StartRun } from './startRun.ts';
import { requireTrust } from '../settings/trust.ts';
import { count } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

/** What starts reviews. Each resolves to the ended run, or undefined when the user cancelled before it began. */
export interface Review {
  document(uri?: vscode.Uri, options?: StartOptions): Promise<RunState | undefined>;
  selection(options?: StartOptions): Promise<RunState | undefined>;
  files(uris: readonly vscode.Uri[], options?: StartOptions): Promise<RunState | undefined>;
  /** A change of a repository: which one is asked. */
  changes(folder?: vscode.Uri, options?: StartOptions): Promise<RunState | undefined>;
  /** Texts that were read already. */
  order: StartRun;
  /** The same sources as a run had, as they are now. */
  again(runId: string, options?: StartOptions): Promise<RunState | undefined>;
}

export function review({
  config,
  runs,
  memento,
  start,
}: {
  readonly config: Config;
  readonly runs: Runs;
  readonly memento: vscode.Memento;
  readonly start: StartRun;
}): Review {
  const begin: StartRun = async (order, options) => {
    const { spec, sources } = order;
    if (spec.kind !== 'review') return start(order, options);
    const { houseRules: _before, ...plain } = spec;
    if (!vscode.workspace.isTrusted || !config.read().instructions)
      return start({ ...order, spec: plain }, options);
    // Rules that are not a model obey none.
    if ((options?.model?.model ?? config.read().model) === OFFLINE)
      return start({ ...order, spec: plain }, options);
    const { reviewWithHouseRules } = await import('../sources/houseRules.ts');
    const ruled = await reviewWithHouseRules(plain, sources, memento);
    return ruled && start({ ...order, ...ruled }, options);
  };
  const reviewChange = async (
    change: ChangeSpec,
    options: StartOptions | undefined,
  ): Promise<RunState | undefined> => {
    const { readChange } = await import('../sources/pickChanges.ts');
    const chosen = await readChange(change, config.read());
    const spec = { ...REVIEW, change };
    return chosen && begin({ spec, name: changeName(change), ...chosen }, options);
  };
  const readDocument = async (document: vscode.TextDocument, range?: Range): Promise<Source> => {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    return readOpenText(sourceOfDocument(document, range), config.read(document.uri), folder);
  };
  return {
    order: begin,
    async document(uri, options) {
      const notebook = openNotebook(uri);
      if (notebook) {
        const sources = await sourcesOfNotebook(notebook);
        if (sources.length === 0) throw emptySource(notebook.uri.path);
        const name = nameOfFile(sources[0]?.path ?? '', notebook.uri);
        return begin({ spec: options?.spec ?? REVIEW, name, sources, skipped: [] }, options);
      }
      const document = await documentOf(uri);
      if (!document) return undefined;
      return begin(
        {
          spec: options?.spec ?? REVIEW,
          name: options?.name ?? nameOf(document),
          sources: [await readDocument(document)],
          skipped: [],
        },
        options,
      );
    },
    async selection(options) {
      const editor = activeEditor();
      const ranges = selectedRanges(editor);
      const [first, last] = [ranges[0], ranges.at(-1)];
      if (!first || !last)
        throw new FanoutError('usage', t('Nothing is selected. Select the text to review first.'));
      const { document } = editor;
      const lines = `${document.positionAt(first.start).line + 1}–${document.positionAt(last.end).line + 1}`;
      const sources = await Promise.all(
        ranges.map(async range => {
          const source = await readDocument(document, range);
          // Several selections of one document are several sources.
          return ranges.length > 1 ? { ...source, id: `${source.id}#${range.start}` } : source;
        }),
      );
      const name = `${nameOf(document)} ${lines}`;
      return begin({ spec: options?.spec ?? REVIEW, name, sources, skipped: [] }, options);
    },
    async files(uris, options) {
      requireTrust();
      const { chooseFiles } = await import('../sources/pickFiles.ts');
      const { leastCost } = await import('../sources/leastCost.ts');
      const settings = config.read(uris[0]);
      const costOf = leastCost(settings, (options?.spec ?? REVIEW).kind === 'review');
      const chosen = await chooseFiles(uris, settings, options?.verb, costOf);
      if (!chosen) return undefined;
      const [only] = chosen.sources;
      const name =
        chosen.sources.length === 1 && only
          ? nameOfFile(only.path, only.uri === undefined ? undefined : vscode.Uri.parse(only.uri))
          : count(chosen.sources.length, 'file');
      return begin({ spec: options?.spec ?? REVIEW, name, ...chosen }, options);
    },
    async changes(folder, options) {
      requireTrust();
      const { chooseChange } = await import('../sources/pickChanges.ts');
      const change = await chooseChange(folder);
      return change && reviewChange(change, options);
    },
    async again(runId, options) {
      requireTrust();
      const entry = await runs.load(runId);
      if (!entry?.state)
        throw new FanoutError('usage', t('This run is no longer stored. Review the text again.'));
      const change = entry.state.spec.kind === 'review' ? entry.state.spec.change : undefined;
      if (change) return reviewChange(change, options);
      const { readAgain } = await import('../sources/pickFiles.ts');
      const { sources, skipped } = await readAgain([...entry.sources.values()], config.read());
      const { spec } = entry.state;
      return begin({ spec, name: entry.name, sources, skipped }, options);
    },
  };
}

const nameOf = (document: vscode.TextDocument): string =>
  nameOfFile(pathOf(document), document.uri);

/** Where a window has several roots, files of one name are told apart. */
function nameOfFile(path: string, uri: vscode.Uri | undefined): string {
  const roots = vscode.workspace.workspaceFolders ?? [];
  const root = uri && vscode.workspace.getWorkspaceFolder(uri);
  const hints = rootHints(roots.map(({ name, uri: { path: at } }) => ({ name, path: at })));
  return root && roots.length > 1
    ? `${baseName(path)} (${hints[root.index] || root.name})`
    : baseName(path);
}

/** The document that is meant; without one, the file that the user picks. */
async function documentOf(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  if (uri) return vscode.workspace.openTextDocument(uri);
  if (vscode.window.activeTextEditor) return activeEditor().document;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    title: t('Fanout: Review Document'),
    openLabel: t('Review'),
    ...(folder ? { defaultUri: folder } : {}),
  });
  if (!picked?.[0]) return undefined;
  const document = await vscode.workspace.openTextDocument(picked[0]);
  await vscode.window.showTextDocument(document);
  return document;
}

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) || path;
