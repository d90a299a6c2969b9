import * as vscode from 'vscode';
import { FanoutError } from '../core/errors.ts';
import { REVIEW } from '../core/jobSpec.ts';
import type { RunState } from '../core/state.ts';
import {
  activeEditor,
  openNotebook,
  pathOf,
  selectedRanges,
  sourceOfDocument,
  sourceOfNotebook,
} from './collect.ts';
import type { Config } from './config.ts';
import type { Runs } from './runs.ts';
import type { StartOptions, StartRun } from './startRun.ts';
import { requireTrust } from './trust.ts';
import { count } from './wording.ts';

/** What starts reviews. Each resolves to the ended run, or undefined when the user cancelled before it began. */
export interface Review {
  document(uri?: vscode.Uri, options?: StartOptions): Promise<RunState | undefined>;
  selection(options?: StartOptions): Promise<RunState | undefined>;
  files(uris: readonly vscode.Uri[], options?: StartOptions): Promise<RunState | undefined>;
  /** The same sources as a run had, as they are now. */
  again(runId: string, options?: StartOptions): Promise<RunState | undefined>;
}

export function review({
  config,
  runs,
  start,
}: {
  readonly config: Config;
  readonly runs: Runs;
  readonly start: StartRun;
}): Review {
  return {
    async document(uri, options) {
      const notebook = openNotebook(uri);
      if (notebook) {
        const source = sourceOfNotebook(notebook);
        const name = baseName(source.path);
        return start({ spec: REVIEW, name, sources: [source], skipped: [] }, options);
      }
      const document = uri ? await vscode.workspace.openTextDocument(uri) : activeEditor().document;
      return start(
        {
          spec: REVIEW,
          name: nameOf(document),
          sources: [sourceOfDocument(document)],
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
        throw new FanoutError('usage', 'Nothing is selected. Select the text to review first.');
      const { document } = editor;
      const lines = `${document.positionAt(first.start).line + 1}–${document.positionAt(last.end).line + 1}`;
      const sources = ranges.map(range => {
        const source = sourceOfDocument(document, range);
        // Several selections of one document are several sources.
        return ranges.length > 1 ? { ...source, id: `${source.id}#${range.start}` } : source;
      });
      const name = `${nameOf(document)} ${lines}`;
      return start({ spec: REVIEW, name, sources, skipped: [] }, options);
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
      return start({ spec: REVIEW, name, ...chosen }, options);
    },
    async again(runId, options) {
      requireTrust();
      const entry = await runs.load(runId);
      if (!entry?.state)
        throw new FanoutError('usage', 'This run is not kept any more. Review the text again.');
      const { readAgain } = await import('./pickFiles.ts');
      const { sources, skipped } = await readAgain([...entry.sources.values()]);
      const { spec } = entry.state;
      return start({ spec, name: entry.name, sources, skipped }, options);
    },
  };
}

const nameOf = (document: vscode.TextDocument): string => baseName(pathOf(document));
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) || path;
