import { MASK } from '../../core/text/secrets.ts';
import type { Range } from '../../core/domain/range.ts';

/**
 * How a text has changed since a snapshot of it: the replaced stretches, in order and apart from
 * each other. `start`/`end` are offsets in the snapshot, `at` and `length` say what is there now.
 */
export type EditMap = readonly Edit[];
interface Edit extends Range {
  readonly at: number;
  readonly length: number;
}

export interface MappedRange extends Range {
  /** Something inside the range was replaced: look before you trust it. */
  readonly touched: boolean;
}

export const unchanged: EditMap = [];

/** The map after one more change: `[start, end)` of the text as it is now became `length` units. */
export function withChange(
  map: EditMap,
  change: { readonly start: number; readonly end: number; readonly length: number },
): EditMap {
  const delta = change.length - (change.end - change.start);
  const before = map.filter(edit => edit.at + edit.length < change.start);
  const after = map.filter(edit => edit.at > change.end);
  const touching = map.slice(before.length, map.length - after.length);
  const first = touching[0];
  const last = touching.at(-1);
  // Outside of all edits now and then differ by a constant, which the neighbours know.
  const start = first && first.at < change.start ? first.start : toSnapshot(before, change.start);
  const end =
    last && last.at + last.length > change.end
      ? last.end
      : toSnapshot([...before, ...touching], change.end);
  const at = first && first.at < change.start ? first.at : change.start;
  const until = Math.max(change.end, last ? last.at + last.length : 0);
  const merged: Edit = { start, end, at, length: until + delta - at };
  return [...before, merged, ...after.map(edit => ({ ...edit, at: edit.at + delta }))];
}

const toSnapshot = (before: readonly Edit[], offset: number): number => {
  const last = before.at(-1);
  return last ? last.end + (offset - last.at - last.length) : offset;
};

/** Where a range of the snapshot stands now. A range that was replaced maps to its replacement. */
export function mapRange(map: EditMap, range: Range): MappedRange {
  let touched = false;
  let shift = 0;
  let { start, end } = range;
  let startSet = false;
  for (const edit of map) {
    if (edit.start >= range.end && !(edit.start === range.end && range.start === range.end)) break;
    const editShift = edit.at + edit.length - edit.end;
    if (edit.end <= range.start) {
      shift = editShift;
      continue;
    }
    touched = true;
    if (!startSet) {
      start = edit.start <= range.start ? edit.at : range.start + shift;
      startSet = true;
    }
    end = edit.end >= range.end ? edit.at + edit.length : range.end + editShift;
    shift = editShift;
  }
  return touched
    ? { start, end: Math.max(start, end), touched }
    : { start: range.start + shift, end: range.end + shift, touched };
}

/**
 * What changed between two texts without being observed: line ends if only they differ (an editor
 * normalizes them), else everything between the common start and the common end.
 */
export function mapBetween(before: string, after: string): EditMap {
  if (before === after || isMasked(before, after)) return unchanged;
  return lineEndsOnly(before, after) ?? oneStretch(before, after);
}

/** Secrets were masked before the text was sent, sign by sign: everything stands where it stood. */
function isMasked(before: string, after: string): boolean {
  if (before.length !== after.length) return false;
  for (let i = 0; i < before.length; i++)
    if (before[i] !== after[i] && before[i] !== MASK) return false;
  return true;
}

function lineEndsOnly(before: string, after: string): EditMap | undefined {
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const a = lineEnd(before, i);
    const b = lineEnd(after, j);
    if (a > 0 && b > 0) {
      if (a !== b) edits.push({ start: i, end: i + a, at: j, length: b });
      i += a;
      j += b;
    } else if (before[i] === after[j]) {
      i += 1;
      j += 1;
    } else return undefined;
  }
  return edits;
}

const lineEnd = (text: string, at: number): number =>
  text[at] === '\n' ? 1 : text[at] === '\r' ? (text[at + 1] === '\n' ? 2 : 1) : 0;

function oneStretch(before: string, after: string): EditMap {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < most - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  return [{ start: head, end: before.length - tail, at: head, length: after.length - tail - head }];
}

/**
 * The range of `text` that holds exactly `quote`: where the map says, else the only place it
 * occurs at. Undefined when the quote is gone or is at several places: no guess.
 */
export function locateQuote(text: string, quote: string, mapped: Range): Range | undefined {
  if (quote === '') return undefined;
  const variants = [quote, quote.replace(/\r\n?/g, '\n'), quote.replace(/\r\n?|\n/g, '\r\n')];
  for (const variant of variants) {
    if (text.startsWith(variant, mapped.start) && mapped.start >= 0) {
      return { start: mapped.start, end: mapped.start + variant.length };
    }
  }
  for (const variant of variants) {
    const first = text.indexOf(variant);
    if (first < 0) continue;
    if (text.indexOf(variant, first + 1) >= 0) return undefined;
    return { start: first, end: first + variant.length };
  }
  return undefined;
}
