import { isFurniture, MAX_TITLE_LENGTH } from './proseHeadings.ts';
import { clean, mostlyCapitalized } from './titleLines.ts';

const FILING = /^(?:exhibit|ex\.?)[\s-]*\d+(?:\.\d+)*[a-z]?(?:\s*\([^)]*\))?/i;
/** What a filing prints above a text: the name of its file, the form it belongs to. */
const FILE_NAME =
  /^(?:ex(?:v|hibit)?\d[\w-]*|\S*\.(?:html?|txt|pdf|docx?))$|\bform \d{1,2}-[kq]\b/i;
/** The end of a line whose name goes on in the next. */
const UNFINISHED = /(?:\s+(?:by|and|between|among|to|for|of|with|the))+$|[.,;:]$/i;
const KIND =
  /^(.{0,90}?\b(?:AGREEMENT|Agreement|CONTRACT|Contract|LEASE|Lease|LICEN[CS]E|Licen[cs]e|ADDENDUM|Addendum|AMENDMENT|Amendment|PLAN|NOTE|DEED|Deed|TERMS|Terms|POLICY|Policy)(?:\s+(?:NO\.|No\.)\s*\w+)?)(?![\p{L}])/u;

/**
 * The name of a text without a heading at its beginning: the kind of contract it says it is; its first line of words
 * only if there are headings further on.
 */
export function openingTitle(text: string, isDivided: boolean): string | undefined {
  for (const line of text.split(/\r\n?|\n/)) {
    const words = clean(line.replace(/^[\s\d.*[\]·_=-]+(?=\p{L})/u, ''))
      .replace(FILING, '')
      .trim();
    if ((words.match(/\p{L}/gu)?.length ?? 0) < 2 || isFurniture(words)) continue;
    if (FILE_NAME.test(words)) continue;
    if (
      /confidential|redacted|omitted|filed with|pursuant to|(?:execution|conformed|composite) (?:copy|version)|letterhead|^exhibit$/i.test(
        words,
      ) &&
      !KIND.test(words)
    )
      continue;
    const kind = KIND.exec(words)?.[1];
    const isShort = words.length <= MAX_TITLE_LENGTH && mostlyCapitalized(words);
    if (kind !== undefined && isShort) return words.replace(UNFINISHED, '');
    if (kind !== undefined && mostlyCapitalized(kind)) return clean(kind);
    if (!isDivided) break;
    if (words.length <= MAX_TITLE_LENGTH) return words.replace(/[.,;:]$/, '');
    const cut = words.slice(0, 60);
    return `${cut
      .slice(0, Math.max(20, cut.lastIndexOf(' ')))
      .trimEnd()
      .toWellFormed()}…`;
  }
  // The line that contains it begins with something else.
  const kind = /(?:\p{Lu}[\p{Lu}&'’-]+\s){0,6}(?:AGREEMENT|CONTRACT|LEASE|LICEN[CS]E|DEED)\b/u.exec(
    text,
  )?.[0];
  return kind ?? (isDivided ? clean(text).slice(0, 60).toWellFormed() : undefined);
}
