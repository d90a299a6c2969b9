/** Shapes of lines that decide whether a line names the text below it. */

/** The first row of a table: a mark, or three columns; not a clause with wide gaps. */
export const isTableRow = (line: string): boolean =>
  /^<(?:TABLE|CAPTION)>/i.test(line) ||
  (/\S(?:\s{3,}|\t)\S.*(?:\s{3,}|\t)\S/.test(line) &&
    !/^(?:\d{1,3}(?:\.\d{1,3})*\.?|\(?\w{1,4}[.)])\s+["“]?\p{Lu}/u.test(line));

/** Longest and shortest name in sentence case, in UTF-16 code units. */
const MAX_SENTENCE_TITLE = 60;
const MIN_SENTENCE_TITLE = 4;
/** Shortest line that is a paragraph, and not one more short line; a script without spaces needs half of it. */
const MIN_PARAGRAPH = 80;

/**
 * True for "Information you give us" between the end of a paragraph (`before`) and the beginning of one (`next`): a
 * name in sentence case, as terms of service and policies have them.
 */
export function isSentenceTitle(text: string, before: string, next: string): boolean {
  const dense = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(next);
  return (
    text.length >= MIN_SENTENCE_TITLE &&
    text.length <= MAX_SENTENCE_TITLE &&
    /^[\p{Lu}\p{Lo}]/u.test(text) &&
    /\p{Ll}{3}|\p{Lo}{2}/u.test(text) &&
    !/\bpage \d/i.test(text) &&
    /[\p{L}\p{N})’'?？]$/u.test(text) &&
    !/[:;=<>/\\|@_\t。、]|\s{3}|\d{4}/.test(text) &&
    /[.!?;:)”"。！？；：）」]$/.test(before) &&
    /^[\p{Lu}\p{Lo}"“«「]/u.test(next) &&
    next.length >= (dense ? MIN_PARAGRAPH / 2 : MIN_PARAGRAPH)
  );
}

/** True for a name in capitals that cannot end there: "TAXES,", "ADMINISTRATION OF THE". */
export const isUnfinished = (title: string): boolean =>
  /\p{Lu}{2}(?:,|\s(?:AND|OF|OR|THE|TO|FOR|IN|WITH|BY))$/u.test(title);

/** "4.⇥Terms used", "67A.⇥Fees": the number and the name of a section, as laws have them. */
const TABBED = /^(\d{1,3}[A-Z]{0,3}(?:\.\d{1,3})*)\.?\t\s*(\p{Lu}[^\t]{2,120})$/u;

/** The title of a section whose number ends in a tab, if its text comes next. */
export function tabbedTitle(line: string, after: string): string | undefined {
  const [, number = '', name = ''] = TABBED.exec(line) ?? [];
  if (number === '' || /[.,;:]$/.test(name) || TABBED.test(after)) return undefined;
  const isText = /^(?:\(|[\p{Lu}“"])/u.test(after) && /\s\S+\s/.test(after);
  return isText && (after.length > MIN_PARAGRAPH / 2 || /[.;:—–-]$/.test(after))
    ? `${number} ${name.trim()}`
    : undefined;
}

/** A title between two marks: "--- Section 1. Short title ---", "== Scope ==". */
const DECORATED = /^([-=*~]{2,6})\s+(\S.{1,180}\S)\s+\1$/;
/** The line without the marks on both sides of it. */
export const undecorated = (line: string): string => DECORATED.exec(line)?.[2] ?? line;

/** Notes and definitions after the last section of a law, which have their own numbers. */
export const isEndMatter = (line: string, after: string): boolean =>
  /^(?:Endnotes?|Notes|Dictionary|Explanatory notes?)$/i.test(line) &&
  (/^1\.?\t/.test(after) || /^\((?:see )?s(?:ection)? ?\d/.test(after)) &&
  !/\t\d+$/.test(after);

/** "Part I — Preliminary", "Division 2.1⇥Functions": a label and its name fill the line. */
export const isNamedPart = (line: string): boolean =>
  /^(?:Part|Chapter|Division|Subdivision|Schedule)\s[\dIVXLC]+[A-Z]?(?:\.\d{1,3})*\s*(?:\t|[—–]\s)\s*\p{Lu}[^\t.;]{2,120}$/u.test(
    line,
  );

/** A page header with its page number: "LICENSE AGREEMENT - 3". */
const PAGED = /^(.{6,}?)\s+[-–—]\s*(?:page\s+)?(\d{1,4})$/i;

/** The titles that are page headers: the same but for numbers that go up, at least two of them. */
export function pagedTitles(titles: readonly string[]): ReadonlySet<string> {
  const pages = new Map<string, { titles: string[]; numbers: number[] }>();
  for (const title of titles) {
    const [, name = '', number = ''] = PAGED.exec(title) ?? [];
    if (name === '') continue;
    const seen = pages.get(name) ?? { titles: [], numbers: [] };
    seen.titles.push(title);
    seen.numbers.push(Number(number));
    pages.set(name, seen);
  }
  const headers = new Set<string>();
  for (const { titles: same, numbers } of pages.values())
    if (numbers.length > 1 && numbers.every((n, at) => at === 0 || n > numbers[at - 1]!))
      for (const title of same) headers.add(title);
  return headers;
}

const ATTACHMENT_ROW =
  /^(?:exhibit|schedule|annex|appendix|attachment|addendum)\s+["“]?[A-Z\d][\w.()-]{0,7}["”]?\s*[-–—:.]?\s+\S/i;
/** True for a row of a list of attachments: "Exhibit A - Form of Note". */
export const isAttachmentRow = (line: string): boolean => ATTACHMENT_ROW.test(line);

/** True for the title of an attachment, with or without a name. */
export const isAttachmentTitle = (title: string): boolean =>
  /^(?:exhibit|schedule|annex|appendix|attachment|addendum) ["“]?[A-Z\d]/i.test(title);

/** The end of a line in a table of contents: the page number and its leader. */
const PAGE_NUMBER = /[\s.…](?:\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,2}-\d{1,3})$/;
const LEADER = /\.{4}|(?:\.\s){3}|…{2}|\t|\s{4}/;

/** True for a line of a table of contents: it ends in leaders or a wide gap and a page number. */
export function isContentsLine(line: string): boolean {
  const text = line.trim();
  const number = PAGE_NUMBER.exec(text.slice(-9));
  if (!number) return false;
  const end = text.length - number[0].length + 1;
  let start = end;
  while (start > 0 && /[\s.…]/.test(text[start - 1]!)) start--;
  return LEADER.test(text.slice(start, end));
}
