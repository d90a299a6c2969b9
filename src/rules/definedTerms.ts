import type { Range } from '../core/domain/range.ts';

/** A term that the text defines, at the place of its definition. */
export interface DefinedTerm extends Range {
  /** As written at that place, without quotes. */
  readonly term: string;
  /** True if the surrounding words define it; false if it is only quoted or emphasised. */
  readonly defining: boolean;
}

const TERM =
  "[A-Z0-9][\\w&/.'-]*(?: {1,3}(?:(?:of|and|for|to|the|in|or|a|on|by|with) {1,3}){0,2}[A-Z0-9][\\w&/.'-]*){0,7}";
const DEFINITIONS = [
  // "Term" means / shall mean / has the meaning / is ... and (the "Term"): any quoted capitalised words
  new RegExp(`"\\s{0,2}(${TERM}),?\\s{0,2}[.,]?"`, 'g'),
  // **Term** means, **"Term"** means, _Term_:
  new RegExp(`(?:\\*\\*|__|_|\\*)"?(${TERM})"?:?(?:\\*\\*|__|_|\\*)`, 'g'),
  // Term means / Term shall mean, at the start of a line
  new RegExp(
    `^\\s{0,8}(?:\\(?[a-z0-9]{1,4}[.)]\\s{1,3}|\\d[\\d.]*\\s{1,8})?(${TERM}) (?:means|shall mean|has the meaning)`,
    'gm',
  ),
  // (A) Term. The day on which ...
  new RegExp(
    `^\\s{0,8}(?:\\(?[A-Za-z0-9]{1,4}[.)]\\s{1,8}|\\d[\\d.]*\\s{1,8})?(${TERM})[.:]\\s{1,3}(?:The|An?|Any|All|Such|Means|That)\\b`,
    'gm',
  ),
] as const;

/** Key that equates spellings of a term: the case of the first letter, plural and possessive are ignored. */
export const termKey = (term: string): string =>
  term
    .split(/ +/)
    .map(word =>
      word
        .toLowerCase()
        .replace(/'s?$/, '')
        .replace(/ies$/, 'y')
        .replace(/(?<=[^s])s$/, ''),
    )
    .join(' ');

/** Every term the text defines in quotes, in parentheses or in bold: the first place of each, by key. */
export function termsOf(flat: string): ReadonlyMap<string, DefinedTerm> {
  const terms = new Map<string, DefinedTerm>();
  for (const pattern of DEFINITIONS) {
    for (const found of flat.matchAll(pattern)) {
      const shown = (found[1] ?? '').replace(/[.,]$/, '');
      const term = shown.replace(/ +/g, ' ');
      if (term.length < 3 || term.length > 90) continue;
      const start = found.index + found[0].indexOf(shown);
      const key = termKey(term);
      const end = start + shown.length;
      const known = terms.get(key);
      const defining = definesAt(flat, start, end);
      if (!known || (defining && !known.defining)) terms.set(key, { term, start, end, defining });
    }
  }
  return terms;
}

const MEANS =
  /^[",.*_ )]{0,6}(?:shall )?(?:means?|has the meaning|have the meaning|shall have the meaning|refers? to|is defined)\b/;
/**
 * `(the "Term")`, `(each, a "Term")`: a name in quotes alone may be a translation or a quotation, and
 * `a "Phase I" (or, if required, a "Phase II") report` names another thing.
 */
const BRACKET =
  /\((?!or\b|and\b)(?:[^()"]{0,50}\b)?(?:the|each|an?|collectively|together|individually|hereinafter|called),? ?["*]{1,3}\s*$/;

function definesAt(flat: string, start: number, end: number): boolean {
  if (MEANS.test(flat.slice(end, end + 60))) return true;
  return (
    BRACKET.test(flat.slice(Math.max(0, start - 70), start)) &&
    /^,? ?["*]{1,4} ?\)/.test(flat.slice(end, end + 6))
  );
}
