import * as vscode from 'vscode';
import { fileTextOf } from '../core/text/fileWords.ts';
import type { Runs } from '../host/runs/runs.ts';

/** Runs read at once when the history is there; the others when a document of theirs is opened. */
const MAX_AT_ONCE = 5;
/** Documents of one run that are looked for on the disk. */
const MAX_DOCUMENTS = 200;

/**
 * After a window reload: lists what the newest ended run over each document has found in it, once the
 * history is loaded. A document that is not open is listed when its file is as the run read it; any other
 * when it is opened, as far as its text still holds the quotes.
 */
export function restoredFindings(
  runs: Runs,
  list: (runId: string, uri: string) => void,
): vscode.Disposable {
  /** Documents that are not listed yet, and the run that read each last. */
  const left = new Map<string, string>();
  let begun = false;

  const restore = async (runId: string, uris: readonly string[]): Promise<void> => {
    const entry = await runs.load(runId);
    if (!entry) return;
    const sources = new Map([...entry.sources.values()].map(source => [source.uri, source]));
    for (const uri of uris) {
      const source = sources.get(uri);
      // Lines of the text out of a PDF are not the file's.
      if (!source || (source.pages && !source.original)) left.delete(uri);
      else if (openDocument(uri) || (await textOf(uri)) === fileTextOf(source)) {
        left.delete(uri);
        list(runId, uri);
      }
    }
  };

  const begin = async (): Promise<void> => {
    const last = await runs.lastOver();
    for (const { runId, uris } of last) for (const uri of uris) left.set(uri, runId);
    for (const { runId, uris } of last.slice(0, MAX_AT_ONCE)) {
      await restore(runId, uris.slice(0, MAX_DOCUMENTS));
      // Reading a run takes its time: the editor goes first.
      await new Promise(resolve => setImmediate(resolve));
    }
    for (const { uri } of vscode.workspace.textDocuments) await onOpen(uri);
  };

  const onOpen = async (uri: vscode.Uri): Promise<void> => {
    const address = [uri.toString(), uri.toString(true)].find(text => left.has(text));
    const runId = address === undefined ? undefined : left.get(address);
    if (address !== undefined && runId !== undefined) await restore(runId, [address]);
  };
  /** The history tells by itself what is wrong with it. */
  const quietly = (work: Promise<void>): void => void work.catch(() => undefined);

  return vscode.Disposable.from(
    runs.onDidChange(changes => {
      // The history was listed: nothing is read before.
      if (begun || !changes.some(({ runId }) => runId === '')) return;
      begun = true;
      quietly(begin());
    }),
    vscode.workspace.onDidOpenTextDocument(({ uri }) => {
      if (left.size > 0) quietly(onOpen(uri));
    }),
  );
}

const openDocument = (uri: string): vscode.TextDocument | undefined => {
  const address = vscode.Uri.parse(uri).toString();
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === address);
};

async function textOf(uri: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true)),
    );
  } catch {
    // Gone, on another machine, or not UTF-8: listed when it is opened.
    return undefined;
  }
}
