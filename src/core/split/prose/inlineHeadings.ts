import { fromRoman } from './headingRepairs.ts';

/** A heading in the middle of a line: common in texts that lost their line ends. */
export interface InlineHeading {
  readonly at: number;
  readonly numbers: readonly number[];
  /** `ARTICLE IV`, `Section 2.1`, `3.2`. */
  readonly label: string;
  /** Text after the label, to derive its name from. */
  readonly rest: string;
  readonly isArticle: boolean;
}

/** Shorter lines are examined as a whole. */
export const MIN_FLAT_LINE = 240;
/** Characters after a label that are searched for its name. */
const REST = 120;

const CANDIDATE =
  /(?<=^|[.;:!?)"”’\]_*]\s{1,40}|\s{2}|\b(?:and|or)\s)(?:(ARTICLE|Article|SECTION|Section|CLAUSE|Clause)\s{1,3}([IVXLC]{1,7}(?![\w])|\d{1,3}(?:\.\s?\d{1,3}){0,3})|(\d{1,2}(?:\.\s?\d{1,3}){0,3}))(\.?)[:)]?\s{1,12}(?=["“'([]?\p{Lu})/gu;

/**
 * The numbered headings inside a long line, at offsets from its beginning. A number counts only if it continues the
 * previous ones (`last`, which is updated): references and amounts do not.
 */
export function inlineHeadings(
  line: string,
  last: { clause: number[]; article: number },
): InlineHeading[] {
  const before = { ...last };
  const found: InlineHeading[] = [];
  for (const match of line.matchAll(CANDIDATE)) {
    const [all, word = '', named = '', plain = '', dot = ''] = match;
    const number = (named || plain).replace(/\s/g, '');
    const isArticle = /^[IVXLC]+$/.test(number) || /^article$/i.test(word);
    const numbers = /^[IVXLC]+$/.test(number) ? [fromRoman(number)] : number.split('.').map(Number);
    const rest = line.slice(match.index + all.length, match.index + all.length + REST);
    // "3 Business Days": a bare number counts only with a full stop or a label word.
    if (word === '' && numbers.length === 1 && dot === '') continue;
    if (isArticle && numbers.length === 1) {
      const [value = 0] = numbers;
      if (value !== last.article + 1 && !(value === last.article + 2)) continue;
      last.article = value;
      if (last.clause.length !== 1 || last.clause[0]! < value - 1) last.clause = [value];
    } else if (
      follows(last.clause, numbers) ||
      (numbers.length === 1 && isStrong(word, rest) && mayRestart(last.clause[0] ?? 0, numbers[0]!))
    )
      last.clause = numbers;
    else continue;
    found.push({
      at: match.index,
      numbers,
      label: word === '' ? number : `${word} ${number}`,
      rest,
      isArticle,
    });
  }
  if (!isContents(line, found)) return found;
  Object.assign(last, before);
  return [];
}

/** Longest row of contents, in UTF-16 code units. */
const MAX_ROW = 120;
const MIN_ROWS = 4;

/** A list of contents in one line: short rows that end in page numbers. */
function isContents(line: string, found: readonly InlineHeading[]): boolean {
  if (found.length < MIN_ROWS) return false;
  const rows = found.map(({ at }, i) => line.slice(at, found[i + 1]?.at ?? at + MAX_ROW).trim());
  const listed = rows.filter(row => row.length < MAX_ROW && /\p{L}.*[\s.]\d{1,3}$/su.test(row));
  return listed.length >= rows.length * 0.6;
}

/** True if the number can come next: the next of its level, the first of a deeper one, or the next of a higher one. */
function follows(last: readonly number[], next: readonly number[]): boolean {
  const depth = next.length;
  const value = next[depth - 1]!;
  if (value === 0) return false;
  if (last.length === 0) return depth <= 2 && next.every(part => part === 1);
  if (depth > last.length)
    return (
      value <= 2 &&
      next.slice(0, -1).every((part, i) => part === (last[i] ?? 1)) &&
      depth <= last.length + 1
    );
  const isSame = next.slice(0, -1).every((part, i) => part === last[i]);
  const step = value - last[depth - 1]!;
  if (isSame) return step === 1 || step === 2;
  // "5.1" after "4.7" without a "5." between them.
  const above = next[depth - 2]! - (last[depth - 2] ?? 0);
  return depth === 2 && value === 1 && above === 1;
}

/** A label word, or a name in capitals: a reference has neither. */
const isStrong = (word: string, rest: string): boolean =>
  word !== '' || /^["“]?(?:\p{Lu}{2,}|\p{Lu}{4,})[\p{Lu}&',/ -]*[.:]?(?:\s|$)/u.test(rest);

/** True if numbers between were missed, or a schedule restarts the numbering. */
const mayRestart = (before: number, next: number): boolean =>
  next === 1 || (next > before && next - before <= 8);
