import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { messageOf } from '../core/errors.ts';
import type { RunEvent } from '../core/events.ts';
import { branchRows } from '../core/labels.ts';
import { recordCsvHeader, recordCsvRow, recordJsonLine } from '../core/report/recordRows.ts';
import { columnsOf, listOf, reportRecord, type ReportRecord } from '../core/report/records.ts';
import type { RunState } from '../core/state.ts';
import type { Source } from '../core/types.ts';
import type { OutputArgs } from './args.ts';
import { tell } from './output.ts';

export interface LabelOutput {
  readonly onEvent: (event: RunEvent, state: RunState) => void;
  readonly close: () => void;
}

/**
 * Writes labelled records to `--out` while the run goes on, in the order of the input: what is there is at
 * any time the beginning of the whole. It waits at a record that is not labelled yet, or failed; the report
 * at the end takes the file's place. Undefined where the output is no file of records.
 */
export function labelOutput(
  { out, format }: OutputArgs,
  sources: readonly Source[],
): LabelOutput | undefined {
  const isRecords = sources.some(({ layout }) => layout);
  if (!isRecords || out === undefined || (format !== 'csv' && format !== 'jsonl')) return undefined;
  const there = statSync(out, { throwIfNoEntry: false });
  if (there && !there.isFile()) return undefined;
  const sourceOf = new Map(sources.map(source => [source.id, source]));
  let file: number | undefined;
  let written = 0;
  let line: ((record: ReportRecord) => string) | undefined;

  const begin = (state: RunState): ((record: ReportRecord) => string) => {
    file = openSync(out, 'w');
    if (format === 'jsonl') return recordJsonLine;
    const { multi, doubtfulBelow } = listOf(state);
    const columns = { columns: columnsOf(state), multi, twice: doubtfulBelow !== undefined };
    writeSync(file, recordCsvHeader(columns));
    return record => recordCsvRow(columns, record);
  };
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const advance = (state: RunState): void => {
    line ??= begin(state);
    if (file === undefined) return;
    for (; written < state.branchIds.length; written++) {
      const branchId = state.branchIds[written] ?? '';
      if (state.branches[branchId]?.status !== 'succeeded') return;
      const rows = branchRows(state, branchId).map(row =>
        reportRecord(row, sourceOf.get(row.sourceId), state),
      );
      writeSync(file, rows.map(line).join(''));
    }
  };

  return {
    onEvent(event, state) {
      if (event.type !== 'branch.ended' && event.type !== 'run.planned') return;
      try {
        advance(state);
      } catch (error) {
        tell(
          `${out} could not be written while the run goes on (${messageOf(error)}). It is written at the end.`,
        );
        close();
      }
    },
    close,
  };
}
