import { touchesChange } from '../../domain/changes.ts';
import type { Match, RawFinding } from '../../domain/findings.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import { findAlike, type Likeness, type ScanBudget } from './fuzzy.ts';
import { normalize } from './normalize.ts';
import { indexOf, toNormalized, toOriginal, type TextIndex } from './textIndex.ts';

export interface Located {
  readonly range: Range;
  readonly match: Exclude<Match, 'none'>;
  /** False where a replacement could hit the wrong place or text the model did not see. */
  readonly fixable: boolean;
}

/** Characters around a chunk that its prompt may show for orientation, and so may be quoted. */
const AROUND = 4_000;
/** Fewer letters than this are everywhere. */
const LETTERS = 3;
/** A quote from outside its chunk and what is around it must be at least this long to be believed. */
const ANYWHERE = 12;

/**
 * Finds a quote: exact, then but for typography, then but for misquoting; each first in the chunk,
 * then around it, then anywhere, where only a single place will do. Undefined: not in the text.
 */
export function locate(
  source: Source,
  chunk: Chunk,
  raw: RawFinding,
  budget: ScanBudget,
): Located | undefined {
  const { text } = source;
  if (raw.range && raw.quote !== '' && text.slice(raw.range.start, raw.range.end) === raw.quote)
    return { range: raw.range, match: 'exact', fixable: true };
  if (letters(raw.quote) < LETTERS) return undefined;

  const scope: Scope = {
    chunk,
    near: {
      start: Math.max(0, chunk.start - AROUND),
      end: Math.min(text.length, chunk.end + AROUND),
    },
    preferred: range => source.changed !== undefined && touchesChange(source, range),
    lineOf: offset => chunk.startLine + countLines(text, chunk.start, offset),
    ...(raw.line === undefined ? {} : { line: raw.line }),
  };
  // Far away is looked for in the normalized text, once for all kinds of difference.
  const exact = choose(scope, where => (where ? occurrences(text, raw.quote, where) : []));
  if (exact) return { range: exact.range, match: 'exact', fixable: exact.sure };

  const index = indexOf(source);
  const { asIs, bare } = variants(raw.quote, index.markup);
  const typographic =
    locateNormalized(source, index, scope, raw.quote, asIs, budget) ??
    (bare === asIs ? undefined : locateNormalized(source, index, scope, raw.quote, bare, budget));
  if (typographic) return typographic;

  const near = toNormalized(index.normalized, scope.near);
  const found = findAlike(index, bare, near, budget);
  const alike = chooseAlike(found, { scope, index, length: bare.length });
  return alike && { range: alike, match: 'fuzzy', fixable: false };
}

interface Scope {
  readonly chunk: Range;
  readonly near: Range;
  readonly line?: number;
  /** Places that are meant rather than others: those on changed lines. */
  readonly preferred: (range: Range) => boolean;
  readonly lineOf: (offset: number) => number;
}

interface Choice {
  readonly range: Range;
  /** False when another place would have done as well. */
  readonly sure: boolean;
}

/** In the chunk, else around it, else the only one anywhere. */
function choose(scope: Scope, find: (where?: Range) => Range[]): Choice | undefined {
  for (const where of [scope.chunk, scope.near]) {
    const found = find(where);
    const first = found[0];
    if (!first) continue;
    if (found.length === 1) return { range: first, sure: true };
    const preferred = found.filter(scope.preferred);
    if (preferred.length === 1 && preferred[0]) return { range: preferred[0], sure: true };
    const hinted = nearestLine(found, scope);
    return hinted ? { range: hinted, sure: true } : { range: preferred[0] ?? first, sure: false };
  }
  const found = find();
  return found.length === 1 && found[0] ? { range: found[0], sure: true } : undefined;
}

/** The place the line hint means, when it is within two lines of one place and far from the next. */
function nearestLine(found: readonly Range[], scope: Scope): Range | undefined {
  const hint = scope.line;
  if (hint === undefined) return undefined;
  const byDistance = found
    .map(range => ({ range, distance: Math.abs(scope.lineOf(range.start) - hint) }))
    .sort((a, b) => a.distance - b.distance || a.range.start - b.range.start);
  const [best, next] = byDistance;
  if (!best || best.distance > 2) return undefined;
  return next && next.distance <= best.distance + 1 ? undefined : best.range;
}

/** More places than this are as ambiguous as this many. */
const MANY = 50;

function occurrences(text: string, quote: string, where?: Range): Range[] {
  if (!where && quote.length < ANYWHERE) return [];
  const found: Range[] = [];
  const part = where ? text.slice(where.start, where.end) : text;
  const base = where ? where.start : 0;
  for (let at = part.indexOf(quote); at >= 0 && found.length < MANY;) {
    found.push({ start: base + at, end: base + at + quote.length });
    at = part.indexOf(quote, at + 1);
  }
  return found;
}

function locateNormalized(
  source: Source,
  index: TextIndex,
  scope: Scope,
  said: string,
  quote: string,
  budget: ScanBudget,
): Located | undefined {
  if (letters(quote) < LETTERS) return undefined;
  const { normalized } = index;
  const choice = choose(scope, where =>
    (where || budget.scans-- > 0
      ? occurrences(normalized.text, quote, where && toNormalized(normalized, where))
      : []
    ).map(found => toOriginal(normalized, found.start, found.end)),
  );
  if (!choice) return undefined;
  const whole = index.markup ? wholeMarks(source.text, choice.range) : choice.range;
  return {
    range: whole ?? choice.range,
    match: sameText(source.text, whole ?? choice.range, said) ? 'exact' : 'normalized',
    fixable: choice.sure && whole !== undefined && keepsStructure(source.text, whole, said),
  };
}

/** The quote as it is, and without the quotation marks or dots a model puts around it. */
function variants(quote: string, markup: boolean): { asIs: string; bare: string } {
  const asIs = normalize(quote, markup).text;
  const bare = asIs.replace(/^(?:["']|\.{3,}| )+/, '').replace(/(?:["']|\.{3,}| )+$/, '');
  return { asIs, bare };
}

const sameText = (text: string, range: Range, said: string): boolean =>
  text.slice(range.start, range.end) === said;

// Link targets, table bars, and what makes a line a quote or a heading.
const STRUCTURE = /\]\(|\||\n[ \t]*[>#]/;

/** A replacement for a quote that left the structure out would tear it out of the text. */
const keepsStructure = (text: string, range: Range, said: string): boolean =>
  STRUCTURE.test(said) || !STRUCTURE.test(text.slice(range.start, range.end));

const MARKS = ['**', '__', '~~', '`', '*', '_'] as const;

/**
 * A quote read off a rendered page may begin inside an emphasis and end outside it. The range with
 * the marks that complete it, or undefined when nothing next to it does.
 */
function wholeMarks(text: string, range: Range): Range | undefined {
  let { start, end } = range;
  let rest = text.slice(start, end).replace(/\\[\s\S]/g, '');
  for (const mark of MARKS) {
    const count = rest.split(mark).length - 1;
    rest = rest.replaceAll(mark, '');
    if (count % 2 === 0) continue;
    if (text.slice(start - mark.length, start) === mark) start -= mark.length;
    else if (text.slice(end, end + mark.length) === mark) end += mark.length;
    else return undefined;
  }
  return { start, end };
}

/** Two places within this many errors of each other (or 3 % of the quote) are both possible. */
const MARGIN = 2;
/** Far from what the model was shown, only a slip or two is believable. */
const FAR = 0.1;

function chooseAlike(
  found: readonly Likeness[],
  { scope, index, length }: { scope: Scope; index: TextIndex; length: number },
): Range | undefined {
  const margin = Math.max(MARGIN, Math.ceil(length * 0.03));
  const places = found.map(place => ({
    errors: place.errors,
    range: toOriginal(index.normalized, place.start, place.end),
  }));
  const least = places[0]?.errors ?? 0;
  // Only the likest places count: a poor likeness in the chunk is not the place of a good one elsewhere.
  const rivals = places.filter(p => p.errors < least + margin);
  for (const where of [scope.chunk, scope.near]) {
    const inside = rivals.map(p => p.range).filter(r => r.start < where.end && r.end > where.start);
    if (inside.length > 0) return inside.length === 1 ? inside[0] : nearestLine(inside, scope);
  }
  return rivals.length === 1 && least <= length * FAR ? rivals[0]?.range : undefined;
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const LETTER = /[\p{L}\p{N}]/u;

/** Letters and digits, the first few; one sign of a script that writes words in one counts as two. */
function letters(quote: string): number {
  let count = 0;
  for (const character of quote) {
    if (LETTER.test(character)) count += WIDE.test(character) ? 2 : 1;
    if (count >= LETTERS) break;
  }
  return count;
}

function countLines(text: string, from: number, to: number): number {
  const part = text.slice(Math.min(from, to), Math.max(from, to));
  const lines = part.split('\n').length - 1;
  return to < from ? -lines : lines;
}
