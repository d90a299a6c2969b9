import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { FanoutError, messageOf, usageError } from '../../core/errors.ts';
import { count } from '../../core/format/format.ts';
import type { Source } from '../../core/domain/source.ts';
import { buildReport } from '../../core/report/report.ts';
import { writeWhole } from '../../engine/labelFile.ts';
import type { RunStore } from '../../engine/openRuns.ts';
import { reviewWord, wordSources } from '../../engine/wordReview.ts';
import type { CliArgs } from '../options/types.ts';
import { checkTarget, tell } from '../output/output.ts';
import { loadRun } from './history.ts';
import { decidedToday } from './reports.ts';

type ExportArgs = Extract<CliArgs, { command: 'export' }>;

/**
 * Writes a copy of the Word document of a stored review, with its findings as comments. @returns the exit code.
 * @throws FanoutError `usage` when there is no such document, or it is not the one that was reviewed any more.
 */
export async function exportDocument(args: ExportArgs, store: RunStore): Promise<number> {
  const { document, tracked, out, output } = args;
  const stored = loadRun(store, args.runId);
  const state = await decidedToday(stored, output);
  if (state.job !== 'review')
    throw usageError(`Run ${args.runId} is no review: it has no findings to put into a document.`);
  const source = wordSource(stored.sources, document);
  const file = document ?? source.path;
  checkTarget('--out', out);
  if (isSameFile(file, out))
    throw usageError(`-o ${out} is the document itself. It was not changed. Name another file.`);
  const report = buildReport(state, stored.sources, output.least);
  const done = await reviewWord(bytesOf(file), report, source, tracked);
  if ('reason' in done)
    throw usageError(
      `${file} cannot be used: ${done.reason}. Nothing was written. Give the document as it was reviewed with --document FILE, or review it again.`,
    );
  try {
    writeWhole(out, done.bytes);
  } catch (error) {
    throw new FanoutError('notWritten', `${out} could not be written (${messageOf(error)}).`);
  }
  const what = [
    count(done.commented, 'comment'),
    `${count(done.changed, 'suggestion')} as ${done.changed === 1 ? 'a tracked change' : 'tracked changes'}`,
  ];
  tell(`Written to ${out}: ${what.join(', ')}. ${file} is as it was.`);
  for (const note of done.notes) tell(`${note}.`);
  return 0;
}

/** The one Word document of a run, or the one that is named. */
function wordSource(sources: readonly Source[], document: string | undefined): Source {
  const all = wordSources(sources);
  const named =
    document === undefined ? all : all.filter(({ path }) => basename(path) === basename(document));
  const [only] = named.length === 0 && all.length === 1 ? all : named;
  if (only && (named.length === 1 || all.length === 1)) return only;
  throw usageError(
    all.length === 0
      ? 'This run read no Word document, so there is none to copy. For a report, use: fanout show RUN --format html'
      : `This run read ${count(all.length, 'Word document')}: ${all.map(({ path }) => path).join(', ')}. Name one with --document FILE.`,
  );
}

function bytesOf(file: string): Uint8Array {
  try {
    // A pipe or a device may never end.
    if (!statSync(file).isFile()) throw new Error('not a regular file');
    return readFileSync(file);
  } catch (error) {
    throw usageError(
      `${file} cannot be read (${messageOf(error)}). Nothing was written. Say where the reviewed document is with --document FILE.`,
    );
  }
}

function isSameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}
