import { touchesChange } from '../../domain/changes.ts';
import type { Match, RawFinding } from '../../domain/results/findings.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import { findAlike, type ScanBudget } from './fuzzy.ts';
import { findGapped } from './gapped.ts';
import { folded, normalize, type Normalized } from './normalize.ts';
import { sameEnds, sameSense, sameWords } from './sense.ts';
import { indexOf, toNormalized, toOriginal, type TextIndex } from './textIndex.ts';

export interface Located {
  readonly range: Range;
  readonly match: Exclude<Match, 'none'>;
  /** False where a replacement could hit the wrong place or text the model did not see. */
  readonly fixable: boolean;
  /** For an `ambiguous` match: the other places that fit equally well, in reading order. */
  readonly others: readonly Range[];
}

/** What is searched for, and what distinguishes one place from another. */
export type Quoted = Pick<RawFinding, 'quote' | 'before' | 'line' | 'range'>;

/** Characters around a chunk that its prompt may show as context, and that may therefore be quoted. */
const AROUND = 4_000;
/** Fewer letters than this occur everywhere. */
const LETTERS = 3;
/** Minimum letters of a quote without its line number: the number may also be part of the text. */
const MIN_UNNUMBERED = 8;
/** Minimum length of a quote that is accepted outside its chunk and the context around it. */
const ANYWHERE = 12;
/** Minimum characters of a quote that is matched ignoring case; more in code, where case distinguishes names. */
const MIN_FOLDED = { text: 6, code: 12 };

/**
 * Finds a quote: exactly, then ignoring typography, then ignoring case, then from its first to its last words if some
 * are left out, then allowing misquotes; each first in the chunk, then around it; the first three then anywhere, if
 * only a single place matches. Undefined: not in the text.
 */
export function locate(
  source: Source,
  chunk: Chunk,
  raw: Quoted,
  budget: ScanBudget,
): Located | undefined {
  const { text } = source;
  if (raw.range && raw.quote !== '' && text.slice(raw.range.start, raw.range.end) === raw.quote)
    return { range: raw.range, match: 'exact', fixable: true, others: [] };
  if (letters(raw.quote) < LETTERS) return undefined;

  const index = indexOf(source);
  const scope: Scope = {
    chunk,
    near: {
      start: Math.max(0, chunk.start - AROUND),
      end: Math.min(text.length, chunk.end + AROUND),
    },
    preferred: range => source.changed !== undefined && touchesChange(source, range),
    meant: found =>
      afterWords(found, wordsBefore(raw, index.markup), source) ??
      nearestLine(found, raw.line, offset => lineOf(text, chunk, offset)),
  };
  // Distant places are searched for in the normalized text, once for all kinds of difference.
  const exact = choose(scope, where => (where ? occurrences(text, raw.quote, where) : []));
  if (exact)
    return {
      range: exact.range,
      match: exact.others.length > 0 ? 'ambiguous' : 'exact',
      fixable: exact.others.length === 0,
      others: exact.others,
    };

  const { asIs, bare } = variants(raw.quote, index.markup);
  const task: Task = { source, index, scope, said: raw.quote, budget };
  const typographic =
    locateNormalized(task, asIs) ?? (bare === asIs ? undefined : locateNormalized(task, bare));
  return (
    typographic ??
    locateFolded(task, bare) ??
    locateUnnumbered(task, raw) ??
    locateGapped(task, bare) ??
    locateAlike(task, bare)
  );
}

/** Line numbers that models write before quoted lines: `12: `, `L12| `, `line 12: `. */
const LINE_NUMBERS = /^[ \t]*(?:l(?:ine)?[ \t]*)?\d{1,6}(?:-\d{1,6})?(?:[ \t]*[:|│→]|\t)[ \t]*/gim;

/** A quote whose lines are prefixed with their numbers; its suggestion may have them too. */
function locateUnnumbered(task: Task, { quote }: Quoted): Located | undefined {
  const bare = quote.replace(LINE_NUMBERS, '');
  if (bare === quote || letters(bare) < MIN_UNNUMBERED) return undefined;
  const found = locateNormalized(task, variants(bare, task.index.markup).bare);
  return (
    found && {
      ...found,
      match: found.match === 'exact' ? 'normalized' : found.match,
      fixable: false,
    }
  );
}

interface Scope {
  readonly chunk: Range;
  readonly near: Range;
  /** Prefers places on changed lines. */
  readonly preferred: (range: Range) => boolean;
  /** The one place that the answer itself singles out. */
  readonly meant: (found: readonly Range[]) => Range | undefined;
}

interface Task {
  readonly source: Source;
  readonly index: TextIndex;
  readonly scope: Scope;
  readonly said: string;
  readonly budget: ScanBudget;
}

interface Choice {
  readonly range: Range;
  /** Other places that match equally well. */
  readonly others: readonly Range[];
}

/** In the chunk, otherwise around it, otherwise the only one anywhere. */
function choose(scope: Scope, find: (where?: Range) => readonly Range[]): Choice | undefined {
  for (const where of [scope.chunk, scope.near]) {
    const found = find(where);
    if (found.length > 0) return chooseOf(scope, found);
  }
  const found = find();
  return found.length === 1 && found[0] ? { range: found[0], others: [] } : undefined;
}

function chooseOf(scope: Scope, found: readonly Range[]): Choice | undefined {
  const preferred = found.filter(scope.preferred);
  const sure =
    found.length === 1 ? found[0] : preferred.length === 1 ? preferred[0] : scope.meant(found);
  if (sure) return { range: sure, others: [] };
  const range = preferred[0] ?? found[0];
  return range && { range, others: found.filter(other => other !== range) };
}

/** The place that the line hint refers to, if it is within two lines of one place and far from the next. */
function nearestLine(
  found: readonly Range[],
  hint: number | undefined,
  lineAt: (offset: number) => number,
): Range | undefined {
  if (hint === undefined) return undefined;
  const byDistance = found
    .map(range => ({ range, distance: Math.abs(lineAt(range.start) - hint) }))
    .sort((a, b) => a.distance - b.distance || a.range.start - b.range.start);
  const [best, next] = byDistance;
  if (!best || best.distance > 2) return undefined;
  return next && next.distance <= best.distance + 1 ? undefined : best.range;
}

/** Characters before a place that are searched for the words that distinguish it. */
const MAX_BEFORE = 400;

/** The words that an answer quotes from before its quote, normalized; without the quote, which some models repeat. */
function wordsBefore({ before, quote }: Quoted, markup: boolean): string {
  const words = comparable(before ?? '', markup);
  const own = comparable(quote, markup);
  return own !== '' && words.endsWith(own) ? words.slice(0, -own.length).trim() : words;
}

const comparable = (text: string, markup: boolean): string =>
  folded(normalize(text, markup)).text.trim();

/** The place that the given words precede more closely than any other. */
function afterWords(
  found: readonly Range[],
  before: string,
  { text, kind }: Source,
): Range | undefined {
  if (before === '') return undefined;
  const byDistance = found
    .flatMap(range => {
      const lead = comparable(
        text.slice(Math.max(0, range.start - MAX_BEFORE), range.start),
        kind !== 'code',
      );
      const at = lead.lastIndexOf(before);
      return at < 0 ? [] : [{ range, distance: lead.length - at - before.length }];
    })
    .sort((a, b) => a.distance - b.distance || a.range.start - b.range.start);
  const [best, next] = byDistance;
  return best && next?.distance !== best.distance ? best.range : undefined;
}

/** More places than this are treated as this many. */
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

function locateNormalized(task: Task, quote: string): Located | undefined {
  const { source, index, said } = task;
  if (letters(quote) < LETTERS) return undefined;
  const choice = chooseIn(task, index.normalized, quote);
  if (!choice) return undefined;
  const { others } = choice;
  const whole = index.markup ? wholeMarks(source.text, choice.range) : choice.range;
  const range = whole ?? choice.range;
  const isSure = others.length === 0;
  return {
    range,
    match: !isSure ? 'ambiguous' : sameText(source.text, range, said) ? 'exact' : 'normalized',
    fixable: isSure && whole !== undefined && keepsStructure(source.text, whole, said),
    others,
  };
}

/** A quote that differs in case: a heading in capitals, small capitals, a sentence's first word. */
function locateFolded(task: Task, quote: string): Located | undefined {
  const { source, index } = task;
  if (quote.length < (source.kind === 'code' ? MIN_FOLDED.code : MIN_FOLDED.text)) return undefined;
  const choice = chooseIn(task, index.folded(), fold(quote));
  return choice && withoutFix(choice, 'normalized');
}

const fold = (normalized: string): string => folded(normalize(normalized, false)).text;

const withoutFix = ({ range, others }: Choice, match: Located['match']): Located => ({
  range,
  match: others.length > 0 ? 'ambiguous' : match,
  fixable: false,
  others,
});

/** Searches for a quote in a view of the text; at a distance only while there is budget. */
const chooseIn = ({ scope, budget }: Task, view: Normalized, quote: string): Choice | undefined =>
  choose(scope, where =>
    (where || budget.scans-- > 0
      ? occurrences(view.text, quote, where && toNormalized(view, where))
      : []
    ).map(found => toOriginal(view, found.start, found.end)),
  );

/** The end of a paragraph, which a quote with a gap preferably does not cross. */
const PARAGRAPH = /\n[ \t\r]*\n/;

function locateGapped({ source, index, scope }: Task, quote: string): Located | undefined {
  const isCode = source.kind === 'code';
  const view = isCode ? index.normalized : index.folded();
  const original = ({ start, end }: Range): Range => toOriginal(view, start, end);
  const crosses = (found: Range): boolean => {
    const { start, end } = original(found);
    return PARAGRAPH.test(source.text.slice(start, end));
  };
  for (const where of [scope.chunk, scope.near]) {
    const wanted = isCode ? quote : fold(quote);
    const found = findGapped(
      { text: view.text, crosses, isCode },
      toNormalized(view, where),
      wanted,
    );
    const choice = chooseOf(scope, found.slice(0, MANY).map(original));
    if (choice) return withoutFix(choice, 'gapped');
  }
  return undefined;
}

/** The quote itself, and without quotation marks or dots that a model added around it. */
function variants(quote: string, markup: boolean): { asIs: string; bare: string } {
  const asIs = normalize(quote, markup).text;
  const bare = asIs.replace(/^(?:["']|\.{3,}| )+/, '').replace(/(?:["']|\.{3,}| )+$/, '');
  return { asIs, bare };
}

const sameText = (text: string, range: Range, said: string): boolean =>
  text.slice(range.start, range.end) === said;

// Link targets, table bars, character references, and markers of quotes and headings.
const STRUCTURE = /\]\(|\||&#?\w{1,8};|\n[ \t]*[>#]/;

/** False if the quote left out structure, which a replacement would remove from the text. */
const keepsStructure = (text: string, range: Range, said: string): boolean =>
  STRUCTURE.test(said) || !STRUCTURE.test(text.slice(range.start, range.end));

const MARKS = ['**', '__', '~~', '`', '*', '_'] as const;

/**
 * A quote copied from a rendered page may begin inside an emphasis and end outside it. Returns the range with the
 * markers that complete it, or undefined if there are none next to it.
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

/** Two places whose errors differ by at most this (or 3 % of the quote) are both possible. */
const MARGIN = 2;
/** Maximum share of errors far from the text the model was shown: one or two typos. */
const FAR = 0.1;

/** A misquoted passage, if no word that could reverse its meaning is misquoted. */
function locateAlike(task: Task, quote: string): Located | undefined {
  const { source, index, scope, budget } = task;
  const near = toNormalized(index.normalized, scope.near);
  const found = findAlike(index, quote, near, budget);
  const margin = Math.max(MARGIN, Math.ceil(quote.length * 0.03));
  const least = found[0]?.errors ?? 0;
  // Only the best matches count: a poor match in the chunk does not outweigh a good one elsewhere, and if the best
  // match says the opposite, the next best is no better.
  const rivals = found
    .filter(p => p.errors < least + margin)
    .filter(({ start, end }) => {
      const passage = index.normalized.text.slice(start, end);
      return (
        sameWords(quote, passage) &&
        sameEnds(quote, passage) &&
        sameSense(quote, passage, source.kind === 'code')
      );
    })
    .map(({ start, end }) => toOriginal(index.normalized, start, end));
  const range = chooseAlike(rivals, scope, least <= quote.length * FAR);
  return range && { range, match: 'fuzzy', fixable: false, others: [] };
}

function chooseAlike(rivals: readonly Range[], scope: Scope, isClose: boolean): Range | undefined {
  for (const where of [scope.chunk, scope.near]) {
    const inside = rivals.filter(r => r.start < where.end && r.end > where.start);
    if (inside.length > 0) return inside.length === 1 ? inside[0] : scope.meant(inside);
  }
  return rivals.length === 1 && isClose ? rivals[0] : undefined;
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Number of letters and digits, counted up to a limit; a character of a script that writes words as single characters
 * counts as two.
 */
function letters(quote: string): number {
  let count = 0;
  for (const character of quote) {
    if (LETTER.test(character)) count += WIDE.test(character) ? 2 : 1;
    if (count >= MIN_UNNUMBERED) break;
  }
  return count;
}

const lineOf = (text: string, chunk: Chunk, offset: number): number =>
  chunk.startLine + countLines(text, chunk.start, offset);

function countLines(text: string, from: number, to: number): number {
  const part = text.slice(Math.min(from, to), Math.max(from, to));
  const lines = part.split('\n').length - 1;
  return to < from ? -lines : lines;
}
