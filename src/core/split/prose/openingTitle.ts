import { isFurniture, MAX_TITLE_LENGTH } from './proseHeadings.ts';
import { clean, isCapitals, mostlyCapitalized } from './titleLines.ts';

const FILING = /^(?:exhibit|ex\.?)[\s-]*\d+(?:\.\d+)*[a-z]?(?:\s*\([^)]*\))?/i;
/** What a filing prints above a text: the name of its file, the form it belongs to. */
const FILE_NAME =
  /^(?:ex(?:v|hibit)?\d[\w-]*|\S*\.(?:html?|txt|pdf|docx?))$|\bform \d{1,2}-[kq]\b/i;
const DATE =
  /^(?:dated?\b.{0,20})?(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+[\d_]{1,4}(?:,?\s+\d{4})?\.?$/i;
/** The end of a line whose name goes on in the next. */
const UNFINISHED = /(?:\s+(?:by|and|between|among|to|for|of|with|the))+$|[.,;:]$/i;
const KIND =
  /^(.{0,90}?\b(?:AGREEMENT|Agreement|CONTRACT|Contract|LEASE|Lease|LICEN[CS]E|Licen[cs]e|ADDENDUM|Addendum|AMENDMENT|Amendment|PLAN|NOTE|DEED|Deed|TERMS|Terms|POLICY|Policy)(?:\s+(?:NO\.|No\.)\s*\w+)?)(?![\p{L}])/u;

/** A word that ends the name of a contract in capitals. */
const KIND_WORD =
  /\b(?:AGREEMENT|CONTRACT|LEASE|LICEN[CS]E|AMENDMENT|ADDENDUM|PLAN|NOTE|DEED|TERMS|POLICY)\b/;
const GOES_ON = /(?:,|\b(?:AND|OF|OR|FOR|TO|THE))$/;
const MAX_WHOLE = 120;

/** From which line to which (inclusive) the name in capitals goes that line `at` is a part of. */
function wholeLines(lines: readonly string[], at: number): readonly [first: number, last: number] {
  const isPart = (line = ''): boolean =>
    /^(?:AND|OF|FOR|TO)$/.test(line) || (isCapitals(line) && !/\d|["“(]/.test(line));
  let first = at;
  let last = at;
  const title = (): string => clean(lines.slice(first, last + 1).join(' '));
  while (isPart(lines[first - 1]) && GOES_ON.test(lines[first - 1]!)) first--;
  while (
    isPart(lines[last + 1]) &&
    title().length + lines[last + 1]!.length < MAX_WHOLE &&
    (!KIND_WORD.test(title()) ||
      GOES_ON.test(title()) ||
      /^(?:AND|OF|FOR|TO)\b/.test(lines[last + 1]!))
  )
    last++;
  return KIND_WORD.test(title()) ? [first, last] : [at, at];
}

/** The name of a text whose lines in capitals were found one by one; `end`: where it ends. */
export function wholeOpening(
  text: string,
  heading: { readonly start: number; readonly title: string },
): { readonly title: string; readonly end: number } {
  const found = [...text.matchAll(/[^\r\n]*\S[^\r\n]*/g)];
  const lines = found.map(([line]) => line.trim());
  const at = found.findIndex(({ index, 0: line }) => index + line.length > heading.start);
  if (lines[at] !== heading.title) return { title: heading.title, end: heading.start };
  const [first, last] = wholeLines(lines, at);
  const { index, 0: line } = found[last]!;
  return { title: clean(lines.slice(first, last + 1).join(' ')), end: index + line.length };
}

/**
 * The name of a text without a heading at its beginning: the kind of contract it says it is; its first line of words
 * only if there are headings further on.
 */
export function openingTitle(text: string, isDivided: boolean): string | undefined {
  const lines = text.split(/\r\n?|\n/).map(line => line.trim());
  for (const [at, only] of lines.entries()) {
    if (/^\[.*\]$/.test(only)) continue;
    const [from, to] = wholeLines(lines, at);
    const line = from === at ? lines.slice(at, to + 1).join(' ') : only;
    const words = clean(line.replace(/^[\s\d.*[\]·_=-]+(?=\p{L})/u, ''))
      .replace(FILING, '')
      .trim();
    if ((words.match(/\p{L}/gu)?.length ?? 0) < 2 || isFurniture(words)) continue;
    if (FILE_NAME.test(words) || DATE.test(words)) continue;
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
  const kind =
    /(?<!\p{L})(?:\p{Lu}[\p{Lu}&'’-]+\s){0,6}(?:AGREEMENT|CONTRACT|LEASE|LICEN[CS]E|DEED)\b/u.exec(
      text,
    )?.[0];
  return kind ?? (isDivided ? clean(text).slice(0, 60).toWellFormed() : undefined);
}
