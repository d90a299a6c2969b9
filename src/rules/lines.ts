import type { Range } from '../core/domain/range.ts';

/** The lines of a text without their breaks (`\n`, `\r\n` or `\r`). */
export function linesOf(text: string): readonly Range[] {
  const lines: Range[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    lines.push({ start, end: at });
    if (code === 13 && text.charCodeAt(at + 1) === 10) at += 1;
    start = at + 1;
  }
  lines.push({ start, end: text.length });
  return lines;
}

/** 0-based index of the last range that starts at or before `offset`; -1 when there is none. */
export function indexAt(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}

/** Maximum characters of a line read on each side of an offset. */
export const LINE_REACH = 400;

/** The line that holds `[start, end)`, at most LINE_REACH characters to either side. */
export function lineAround(flat: string, start: number, end: number): string {
  const before = flat.slice(Math.max(0, start - LINE_REACH), start);
  const after = flat.slice(end, end + LINE_REACH);
  const stop = after.indexOf('\n');
  return (
    before.slice(before.lastIndexOf('\n') + 1) +
    flat.slice(start, end) +
    (stop < 0 ? after : after.slice(0, stop))
  );
}

/** What comes before `offset` on its line, at most LINE_REACH characters. */
export function lineBefore(flat: string, offset: number): string {
  const before = flat.slice(Math.max(0, offset - LINE_REACH), offset);
  return before.slice(before.lastIndexOf('\n') + 1);
}
