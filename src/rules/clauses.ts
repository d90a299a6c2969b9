import type { Range } from '../core/domain/range.ts';
import type { MarkdownLine } from './markdownScan.ts';
import { romanToNumber } from './numberWords.ts';

/** A numbered section of the text: `4.2 Payment`, `Section 4.2.`, `ARTICLE IV`, `## 4. Scope`. */
export interface Clause extends Range {
  /** `4.2`; Roman numerals are converted to digits. */
  readonly number: string;
  /** Start of the clause's text after its number. */
  readonly bodyStart: number;
  /** The word that labels the clause, such as ARTICLE. */
  readonly word?: string;
}

const CLAUSE =
  /^[ \t>]{0,40}(?:#{1,6} {1,4})?(?:[-*+] {1,4})?(?:\*\*|__)?(?:(ARTICLE|Article|SECTION|Section|CLAUSE|Clause|CHAPTER|Chapter|PART|Part|ARTIKEL|Artikel|Art\.|§) {0,4})?(\d{1,3}(?:\\?\.\d{1,3}){0,6}[A-Z]?|[IVXLC]{1,7})(\\?\.?)\)?(?:\*\*|__)?(?=$|[\s:.–—-])/;
const TOC_END = /(?:\t|\.{3,}|(?:\. ){3,}| {2,})[\s.]*(?:\d{1,4}|[ivxl]{1,6}|[A-Z]-?\d{1,3})\s*$/;

/** True for a line of a table of contents: a title, a gap or leader, a page number. */
export const isContentsLine = (line: string): boolean => TOC_END.test(line.slice(-80));

/**
 * Numbered sections in text order; each extends to the start of the next. Lines of a table of contents are left out,
 * and so are references that happen to begin a wrapped line.
 */
export function clausesOf(
  text: string,
  flat: string,
  lines: readonly Range[],
  markdown: readonly MarkdownLine[] | undefined,
): readonly Clause[] {
  const starts: Omit<Clause, 'end'>[] = [];
  let previous = '';
  const lastOf = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const kind = markdown?.[index]?.kind;
    if (kind === 'code' || kind === 'table' || kind === 'frontMatter') continue;
    const body = flat.slice(line.start, Math.min(line.end, line.start + 400));
    const found = CLAUSE.exec(body.slice(0, 90));
    if (found && opensClause(found, body, previous, starts.at(-1)?.number, lastOf)) {
      const raw = plainNumber(found[2] ?? '');
      const roman = /^[IVXLC]+$/.test(raw) ? romanToNumber(raw) : undefined;
      const word = found[1]?.toLowerCase();
      starts.push({
        start: line.start + (body.length - body.trimStart().length),
        number: roman === undefined ? raw : String(roman),
        bodyStart: line.start + found[0].length,
        ...(word === undefined ? {} : { word }),
      });
      if (word !== undefined) lastOf.set(word, starts.at(-1)?.number ?? '');
    }
    previous = body.slice(-200);
  }
  return starts.map((clause, index) => ({
    ...clause,
    end: starts[index + 1]?.start ?? text.length,
  }));
}

function opensClause(
  found: RegExpExecArray,
  body: string,
  previous: string,
  last: string | undefined,
  lastOf: ReadonlyMap<string, string>,
): boolean {
  const [whole, word, shown = '', mark] = found;
  const number = plainNumber(shown);
  const dot = mark?.endsWith('.') ? '.' : '';
  if (isContentsLine(body)) return false;
  const rest = body.slice(whole.length).replace(/^[\s:.–—*_-]+/, '');
  const roman = /^[IVXLC]+$/.test(number);
  if (roman && word === undefined) return false;
  const afterBlank = previous.trim() === '';
  if (/^\s*#/.test(body)) return true;
  if (word !== undefined) {
    // `... pursuant to` / `Section 4.2.` on the next line is a reference, not a clause.
    if (rest === '') return afterBlank;
    // `Article 13 other provisions` after Article 12: it continues the numbering, so it is a heading even in lower
    // case.
    if (afterBlank && follows(number, lastOf.get(word.toLowerCase()) ?? '0')) return true;
    return (
      (afterBlank || word === '§' || /(?:[.;:]|\b(?:and|or))\s*$/.test(previous)) &&
      /^["'([\p{Lu}\p{Lo}]/u.test(rest)
    );
  }
  // A number that continues the one before it is the next clause, whatever its text begins with.
  const dotted = number.includes('.');
  if (dotted && last !== undefined && follows(number, last)) return true;
  if (dot === '.' && last !== undefined && follows(number, last)) return true;
  if (rest === '') return dotted && afterBlank;
  if (!/^["'([\p{Lu}\p{Lo}]/u.test(rest)) return dotted && afterBlank;
  return dotted || dot === '.';
}

/** Converters to Markdown write `12\.` so that the number does not become a list item. */
const plainNumber = (shown: string): string => shown.replaceAll('\\', '');

/** True when `number` is the next sibling of `last` or of one of its parents, or its first child. */
function follows(number: string, last: string): boolean {
  const own = number.split('.').map(Number);
  const before = last.split('.').map(Number);
  if (own.length === before.length + 1)
    return own.at(-1) === 1 && before.every((part, at) => part === own[at]);
  if (own.length > before.length) return false;
  const at = own.length - 1;
  return own.every((part, i) => part === (before[i] ?? 0) + (i === at ? 1 : 0));
}
