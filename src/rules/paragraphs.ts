import type { Range } from '../core/domain/range.ts';
import type { MarkdownLine } from './markdownScan.ts';

/**
 * Runs of lines that read as one piece: split at empty lines, headings, list items, table rows and numbered clauses.
 * `flat` is the flattened text, in which the remaining line breaks are real ones.
 */
export function paragraphsOf(
  flat: string,
  markdown: readonly MarkdownLine[] | undefined,
): readonly Range[] {
  const skip = new Set<number>();
  for (const line of markdown ?? []) {
    if (line.kind !== 'text') skip.add(line.start);
  }
  const paragraphs: Range[] = [];
  let at = 0;
  while (at <= flat.length) {
    const newline = flat.indexOf('\n', at);
    const end = newline < 0 ? flat.length : newline;
    const range = trimmed(flat, at, end);
    if (range && !skip.has(at)) paragraphs.push(range);
    at = end + 1;
  }
  return paragraphs;
}

/** The range without blanks at its ends; undefined if nothing is left. */
export function trimmed(text: string, start: number, end: number): Range | undefined {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return to > from ? { start: from, end: to } : undefined;
}

const isBlank = (code: number): boolean => code <= 32 || code === 0xa0;
