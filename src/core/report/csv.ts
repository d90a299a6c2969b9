import type { Report, ReportFinding } from './reportFormat.ts';

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
  ['rule', f => f.rule],
  ['branches', f => f.branches.length],
  ['fingerprint', f => f.fingerprint],
  ['verdict', f => f.verification?.verdict ?? ''],
  ['decision', f => f.decision?.kind ?? ''],
  ['page', f => f.page],
  ['paragraph', f => f.paragraph],
  ['cell', f => f.cell],
];

/** One row per finding, RFC 4180, every cell quoted, no cell that a spreadsheet would calculate. */
export const renderCsv = (report: Report): string =>
  [
    COLUMNS.map(([name]) => csvCell(name)),
    ...report.findings.map(finding => COLUMNS.map(([, value]) => csvCell(value(finding)))),
  ]
    .map(cells => `${cells.join(',')}\r\n`)
    .join('');

// Spreadsheets skip white space, and some take the full-width forms for the plain ones.
const FORMULA = /^[\s\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|^[\t\r\n]/;

/** A cell that stays text. Numbers of our own need no guard. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '""';
  if (typeof value === 'number') return `"${value}"`;
  const text = value.replaceAll('\0', '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
