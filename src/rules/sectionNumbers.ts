import type { Clause } from './clauses.ts';
import { romanToNumber } from './numberWords.ts';
import type { RuleDocument } from './ruleDocument.ts';

const DOTTED = /(?<![\w.$€£])\d{1,3}(?:\.\d{1,3}){1,6}(?![\w%])/g;
/** Longest clause that is searched for items, in characters. */
export const MAX_CLAUSE = 20_000;
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

/** Numbers that exist in the text: those of its clauses and their parents, and any that occurs outside references. */
export function knownNumbers(
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
  for (const number of numberedLines(text)) known.add(number);
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

const NUMBERED_LINE = /(?:^|[\n\r\f])[^\S\n\r]{0,20}(\d{1,3})[^\S\n\r]{1,12}(?=["'“‘]?\p{Lu})/gu;

/** `65 The Board finds ...`: bare numbers of paragraphs, as in judgments and decisions; they follow each other. */
function numberedLines(text: string): readonly string[] {
  const numbers = new Set([...text.matchAll(NUMBERED_LINE)].map(([, number]) => Number(number)));
  const next = [...numbers].filter(n => numbers.has(n - 1) || numbers.has(n + 1));
  return next.length < MIN_NUMBERED ? [] : next.map(String);
}
/** Fewer lines that begin with a number are rows of a table or wrapped text. */
const MIN_NUMBERED = 20;

export interface Shape {
  /** Numbers of clauses by the number of their parent; '' for the top. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly dotted: number;
  /** How often a word labels a clause, by its first three letters. */
  readonly words: ReadonlyMap<string, number>;
  readonly last: number;
}

export function shapeOf(clauses: readonly Clause[]): Shape {
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

/** True if its siblings are numbered from 1 without a gap: then the numbering is understood. */
export function isWhole(number: string, { children }: Shape): boolean {
  const siblings = children.get(parentOf(normal(number))) ?? [];
  const places = new Set(
    siblings.map(sibling => Number(sibling.split('.').at(-1))).filter(Number.isFinite),
  );
  return places.size >= MIN_WHOLE && Math.max(...places) === places.size && places.has(1);
}

export const byPlace = (a: string, b: string): number =>
  Number(a.split('.').at(-1)) - Number(b.split('.').at(-1));

export const parentOf = (number: string): string => number.split('.').slice(0, -1).join('.');

export const normal = (number: string): string =>
  number
    .split('.')
    .map(part => (/^\d+$/.test(part) ? String(Number(part)) : part))
    .join('.');
