import { branchRows } from '../../state/labelRows.ts';
import type { RunState } from '../../state/runState.ts';
import type { Source } from '../../domain/source.ts';
import { recordCsvHeader, recordCsvRow, recordJsonLine } from './recordRows.ts';
import { columnsOf, listOf, reportRecord, type ReportRecord } from './records.ts';

/** Formats that can be written record by record. */
export const RECORD_FORMATS = ['csv', 'jsonl'] as const;
export type RecordFormatName = (typeof RECORD_FORMATS)[number];

/**
 * Gives the lines of labelled records while a run goes on, in the order of the input, each once: all that it
 * has given is at any time the beginning of the whole. It waits at a record that has no label yet, or failed.
 */
export function recordStream(
  format: RecordFormatName,
  sources: readonly Source[],
): (state: RunState) => string {
  const sourceOf = new Map(sources.map(source => [source.id, source]));
  let given = 0;
  let line: ((record: ReportRecord) => string) | undefined;
  return state => {
    const lines: string[] = [];
    if (!line) {
      const { multi, doubtfulBelow } = listOf(state);
      const columns = { columns: columnsOf(state), multi, twice: doubtfulBelow !== undefined };
      line = format === 'csv' ? record => recordCsvRow(columns, record) : recordJsonLine;
      if (format === 'csv') lines.push(recordCsvHeader(columns));
    }
    for (; given < state.branchIds.length; given++) {
      const branchId = state.branchIds[given] ?? '';
      if (state.branches[branchId]?.status !== 'succeeded') break;
      for (const row of branchRows(state, branchId))
        lines.push(line(reportRecord(row, sourceOf.get(row.sourceId), state)));
    }
    return lines.join('');
  };
}
