import type { Clause } from '../clauses.ts';
import { isContentsLine } from '../clauses.ts';
import { indexAt } from '../lines.ts';
import { romanToNumber } from '../numberWords.ts';
import type { Hit, Rule } from '../types.ts';

const HEAD =
  '\\b(Sections?|Sec\\.|Clauses?|Articles?|Paragraphs?|Sub-?[Ss]ections?|Sub-?[Cc]lauses?|section|sections|clause|clauses|paragraph|paragraphs)|(§{1,2})';
const NUMBER = '(?:\\d{1,3}(?:\\.\\d{1,3}){0,6}|[IVXLC]{1,7}(?![A-Za-z]))';
const SUBS = '(?:\\s?\\([a-zA-Z0-9]{1,4}\\)){0,4}';
const JOIN =
  '(?:\\s?,\\s?(?:and |or )?|\\s(?:and|or|and/or|through|to|thru|until|&)\\s|\\s?[-–—]\\s?)';
const REFERENCE = new RegExp(
  `(?:${HEAD})\\s{0,3}(${NUMBER}${SUBS}(?:${JOIN}${NUMBER}${SUBS}){0,8})(?![\\w%])`,
  'g',
);
const ITEM = new RegExp(`(${NUMBER})(${SUBS})`, 'g');
/** `Section 4 of the Bankruptcy Code`: another text's section. */
const ELSEWHERE =
  /^\s{0,2}(?:\([a-z0-9]{1,4}\)\s?){0,3},?\s{0,2}(?:(?:of|to|in|under|from|below|herein)\s(?!this |Article|Section|the (?:agreement|contract|document|present))|et seq|U\.?S\.?C|CFR|C\.F\.R)/i;
const STATUTE_BEFORE =
  /(?:Code|Act|Law|Statutes?|U\.?S\.?C\.?|C\.?F\.?R\.?|Regulations?|Rules?|ASME|ASTM|NFPA|ISO|IEEE|ANSI|Treas\.|ERISA|Directive|Constitution|Part|Title|Chapter|Exhibit \S{1,6}|Appendix \S{1,6}|Annex \S{1,6}|Schedule \S{1,6})[,.]?\s{0,2}$/;

export const crossReferences: Rule = {
  id: 'cross-reference',
  title: 'Reference to a section that does not exist',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'major',
  confidence: 0.85,
  find(doc) {
    const { flat, clauses } = doc;
    const targets = new Map<string, Clause[]>();
    for (const clause of clauses) {
      const known = targets.get(clause.number);
      if (known) known.push(clause);
      else targets.set(clause.number, [clause]);
    }
    if (targets.size < 5) return [];
    const prefixes = new Set<string>();
    let deepest = 0;
    const tops = new Set<number>();
    for (const number of targets.keys()) {
      const parts = number.split('.');
      deepest = Math.max(deepest, parts.length);
      tops.add(Number(parts[0]));
      for (let n = 1; n <= parts.length; n += 1) prefixes.add(normal(parts.slice(0, n).join('.')));
    }
    const last = Math.max(...[...tops].filter(Number.isFinite));
    const hits: Hit[] = [];
    for (const found of flat.matchAll(REFERENCE)) {
      const word = (found[1] ?? found[2] ?? '').toLowerCase();
      const list = found[3] ?? '';
      const start = found.index;
      const end = start + found[0].length;
      if (ELSEWHERE.test(flat.slice(end, end + 80))) continue;
      if (STATUTE_BEFORE.test(flat.slice(Math.max(0, start - 40), start))) continue;
      const lineStart = flat.lastIndexOf('\n', start) + 1;
      if (isContentsLine(flat.slice(lineStart, endOfLine(flat, start)))) continue;
      const wholeLine = flat.slice(lineStart, start).trim() === '';
      const nearest = clauses[indexAt(clauses, start + 3)];
      if (wholeLine && nearest && start - nearest.start < 4) continue;
      const listStart = start + found[0].length - list.length;
      for (const item of list.matchAll(ITEM)) {
        const roman = /^[IVXLC]+$/.test(item[1] ?? '');
        const number = roman ? String(romanToNumber(item[1] ?? '') ?? '') : (item[1] ?? '');
        if (number === '' || (roman && !word.startsWith('article'))) continue;
        const top = Number(number.split('.')[0]);
        const dotted = number.includes('.');
        const at = listStart + item.index;
        const to = at + (item[1] ?? '').length;
        if (!prefixes.has(normal(number))) {
          // A whole number far above ours, or one where ours have dots, is another text's.
          if (
            !dotted &&
            (word.startsWith('para') ||
              top > last * 2 + 5 ||
              (deepest > 1 && !word.startsWith('art')))
          )
            continue;
          if (dotted && top > last * 2 + 5) continue;
          if (!dotted && (item[2] ?? '') !== '') continue;
          hits.push({
            start,
            end: Math.max(to, start + 1),
            message: missing(found[1] ?? found[2] ?? 'Section', item[1] ?? '', number, [
              ...targets.keys(),
            ]),
            confidence: tops.has(top) ? 0.9 : 0.75,
          });
          continue;
        }
        const lost = lostItem(flat, targets.get(number), item[2] ?? '');
        if (lost) {
          hits.push({
            start,
            end: at + item[0].length,
            title: 'Reference to a list item that does not exist',
            message: `Section ${number} has items ${lost.have}, but no (${lost.want}).`,
            confidence: 0.7,
          });
        }
      }
    }
    return hits;
  },
};

const normal = (number: string): string =>
  number
    .split('.')
    .map(part => String(Number(part)))
    .join('.');

const endOfLine = (flat: string, at: number): number => {
  const end = flat.indexOf('\n', at);
  return end < 0 ? flat.length : end;
};

function missing(word: string, shown: string, number: string, all: readonly string[]): string {
  const parent = number.split('.').slice(0, -1).join('.');
  const siblings = all.filter(
    n =>
      parent !== '' &&
      n.startsWith(`${parent}.`) &&
      n.split('.').length === number.split('.').length,
  );
  const name = word.replace(/s$/, '');
  const lastSibling = siblings.at(-1);
  return lastSibling === undefined
    ? `There is no ${name} ${shown} in this text.`
    : `There is no ${name} ${shown} in this text: those under ${parent} end at ${lastSibling}.`;
}

/** Set when the clause lists items (a), (b) ... and the one referred to is beyond them. */
function lostItem(
  flat: string,
  found: readonly Clause[] | undefined,
  subs: string,
): { readonly have: string; readonly want: string } | undefined {
  const want = /\(([a-z])\)/.exec(subs)?.[1];
  if (want === undefined || found?.length !== 1 || !subs.trim().startsWith(`(${want})`))
    return undefined;
  const [clause] = found;
  if (!clause || 'ivx'.includes(want)) return undefined;
  const body = flat.slice(clause.bodyStart, Math.min(clause.end, clause.bodyStart + 60_000));
  const items = new Set(
    [...body.matchAll(/(?:^|[\s;:,.])\(([a-z])\)\s/g)].map(item => item[1] ?? ''),
  );
  if (!items.has('a') || !items.has('b') || items.has(want)) return undefined;
  let final = 'b';
  while (items.has(String.fromCharCode(final.charCodeAt(0) + 1))) {
    final = String.fromCharCode(final.charCodeAt(0) + 1);
  }
  return want > final ? { have: `(a) to (${final})`, want } : undefined;
}
