import type { Clause } from '../clauses.ts';
import { t } from '../../core/text/l10n.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

export const numberingGaps: Rule = {
  id: 'numbering-gap',
  title: t('Numbering skips'),
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.75,
  find(doc) {
    return [...clauseGaps(doc), ...itemGaps(doc)];
  },
};

/** Numbers that decrease repeatedly are sections of another text, listed here. */
function isNoNumbering(clauses: readonly Clause[]): boolean {
  let back = 0;
  let before: readonly number[] = [];
  for (const { number, word } of clauses) {
    if (word !== undefined) continue;
    const parts = number.split('.').map(Number);
    const at = parts.findIndex((part, i) => part !== before[i]);
    if (parts.length > 1 && at >= 0 && (parts[at] ?? 0) < (before[at] ?? 0)) back += 1;
    before = parts;
  }
  return back > Math.max(2, clauses.length * 0.1);
}

/** Labelled numbers, `Article 24`, of which many are missing: provisions that are quoted from another text. */
function excerptsIn(clauses: readonly Clause[]): ReadonlySet<string> {
  const numbers = new Map<string, number[]>();
  for (const { word, number } of clauses) {
    if (word === undefined) continue;
    const parts = number.split('.');
    const key = `${word}:${parts.slice(0, -1).join('.')}`;
    numbers.set(key, [...(numbers.get(key) ?? []), Number(parts.at(-1))]);
  }
  return new Set(
    [...numbers]
      .filter(([, own]) => {
        const gaps = own.filter((value, at) => value !== (own[at - 1] ?? value - 1) + 1).length;
        return gaps > 1 && gaps > own.length / 5;
      })
      .map(([key]) => key),
  );
}

/** `6.1.5` followed by `6.1.7`, with no `6.1.6` anywhere near. */
function clauseGaps({ clauses, flat }: RuleDocument): readonly Hit[] {
  const hits: Hit[] = [];
  const lastUnder = new Map<string, { readonly last: number; readonly clause: Clause }>();
  const numbers = new Set(clauses.map(clause => clause.number));
  if (isNoNumbering(clauses)) return [];
  const excerpts = excerptsIn(clauses);
  for (const clause of clauses) {
    const parts = clause.number.split('.');
    const own = Number(parts.at(-1));
    const parent = parts.slice(0, -1).join('.');
    const key = `${clause.word ?? ''}:${parent}`;
    const before = lastUnder.get(key);
    if (Number.isInteger(own)) lastUnder.set(key, { last: own, clause });
    // `0.4` in a list of weights is a value.
    if (excerpts.has(key)) continue;
    if (!before || !Number.isInteger(own) || /^0/.test(clause.number)) continue;
    const skipped = own - before.last - 1;
    if (skipped < 1 || skipped > 2) continue;
    // Keep the zero of `5.08`: search for the number in the form of its neighbours.
    const width = parts.at(-1)?.length ?? 1;
    const padded = [parts.at(-1), before.clause.number.split('.').at(-1)].some(part =>
      /^0/.test(part ?? ''),
    );
    const wanted = String(before.last + 1).padStart(padded ? width : 1, '0');
    const lost = `${parent === '' ? '' : `${parent}.`}${wanted}`;
    if (flat.slice(before.clause.start, clause.start + 1).includes(lost)) continue;
    if (isOmitted(flat, before.clause.bodyStart, clause.start)) continue;
    if (numbers.has(lost) || (parts.length === 1 && clause.word === undefined)) continue;
    hits.push({
      start: clause.start,
      end: clause.bodyStart,
      message: t(
        '{0} is followed by {1}: {2} is missing.',
        before.clause.number,
        clause.number,
        lost,
      ),
    });
  }
  return hits;
}

/** Characters before a gap in which the text may say that it is meant. */
const OMITTED_REACH = 300;
/** `[Reserved]`, `(intentionally omitted)`, `* * *`: the numbers between were taken out and kept free. */
const OMITTED =
  /\b(?:reserved|intentionally|omitted|deleted|repealed|revoked|rescinded|not used|left blank|no longer used|expired|superseded)\b|\*\s*\*\s*\*|(?:^|\n)\s*(?:\.\s*){3,}|\[(?:…|\.{3})\]/i;
/** `Section 7.4 is amended to read as follows:`: clauses of another text. */
const AMENDS =
  /\b(?:amended|restated|replaced|substituted|substituting|inserted|inserting|added|adding|reads?)\b[^.\n]{0,160}[:"]\s*"?\s*$/i;
const isOmitted = (flat: string, from: number, to: number): boolean =>
  OMITTED.test(flat.slice(Math.max(from, to - OMITTED_REACH), to)) ||
  AMENDS.test(flat.slice(Math.max(from, to - OMITTED_REACH), to));

/** `(c) In the case ...   c) Dans le cas ...`: two languages beside each other. */
function inColumns(text: string, start: number, label: string): boolean {
  const from = text.lastIndexOf('\n', start) + 1;
  const stop = text.indexOf('\n', start);
  const line = text.slice(from, stop < 0 ? text.length : stop);
  if (line.length > 400) return false;
  return line.split(`${label})`).length > 2 || /\S {4,}\S/.test(line.slice(start - from));
}

const ITEM =
  /(?<![\d)]|[Cc]lauses?|[Pp]aragraphs?|[Ss]ections?|[Ss]ubsections?|[Ii]tems?)(?:^|\s)\(([a-z]{1,4}|\d{1,2})\)(?=\s{0,8}\S)/g;
/** An item begins its line, or follows the end of the item before it; `(1) with (3)` refers to items. */
const opensItem = (flat: string, start: number): boolean =>
  /(?:^|\n)\s*$|[;:,.]\s*(?:(?:and|or|and\/or)\s+)?$|[;:,.]\s*$/.test(
    flat.slice(Math.max(0, start - 24), start),
  ) &&
  !/\b(?:clauses?|paragraphs?|sections?|items?|and|or|to|through)\s*\([^)]{1,4}\),?\s*(?:and|or)?\s*$/i.test(
    flat.slice(Math.max(0, start - 40), start),
  );

/** `three (3) Business Days` across a page break: a number repeated in digits, not an item. */
const COUNTED =
  /^\s{0,3}(?:[Bb]usiness|[Cc]alendar|consecutive|days?|weeks?|months?|years?|hours?|percent)\b/;
/** `4)`, `(4 )`, `2-` at the start of a line, and the sign that word processors make of `(c)`. */
const isWritten = (area: string, label: string): boolean =>
  new RegExp(`(?:\\(|[ |])${label} ?\\)|(?:^|\\n) *${label}-`).test(area) ||
  (label === 'c' && area.includes('\u00a9')) ||
  (label === 'r' && area.includes('\u00ae'));
const ROMAN = 'i ii iii iv v vi vii viii ix x xi xii xiii xiv xv'.split(' ');

/** `(a) (b) (d)` within one clause or paragraph. */
function itemGaps({ text, flat, clauses, paragraphs }: RuleDocument): readonly Hit[] {
  const hits: Hit[] = [];
  const areas = clauses.length >= 5 ? clauses : paragraphs;
  for (const area of areas) {
    if (area.end - area.start > 40_000) continue;
    const open: { kind: 'letter' | 'roman' | 'digit'; last: number; seen: Set<number> }[] = [];
    const found = [...flat.slice(area.start, area.end).matchAll(ITEM)];
    const labels = found.map(item => item[1] ?? '');
    const have = new Set(labels);
    for (const item of found) {
      const label = item[1] ?? '';
      const start = area.start + item.index + item[0].lastIndexOf('(');
      const roman = ROMAN.indexOf(label);
      const letter =
        label.length === 1 && label >= 'a' && label <= 'z' ? label.charCodeAt(0) - 97 : -1;
      const counts = COUNTED.test(flat.slice(start + label.length + 2, start + label.length + 16));
      const digit = /^\d+$/.test(label) && !counts ? Number(label) - 1 : -1;
      const list = open.find(
        o => (o.kind === 'letter' ? letter : o.kind === 'roman' ? roman : digit) === o.last + 1,
      );
      const value = (o: (typeof open)[number]): number =>
        o.kind === 'letter' ? letter : o.kind === 'roman' ? roman : digit;
      if (list) {
        list.last += 1;
        open.splice(0, open.indexOf(list));
        continue;
      }
      if (letter === 0 || roman === 0 || digit === 0) {
        const kind = digit === 0 ? 'digit' : letter === 0 ? 'letter' : 'roman';
        open.unshift({ kind, last: 0, seen: new Set([0]) });
        continue;
      }
      const gap = open.find(o => value(o) === o.last + 2);
      if (!gap || !opensItem(flat, start)) continue;
      // `(v)` and `(x)` may be letters or Roman numerals; `(x), (y)` may be neither.
      if (gap.kind === 'roman' && label.length === 1 && label !== 'i') continue;
      const lost =
        gap.kind === 'letter'
          ? String.fromCharCode(97 + gap.last + 1)
          : gap.kind === 'roman'
            ? (ROMAN[gap.last + 1] ?? '')
            : String(gap.last + 2);
      gap.last += 2;
      // `(1)` typed for `(l)`, and a repeated letter, are not gaps.
      if ((lost === 'l' && have.has('1')) || labels.indexOf(label) !== labels.lastIndexOf(label))
        continue;
      // `4)` among `(3)` and `(5)` is there, written in another way.
      const own = flat.slice(area.start, area.end);
      if (inColumns(text, start, label) || isOmitted(flat, area.start, start)) continue;
      if (have.has(lost) || isWritten(own, lost)) continue;
      hits.push({
        start,
        end: start + label.length + 2,
        title: t('List skips an item'),
        message: t(
          'Item ({0}) follows where ({1}) is expected: the list skips ({2}).',
          label,
          lost,
          lost,
        ),
      });
    }
  }
  return hits;
}
