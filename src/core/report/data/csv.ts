import { csvCell } from './csvCell.ts';
import { rowCells, statementCells } from './csvDigest.ts';
import { recordCsvHeader, recordCsvRow } from '../records/recordRows.ts';
import type { Report, ReportFinding } from '../reportFormat.ts';

type Column = readonly [name: string, value: (finding: ReportFinding) => string | number | null];

const COLUMNS: readonly Column[] = [
  ['id', f => f.id],
  ['severity', f => f.severity],
  ['perspective', f => [f.perspective, ...f.alsoPerspectives].join(' ')],
  ['confidence', f => f.confidence],
  ['path', f => f.path],
  ['line', f => f.line],
  ['column', f => f.column],
  ['endLine', f => f.endLine],
  ['endColumn', f => f.endColumn],
  ['start', f => f.start],
  ['end', f => f.end],
  ['match', f => f.match],
  ['title', f => f.title],
  ['message', f => f.message],
  ['quote', f => f.quote],
  ['suggestion', f => f.suggestion],
  ['rule', f => f.rule ?? f.houseRule?.id ?? null],
  ['branches', f => f.branches.length],
  ['fingerprint', f => f.fingerprint],
  ['verdict', f => f.verification?.verdict ?? ''],
  ['decision', f => f.decision?.kind ?? ''],
  ['page', f => f.page],
  ['paragraph', f => f.paragraph],
  ['cell', f => f.cell],
  ['places', f => (f.placed ? f.otherPlaces.length + 1 : 0)],
];

/**
 * One row per finding, statement, thing that was listed, or record: RFC 4180, every cell quoted, no cell
 * that a spreadsheet would calculate.
 */
export function renderCsv(report: Report): string {
  const { records } = report;
  if (!records)
    return cellsOf(report)
      .map(cells => `${cells.map(csvCell).join(',')}\r\n`)
      .join('');
  return recordCsvHeader(records) + records.rows.map(row => recordCsvRow(records, row)).join('');
}

function cellsOf({
  extraction,
  digest,
  findings,
}: Report): (readonly (string | number | null)[])[] {
  if (extraction) return rowCells(extraction);
  if (digest) return statementCells(digest);
  return [
    COLUMNS.map(([name]) => name),
    ...findings.map(finding => COLUMNS.map(([, value]) => value(finding))),
  ];
}
