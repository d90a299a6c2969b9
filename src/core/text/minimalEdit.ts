import type { Range } from '../domain/range.ts';

export interface Edit extends Range {
  readonly text: string;
}

/**
 * The smallest edit that makes `after` of what is at `start`: without the beginning and the end that
 * stay as they are. Never cuts a surrogate pair, nor a line end of two characters.
 */
export function minimalEdit(before: string, after: string, start = 0): Edit {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  while (head > 0 && (isInside(before, head) || isInside(after, head))) head--;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  while (
    tail > 0 &&
    (isInside(before, before.length - tail) || isInside(after, after.length - tail))
  )
    tail--;
  return {
    start: start + head,
    end: start + before.length - tail,
    text: after.slice(head, after.length - tail),
  };
}

/** Between the halves of a pair or of a line end. */
function isInside(text: string, at: number): boolean {
  const [left, right] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return (
    (left === 13 && right === 10) ||
    (left >= 0xd800 && left <= 0xdbff && right >= 0xdc00 && right <= 0xdfff)
  );
}
