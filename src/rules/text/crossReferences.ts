import type { Clause } from '../clauses.ts';
import { t } from '../../core/text/l10n.ts';
import { isContentsLine } from '../clauses.ts';
import type { Range } from '../../core/domain/range.ts';
import { indexAt, lineAround } from '../lines.ts';
import { romanToNumber } from '../numberWords.ts';
import { isAmendment, readsAsOther, saysAbove, saysOwn } from '../otherTexts.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import {
  byPlace,
  isWhole,
  knownNumbers,
  MAX_CLAUSE,
  normal,
  parentOf,
  shapeOf,
  type Shape,
} from '../sectionNumbers.ts';
import type { Hit, Rule } from '../types.ts';

/** Words for divisions of a text, including those of contracts in other languages. */
const WORDS =
  'Sections?|Secs?\\.|Clauses?|Articles?|Arts?\\.|Paragraphs?|Sub-?[Ss]ections?|Sub-?[Cc]lauses?|sections?|clauses?|articles?|paragraphs?|Abschnitte?s?|Ziffern?|Ziff\\.|Artikeln?|Klauseln?|[Cc]láusulas?|[Ss]ecci(?:ón|ones)|[Aa]rtículos?|[Aa]partados?|[Aa]rticol[oi]|[Cc]lausol[ae]|[Ss]ezion[ei]|[Aa]rtigos?|[Ss]eç(?:ão|ões)|[Pp]aragra(?:phes?|af|fo)|[Aa]vsnitt|[Pp]unkt';
const NUMBER = '(?:\\d{1,3}(?:\\.\\d{1,3}){0,6}|[IVXLC]{1,7}(?![A-Za-z]))';
const SUBS = '(?:\\s?\\([a-zA-Z0-9]{1,4}\\)){0,4}';
const JOIN =
  '(?:\\s{0,3},\\s{0,3}(?:(?:and|or|und|et|y|e)\\s{1,3})?|\\s{1,3}(?:and|or|and/or|through|to|thru|until|&|und|oder|bis|et|ou|à|y|o|e|en)\\s{1,3}|\\s?[-–—]\\s?)';
const REFERENCE = new RegExp(
  `(?:\\b(${WORDS})|(§{1,2}))\\s{0,3}(${NUMBER}${SUBS}(?:${JOIN}${NUMBER}${SUBS}){0,40})(?![\\w%])`,
  'g',
);
/** `Section 1.956-2(c)`, `Section 409A`: the numbering of codes and regulations. */
const OF_CODE = /^\d{1,3}\.\d{1,3}-\d{1,3}(?!\.?\d)/;
const CHANGED =
  /^[^.;,\n]{0,20}\b(?:shall|will|to|is|are) (?:hereby )?(?:be )?(?:read|amended|deleted|added|replaced|modified|inserted|supplemented)\b/;
const ITEM = new RegExp(`(${NUMBER})(${SUBS})`, 'g');
/** Maximum share of references without a target; above it, the text's numbering was not understood or is missing. */
const MAX_LOST = 0.2;
/** A whole number this far behind the last section may be a slip of the pen; those behind are sections of laws. */
const MAX_BEYOND = 12;
/** Section numbers listed in that one finding. */
const MAX_NAMED = 8;

interface Reference {
  readonly word: string;
  readonly number: string;
  readonly shown: string;
  readonly subs: string;
  readonly start: number;
  /** End of the number. */
  readonly end: number;
  /** End of number and items. */
  readonly to: number;
  readonly own: boolean;
  /** `this Section 4.9`: refers to its own clause, whose heading may have an unknown form. */
  readonly self: boolean;
}

export const crossReferences: Rule = {
  id: 'cross-reference',
  title: t('Reference to a section that does not exist'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.85,
  find(doc) {
    const { flat, clauses } = doc;
    // The section numbers in an amendment are those of the text it amends.
    if (clauses.length < 3 || isAmendment(flat)) return [];
    const { references, spans, ofOthers } = referencesOf(doc);
    if (references.length === 0) return [];
    const targets = Map.groupBy(clauses, clause => normal(clause.number));
    const known = knownNumbers(doc, targets, spans);
    const shape = shapeOf(clauses);
    const judged = references.map(reference => ({
      reference,
      // `Article 9 of the UCC` and later `Article 9`: the same. `Section 6 of the Master Form` and `Section 6 of this
      // Agreement`, which has none: it is made on that form.
      lost:
        !known.has(normal(reference.number)) &&
        // Where the words around it are not understood, `l'article 28` is of a law, as most are.
        (doc.english ||
          reference.own ||
          !/^art/i.test(reference.word) ||
          parentOf(normal(reference.number)) !== '') &&
        isOfOurs(reference, shape) &&
        (!ofOthers.has(normal(reference.number)) ||
          (reference.own && isWhole(reference.number, shape))),
    }));
    const distinct = new Map(judged.map(({ reference, lost }) => [normal(reference.number), lost]));
    const lostShare = [...distinct.values()].filter(Boolean).length / distinct.size;
    const few = [...distinct.values()].filter(Boolean).length <= 2;
    const crowded = crowdedParents(
      [...distinct].filter(([, lost]) => lost).map(([number]) => number),
    );
    const hits: Hit[] = [];
    const doubted: Reference[] = [];
    for (const { reference, lost } of judged) {
      const whole = isWhole(reference.number, shape);
      const isSure = reference.own && whole;
      if (lost && crowded.has(parentOf(normal(reference.number)))) {
        doubted.push(reference);
      } else if (lost && (isSure || few || lostShare <= (reference.own ? 0.5 : MAX_LOST))) {
        hits.push({
          start: reference.start,
          end: reference.end,
          message: missing(reference, shape),
          // Where only a few of its siblings are numbered, the heading itself may have been lost.
          severity: whole && isProven(doc, reference, shape) ? 'major' : 'minor',
          confidence: reference.own ? 0.95 : 0.85,
        });
      } else if (lost) {
        doubted.push(reference);
      } else {
        const item =
          !reference.self && lostItem(doc, targets.get(normal(reference.number)), reference, spans);
        if (item) {
          hits.push({
            start: reference.start,
            end: reference.to,
            title: t('Reference to a list item that does not exist'),
            message: t('{0} has items {1}, but no ({2}).', name(reference), item.have, item.want),
            severity: 'minor',
            confidence: 0.7,
          });
        }
      }
    }
    return [...hits, ...foldedLost(doubted)];
  },
};

/** `this Agreement` and `this Lease`: how a contract names itself. */
const SELF_NAME =
  /\bthis (?:\w+ ){0,2}(?:Agreement|AGREEMENT|Contract|CONTRACT|Lease|LEASE|Deed|DEED|Indenture|INDENTURE)\b/g;
/** Fewer times, and the text may only speak of another. */
const MIN_SELF_NAMES = 3;

/**
 * True where the words alone prove that a section is missing: a contract that names itself, and a reference to it by
 * name, beyond the end of clauses that are labelled or numbered as the reference is. All other references may be to a
 * law or to another text that the sentence does not name.
 */
function isProven({ flat }: RuleDocument, { own, word, number }: Reference, shape: Shape): boolean {
  const last = Number(shape.children.get('')?.toSorted(byPlace).at(-1));
  const isArticle = /^art/i.test(word);
  return (
    own &&
    (flat.match(SELF_NAME)?.length ?? 0) >= MIN_SELF_NAMES &&
    (!isArticle || (shape.words.get('art') ?? 0) >= MIN_SELF_NAMES) &&
    (parentOf(normal(number)) !== '' || Number(number) <= last + MAX_BEYOND)
  );
}

/** So many numbers lost under one dotted number are headings that were not recognised. */
const MAX_LOST_SIBLINGS = 2;

function crowdedParents(lost: readonly string[]): ReadonlySet<string> {
  const groups = Map.groupBy(lost, parentOf);
  return new Set(
    [...groups]
      .filter(([parent, numbers]) => parent !== '' && numbers.length > MAX_LOST_SIBLINGS)
      .map(([parent]) => parent),
  );
}

/** More lost references than a text has by mistake are one finding with their number: silence would read as all clean. */
function foldedLost(lost: readonly Reference[]): Hit[] {
  const [first] = lost;
  if (!first) return [];
  const names = [...new Set(lost.map(name))];
  const shown = names.slice(0, MAX_NAMED).join(', ');
  const more = names.length > MAX_NAMED ? ', …' : '';
  return [
    {
      start: first.start,
      end: first.end,
      title: t('Many references lead to sections that were not found'),
      message: t(
        '{0} references lead to sections that were not found in this text ({1}); this is the first. Either the sections are missing or their numbers are written in a form that was not recognised.',
        lost.length,
        shown + more,
      ),
      severity: 'minor',
      confidence: 0.5,
    },
  ];
}

const BLANK_LINE = /\n[^\S\n]*\r?\n|\r\r/;
const isInLink = (text: string, start: number): boolean =>
  /\[[^[\]\n]{0,80}$/.test(text.slice(Math.max(0, start - 81), start));

/** All references to numbered divisions that may belong to this text, and the ranges they cover. */
function referencesOf(doc: RuleDocument): {
  readonly references: readonly Reference[];
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Numbers of sections that the text says to be of another text. */
  readonly ofOthers: ReadonlySet<string>;
} {
  const { flat, clauses } = doc;
  const ofOthers = new Set<string>();
  const references: Reference[] = [];
  const spans: { start: number; end: number }[] = [];
  for (const found of flat.matchAll(REFERENCE)) {
    const word = found[1] ?? found[2] ?? '';
    const list = found[3] ?? '';
    const [start, end] = [found.index, found.index + found[0].length];
    // `30 Sec. 60 Sec.`: seconds.
    if (/^Secs?\./.test(word) && /\d\s{1,8}$/.test(flat.slice(Math.max(0, start - 10), start)))
      continue;
    // Cells of a table below each other: a word at the end of one, a number alone in the next.
    if (BLANK_LINE.test(doc.text.slice(start + word.length, end - list.length))) continue;
    // `[Section 6](#assertions)`: the link tells the place, which may be in another file.
    if (/^[^\]\n]{0,80}\]\(/.test(doc.text.slice(end, end + 82)) && isInLink(doc.text, start))
      continue;
    const nearest = clauses[indexAt(clauses, start + 3)];
    // Possibly a clause heading: finding a wrapped reference is not worth a false positive.
    if (nearest && start - nearest.start >= 0 && start - nearest.start < 4) continue;
    // `Article 63 hereof prevails`: lower case after it means a sentence.
    if (opensLine(doc.text, start) && !/^,?\s{1,3}[a-z]/.test(flat.slice(end, end + 5))) continue;
    spans.push({ start, end });
    const own = saysOwn(flat, start, end);
    // `Article 5.1.9 shall read as follows`: a clause of the conditions that this text changes.
    if (CHANGED.test(flat.slice(end, end + 60))) continue;
    if (!own && (readsAsOther(flat, start, end) || OF_CODE.test(list + flat.slice(end, end + 2)))) {
      for (const [, number = ''] of list.matchAll(ITEM)) ofOthers.add(normal(number));
      continue;
    }
    if (isContentsLine(lineAround(flat, start, end)) || isPageNumber(doc.text, end)) continue;
    for (const item of list.matchAll(ITEM)) {
      const shown = item[1] ?? '';
      const roman = /^[IVXLC]+$/.test(shown);
      const number = roman ? String(romanToNumber(shown) ?? '') : shown;
      if (number === '' || (roman && !/^art/i.test(word))) continue;
      const at = end - list.length + item.index;
      // `l'article L. 216-3 du code`: a part of a code, and no fifty.
      const after = flat.slice(at + shown.length, at + shown.length + 3);
      if (roman && (/^[LCD]$/.test(shown) || /^\.? ?\d/.test(after))) continue;
      references.push({
        word,
        number,
        shown,
        subs: item[2] ?? '',
        start,
        end: at + shown.length,
        to: at + item[0].length,
        own: own && !(ofOthers.has(normal(number)) && saysAbove(flat, end)),
        self: /\bthis\s{1,3}$/i.test(flat.slice(Math.max(0, start - 8), start)),
      });
    }
  }
  return { references, spans, ofOthers };
}

/** `Section / 12 / <PAGE> / 3.02(e)`: the number of the page that ends within the reference. */
const isPageNumber = (text: string, end: number): boolean =>
  /[\n\r][ \t]*-?\d{1,3}$/.test(text.slice(Math.max(0, end - 40), end)) &&
  /^[ \t]*-?[ \t]*(?:[\n\r]\s*(?:<PAGE>|\f)|\f)/.test(text.slice(end, end + 40));

function opensLine(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 60), start);
  return /(?:^|[\n\r])[\s>#*_]*$/.test(before) && (start < 60 || /[\n\r]/.test(before));
}

/** True if a number of this form would belong to this text: it has siblings here, or its word labels clauses here. */
function isOfOurs({ own, self, number, word }: Reference, shape: Shape): boolean {
  const { children, dotted, words, last } = shape;
  const top = Number(number.split('.')[0]);
  if (!own && top > last * 3 + 70) return false;
  const parent = parentOf(normal(number));
  const siblings = children.get(parent) ?? [];
  // A number between existing siblings is a heading that was lost or not recognized.
  const place = Number(number.split('.').at(-1));
  if (siblings.some(sibling => Number(sibling.split('.').at(-1)) > place)) return false;
  // Sections under it are not numbered here, or their numbers were lost.
  if (siblings.length === 0 && parent !== '' && top <= last) return false;
  if (own && !self) return true;
  if (parent !== '') {
    if (siblings.length >= 2) return true;
    return !self && dotted >= 10 && top > last && top <= 99;
  }
  // `this Section 12` after the eleventh: its own heading was not recognised.
  if (self && top <= last + 1) return false;
  const stem = word.toLowerCase().slice(0, 3);
  const heads = words.get(stem) ?? 0;
  // Numbers without a word are sections or paragraphs; articles are those of a treaty or law.
  const fits = stem !== 'art' && isWhole(number, shape);
  if (fits && (top <= last + MAX_BEYOND || twinOf(number, children) !== undefined)) return true;
  if (self) return false;
  return heads >= 3 && Number(number) <= last * 3 + 10;
}

const name = ({ word, shown }: Reference): string =>
  `${word.startsWith('§') ? '§' : /^[A-Z]?[a-z]+s$/.test(word) ? word.slice(0, -1) : word} ${shown}`;

/** `2.8` for `28`: the section whose number has lost its dot. */
function twinOf(number: string, children: Shape['children']): string | undefined {
  for (let at = 1; at < number.length; at += 1) {
    const twin = `${number.slice(0, at)}.${number.slice(at)}`;
    if (/^\d+$/.test(number) && children.get(number.slice(0, at))?.includes(twin)) return twin;
  }
  return undefined;
}

function missing(reference: Reference, { children }: Shape): string {
  const parent = parentOf(normal(reference.number));
  const twin = twinOf(reference.number, children);
  if (twin !== undefined)
    return t(
      'There is no {0} in this text, but there is a {1}: the number may have lost its dot.',
      name(reference),
      twin,
    );
  const last = parent === '' ? undefined : [...(children.get(parent) ?? [])].sort(byPlace).at(-1);
  return last === undefined
    ? t('There is no {0} in this text.', name(reference))
    : t('There is no {0} in this text: those under {1} end at {2}.', name(reference), parent, last);
}

/** The item referred to, if the clause lists items (a), (b) ... and this one is past the last. */
function lostItem(
  { flat }: RuleDocument,
  found: readonly Clause[] | undefined,
  { subs, shown }: Reference,
  spans: readonly Range[],
): { readonly have: string; readonly want: string } | undefined {
  const want = /\(([a-z])\)/.exec(subs)?.[1];
  if (want === undefined || found?.length !== 1 || !subs.trim().startsWith(`(${want})`))
    return undefined;
  const [clause] = found;
  if (!clause || 'ivx'.includes(want) || clause.end - clause.bodyStart > MAX_CLAUSE)
    return undefined;
  const body = flat.slice(clause.bodyStart, clause.end);
  const items = new Set(
    [...body.matchAll(/(?:^|[\s;:,.])\(([a-z])\)\s/g)].map(item => item[1] ?? ''),
  );
  if (!items.has('a') || !items.has('b') || items.has(want)) return undefined;
  let final = 'b';
  while (items.has(String.fromCharCode(final.charCodeAt(0) + 1))) {
    final = String.fromCharCode(final.charCodeAt(0) + 1);
  }
  if (want <= final) return undefined;
  // `5.1(d) Together with the statements`: items that begin with the full clause number.
  const head = `${shown}(${want})`;
  for (let at = flat.indexOf(head); at >= 0; at = flat.indexOf(head, at + 1)) {
    const span = spans[indexAt(spans, at)];
    if (!span || span.end <= at) return undefined;
  }
  return { have: `(a) to (${final})`, want };
}
