import type { ReportDigest, ReportExtraction } from '../digest/digestFormat.ts';
import { hasConflict } from '../digest/digestWording.ts';
import { placeText } from '../wording.ts';

type Cells = readonly (string | number | null)[];

/** One row per thing that was listed: its values, then where they are. Values that contradict each other share a cell. */
export const rowCells = ({ columns, rows }: ReportExtraction): Cells[] => [
  [...columns.map(({ name }) => name), 'conflict', 'path', 'line', 'places', 'quotes'],
  ...rows.map(row => [
    ...row.cells.map(cell => cell.join(' | ')),
    hasConflict(row) ? 'yes' : '',
    row.places[0]?.path ?? '',
    row.places[0]?.line ?? null,
    row.places.map(placeText).join('; '),
    row.places.map(place => place.quote).join(' | '),
  ]),
];

/** One row per statement of every level, the summary or the answer first. */
export const statementCells = ({ root, nodes, parts }: ReportDigest): Cells[] => [
  ['id', 'level', 'of', 'text', 'from', 'conflict', 'path', 'line', 'places', 'quotes'],
  ...[...nodes]
    .reverse()
    .flatMap(({ id, scope, title, statements }) =>
      statements.map(statement => cellsOf(id === root ? 'result' : scope, title, statement)),
    ),
  ...parts.flatMap(({ chunk, statements }) =>
    statements.map(statement => cellsOf('chunk', chunk, statement)),
  ),
];

const cellsOf = (
  level: string,
  of: string,
  { id, text, from, conflict, places }: ReportDigest['nodes'][number]['statements'][number],
): Cells => [
  id,
  level,
  of,
  text,
  from.join(' '),
  conflict === null ? '' : String(conflict),
  places[0]?.path ?? '',
  places[0]?.line ?? null,
  places.map(placeText).join('; '),
  level === 'chunk' ? places.map(place => place.quote).join(' | ') : '',
];
