import type { Heading } from '../blocks.ts';
import { ANNEX_LEVEL, foreignLabel } from './labelWords.ts';
import { CLAUSE_LEVEL } from './proseHeadings.ts';

/** A heading without its end. */
export type FlatHeading = Omit<Heading, 'end'>;

/**
 * Headings as they must nest, from all of them in order: what a single line does not show, its neighbours do. `length`
 * is that of the text.
 */
export function repairedHeadings(
  flat: readonly FlatHeading[],
  length: number,
): readonly FlatHeading[] {
  return sectionsOfArticles(
    preamblesEnd(
      orphansOut(
        interruptionsInside(
          withoutQuoted(withoutItems(withoutListed(withoutContents(flat), length))),
        ),
      ),
    ),
  );
}

// ---------------------------------------------------------------- numbers

interface Numbered {
  /** `article`, `section`; empty for a bare number. */
  readonly word: string;
  readonly numbers: readonly number[];
}

const NUMBER_WORDS = 'one two three four five six seven eight nine ten'.split(' ');
const NUMBERED =
  /^(?:(article|section|clause|§) ?)?(?:(\d{1,3}(?:\.\d{1,3})*)|([IVXLC]+)|(one|two|three|four|five|six|seven|eight|nine|ten))(?![\w-])/i;

/** The word and the numbers that a title begins with. */
export function numberedOf({ title }: Pick<FlatHeading, 'title'>): Numbered | undefined {
  const match = NUMBERED.exec(title);
  if (!match) return undefined;
  const [, word = '', plain, roman, spelt] = match;
  // "I" alone is a word.
  if (word === '' && plain === undefined) return undefined;
  const numbers =
    plain?.split('.').map(Number) ??
    (roman === undefined
      ? [NUMBER_WORDS.indexOf((spelt ?? '').toLowerCase()) + 1]
      : [fromRoman(roman.toUpperCase())]);
  return { word: word.toLowerCase(), numbers };
}

/** The value of a Roman number in capitals. */
export function fromRoman(text: string): number {
  const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text[i]!] ?? 0;
    sum += value < (values[text[i + 1] ?? ''] ?? 0) ? -value : value;
  }
  return sum;
}

const NONE: Numbered = { word: '', numbers: [0] };
const isFirst = ({ numbers }: Numbered): boolean => numbers.every(number => number === 1);

// ---------------------------------------------------------------- contents and lists

/** Text between two headings of a list of contents, at most, on average, in UTF-16 code units. */
const MAX_CONTENTS_GAP = 500;
/** Share of the headings of a list of contents that have labels. */
const MIN_LABELLED = 0.5;
/** Share of the labels of a list of contents that return in the text. */
const MIN_RETURNING = 0.7;
const MIN_CONTENTS = 4;
const LABELLED =
  /^(?:(?:article|section|clause|chapter|part|title|exhibit|schedule|annex|appendix) ["“]?[\w.-]+|\d+(?:\.\d+)*)/i;
const labelOf = ({ title }: FlatHeading): string | undefined =>
  LABELLED.exec(title)?.[0]
    .toLowerCase()
    .replace(/["“]|[.-]$/g, '');

/** Without the headings of a list of contents: close together, numbered from one, and all return in the text. */
function withoutContents(flat: readonly FlatHeading[]): readonly FlatHeading[] {
  const labels = flat.map(labelOf);
  const first = flat.findIndex(heading => {
    const numbered = numberedOf(heading);
    return numbered !== undefined && isFirst(numbered);
  });
  const label = labels[first];
  if (first < 0 || label === undefined) return flat;
  let again = labels.indexOf(label, first + 1);
  if (again < first + MIN_CONTENTS) return flat;
  // "ARTICLE I" above "Section 1.01", where only the second is in the list.
  while (
    flat[again - 1]!.level < flat[again]!.level &&
    isFirst(numberedOf(flat[again - 1]!) ?? NONE)
  )
    again--;
  const listed = labels.slice(first, again).filter(each => each !== undefined);
  const later = new Set(labels.slice(again));
  const returning = listed.filter(each => later.has(each)).length;
  const gap = (flat[again]!.start - flat[first]!.start) / (again - first);
  const isLabelled = listed.length >= (again - first) * MIN_LABELLED;
  if (!isLabelled || returning < listed.length * MIN_RETURNING || gap > MAX_CONTENTS_GAP)
    return flat;
  return [...flat.slice(0, first), ...flat.slice(again)];
}

/** True for a title that begins with the label of a part: it cannot be the name of another. */
export const hasLabel = (title: string): boolean =>
  LABELLED.test(title) || foreignLabel(title) !== undefined;

/** Longest row of a list of attachments, in UTF-16 code units. */
const MAX_ROW = 250;
/** Share of a text in which its list of attachments stands: contents come before what they list. */
const CONTENTS_SHARE = 0.25;
const ATTACHED = /^((?:exhibit|schedule|annex|appendix|attachment) ["“]?[A-Z\d][\w.()-]*)/i;
const LIST_TITLE =
  /^(?:(?:list|index|table) of )?(?:schedules|exhibits|annexes|appendices|attachments)(?:$|[^\p{L}\d]| (?:and|to)\b)/iu;
/** Rows without a blank line between them. */
const TWO_ATTACHED = /^\S+ \S+.* (?:exhibit|schedule|annex|appendix) ["“]?[A-Z\d]/i;
const NUMBERED_PART =
  /^(?:(?:article|section|clause|part) )?(one|[IVXLC]+|\d+(?:\.\d+)*)(?![\w-])/i;

/**
 * Without the attachments that are only listed, before the text begins: under a title like "Exhibits", several in a
 * row, or with a label that returns where they are attached; and then comes the first article. All that comes after a
 * row would belong to the row.
 */
function withoutListed(flat: readonly FlatHeading[], length: number): readonly FlatHeading[] {
  const labels = flat.map(({ title }) => ATTACHED.exec(title)?.[1]?.toLowerCase());
  const isTitle = (at: number) => LIST_TITLE.test(flat[at]?.title ?? '');
  const lastOf = new Map(labels.map((label, at) => [label, at]));
  const listed = new Set<number>();
  for (let first = 0; first < flat.length; first++) {
    if (labels[first] === undefined) continue;
    let last = first;
    while (labels[last + 1] !== undefined || isTitle(last + 1)) last++;
    const rows = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
      row => labels[row] !== undefined,
    );
    const next = flat.slice(last + 1, last + 7).map(({ title }) => NUMBERED_PART.exec(title)?.[1]);
    const number = next.find(found => found !== undefined) ?? '';
    const returns = (row: number): boolean => lastOf.get(labels[row])! > last;
    const isTwo = TWO_ATTACHED.test(flat[first]!.title) && number !== '';
    const isList = rows.length > 1 || isTitle(first - 1) || returns(first);
    const isBefore =
      flat[first]!.start <= length * CONTENTS_SHARE &&
      (isTwo || (isList && /^(?:I|one|1(?:\.0?1)?)$/i.test(number)));
    // Rows further on: all of them are attached later.
    const isInside =
      rows.length > 1 &&
      rows.every(returns) &&
      flat[last]!.start - flat[first]!.start < rows.length * MAX_ROW;
    if (isBefore || isInside) for (const row of rows) listed.add(row);
    first = last;
  }
  return listed.size === 0 ? flat : flat.filter((_, at) => !listed.has(at));
}

/** Labels of the laws whose sections have numbered paragraphs, and no numbered sections inside. */
const LAW_LABEL =
  /^(?:§|artikel|artículo|articulo|articolo|artigo|artykuł|art\.|art(?=\s)|čl\.|článek|článok|стаття|статья) ?[\dIVX]/i;
const MIN_LAW_LABELS = 3;

/** Without the numbered paragraphs and items inside "§ 6": they are no sections. */
function withoutItems(flat: readonly FlatHeading[]): readonly FlatHeading[] {
  if (flat.filter(({ title }) => LAW_LABEL.test(title)).length < MIN_LAW_LABELS) return flat;
  let isInside = false;
  return flat.filter(heading => {
    const numbered = numberedOf(heading);
    const isItem =
      numbered?.word === '' && numbered.numbers.length === 1 && heading.level >= CLAUSE_LEVEL;
    if (!isItem && heading.level < CLAUSE_LEVEL) isInside = LAW_LABEL.test(heading.title);
    return !(isItem && isInside);
  });
}

type NumberOf = (heading: FlatHeading | undefined) => readonly [number, boolean] | undefined;
/** From this number on, the next one shows that a numbering goes on and did not begin again. */
const MIN_GOING_ON = 3;

/** A schedule that a section quotes contains none of the sections after it, which go on with the next number. */
function annexesInside(flat: readonly FlatHeading[], bare: NumberOf): readonly FlatHeading[] {
  let last = 0;
  return flat.map((heading, at) => {
    last = bare(heading)?.[0] ?? last;
    if (heading.level > ANNEX_LEVEL || last < MIN_GOING_ON) return heading;
    const next = flat.slice(at + 1, at + 1 + MAX_BETWEEN).find(each => bare(each) !== undefined);
    return bare(next)?.[0] === last + 1 ? { ...heading, level: CLAUSE_LEVEL + 0.5 } : heading;
  });
}

/** Numbers that may be missing before a number that is not quoted. */
const MAX_GAP = 3;
/** Headings among which the numbering goes on after a quoted section. */
const MAX_BETWEEN = 14;

/** Without the sections that an amendment inserts into another law: "36B", "53" between the sections 21 and 22. */
function withoutQuoted(flat: readonly FlatHeading[]): readonly FlatHeading[] {
  const bare: NumberOf = heading => {
    const match =
      heading?.level === CLAUSE_LEVEL
        ? /^(\d{1,3})([A-Z]{0,3})(?![\w.])/.exec(heading.title)
        : null;
    return match ? [Number(match[1]), match[2] !== ''] : undefined;
  };
  let last = 0;
  const all = annexesInside(flat, bare);
  return all.filter((heading, at) => {
    if (heading.level <= ANNEX_LEVEL) last = 0;
    const own = bare(heading);
    if (!own) return true;
    const [number, isLettered] = own;
    if (last > 0 && (number > last + MAX_GAP || (isLettered && number < last))) {
      for (const next of all.slice(at + 1, at + 1 + MAX_BETWEEN)) {
        const later = bare(next);
        if (!later || later[1]) continue;
        if (later[0] === last + 1) return false;
        if (later[0] <= last) break;
      }
    }
    last = number;
    return true;
  });
}

// ---------------------------------------------------------------- levels

/** A division that may begin anywhere in a numbering. */
const DIVISION = /^(?:book|volume|part|title|chapter|subchapter|division|subpart)\b/i;

/**
 * Between two numbers that continue one another nothing begins that contains the second: a page header with the number
 * of an exhibit, a table's title, an item of a list, an address ("BANK:") belongs to the first. A header that repeats
 * is left out.
 */
function interruptionsInside(flat: readonly FlatHeading[]): readonly FlatHeading[] {
  const inside: (FlatHeading | undefined)[] = [...flat];
  const times = new Map<string, number>();
  for (const { title } of flat) times.set(title, (times.get(title) ?? 0) + 1);
  /** The last heading of each word and depth. */
  const last = new Map<string, { readonly at: number; readonly numbers: readonly number[] }>();
  for (const [i, heading] of flat.entries()) {
    const numbered = numberedOf(heading);
    if (!numbered) continue;
    const { word, numbers } = numbered;
    const depth = numbers.length;
    const key = `${word} ${depth}`;
    const before = last.get(key);
    last.set(key, { at: i, numbers });
    // A list may begin with any number.
    if (!before || (depth === 1 && word === '')) continue;
    const continues =
      numbers.slice(0, -1).every((number, at) => number === before.numbers[at]) &&
      numbers[depth - 1] === before.numbers[depth - 1]! + 1;
    if (!continues) continue;
    const isRow = (at: number): boolean => ROW.test(flat[at]!.title);
    const rows = Array.from({ length: i - before.at - 1 }, (_, n) => n + before.at + 1).filter(
      isRow,
    );
    for (let at = before.at + 1; at < i; at++) {
      const between = inside[at];
      if (!between || between.level > heading.level) continue;
      if (rows.length > 1 && isRow(at)) {
        inside[at] = { ...between, level: heading.level + 0.5 };
        continue;
      }
      if (DIVISION.test(between.title) || foreignLabel(between.title) !== undefined) continue;
      const isAttached = ATTACHED.test(between.title);
      if (depth === 1 && !isAttached) continue;
      const isHeader = isAttached && (times.get(between.title)! > 1 || FILED.test(between.title));
      inside[at] = isHeader ? undefined : { ...between, level: heading.level + 0.5 };
    }
  }
  return inside.filter(heading => heading !== undefined);
}

/** A lettered part: several with nothing between them are listed, as the parts of a plan that is attached. */
const ROW = /^(?:abschnitt|teil|section|part) [A-Z](?![\w.])/i;
interface Parent {
  readonly level: number;
  readonly number: number;
  /** Only its parts were found. */
  readonly isMissing: boolean;
}

/** Headings after a quoted section among which the clause around it goes on. */
const MAX_QUOTED = 12;
/** Numbers of clauses that may be missing before one whose parts are there. */
const MAX_SKIPPED = 2;

/**
 * "8.1" below "7." although the parts of clauses have their numbers: the heading of clause 8 was not recognized, and its
 * parts do not belong to clause 7.
 */
function orphansOut(flat: readonly FlatHeading[]): readonly FlatHeading[] {
  let parent: Parent | undefined;
  let matches = 0;
  return flat.map((heading, at) => {
    if (ATTACHED.test(heading.title)) [parent, matches] = [undefined, 0];
    const numbered = numberedOf(heading);
    if (!numbered) return heading;
    const [number = 0] = numbered.numbers;
    if (numbered.numbers.length === 1) {
      parent = { level: heading.level, number, isMissing: false };
      return heading;
    }
    if (!parent || numbered.numbers.length > 2) return heading;
    if (parent.number === number && !parent.isMissing) matches++;
    const skipped = number - parent.number;
    // "3.1" below the item "4." of a list.
    const isLower = skipped < 0 && numbered.word === '';
    const isOrphan =
      isLower ||
      (skipped === 0
        ? parent.isMissing
        : skipped > 0 &&
          skipped <= (matches > 1 ? MAX_SKIPPED : 1) &&
          !goesOn(flat.slice(at + 1, at + 1 + MAX_QUOTED), parent.number));
    if (!isOrphan || heading.level <= parent.level) return heading;
    parent = { level: parent.level, number, isMissing: true };
    return { ...heading, level: parent.level };
  });
}

/** True if parts of the clause `number` come before the next clause: what was between is quoted ("2.10" in clause 1). */
function goesOn(next: readonly FlatHeading[], number: number): boolean {
  for (const heading of next) {
    const numbers = numberedOf(heading)?.numbers;
    if (numbers?.length === 1 || ATTACHED.test(heading.title)) return false;
    if (numbers?.length === 2 && numbers[0] === number) return true;
  }
  return false;
}

/** The number under which a contract is filed: "Exhibit 10.14". */
const FILED = /^exhibit \d{1,2}\.\d+[a-z]?$/i;

const PREAMBLE =
  /^(?:recitals?|background|preambles?|whereas|preliminary statements?|w ?i ?t ?n ?e ?s ?s ?e ?t ?h)[\s:.]*$/i;

export const isPreamble = (title: string): boolean => PREAMBLE.test(title);

/** Longest recitals, in UTF-16 code units. */
const MAX_RECITALS = 6000;
const WITNESS = /^(?:whereas|recitals?|w ?i ?t ?n ?e ?s ?s ?e ?t ?h)[\s:.]*$/i;

/** "WITNESSETH:", "RECITALS" above more than recitals: the clauses after it have no headings, and do not belong to it. */
function isOverlong(flat: readonly FlatHeading[], at: number): boolean {
  const { title, level, start } = flat[at]!;
  if (!WITNESS.test(title)) return false;
  const next = flat.find(
    (heading, i) => i > at && (heading.level <= level || numberedOf(heading) !== undefined),
  );
  return (next?.start ?? Infinity) - start > MAX_RECITALS;
}

/** What stands before the first clause ends there. */
function preamblesEnd(flat: readonly FlatHeading[]): readonly FlatHeading[] {
  const ended = flat.filter((_, i) => !isOverlong(flat, i));
  for (const [i, { title }] of [...ended.entries()]) {
    if (!isPreamble(title) && foreignLabel(title)?.isWhole !== true) continue;
    const next = ended.findIndex((heading, at) => at > i && numberedOf(heading) !== undefined);
    if (next < 0) continue;
    const { level } = ended[next]!;
    for (let at = i; at < next; at++)
      if (ended[at]!.level < level && ended[at]!.level >= ended[i]!.level)
        ended[at] = { ...ended[at]!, level };
  }
  return ended;
}

const ARTICLE_TITLE = /^(?:article|artículo|articulo|artikel|articolo|artigo|art\.) /i;
const SECTION_TITLE = /^section (?:\d{1,3}|[IVXLC]+|[A-Z])(?![\w.-])/i;
/** In the laws of France, Canada and the European Union. */
const SECTION_LEVEL = 2.5;

/** "Section 2" contains articles if an article comes next almost every time. */
function sectionsOfArticles(flat: readonly FlatHeading[]): readonly FlatHeading[] {
  const isSection = ({ title, level }: FlatHeading): boolean =>
    (level === CLAUSE_LEVEL && SECTION_TITLE.test(title)) ||
    /^§ \d+[a-z]?(?:\.\d|(?!\w))/.test(title);
  const sections = flat.flatMap((heading, at) => (isSection(heading) ? [at] : []));
  const next = sections.flatMap(at => flat[at + 1] ?? []).filter(heading => !isSection(heading));
  const parents = next.filter(
    ({ title }) => ARTICLE_TITLE.test(title) || /^(?:sous-section|paragraphe)/i.test(title),
  );
  if (parents.length === 0 || parents.length < next.length * 0.8) return flat;
  return flat.map(heading => (isSection(heading) ? { ...heading, level: SECTION_LEVEL } : heading));
}
