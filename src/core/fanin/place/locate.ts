import { touchesChange } from '../../domain/changes.ts';
import type { Match, RawFinding } from '../../domain/results/findings.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import { findAlike, type ScanBudget } from './fuzzy.ts';
import { cited, isUnder } from './clauseNumbers.ts';
import { findGapped } from './gapped.ts';
import { wholeWords } from './gapView.ts';
import {
  undecorated,
  unescaped,
  variants,
  withoutItemNumbers,
  withoutMarkers,
} from './decorations.ts';
import { folded, normalize, type Normalized } from './normalize.ts';
import { MANY, occurrences, spacedAlike } from './occurrences.ts';
import { agreeInNegation, endsBeforeSign, sameEnds, sameSense, sameWords } from './sense.ts';
import { placeMeant, type Hints } from './placeMeant.ts';
import { keepsStructure, sameTargetFigures, wholeMarks } from './structure.ts';
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
export type Quoted = Hints & Pick<RawFinding, 'range'>;

/** Characters around a chunk that its prompt may show as context, and that may therefore be quoted. */
const AROUND = 4_000;
/** Fewer letters than this occur everywhere. */
const LETTERS = 3;
/** Minimum letters of a quote without its line numbers: a number may also be part of the text. */
const MIN_UNDECORATED = 8;
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
  const scope = scopeOf(source, chunk, raw);
  // Distant places are searched for in the normalized text, once for all kinds of difference.
  const exact = choose(scope, where => (where ? spacedAlike(text, raw.quote, where) : []));
  if (exact)
    return {
      range: exact.range,
      match: exact.others.length > 0 ? 'ambiguous' : 'exact',
      fixable: exact.others.length === 0,
      others: exact.others,
    };

  const { asIs, bare } = variants(raw.quote, index.markup);
  const task: Task = { source, chunk, index, scope, said: raw.quote, budget };
  const typographic =
    locateNormalized(task, asIs) ?? (bare === asIs ? undefined : locateNormalized(task, bare));
  const found = typographic ?? locateFolded(task, bare) ?? locateUndecorated(task, raw);
  const place = found ?? locateCited(task) ?? locateInexact(task, bare);
  // A search that ignores link targets would place a quote with another number in one.
  return place && index.markup && !sameTargetFigures(raw.quote, text, place.range)
    ? undefined
    : place;
}

function locateInexact(task: Task, quote: string): Located | undefined {
  const gapped = locateGapped(task, quote);
  // Only the number of a list item may be what was left out.
  if (gapped === 'reversed')
    return task.source.kind === 'code' ? undefined : locateAlike(task, quote);
  if (gapped) return saysOpposite(task, quote, gapped.range) ? undefined : gapped;
  return locateRewritten(task) ?? locateAlike(task, quote);
}

/** A quote that was escaped for HTML, or whose lines were joined with the markers that began them. */
function locateRewritten(task: Task): Located | undefined {
  const isMarkup = task.index.markup;
  const plain = isMarkup ? withoutMarkers(task.said) : unescaped(task.said);
  if (plain === task.said) return undefined;
  const { bare } = variants(plain, isMarkup);
  const found = locateNormalized(task, bare) ?? locateFolded(task, bare);
  if (found)
    return {
      ...found,
      match: found.match === 'exact' ? 'normalized' : found.match,
      fixable: false,
    };
  const gapped = locateGapped(task, bare);
  if (!gapped || gapped === 'reversed' || saysOpposite(task, bare, gapped.range)) return undefined;
  return gapped;
}

/** Whether nearly all of a quote stands elsewhere in one piece, in a passage that says the opposite. */
function saysOpposite(
  { source, index, scope, budget }: Task,
  quote: string,
  found: Range,
): boolean {
  const { normalized } = index;
  const [best] = findAlike(index, quote, toNormalized(normalized, scope.near), budget);
  if (!best) return false;
  const { start, end } = toOriginal(normalized, best.start, best.end);
  const isWithin = start >= found.start - MARGIN && end <= found.end + MARGIN;
  if (isWithin && end - start >= found.end - found.start - MARGIN) return false;
  const passage = normalized.text.slice(best.start, best.end);
  // A part of the passage resembles a quote with a short beginning or end, of which it lacks the figures.
  const limit =
    isWithin && agreeInNegation(quote, passage)
      ? Math.max(MAX_SIGN, quote.length * NEAR)
      : Math.max(MAX_REVERSAL, quote.length * FAR);
  return (
    best.errors <= limit &&
    sameEnds(quote, passage) &&
    !sameSense(quote, passage, source.kind === 'code')
  );
}

/** A quote with signs that are not in the text before or around its lines; its suggestion may have them too. */
function locateUndecorated(task: Task, said: Quoted): Located | undefined {
  const plain = undecorated(said.quote);
  if (!plain || letters(plain.text) < MIN_UNDECORATED) return undefined;
  const { bare } = variants(plain.text, task.index.markup);
  // The line that the quote itself names distinguishes equal places.
  const own = {
    ...task,
    scope: scopeOf(task.source, task.chunk, {
      ...said,
      ...(said.line === undefined ? { line: plain.line } : {}),
    }),
  };
  const found = locateNormalized(own, bare) ?? locateFolded(own, bare);
  return (
    found && {
      ...found,
      match: found.match === 'exact' ? 'normalized' : found.match,
      fixable: false,
    }
  );
}

/** A quote with the whole number of its clause, of which its own line has only the last part. */
function locateCited(task: Task): Located | undefined {
  const quote = task.source.kind === 'code' ? undefined : cited(task.said);
  if (!quote || letters(quote.text) < MIN_UNDECORATED) return undefined;
  const { bare } = variants(quote.text, task.index.markup);
  const found = locateNormalized(task, bare) ?? locateFolded(task, bare);
  if (!found) return undefined;
  const { outer } = quote;
  const places = [found.range, ...found.others].filter(
    ({ start }) => outer === undefined || isUnder(task.source.text, start, outer),
  );
  const [range, ...others] = places;
  return range && withoutFix({ range, others }, 'normalized');
}

interface Scope {
  readonly chunk: Range;
  readonly near: Range;
  /** Prefers places on changed lines. */
  readonly preferred: (range: Range) => boolean;
  /** The one place that the answer itself singles out. */
  readonly meant: (found: readonly Range[]) => Range | undefined;
}

const scopeOf = (source: Source, chunk: Chunk, raw: Quoted): Scope => ({
  chunk,
  near: {
    start: Math.max(0, chunk.start - AROUND),
    end: Math.min(source.text.length, chunk.end + AROUND),
  },
  preferred: range => source.changed !== undefined && touchesChange(source, range),
  meant: found => placeMeant(found, raw, source, chunk),
});

interface Task {
  readonly source: Source;
  readonly chunk: Chunk;
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

/**
 * The end of a paragraph, which a quote with a gap preferably does not cross. In text an indented line after an empty
 * one continues an item of a list or a listing.
 */
const PARAGRAPH = { code: /\n[ \t\r]*\n/, text: /\n[ \t\r]*\n(?![ \t])/ };

/** `reversed` if the only passages that fit say the opposite. */
function locateGapped(task: Task, quote: string): Located | 'reversed' | undefined {
  const { source, index } = task;
  if (source.kind !== 'code') return locateGappedIn(task, index.folded(), fold(quote), quote);
  return (
    locateGappedIn(task, index.normalized, quote, quote) ??
    // In code case distinguishes names: only a quote that is in capitals throughout says nothing about it.
    (quote === quote.toUpperCase() && quote !== quote.toLowerCase()
      ? locateGappedIn(task, index.folded(), fold(quote), quote)
      : undefined)
  );
}

function locateGappedIn(
  { source, scope }: Task,
  view: Normalized,
  wanted: string,
  quote: string,
): Located | 'reversed' | undefined {
  const isCode = source.kind === 'code';
  const original = ({ start, end }: Range): Range => toOriginal(view, start, end);
  const crosses = (found: Range): boolean => {
    const { start, end } = original(found);
    return PARAGRAPH[isCode ? 'code' : 'text'].test(source.text.slice(start, end));
  };
  for (const where of [scope.chunk, scope.near]) {
    const found = findGapped(
      { text: view.text, crosses, isCode },
      toNormalized(view, where),
      wanted,
    );
    const all = found.places.slice(0, MANY).map(original);
    const sameCase = all.filter(({ start }) => quote.startsWith(source.text.charAt(start)));
    const choice = chooseOf(scope, sameCase.length > 0 ? sameCase : all);
    if (choice) return withoutFix(choice, 'gapped');
    if (found.reversed) return 'reversed';
  }
  return undefined;
}

const sameText = (text: string, range: Range, said: string): boolean =>
  text.slice(range.start, range.end) === said;

/** Two places whose errors differ by at most this (or 3 % of the quote) are both possible. */
const MARGIN = 2;
/** Maximum share of errors far from the text the model was shown: one or two typos. */
const FAR = 0.1;

/** Characters of a changed figure or operator, and the same as a share of the quote. */
const MAX_SIGN = 3;
const NEAR = 0.02;

/** Characters of a word that reverses a sentence, with its space. */
const MAX_REVERSAL = 8;

/** A misquoted passage, if no word that could reverse its meaning is misquoted. */
function locateAlike(task: Task, quote: string): Located | undefined {
  const { source, index, scope, budget } = task;
  const near = toNormalized(index.normalized, scope.near);
  // Half a word says nothing, and may be half a negation.
  const found = findAlike(index, quote, near, budget).map(place => ({
    ...wholeWords(index.normalized.text, place),
    errors: place.errors,
  }));
  // A quote with numbers of its own may have wrong ones.
  const mayLackNumbers = source.kind !== 'code' && withoutItemNumbers(task.said) === task.said;
  const margin = Math.max(MARGIN, Math.ceil(quote.length * 0.03));
  const least = found[0]?.errors ?? 0;
  // Only the best matches count: a poor match in the chunk does not outweigh a good one elsewhere, and if the best
  // match says the opposite, the next best is no better.
  const rivals = found
    .filter(p => p.errors < least + margin)
    .filter(({ start, end }) => {
      const passage = index.normalized.text.slice(start, end);
      const isCode = source.kind === 'code';
      return (
        sameWords(quote, passage) &&
        sameEnds(quote, passage) &&
        !endsBeforeSign(quote, index.normalized.text, { start, end }) &&
        (sameSense(quote, passage, isCode) ||
          (mayLackNumbers && sameSense(quote, unlisted(index, source.text, start, end), false)))
      );
    })
    .map(({ start, end }) => toOriginal(index.normalized, start, end));
  const choice = chooseAlike(rivals, scope, least <= quote.length * FAR);
  return choice && withoutFix(choice, 'fuzzy');
}

/** A passage without the numbers of list items, which a model may leave out. */
function unlisted(
  { normalized, markup }: TextIndex,
  text: string,
  from: number,
  to: number,
): string {
  const { start, end } = toOriginal(normalized, from, to);
  return normalize(withoutItemNumbers(text.slice(start, end)), markup).text;
}

function chooseAlike(rivals: readonly Range[], scope: Scope, isClose: boolean): Choice | undefined {
  for (const where of [scope.chunk, scope.near]) {
    const inside = rivals.filter(r => r.start < where.end && r.end > where.start);
    if (inside.length > 0) return chooseOf(scope, inside);
  }
  const [only] = rivals;
  return only && rivals.length === 1 && isClose ? { range: only, others: [] } : undefined;
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
    if (count >= MIN_UNDECORATED) break;
  }
  return count;
}
