import type { Range } from '../../domain/range.ts';
import type { Source } from '../../domain/source.ts';
import type { Heading } from '../blocks.ts';

const MAX_LENGTH = 80;

/** A one-line name for a chunk: its last heading, the symbols in it (code), or its first words. */
export function chunkTitle(
  source: Source,
  range: Range,
  trail: readonly string[],
  headings: readonly Heading[],
): string {
  if (source.kind === 'code') {
    const names = symbolsIn(headings, range);
    if (names.length > 0) return shorten(names.join(', '));
  }
  const last = trail.at(-1);
  if (last !== undefined && last !== '') return shorten(last);
  return shorten(
    firstWords(source.text.slice(range.start, Math.min(range.end, range.start + 2000))),
  );
}

/** Names of the outermost symbols that begin in the range, at most 12. */
function symbolsIn(headings: readonly Heading[], range: Range): string[] {
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (headings[mid]!.start < range.start) low = mid + 1;
    else high = mid;
  }
  const names: string[] = [];
  let inside = -1;
  for (let i = low; i < headings.length && names.length < 12; i++) {
    const heading = headings[i]!;
    if (heading.start >= range.end) break;
    if (heading.start < inside) continue;
    names.push(heading.title);
    inside = heading.end;
  }
  return names;
}

function firstWords(text: string): string {
  const line = text
    .split(/\r\n?|\n/)
    .map(part => part.replace(/^[\s#>*+\-=_|`~/]+/, '').trim())
    .find(part => /[\p{L}\p{N}]/u.test(part));
  return line ?? text.trim();
}

/** The beginning of a text on one line: all of it, or more than fits. A heading can be a megabyte long. */
function flatStart(text: string): string {
  for (let length = 8 * MAX_LENGTH; ; length *= 8) {
    const flat = text
      .slice(0, length)
      .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
      .trim();
    if (length >= text.length || flat.length > MAX_LENGTH) return flat;
  }
}

/** At most 80 characters on one line, cut at a word if possible. */
export function shorten(text: string): string {
  const flat = flatStart(text);
  if (flat.length <= MAX_LENGTH) return flat.toWellFormed();
  const cut = flat.slice(0, MAX_LENGTH - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > MAX_LENGTH / 2 ? cut.slice(0, blank) : cut).replace(/[\ud800-\udbff]$/, '').toWellFormed()}…`;
}
