/** A run of text as a PDF places it; `transform` ends with its x and y, in points, y upwards. */
export interface TextItem {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

/** A line of a page. Points, y upwards. */
export interface Line {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  /** Height of its letters. */
  readonly size: number;
}

/** Joins a page's runs of text, in the order they are drawn, to lines. Columns apart are kept apart by a tab. */
export function linesOf(items: readonly TextItem[]): Line[] {
  const lines: Line[] = [];
  let run: TextItem[] = [];
  const flush = (): void => {
    const line = lineOf(run);
    if (line) lines.push(line);
    run = [];
  };
  for (const item of items) {
    const before = run.at(-1);
    if (before && item.str.trim() !== '' && leavesLine(before, item)) flush();
    run.push(item);
    if (item.hasEOL) flush();
  }
  flush();
  return lines;
}

const xOf = (item: TextItem): number => item.transform[4] ?? 0;
const yOf = (item: TextItem): number => item.transform[5] ?? 0;

/** Raised and lowered letters stay on their line. */
const leavesLine = (before: TextItem, item: TextItem): boolean =>
  Math.abs(yOf(before) - yOf(item)) > 0.7 * Math.max(before.height, item.height, 1);

function lineOf(items: readonly TextItem[]): Line | undefined {
  const inked = items.filter(item => item.str.trim() !== '');
  if (inked.length === 0) return undefined;
  const size = Math.max(...inked.map(item => item.height));
  let text = '';
  let right: number | undefined;
  let gap = false;
  for (const item of items) {
    if (item.str.trim() === '') {
      gap ||= item.str !== '';
      continue;
    }
    const distance = right === undefined ? 0 : xOf(item) - right;
    if (distance > 2.5 * size) text += '\t';
    else if (gap || (distance > 0.3 * size && !text.endsWith(' '))) text += ' ';
    text += item.str;
    right = xOf(item) + item.width;
    gap = false;
  }
  const tidy = clean(text);
  if (tidy === '') return undefined;
  return {
    text: tidy,
    left: Math.min(...inked.map(xOf)),
    right: Math.max(...inked.map(item => xOf(item) + item.width)),
    y: yOf(inked[0]!),
    size,
  };
}

/** Without control characters and halves of characters, which broken fonts give. */
const clean = (text: string): string =>
  text
    .replace(/(?!\t)[\p{Cc}\ufeff]+/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .toWellFormed();
