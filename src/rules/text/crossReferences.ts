import type { Clause } from '../clauses.ts';
import { isContentsLine } from '../clauses.ts';
import type { Range } from '../../core/domain/range.ts';
import { indexAt, lineAround } from '../lines.ts';
import { romanToNumber } from '../numberWords.ts';
import { isAmendment, readsAsOther, saysAbove, saysOwn } from '../otherTexts.ts';
import type { RuleDocument } from '../ruleDocument.ts';
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
const DOTTED = /(?<![\w.$€£])\d{1,3}(?:\.\d{1,3}){1,6}(?![\w%])/g;
/** Maximum share of references without a target; above it, the text's numbering was not understood or is missing. */
const MAX_LOST = 0.2;
/** Section numbers listed in that one finding. */
const MAX_NAMED = 8;
/** Longest clause that is searched for items, in characters. */
const MAX_CLAUSE = 20_000;
/** This many siblings in a row are a numbering. */
const MIN_WHOLE = 5;

/** Headings on wrapped or centred lines. */
const HEAD =
  /(?:^|[\n\r])[ \t#*>]{0,40}(?:ARTICLE|Article|SECTION|Section|CLAUSE|Clause|CHAPTER|PART|Part|PARAGRAPH|Paragraph|§)\s{0,4}(\d{1,3}(?:\.\d{1,3}){0,6}|[IVXLC]{1,7})\b(?!,?[ \t]{1,3}[a-z])|\b(?:ARTICLE|SECTION|CLAUSE)\s{1,4}(\d{1,3}(?:\.\d{1,3}){0,6}|[IVXLC]{1,7})\b/g;

const GLUED =
  /(?:^|[\n\r])[^\S\n\r]{0,20}(?:(?:ARTICLE|Article|SECTION|Section) ?)?(?:(\d{1,3}(?:\.\d{1,3}){0,6})\.?(?=\p{Lu}\p{Ll})|(\d{1,3})[^\S\n\r]{2,20}(?=\p{Lu})|([IVXLC]{1,7})[.)]?[^\S\n\r]{1,20}(?=\p{Lu}{2}))/gu;

/**
 * `... be void. Section 14.9 Force Majeure. Any`: a heading that a conversion left in its line. A sentence that begins
 * with a reference goes on in lower case.
 */
const RUN_IN = /(?:[.;:)"\]]|\b[A-Z]{3,}|^)\s{1,8}$/;
const isRunIn = (flat: string, start: number, end: number): boolean =>
  RUN_IN.test(flat.slice(Math.max(0, start - 24), start)) &&
  /^[.:]?\s{1,4}(?:["(]?[A-Z])/.test(flat.slice(end, end + 8));
/** The same for bare numbers: `... of MD Anderson.   7. Data & Inventions.`, and lines such as `6 EXPENSES`. */
const BARE_RUN_IN =
  /(?<=[.;:)]\s{1,8})(\d{1,2})\.\s{1,4}(?=[A-Z][a-z]|[A-Z]{2})|(?:^|[\n\r])[^\S\n\r]{0,20}(\d{1,2})\.?[^\S\n\r]{1,4}(?=[A-Z][A-Z ,&'/-]{2,60}[^\S\n\r]{0,20}(?:[\n\r]|$))/g;

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
  title: 'Reference to a section that does not exist',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'major',
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
        isOfOurs(reference, shape) &&
        (!ofOthers.has(normal(reference.number)) || (reference.own && isWhole(reference, shape))),
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
      const whole = isWhole(reference, shape);
      const isSure = reference.own && whole;
      if (lost && crowded.has(parentOf(normal(reference.number)))) {
        doubted.push(reference);
      } else if (lost && (isSure || few || lostShare <= (reference.own ? 0.5 : MAX_LOST))) {
        hits.push({
          start: reference.start,
          end: reference.end,
          message: missing(reference, shape),
          // Where only a few of its siblings are numbered, the heading itself may have been lost.
          severity: whole ? 'major' : 'minor',
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
            title: 'Reference to a list item that does not exist',
            message: `${name(reference)} has items ${item.have}, but no (${item.want}).`,
            severity: 'minor',
            confidence: 0.7,
          });
        }
      }
    }
    return [...hits, ...foldedLost(doubted)];
  },
};

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
      title: 'Many references lead to sections that were not found',
      message: `${lost.length} references lead to sections that were not found in this text (${shown}${more}); this is the first. Either the sections are missing or their numbers are written in a form that was not recognised.`,
      severity: 'minor',
      confidence: 0.5,
    },
  ];
}

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

/** Numbers that exist in the text: those of its clauses and their parents, and any that occurs outside references. */
function knownNumbers(
  { flat, text }: RuleDocument,
  targets: ReadonlyMap<string, readonly Clause[]>,
  spans: readonly { readonly start: number; readonly end: number }[],
): ReadonlySet<string> {
  const known = new Set<string>();
  for (const number of targets.keys()) {
    const parts = number.split('.');
    for (let n = 1; n <= parts.length; n += 1) known.add(normal(parts.slice(0, n).join('.')));
  }
  for (const found of text.matchAll(HEAD)) {
    const shown = found[1] ?? found[2] ?? '';
    known.add(/^\d/.test(shown) ? normal(shown) : String(romanToNumber(shown) ?? shown));
  }
  // `.2 Take the share` under 5.1.6: an item that is referred to as 5.1.6.2.
  for (const [number, clauses] of targets) {
    for (const { start, end } of clauses.slice(0, 2)) {
      for (const [, item] of text
        .slice(start, Math.min(end, start + MAX_CLAUSE))
        .matchAll(/(?:^|[\n\r])\s{0,20}\.(\d{1,2})\s/g))
        known.add(`${number}.${item ?? ''}`);
    }
  }
  // `6.4Non-Compete`, `VIII    TERM`: headings whose separator a conversion lost.
  for (const found of text.matchAll(GLUED)) {
    const shown = found[1] ?? found[2] ?? found[3] ?? '';
    known.add(/^\d/.test(shown) ? normal(shown) : String(romanToNumber(shown) ?? shown));
  }
  // A text whose clauses have bare numbers has them on separate lines.
  if (![...targets.keys()].some(number => /^\d+$/.test(number))) {
    for (const found of text.matchAll(
      /(?:^|[\n\r])[^\S\n\r]{0,20}(\d{1,3})[^\S\n\r]{0,20}(?=[\n\r])/g,
    ))
      known.add(normal(found[1] ?? ''));
  }
  // `3.` alone on a line is a clause number that a conversion separated from its text.
  for (const found of text.matchAll(/(?:^|[\n\r])[ \t]{0,20}(\d{1,3})[.)](?=\s|$)/g))
    known.add(normal(found[1] ?? ''));
  for (const found of flat.matchAll(BARE_RUN_IN)) known.add(normal(found[1] ?? found[2] ?? ''));
  for (const { start, end } of spans) {
    const [number] = isRunIn(flat, start, end)
      ? (/\d{1,3}(?:\.\d{1,3}){0,6}$/.exec(flat.slice(start, end)) ?? [])
      : [];
    if (number !== undefined) known.add(normal(number));
  }
  let next = 0;
  // A clause in the middle of a line is still a clause: `... paid. 4.9 Notice. Any notice ...`.
  for (const found of flat.matchAll(DOTTED)) {
    while ((spans[next]?.end ?? Infinity) <= found.index) next += 1;
    const span = spans[next];
    if (span && span.start <= found.index) continue;
    known.add(normal(found[0]));
    // `6.0 Warranties` is Section 6.
    if (/\.0+$/.test(found[0])) known.add(normal(found[0].replace(/\.0+$/, '')));
  }
  return known;
}

interface Shape {
  /** Numbers of clauses by the number of their parent; '' for the top. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly dotted: number;
  /** How often a word labels a clause, by its first three letters. */
  readonly words: ReadonlyMap<string, number>;
  readonly last: number;
}

function shapeOf(clauses: readonly Clause[]): Shape {
  const children = new Map<string, string[]>();
  const words = new Map<string, number>();
  let [dotted, last] = [0, 0];
  for (const { number, word } of clauses) {
    const parent = parentOf(normal(number));
    const known = children.get(parent);
    if (known) known.push(number);
    else children.set(parent, [number]);
    if (parent !== '') dotted += 1;
    const top = Number(number.split('.')[0]);
    if (Number.isFinite(top)) last = Math.max(last, top);
    if (word !== undefined) words.set(word.slice(0, 3), (words.get(word.slice(0, 3)) ?? 0) + 1);
  }
  return { children, dotted, words, last };
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
  if (self) return false;
  const heads = words.get(word.toLowerCase().slice(0, 3)) ?? 0;
  return heads >= 3 && Number(number) <= last * 3 + 10;
}

/** True if its siblings are numbered from 1 without a gap: then the numbering is understood. */
function isWhole({ number }: Pick<Reference, 'number'>, { children }: Shape): boolean {
  const siblings = children.get(parentOf(normal(number))) ?? [];
  const places = new Set(siblings.map(sibling => Number(sibling.split('.').at(-1))));
  return places.size >= MIN_WHOLE && Math.max(...places) === places.size && places.has(1);
}

const byPlace = (a: string, b: string): number =>
  Number(a.split('.').at(-1)) - Number(b.split('.').at(-1));

const parentOf = (number: string): string => number.split('.').slice(0, -1).join('.');

const normal = (number: string): string =>
  number
    .split('.')
    .map(part => (/^\d+$/.test(part) ? String(Number(part)) : part))
    .join('.');

const name = ({ word, shown }: Reference): string =>
  `${word.startsWith('§') ? '§' : /^[A-Z]?[a-z]+s$/.test(word) ? word.slice(0, -1) : word} ${shown}`;

function missing(reference: Reference, { children }: Shape): string {
  const parent = parentOf(normal(reference.number));
  const last = parent === '' ? undefined : [...(children.get(parent) ?? [])].sort(byPlace).at(-1);
  return last === undefined
    ? `There is no ${name(reference)} in this text.`
    : `There is no ${name(reference)} in this text: those under ${parent} end at ${last}.`;
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
