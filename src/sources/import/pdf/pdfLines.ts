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
  /** Of a heading, 1 outermost. */
  readonly level?: number;
  /** The pieces that wide gaps part it into, where there are several. */
  readonly parts?: readonly LinePart[];
}

export interface LinePart {
  readonly text: string;
  readonly left: number;
  readonly right: number;
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
  const parts: { text: string; left: number; right: number }[] = [];
  for (const item of items) {
    if (item.str.trim() === '') {
      gap ||= item.str !== '';
      continue;
    }
    const distance = right === undefined ? 0 : xOf(item) - right;
    const part = distance > 2.5 * size ? undefined : parts.at(-1);
    const before = part ? (gap || (distance > 0.3 * size && !text.endsWith(' ')) ? ' ' : '') : '';
    if (!part && text !== '') text += '\t';
    text += before + item.str;
    right = xOf(item) + item.width;
    if (part) {
      part.text += before + item.str;
      part.right = right;
    } else parts.push({ text: item.str, left: xOf(item), right });
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
    ...(parts.length > 1
      ? { parts: parts.map(part => ({ ...part, text: clean(part.text) })) }
      : {}),
  };
}

/** Without control characters and halves of characters, which broken fonts give. */
const clean = (text: string): string =>
  text
    .replace(/(?!\t)[\p{Cc}\ufeff]+/gu, '')
    // Shapes of Arabic letters by their place in a word, which fonts name and no one types.
    .replace(/[\ufb50-\ufdff\ufe70-\ufefc]+/g, shapes => shapes.normalize('NFKC'))
    .replace(/ {2,}/g, ' ')
    .trim()
    .toWellFormed();
