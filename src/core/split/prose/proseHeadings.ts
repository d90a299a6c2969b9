import { ANNEX_LEVEL, foreignLabel, isAnnexLine, isArticleLabel } from './labelWords.ts';
import {
  ABBREVIATED,
  ADDRESS,
  clean,
  CONTENTS,
  endsParagraph,
  isCapitals,
  isContentsLine,
  isEndMatter,
  isNameBelow,
  isCaption,
  isNamedPart,
  isNamedSection,
  isSentence,
  isSentenceTitle,
  isShouted,
  isTableRow,
  isUncasedName,
  isTitleCase,
  isUnnumberedAttachment,
  isWholeName,
  isUnderline,
  mostlyCapitalized,
  NO_TITLE,
  shortTitle,
  tabbedTitle,
  undecorated,
} from './titleLines.ts';

export interface ProseHeading {
  /** 1 outermost: exhibits, parts, articles, sections, then numbering depth. */
  readonly level: number;
  readonly title: string;
  /** True if the line contains only the heading; the text after it should then stay with it. */
  readonly alone: boolean;
  /** True for a label without a name ("ARTICLE IV"): the name may be on the next line. */
  readonly unnamed: boolean;
  /** The paragraph above may be its name, as the side note of a section of an act. */
  readonly noted?: true;
}

export interface Surroundings {
  readonly blankBefore: boolean;
  readonly blankAfter: boolean;
  /** The line before, if it is not blank. */
  readonly before: string;
  /** The line after, if it is not blank. */
  readonly after: string;
  /** The next line that is not blank, however far. */
  readonly next?: string;
  /** The last line that is not blank; undefined from the first numbered heading of the text on. */
  readonly textBefore?: string | undefined;
}

/** Longest title, in UTF-16 code units. */
export const MAX_TITLE_LENGTH = 90;
const NUMBER = String.raw`(?:(?<=§ ?)\d{1,3}[a-z]{1,2}|\d{1,2}[a-zA-Z]|\d{1,3}(?:[.-]\d{1,3})*|[LRD]\.?\s?\*?\s?\d{1,4}(?:-\d{1,3})+|[IVXLC]+(?:\.\d{1,3})*|[A-Z](?:-?\d{1,3})?(?:\.\d{1,3})*|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)`;
const LABEL = new RegExp(
  String.raw`^(EXHIBIT|SCHEDULE|ANNEX|APPENDIX|ATTACHMENT|ADDENDUM|ENCLOSURE|BOOK|VOLUME|PART|TITLE|ARTICLE|CHAPTER|DIVISION|SECTION|CLAUSE|Exhibit|Schedule|Annex|Appendix|Attachment|Addendum|Book|Volume|Part|Article|Chapter|Division|Subdivision|Section|Clause|§)(?:\s+|(?=\d)|(?<=§))["“]?(${NUMBER})["”]?(?![\w])(.*)$`,
  's',
);
/** A label whose number is on the next line, as in texts made from web pages: "SECTION", "2.1. TERM". */
const LABEL_ONLY =
  /^(?:EXHIBIT|SCHEDULE|ANNEX|APPENDIX|PART|ARTICLE|CHAPTER|SECTION|Exhibit|Schedule|Annex|Appendix|Part|Article|Chapter|Section)$/;
const NUMBER_LINE = new RegExp(
  String.raw`^(?:\d{1,3}(?:\.\d{1,3})*(?![\w])|${NUMBER}(?:\s*[.:)–—-]|\s+\p{Lu}{2}|$))`,
  'su',
);
const NUMBER_ONLY = /^\d{1,2}(?:\.\d{1,2})*\.$/;
const LABEL_LEVEL: Readonly<Record<string, number>> = {
  exhibit: 1,
  schedule: 1,
  annex: 1,
  appendix: 1,
  attachment: 1,
  addendum: 1,
  enclosure: 1,
  book: 1,
  volume: 1,
  part: 2,
  title: 2,
  article: 3,
  chapter: 3,
  division: 2.5,
  subdivision: 2.7,
};
/** Level of a clause numbered `1.`; each further number is one level deeper. */
const NUMBERED_LEVEL = 4;
/** The same level as `1.`, so that neither is nested in the other. */
const CAPITALS_LEVEL = 4;
export const TITLE_CASE_LEVEL = 8;
/** The level of a name above articles. */
export const ABOVE_ARTICLE = 2.9;

/** "6.03.Payment": without a space only between a number of several parts and a name. */
const NUMBERED =
  /^(\d{1,3}(?:[A-Z]{1,2}(?=\.\s)|(?:\.\d{1,3}){0,5}))(\.{0,2})[)]?(\s+|$|(?<=\d\.\d{1,3}\.)(?=\p{Lu}\p{Ll}))(.*)$/su;
const FURNITURE =
  /^(?:<PAGE>.*|<\/?(?:TABLE|CAPTION|TEXT|S|C)>.*|[-–—\s]*\d{1,4}[-–—\s]*|[ivxlc]{1,7}|[A-Z]{1,2}-\d{1,3}(?:-\d{1,3})?|page\s+\d+(?:\s+of\s+\d+)?|\[?signature page.*)$/i;
/** Page numbers, page marks and the like: neither a heading nor a separate paragraph. */
export const isFurniture = (line: string): boolean =>
  line.length < 60 && FURNITURE.test(line.trim());

/** True if `line` is a label or number and `after` begins with its number or name: the two are one line. */
export const isBrokenLabel = (line: string, after: string): boolean =>
  (LABEL_ONLY.test(line) && NUMBER_LINE.test(after)) ||
  (NUMBER_ONLY.test(line) && /^["“]?\p{Lu}\p{L}/u.test(after));

/** Level of a clause with one number. */
export const CLAUSE_LEVEL = NUMBERED_LEVEL;

/** True if the line begins a numbered or lettered clause, heading or not: a place to begin a block. */
export function beginsClause(line: string): boolean {
  return /^\s*(?:\(?(?:[a-z]{1,2}|[ivx]{1,5}|[A-Z]|\d{1,3})\)|\d{1,3}(?:\.\d{1,3}){0,5}\.?|[-*•–—]|[A-Z]\.)\s+\S/.test(
    line,
  );
}

/** The heading on the line, if any. */
export function proseHeading(line: string, around: Surroundings): ProseHeading | undefined {
  const trimmed = undecorated(line.trim());
  // Twice the same without a gap: a bookmark beside what it names.
  const text = /^(.{6,60})\1$/.exec(trimmed)?.[1] ?? trimmed;
  if (text.length === 0 || text.length > 2000 || isFurniture(text) || isContentsLine(text))
    return undefined;
  if (/^[-=_*~#.\s]+$/.test(text)) return undefined;
  // An underline on the next line counts as the title's formatting.
  const own = isUnderline(around.after, text) ? { ...around, after: '', blankAfter: true } : around;
  return (
    labelled(text, own) ??
    attachment(text, own) ??
    inOtherLanguages(text, own) ??
    tabbed(text, own) ??
    numbered(text, own) ??
    bare(text, around)
  );
}

/** "Artikel 5 Haftung", "第1条（目的）", "المادة الأولى": the labels of `foreignLabel`. */
function inOtherLanguages(text: string, around: Surroundings): ProseHeading | undefined {
  const noted = isCaption(around.before);
  const isNext = endsParagraph(around.before) || /[。：；]$/.test(around.before) || noted;
  if (!around.blankBefore && !isNext) return undefined;
  const found = foreignLabel(text);
  if (!found) return undefined;
  const { level, label, rest, name } = found;
  if (found.isWhole === true) return { level, title: clean(label), alone: true, unnamed: false };
  if (name !== undefined)
    return { level, title: clean(`${label} ${name}`), alone: rest === '', unnamed: false };
  if (noted) return { level, title: clean(label), alone: false, unnamed: false, noted };
  const below = level < ABOVE_ARTICLE && isCaption(around.after) ? '' : around.after;
  // The name may be on the next line, if text follows it.
  const isBelow =
    rest === '' &&
    below.length > 1 &&
    below.length <= MAX_TITLE_LENGTH &&
    !/[.;:,。；，、]$/.test(below) &&
    !beginsClause(below) &&
    (foreignLabel(below)?.isWhole ?? true);
  if (isBelow) return { level, title: clean(`${label} ${below}`), alone: false, unnamed: false };
  const hasText = rest.length <= MAX_NAME && !/[.,;:。；，、]$/.test(rest) && isText(below);
  const { title, alone } = runIn(rest, hasText ? '' : below);
  return {
    level,
    title: clean(title === '' ? label : `${label} ${shortTitle(title)}`),
    alone: alone && !/[。；]/.test(rest),
    unnamed: title === '',
  };
}

/** Longest name on a label's line that counts as complete if text follows it. */
const MAX_NAME = 60;
/** A line that reads like the beginning of a text, and not like the rest of a name. */
const isText = (line: string): boolean =>
  /^[\p{Lu}\p{Lo}\d("“„«「（]/u.test(line) &&
  (line.length >= MAX_NAME || /[.;:。；：]$/.test(line));

/**
 * A label in the middle of a line with the name that follows it; `named`: it has a name, and not only text after it.
 */
export function inlineTitle(
  label: string,
  rest: string,
): { readonly title: string; readonly named: boolean } {
  const capitals = /^["“]?(?:\p{Lu}[\p{Lu}&',/-]*[,]?\s+){1,10}(?=\p{Lu}\p{Ll}|\d|\(|["“])/u.exec(
    rest,
  )?.[0];
  // At the next number another heading begins.
  const own = rest.split(/\s\d{1,2}\.(?:\d|\s)/)[0]!;
  const { title, named } = runIn(own, '');
  const isCapital = capitals !== undefined && capitals.trim().length >= 4;
  const name = isCapital ? capitals : title;
  const shown = name.length > MAX_TITLE_LENGTH ? `${name.slice(0, 60).toWellFormed()}…` : name;
  return {
    title: clean(`${label} ${shown}`).replace(/[\s[(]+$/, ''),
    named: named || isCapital,
  };
}

function attachment(text: string, around: Surroundings): ProseHeading | undefined {
  const isAlone = around.blankBefore && text.length <= MAX_ATTACHMENT && !/[;:,]$/.test(text);
  const isOne =
    isAlone && (isUnnumberedAttachment(text) || (around.blankAfter && isAnnexLine(text)));
  if (!isOne) return undefined;
  const title = clean(text.replace(/^([\p{L} ]+)\.$/u, '$1'));
  return { level: ANNEX_LEVEL, title, alone: true, unnamed: /^[\p{L} ]{1,20}$/u.test(title) };
}
const MAX_ATTACHMENT = 160;

function labelled(text: string, around: Surroundings): ProseHeading | undefined {
  const match = LABEL.exec(text);
  if (!match) return undefined;
  const [, word = '', number = '', rest = ''] = match;
  const capital = word === word.toUpperCase();
  // "Section 4.2 of this Agreement" in the middle of a paragraph is a reference.
  const isPart = isNamedPart(text);
  const isNext = endsParagraph(around.before) || isCapitals(around.before);
  if (!around.blankBefore && !isPart && !(isNext && (capital || isNamedSection(text))))
    return undefined;
  if (
    /^\s*(?:[,;)]|\.\d|of\b|and\b|or\b|to\b|hereof|hereto|above|below|shall\b|is\b|as\b|in\b)/.test(
      rest,
    )
  )
    return undefined;
  if (/^\(\w{1,4}\)(?!\s+\p{Lu})/u.test(rest)) return undefined;
  if (!capital && rest.trim() === '' && /^\p{Ll}/u.test(around.after)) return undefined;
  // "§ 5 der Satzung", "Article 5 du code": lower case after it continues a sentence.
  if (
    (word === '§' || !capital) &&
    /^\s+(?:\p{Ll}|(?:Abs\.?|Absatz|Satz|Nr\.?|Nummer)\s*\d)/u.test(rest)
  )
    return undefined;
  const name = runIn(rest.replace(/^[\s.:–—-]+/, ''), isPart ? '' : around.after);
  const isWhole = word === '§' && !/[.-]/.test(number);
  const below = around.after;
  const isName = isWhole && below.length <= MAX_NAME && isNameBelow(below) && !beginsClause(below);
  const nameBelow = name.title === '' && (isName || isShortName(below));
  const level = isWhole
    ? LABEL_LEVEL['article']!
    : (LABEL_LEVEL[word.toLowerCase()] ?? NUMBERED_LEVEL - 1 + number.split(/[.-]/).length);
  const label = `${word === '§' ? '§ ' : `${word} `}${number}`;
  return {
    level,
    title: nameBelow
      ? `${label} ${clean(around.after)}`
      : name.title === ''
        ? label
        : `${label} ${name.title}`,
    alone: name.alone && !nameBelow,
    unnamed: name.title === '' && !nameBelow,
  };
}

const isShortName = (line: string) =>
  line.length > 3 &&
  line.length <= MAX_TITLE_LENGTH &&
  !isFurniture(line) &&
  (isCapitals(line) || isTitleCase(line.trim()) || /^\p{Lu}\p{Ll}{3,}$/u.test(line.trim()));

function tabbed(text: string, { after }: Surroundings): ProseHeading | undefined {
  if (isEndMatter(text, after))
    return { level: LABEL_LEVEL['annex']!, title: text, alone: true, unnamed: false };
  const title = tabbedTitle(text, after);
  return title === undefined
    ? undefined
    : { level: NUMBERED_LEVEL, title: clean(title), alone: true, unnamed: false };
}

/** "5.—(1) The Minister may": a section of an act of Ireland or the United Kingdom. */
const DASHED = /^(\d{1,3}[A-Z]{0,2})\.\s?[—–]\s?(\S.*)$/su;
/** The mark of an amendment in a consolidated act: "F31[Authorised officers". */
const AMENDED = /^F\d{1,4}\[/;

function dashedSection(
  number: string,
  rest: string,
  around: Surroundings,
): ProseHeading | undefined {
  if (!around.blankBefore && !endsParagraph(around.before)) return undefined;
  if (!/^[(["“‘]*(?:\p{Lu}|\d|[a-z]\))/u.test(rest)) return undefined;
  const { title } = /^[([]/.test(rest) ? { title: '' } : runIn(rest, around.after);
  const name = title === '' ? number : `${number} ${title}`;
  return { level: NUMBERED_LEVEL, title: name, alone: false, unnamed: false, noted: true };
}

function numbered(text: string, around: Surroundings): ProseHeading | undefined {
  const dashed = DASHED.exec(text);
  if (dashed) return dashedSection(dashed[1]!, dashed[2]!, around);
  const match = NUMBERED.exec(text);
  if (!match) return undefined;
  const [, number = '', dot = '', gap = ''] = match;
  const rest = match[4]!.replace(AMENDED, '');
  const depth = number.split('.').length;
  if (depth === 1 && (dot === '' || number.length > 2)) return undefined;
  const isNext = endsParagraph(around.before) || (depth > 1 && isCapitals(around.before));
  if (!around.blankBefore && !isNext) return undefined;
  if (gap === '' && rest === '' && !around.blankAfter) return undefined;
  const isWhole = depth > 1 && around.blankBefore && around.blankAfter && isWholeName(rest);
  const isOther = around.blankBefore && around.blankAfter && isUncasedName(rest);
  if (rest !== '' && !(isWhole && dot !== '') && !isOther && !/^["“‘'[]?\p{Lu}/u.test(rest))
    return undefined;
  const name = isWhole
    ? { title: clean(rest), alone: true, named: true }
    : runIn(rest, around.after);
  // "1. Bring the form." is an item of a list; "1. Definitions." opens a clause.
  if (depth === 1 && (name.title === '' || (!name.alone && !name.named))) return undefined;
  if (
    depth === 1 &&
    name.alone &&
    !(name.named && /^(?:\(?a[.)]|\(?1\)|[1-9]\d?\.1\.?)\s/i.test(around.after)) &&
    (!around.blankAfter || /[.;,]$/.test(rest.trim()) || isSentence(rest.trim())) &&
    !isCapitals(rest)
  ) {
    return undefined;
  }
  return {
    level: NUMBERED_LEVEL - 1 + depth,
    title: name.title === '' ? number : `${number} ${name.title}`,
    alone: name.alone,
    unnamed: name.title === '',
  };
}

/** Lines without a number: underlined, in capitals or in title case, and separate from other text. */
function bare(text: string, around: Surroundings): ProseHeading | undefined {
  if (text.length > MAX_TITLE_LENGTH || !around.blankBefore) return undefined;
  const under = around.after.trim();
  if (isUnderline(under, text)) {
    return {
      level: under.startsWith('=') ? 2 : CAPITALS_LEVEL,
      title: clean(text),
      alone: true,
      unnamed: false,
    };
  }
  if (!around.blankAfter || /[,;]$/.test(text) || /\s{4,}|\t/.test(text)) return undefined;
  if (NO_TITLE.test(text) || /^\([A-Za-z]{1,3}\)/.test(text)) return undefined;
  // The name of a group of articles, or of the next one.
  if (
    isNameBelow(text) &&
    !CONTENTS.test(text) &&
    !/\d{4}$/.test(text) &&
    isArticleLabel(around.next ?? '')
  )
    return { level: ABOVE_ARTICLE, title: clean(text), alone: true, unnamed: false };
  if (isCapitals(text) && !isShouted(text)) {
    // The caption of a table ends no clause.
    const isCaption = around.textBefore === undefined && isTableRow(around.next ?? '');
    const level = isCaption ? TITLE_CASE_LEVEL : CAPITALS_LEVEL;
    return { level, title: clean(text), alone: true, unnamed: false };
  }
  const { next = '', textBefore } = around;
  if (
    (text.length <= 60 && isTitleCase(text) && !isCell(next)) ||
    (textBefore !== undefined && isSentenceTitle(text, textBefore, next))
  ) {
    return { level: TITLE_CASE_LEVEL, title: clean(text), alone: true, unnamed: false };
  }
  return undefined;
}

/** A short line without an end follows in a table whose cells are lines, not under a title. */
const isCell = (line: string): boolean =>
  (line.length > 0 &&
    line.length < 30 &&
    !/[.;:]$|^[("“\d]|^[A-Z][.)]/.test(line) &&
    !LABEL.test(line)) ||
  ADDRESS.test(line);

/**
 * The name in "Definitions. As used in this ...": the text before the first full stop, if short enough; the defined
 * word of a definition. A hard-wrapped name may end on the next line.
 */
function runIn(rest: string, after: string): { title: string; alone: boolean; named: boolean } {
  const line = clean(rest);
  if (line === '') return { title: '', alone: true, named: false };
  const term = /^[“"][^”"]{2,60}[”"]/.exec(line)?.[0];
  if (term !== undefined)
    return { title: term, alone: term.length >= line.length - 1, named: false };
  const isOther = beginsClause(after) || isFurniture(after) || isNamedSection(after);
  const goesOn = after !== '' && !isOther;
  const text = goesOn ? clean(`${line} ${after}`) : line;
  const stop = /^(.{2,80}?)\s*(?:\.(?=\s|$)|:(?=\s|$)|\s[–—-]\s)/.exec(text)?.[1];
  if (stop !== undefined && stop.split(' ').length <= 12 && !ABBREVIATED.test(stop)) {
    const named = /^["“]?\p{Lu}/u.test(stop) && mostlyCapitalized(stop);
    return { title: stop, alone: line.length <= stop.length + 2, named };
  }
  if (!goesOn && line.length <= MAX_TITLE_LENGTH) {
    return { title: line, alone: true, named: mostlyCapitalized(line) };
  }
  // A name in capitals directly above text, without a blank line.
  if (line.length <= MAX_TITLE_LENGTH && isCapitals(line))
    return { title: line, alone: true, named: true };
  const words = text.slice(0, 60);
  const cut =
    words.length < text.length ? `${words.slice(0, words.lastIndexOf(' ')).trimEnd()}…` : words;
  return { title: cut, alone: false, named: false };
}
