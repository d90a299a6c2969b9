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

/** "8 Loans for houses.", "Short title": the name of a section in the paragraph above it, without the number. */
export function sideNote(paragraph: string): string | undefined {
  const line = clean(paragraph);
  if (isCaption(line)) return line.slice(1, -1);
  const [, name = ''] =
    /^(?:\d{1,3}[A-Z]{0,2}\.{0,2}\s)?(?:F\d{1,4}\[)?(\p{Lu}[^;:]*)$/u.exec(line) ?? [];
  return name.length >= 4 && line.length <= MAX_NAME_BELOW && !/[.!?]\s/.test(name)
    ? name.replace(/\.$/, '')
    : undefined;
}

/** Longest name on the line below an unnamed label, in UTF-16 code units. */
const MAX_NAME_BELOW = 120;
/** True for a line that is the name of the label above it, in any case: "Verlof tot begraving of crematie". */
export const isNameBelow = (line: string): boolean =>
  line.length <= MAX_NAME_BELOW &&
  /^["“„(]?\p{Lu}\p{L}/u.test(line) &&
  /[\p{L}\p{N})”"]$/u.test(line) &&
  !/[|\t_=<>]|\s{3}|[.;:]\s/.test(line);

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
/** The mark of a list before a number of several parts: "• 2.1. Orders". */
const BULLET = /^[•●▪◦‣·]\s+(?=\d{1,3}\.\d)/;
/** The line without the marks on both sides of it, or before its number. */
export const undecorated = (line: string): string =>
  DECORATED.exec(line)?.[2] ?? line.replace(BULLET, '');

/** True for a sentence in capitals: "THIS SECTION DOES NOT APPLY TO CONSUMERS." */
export const isShouted = (text: string): boolean =>
  /[.!]$/.test(text) &&
  /\s(?:IS|ARE|DO|DOES|SHALL|WILL|MAY|MUST|CANNOT|HAS|HAVE|APPLIES|AGREES?)\s/.test(text);

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

/** "Section 2.02.  Notice of Borrowing.  The Borrower shall", "Section 2.5 Fees. The": a number and a name with a full stop. */
const NAMED_SECTION =
  /^(?:(?:Section|Article|Clause)\s|§\s?)(?:\d{1,3}(?:\.\d{1,3})*\.|\d{1,3}(?:\.\d{1,3})+)\s+(?:\p{Lu}[\p{L}’'-]*[,;]?\s+(?:[\p{L}’',;/&()-]+\s+){0,8}?[\p{L}’')-]+\.(?:\s|$)|\p{Lu}[\p{L}’'-]{3,}\.(?:\s+[\p{Lu}(“"]|$))/u;
/** True for the first line of a section with its name. */
export const isNamedSection = (line: string): boolean => NAMED_SECTION.test(line);

/** Longest name after a number in a script without capitals, in UTF-16 code units. */
const MAX_UNCASED = 60;
/** "הגדרות", "目的": a name in a script without capitals, and not a sentence. */
export const isUncasedName = (text: string): boolean =>
  text.length <= MAX_UNCASED &&
  /^\p{Lo}.*[\p{L}\p{N})）]$/su.test(text) &&
  !/[.。،;；:：]/.test(text);

/** "（定義）": the name of an article of Japan on the line above it. */
export const isCaption = (line: string): boolean => /^（[^（）。]{1,60}）$/.test(line);

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

const ORDINAL = '(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)';
const UNNUMBERED = [
  new RegExp(
    String.raw`^(?:the\s)?${ORDINAL}\s(?:schedule|annex|appendix)(?:[.]?$|\s*[.:–—-]\s*\S|\s\p{Lu})`,
    'iu',
  ),
  /^(?:THE\s)?(?:SCHEDULE|ANNEX|APPENDIX)(?:\.?$|\s*[.:–—-]\s*\S|\s\p{Lu}\p{Ll})/u,
  /^(?:Schedule|Annex|Appendix)(?:$|\s?[—–]\s?\p{Lu})/u,
];
/** True for "FIRST SCHEDULE", "SCHEDULE — Name", "Schedule": an attachment without a number. */
export const isUnnumberedAttachment = (line: string): boolean =>
  /^\p{Lu}/u.test(line) && UNNUMBERED.some(pattern => pattern.test(line));

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

// ---------------------------------------------------------------- words of a title

/** The beginning of a sentence that an item of a list completes. */
export const isSentence = (text: string): boolean =>
  (!mostlyCapitalized(text) && /[:,—–-]$/.test(text)) ||
  /\s(?:and|or|that|to|the|of|shall|must|will|und|oder|dass|er|sie|es|et|ou|que|y|o)$/.test(text);

export const isUnderline = (line: string, text: string): boolean => {
  const under = line.trim();
  return (
    /^(?:={3,}|-{3,}|_{3,}|~{3,}|\*{3,})$/.test(under) && Math.abs(under.length - text.length) <= 12
  );
};

/** Capitals only, at least four letters, with little punctuation: "CONDITIONS PRECEDENT". */
export function isCapitals(text: string): boolean {
  if (/\p{Ll}/u.test(text.replace(/\b(?:and|of|or|the|to|for|in|a|by|with)\b/g, ''))) return false;
  const letters = text.match(/\p{Lu}/gu)?.length ?? 0;
  return letters >= 4 && letters >= text.replace(/\s/g, '').length * 0.6;
}

export function isTitleCase(text: string): boolean {
  if (!/^\p{Lu}/u.test(text) || /[.:;,?!"”)]$/.test(text) || /[:;=<>/\\|@_]/.test(text))
    return false;
  const words = text.split(/\s+/);
  if (words.length < 2 || words.length > 9) return false;
  return words.every(word =>
    /^\p{Lu}|^(?:and|of|or|the|to|for|in|a|an|by|with|on|at|from|&)$/u.test(word),
  );
}

export const endsParagraph = (line: string) => {
  const text = line.trim();
  return text === '' || /[.;:!?”"]$/.test(text.replace(/(?:and|or)$/, '').trimEnd());
};

/** True if most of the longer words begin with a capital. */
export function mostlyCapitalized(text: string): boolean {
  const words = text.split(' ').filter(word => word.length > 3);
  return (
    words.length === 0 ||
    words.filter(word => /^[("“]?\p{Lu}/u.test(word)).length >= words.length * 0.6
  );
}

/** With single spaces, and without the underline of a title that lost its line end. */
export const clean = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\s[-=_*]{4,}(?:\s.*)?$/, '')
    .trim();

/** Remarks on the copy, and values. */
export const NO_TITLE =
  /^(?:\(.*\)|\[.*\]|none|n\/a|(?:execution|conformed|composite|final)\s+(?:copy|version|form|draft)|draft.{0,30})$/i;

/** A street, or a place with its code. */
export const ADDRESS =
  /^(?:P\.?\s?O\.? Box|\d+\s(?:\S+\s){0,4}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Plaza|Parkway|Suite|Floor)\b)|,\s[A-Z]{2}\s+\d{5}/;

/** The title of a list of contents. */
export const CONTENTS =
  /^(?:(?:table of )?contents|sommario|sommaire|table des matières|inhalt|inhaltsübersicht|inhaltsverzeichnis|índice|indice|sumário|inhoud|inhoudsopgave|spis treści|obsah|содержание|оглавление|зміст)$/iu;

const CLAUSE_NAME = /^(\d{1,2})\.\s+(["“]?\p{Lu}[^.;:]{1,80})\.?$/u;
/**
 * The number and name in "1. Definitions." on a separate line: an item of a list, or the name of a clause if "1.1"
 * comes next.
 */
export function possibleClause(
  line: string,
): { readonly number: string; readonly title: string } | undefined {
  const match = CLAUSE_NAME.exec(line);
  return match ? { number: match[1]!, title: clean(`${match[1]!} ${match[2]!}`) } : undefined;
}

/** True for what follows several numbers alone on their line if all of it is a name, in any case of letters. */
export const isWholeName = (rest: string): boolean =>
  rest.length <= 90 && /^\p{L}.*[\p{L}\p{N})]$/u.test(rest) && !/[.;]\s|\s{3}|[=|<>]/.test(rest);

/** In a script without spaces, the first clause. */
export const shortTitle = (title: string): string =>
  /[。；]/.test(title) || title.length > 40 ? title.split(/[。；，]/)[0]!.slice(0, 40) : title;

/** A full stop after it ends no name. */
export const ABBREVIATED =
  /\b(?:No|Nos|Inc|Corp|Co|U\.S|Ltd|Mr|Mrs|Dr|vs?|Art|Sec|Fig|approx|Abs|Nr|Ziff|Satz|Subs|Ins|al|núm|ust|pkt)$/;
