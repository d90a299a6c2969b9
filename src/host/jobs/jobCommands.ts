import * as vscode from 'vscode';
import type { RunState } from '../../core/state/runState.ts';
import type { Jobs } from './jobs.ts';

export type Handler = (...args: readonly unknown[]) => unknown;

/** The commands that begin a run; `ended` tells how it went. */
export const jobCommands = (
  { review, classify, digests }: Jobs,
  ended: (state: RunState | undefined) => void,
): Readonly<Record<string, Handler>> => ({
  reviewDocument: async uri => ended(await review.document(asUri(uri))),
  reviewWith: async uri => ended(await review.document(asUri(uri), { askPerspectives: true })),
  reviewSelection: async () => ended(await review.selection()),
  reviewChanges: async source => ended(await review.changes(folderOf(source))),
  reviewFiles: async (uri, uris) => ended(await review.files(asUris(uri, uris))),
  summarizeDocument: async uri => ended(await digests.summarizeDocument(asUri(uri))),
  summarizeSelection: async () => ended(await digests.summarizeSelection()),
  summarizeFiles: async (uri, uris) => ended(await digests.summarizeFiles(asUris(uri, uris))),
  summarizeWorkspace: async () => ended(await digests.summarizeWorkspace()),
  askDocument: async uri => ended(await digests.askDocument(asUri(uri))),
  askFiles: async (uri, uris) => ended(await digests.askFiles(asUris(uri, uris))),
  checkPlaybook: async (uri, uris) => ended(await digests.checkPlaybook(asUris(uri, uris))),
  classifyRecords: async uri => ended(await classify.records(asUri(uri))),
});

const asUri = (value: unknown): vscode.Uri | undefined =>
  value instanceof vscode.Uri ? value : undefined;

/** The Source Control view gives the repository whose menu it was; the palette gives nothing. */
const folderOf = (value: unknown): vscode.Uri | undefined =>
  asUri((value as { readonly rootUri?: unknown } | undefined)?.rootUri) ?? asUri(value);

/** The explorer gives the row that was clicked and all that are selected; the palette gives nothing. */
const asUris = (one: unknown, all: unknown): readonly vscode.Uri[] => {
  const selected = Array.isArray(all) ? all.filter(uri => uri instanceof vscode.Uri) : [];
  const clicked = asUri(one);
  return selected.length > 0 ? selected : clicked ? [clicked] : [];
};
