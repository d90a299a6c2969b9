import type { Range } from '../../core/domain/range.ts';
import { plural, t } from '../../core/text/l10n.ts';
import { indexAt } from '../lines.ts';
import { wordsToNumber } from '../numberWords.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import { areOpposites, COMMON, isSameForce, isSenseChange, type Change } from './senseChanges.ts';
import type { Hit, Rule } from '../types.ts';

/** Shorter pieces repeat normally: set phrases, captions, table cells. */
const MIN_WORDS = 18;
/** An exact copy is reported only if it is longer: short notes are repeated on purpose. */
const MIN_COPIED_WORDS = 40;
/** The same for a different number: clauses from one template differ in terms and amounts. */
const MIN_NUMBER_WORDS = 30;
const SUBJECT_WORDS = 5;
/** From this many words on, a paragraph that says the opposite of its twin is a mistake. */
const MIN_SURE_WORDS = 30;
/** From this many words on, one different word is a mistake and not a different case. */
const MIN_SLIP_WORDS = 40;
/** How many words of a piece may differ from its twin. */
const MAX_CHANGED = 2;
/** In shorter pieces a word that turns the meaning tells two cases apart: `the input part`, `the output part`. */
const MIN_TURN_WORDS = 20;
/** Up to this many copied paragraphs are reported one by one. */
const MAX_COPIES = 5;
/** A larger group of equal texts is a form or a page header. */
const MAX_GROUP = 5;

interface Piece extends Range {
  readonly words: readonly Word[];
}
interface Word extends Range {
  readonly text: string;
}

export const repeatedParagraphs: Rule = {
  id: 'repeated-paragraph',
  title: t('Paragraph stands twice'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.8,
  find(doc) {
    const pieces = piecesOf(doc);
    const hits: Hit[] = [];
    const copies: Copy[] = [];
    const twins = twinsOf(pieces);
    const series = seriesIn(twins);
    let run: { readonly piece: Piece; readonly other: Piece } | undefined;
    for (const [piece, other] of twins) {
      const changes = changesBetween(other.words, piece.words);
      if (!changes || (changes.length > 0 && areSiblings(doc.flat, piece, other))) continue;
      // A section that occurs twice is one finding, not one for each of its paragraphs.
      const follows =
        changes.length === 0 &&
        run !== undefined &&
        piece.start - run.piece.end < 1500 &&
        Math.abs(other.start - run.other.end) < 1500;
      if (changes.length === 0) run = { piece, other };
      if (follows) continue;
      const line = doc.lineAt(other.start);
      if (changes.length === 0) {
        // Text masked as code is not part of the words, but it is part of the copy.
        if (piece.words.length >= MIN_COPIED_WORDS && isSameText(doc.text, piece, other))
          copies.push({ piece, other });
        continue;
      }
      const [change] = changes;
      if (!change) continue;
      const numbers =
        changes.every(isNumber) && !isOfAnother(doc.flat, changes) && !isSubject(changes, piece);
      if (changes.length > 1 && !numbers) continue;
      // Three and more of one form are headers of pages or entries of a reference, each with its own number or word.
      if (series.has(piece) || series.has(other)) continue;
      const turns = isSenseChange(change) && piece.words.length >= MIN_TURN_WORDS;
      if (!turns && !numbers && !isSlip(change, doc, piece)) continue;
      if (numbers && piece.words.length < MIN_NUMBER_WORDS) continue;
      if (areOpposites(doc, piece, other, change)) continue;
      if (isParallel(doc.text, piece, change.is) && isParallel(doc.text, other, change.was))
        continue;
      const [first] = changes;
      const last = changes.at(-1);
      if (!first || !last) continue;
      const range = { start: Math.min(first.at, first.end), end: Math.max(last.end, first.at + 1) };
      const sentence = sentenceAround(doc, range);
      hits.push({
        ...sentence,
        title: t('Paragraph stands twice with a different word'),
        // In one or two sentences a different word may be a different case.
        severity:
          numbers || (turns && !isSameForce(change) && piece.words.length >= MIN_SURE_WORDS)
            ? 'minor'
            : 'note',
        message: t(
          'Line {0} says the same {1}: “{2}”',
          line,
          changes.map(toldOf).join(t(' and ')),
          opening(doc.text, other),
        ),
      });
    }
    return [
      ...hits,
      ...(copies.length > MAX_COPIES
        ? toldOnce(doc, copies)
        : copies.map(copy => copyOf(doc, copy))),
    ];
  },
};

/** `If the 302 status code is received`: the number near the start names what the paragraph is about. */
const isSubject = (changes: readonly Change[], { words }: Piece): boolean =>
  changes.some(({ at }) => at <= (words[SUBJECT_WORDS]?.start ?? 0)) ||
  // Entries of an index differ in their pages.
  words.filter(({ text }) => /^\d/.test(text)).length > words.length / 5;

/** Pieces of which there are three or more in nearly the same words. */
function seriesIn(twins: readonly (readonly [Piece, Piece])[]): ReadonlySet<Piece> {
  const times = new Map<Piece, number>();
  for (const piece of twins.flat()) times.set(piece, (times.get(piece) ?? 0) + 1);
  return new Set([...times].filter(([, count]) => count > 1).map(([piece]) => piece));
}

const isSameText = (text: string, a: Range, b: Range): boolean =>
  bareOf(text, a) === bareOf(text, b);
const bareOf = (text: string, { start, end }: Range): string =>
  text.slice(start, end).replace(/[^\p{L}\p{N}+%$€£<>=#]+/gu, ' ');

const toldOf = ({ was, is }: Change): string =>
  was === ''
    ? t('without “{0}”', is)
    : is === ''
      ? t('with “{0}”, which is not here', was)
      : t('with “{0}” instead of “{1}”', was, is);

/** Many copies of a text are one finding: if one is intended, so are the others. */
function toldOnce(doc: RuleDocument, copies: readonly Copy[]): readonly Hit[] {
  const [first] = copies;
  if (!first) return [];
  const rest = copies.slice(1).map(copy => doc.lineAt(copy.piece.start));
  const more =
    rest.length > 0
      ? plural(
          rest.length,
          ' {0} more paragraph repeats an earlier one: line {1}.',
          ' {0} more paragraphs repeat earlier ones: line {1}.',
          rest.length,
          `${rest.slice(0, 10).join(', ')}${rest.length > 10 ? ', …' : ''}`,
        )
      : '';
  const told = copyOf(doc, first);
  return [{ ...told, message: `${told.message}${more}` }];
}

interface Copy {
  readonly piece: Piece;
  readonly other: Piece;
}

const copyOf = (doc: RuleDocument, { piece, other }: Copy): Hit => ({
  start: piece.start,
  end: piece.end,
  severity: 'note',
  message: t(
    'The same {0} words stand at line {1}: “{2}”.',
    piece.words.length,
    doc.lineAt(other.start),
    opening(doc.text, other),
  ),
});

const MARK = /^\(?(?:[a-z]|[ivx]{1,4}|\d{1,3}(?:\.\d{1,3}){0,6})[.)]{1,2}(?=\s)/;

/** `(a)` and `(b)`: items from one template that differ on purpose; a copy has the label of its original. */
function areSiblings(flat: string, a: Range, b: Range): boolean {
  const [one, two] = [a, b].map(({ start }) => MARK.exec(flat.slice(start, start + 24))?.[0]);
  return one !== undefined && two !== undefined && one !== two;
}

/** `thirty` and `60`: a number in words or digits. */
const isNumber = ({ was, is }: Change): boolean =>
  [was, is].every(word => /^\$?\d[\d.,]*%?$/.test(word) || wordsToNumber(word) !== undefined);

/** `Part 2`, `Tranche 3`: the number names the subject of the clause. */
const isOfAnother = (flat: string, changes: readonly Change[]): boolean =>
  changes.some(({ at }) =>
    /\b(?:part|phase|tranche|class|series|year|stage|unit|building|lot|site|level|tier|schedule|exhibit|annex|appendix|table|figure|step|version|option|group|team|area|zone|no\.?) $/i.test(
      flat.slice(Math.max(0, at - 12), at),
    ),
  );

/** True for a different word of the same kind in a long paragraph; short sentences of one form differ on purpose. */
const isSlip = ({ was, is, at }: Change, doc: RuleDocument, piece: Piece): boolean =>
  piece.words.length >= MIN_SLIP_WORDS &&
  // The subject of a paragraph is near its start.
  at > (piece.words[SUBJECT_WORDS]?.start ?? 0) &&
  was !== '' &&
  is !== '' &&
  /^\p{Ll}{3,}$/u.test(was) &&
  /^\p{Ll}/u.test(doc.flat.slice(at, at + 1)) &&
  is.slice(0, 4) !== was.slice(0, 4);

/** Characters before a paragraph in which its subject may be named. */
const SUBJECT_REACH = 300;

/** True if the word is the subject of the passage: in a name within the paragraph, or right before it. */
function isParallel(text: string, { start, end }: Range, word: string): boolean {
  if (word === '') return true;
  if (COMMON.has(word)) return false;
  const around = text.slice(Math.max(0, start - SUBJECT_REACH), end).toLowerCase();
  const first = around.indexOf(word);
  return first >= 0 && around.indexOf(word, first + word.length) >= 0;
}

const opening = (text: string, { start, end }: Range): string => {
  const body = text.slice(start, Math.min(end, start + 90)).replace(/\s+/g, ' ');
  return end > start + 90 ? `${body}…` : body;
};

function sentenceAround(doc: RuleDocument, { start, end }: Range): Range {
  const first = doc.sentences[indexAt(doc.sentences, start)];
  const last = doc.sentences[indexAt(doc.sentences, end - 1)];
  if (!first || !last || last.end - first.start > 600) {
    return { start: Math.max(0, start - 40), end: Math.min(doc.text.length, end + 40) };
  }
  return { start: Math.min(first.start, start), end: Math.max(last.end, end) };
}

/** Paragraphs, compared without leading numbers and markers. */
function piecesOf(doc: RuleDocument): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const paragraph of doc.paragraphs) {
    if (paragraph.end - paragraph.start > 12_000 || doc.flat[paragraph.start] === '|') continue;
    const words: Word[] = [];
    // A run-in title (`**4.2 Payment.** The ...`) names the clause and is not part of its content.
    const title =
      /^[\s\d.)(>*-]{0,12}(?:\*\*[^*\n]{1,80}\*\*|\[\^[^\]\n]{1,80}\]:)/.exec(
        doc.flat.slice(paragraph.start, paragraph.start + 100),
      )?.[0].length ?? 0;
    for (const found of doc.flat
      .slice(paragraph.start, paragraph.end)
      .matchAll(/[\p{L}\p{N}$%]+/gu)) {
      const start = paragraph.start + found.index;
      if (found.index < title) continue;
      words.push({ text: found[0].toLowerCase(), start, end: start + found[0].length });
    }
    while (words.length && /^(?:\d+|[a-z]|[ivx]+)$/.test(words[0]?.text ?? '')) words.shift();
    const plain = words.filter(word => /^\p{Ll}/u.test(doc.flat.slice(word.start, word.start + 1)));
    if (words.length >= MIN_WORDS && plain.length > words.length * 0.55)
      pieces.push({ ...paragraph, words });
  }
  return pieces;
}

/** Pairs each piece with the nearest earlier one that shares one of its sampled word runs. */
function twinsOf(pieces: readonly Piece[]): readonly (readonly [Piece, Piece])[] {
  const RUN = 6;
  const byRun = new Map<string, number[]>();
  const twins: (readonly [Piece, Piece])[] = [];
  for (const [index, piece] of pieces.entries()) {
    const runs = [];
    const step = Math.max(1, Math.floor(piece.words.length / 12));
    for (let at = 0; at + RUN <= piece.words.length; at += step) runs.push(runOf(piece, at, RUN));
    // An inserted word shifts the words after it, so runs counted from the end are sampled too.
    for (let at = piece.words.length - RUN; at >= 0; at -= step) runs.push(runOf(piece, at, RUN));
    const votes = new Map<number, number>();
    for (const run of new Set(runs)) {
      for (const other of byRun.get(run) ?? []) votes.set(other, (votes.get(other) ?? 0) + 1);
    }
    const candidates = [...votes]
      .sort((a, b) => b[1] - a[1] || b[0] - a[0])
      .slice(0, MAX_GROUP + 1)
      .map(([other]) => pieces[other])
      .filter(other => other && Math.abs(other.words.length - piece.words.length) <= MAX_CHANGED);
    const close = candidates.filter(other => other && changesBetween(other.words, piece.words));
    const [twin] = close;
    if (twin && close.length < MAX_GROUP) twins.push([piece, twin]);
    for (const run of new Set(runs)) {
      const known = byRun.get(run);
      if (!known) byRun.set(run, [index]);
      else if (known.length < 24) known.push(index);
    }
  }
  return twins;
}

const runOf = (piece: Piece, at: number, length: number): string =>
  piece.words
    .slice(at, at + length)
    .map(word => word.text)
    .join(' ');

/**
 * The words in which `after` differs from `before`; undefined if they differ in more than MAX_CHANGED places, or in a
 * number or name: then it is a different clause from the same template.
 */
function changesBetween(
  before: readonly Word[],
  after: readonly Word[],
): readonly Change[] | undefined {
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (before[i]?.text === after[j]?.text) {
      i += 1;
      j += 1;
      continue;
    }
    if (changes.length >= MAX_CHANGED) return undefined;
    const place = after[Math.min(j, after.length - 1)];
    if (!place) return undefined;
    const same = (a: number, b: number): boolean =>
      (i + a >= before.length && j + b >= after.length) ||
      (before[i + a]?.text === after[j + b]?.text &&
        (before[i + a + 1]?.text === after[j + b + 1]?.text || i + a + 1 >= before.length));
    const [lost, gained] = same(1, 1)
      ? [1, 1]
      : same(1, 0)
        ? [1, 0]
        : same(0, 1)
          ? [0, 1]
          : [-1, -1];
    if (lost < 0 || gained < 0) return undefined;
    const was = lost ? (before[i]?.text ?? '') : '';
    const is = gained ? (after[j]?.text ?? '') : '';
    changes.push({ was, is, at: place.start, end: place.end });
    i += lost;
    j += gained;
  }
  return changes;
}
