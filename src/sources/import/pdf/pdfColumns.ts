import type { Line, LinePart } from './pdfLines.ts';

/** Fewer rows are a table or a signature. */
const MIN_ROWS = 8;
/** Of the rows of a column, so many have to be as wide as it: running text fills its lines, cells do not. */
const MIN_FULL = 0.6;
/** Words of a row on either side, on the average. */
const MIN_WORDS = 4;

/**
 * Puts two columns of running text that were drawn row by row one after the other. What does not read as such (a
 * table, a form) stays as it is. Gives the lines, and how many were parted.
 */
export function withoutRows(lines: readonly Line[]): {
  readonly lines: readonly Line[];
  readonly parted: number;
} {
  const result: Line[] = [];
  let parted = 0;
  let run: Line[] = [];
  const flush = (): void => {
    const columns = columnsOf(run);
    if (columns) parted += run.length;
    result.push(...(columns ?? run));
    run = [];
  };
  for (const line of lines) {
    // The longer column may have one more row.
    const goesOn = line.parts?.length === 2 || (run.length > 0 && isInColumn(line, run));
    if (!goesOn) flush();
    (goesOn ? run : result).push(line);
  }
  flush();
  return { lines: result, parted };
}

/** A line that is no wider than one column of the rows before it. */
function isInColumn(line: Line, run: readonly Line[]): boolean {
  if (line.parts) return false;
  const gutter = gutterOf(run);
  return gutter !== undefined && (line.right <= gutter.from + 1 || line.left >= gutter.to - 1);
}

function gutterOf(
  rows: readonly Line[],
): { readonly from: number; readonly to: number } | undefined {
  const pairs = rows.flatMap(({ parts }) => (parts?.length === 2 ? [parts] : []));
  if (pairs.length === 0) return undefined;
  const from = Math.max(...pairs.map(([left]) => left!.right));
  const to = Math.min(...pairs.map(([, right]) => right!.left));
  return from < to ? { from, to } : undefined;
}

function columnsOf(rows: readonly Line[]): Line[] | undefined {
  const gutter = gutterOf(rows);
  if (!gutter || rows.length < MIN_ROWS) return undefined;
  const side = (of: (line: Line) => LinePart | undefined): Line[] =>
    rows.flatMap(({ parts: _parts, ...line }) => {
      const part = of({ ...line, ...(_parts ? { parts: _parts } : {}) });
      return part ? [{ ...line, ...part }] : [];
    });
  const whole = ({ text, left, right }: Line): LinePart => ({ text, left, right });
  const first = side(
    line => line.parts?.[0] ?? (line.right <= gutter.from + 1 ? whole(line) : undefined),
  );
  const second = side(
    line => line.parts?.[1] ?? (line.left >= gutter.to - 1 ? whole(line) : undefined),
  );
  return isRunning(first) && isRunning(second) ? [...first, ...second] : undefined;
}

function isRunning(column: readonly Line[]): boolean {
  const left = Math.min(...column.map(line => line.left));
  const width = Math.max(...column.map(line => line.right)) - left;
  const full = column.filter(({ right }) => right - left > 0.8 * width).length;
  const words = column.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
  return full >= MIN_FULL * column.length && words >= MIN_WORDS * column.length;
}
