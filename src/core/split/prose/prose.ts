import { CUT, nestHeadings, type Block, type InnerBlocks, type Structure } from '../blocks.ts';
import { linesInside, paragraphBlocks } from './fine.ts';
import { keepBelow } from './headingCosts.ts';
import { lineStart, linesOf } from '../../text/lines.ts';
import type { Meter } from '../pack/meter.ts';
import {
  hasLabel,
  isPreamble,
  numberedOf,
  repairedHeadings,
  type FlatHeading,
} from './headingRepairs.ts';
import { inlineHeadings, MIN_FLAT_LINE } from './inlineHeadings.ts';
import { numberedLines } from './numberedLines.ts';
import { addNumbersAlone } from './numbersAlone.ts';
import { openingTitle, wholeOpening } from './openingTitle.ts';
import { beginsWithLabel } from './labelWords.ts';
import {
  ABOVE_ARTICLE,
  beginsClause,
  CLAUSE_LEVEL,
  inlineTitle,
  isBrokenLabel,
  isFurniture,
  MAX_TITLE_LENGTH,
  TITLE_CASE_LEVEL,
  proseHeading,
} from './proseHeadings.ts';
import {
  clean,
  isAttachmentRow,
  isAttachmentTitle,
  isCaption,
  isContentsLine,
  isNameBelow,
  isUnfinished,
  mostlyCapitalized,
  pagedTitles,
  possibleClause,
  sideNote,
} from './titleLines.ts';

/** Where the name of a text is searched for, in UTF-16 code units. */
const OPENING = 2000;
/** Characters of a long line that are searched for headings at once. */
const INLINE_WINDOW = 32_768;
/** From this many times on, a title under a page number is a page header. */
const MIN_HEADERS = 2;
/** Longest line whose next text decides whether it is a title. */
const MAX_BARE_LENGTH = MAX_TITLE_LENGTH;
const MAX_BLANK_LINES = 12;
/** Longest text between two page headers that are the same, in UTF-16 code units: two pages. */
const MAX_PAGES = 8000;
/** Longest line that is examined as a possible heading. */
const MAX_HEADING_LINE_LENGTH = 4096;

/**
 * Paragraphs and headings of plain text and contracts. Paragraphs end at blank lines, headings and numbered clauses; a
 * hard-wrapped paragraph is one block. Page numbers and marks belong to the paragraph before them, so that they never
 * begin a chunk.
 */
export async function proseStructure(text: string, meter: Meter): Promise<Structure> {
  const lines = linesOf(text);
  const total = lines.starts.length;
  const lineText = (line: number): string => {
    if (line < 0 || line >= total) return '';
    const start = lineStart(lines, line);
    return text
      .slice(start, Math.min(lineStart(lines, line + 1), start + MAX_HEADING_LINE_LENGTH))
      .trim();
  };
  const rows = linesInside(text);
  const paragraphs: InnerBlocks = (_, { start, end }) => paragraphBlocks(text, start, end);
  const blocks: Block[] = [];
  const flat: FlatHeading[] = [];
  let from = 0;
  let cost = 0;
  let content = false;
  let announced = false;
  let contents = false;
  let unnamedLast = false;
  let afterRow = false;
  /** From the first numbered heading on, short lines in sentence case name nothing. */
  let hasClauses = false;
  /** "1. Definitions." on a separate line, until it is known whether "1.1" follows. */
  let possible: { number: string; title: string; start: number; block: number } | undefined;
  /** Where the headings begin that fill their block. */
  const alone = new Set<number>();
  const sequence = numberedLines();
  const last = { clause: [] as number[], article: 0 };
  const close = (end: number) => {
    if (end <= from) return;
    blocks.push({ start: from, end, cost, inner: contents ? rows : paragraphs });
    from = end;
    content = false;
    contents = false;
  };

  /** Titles directly under a page number or mark, with their places: page headers repeat. */
  const headers = new Map<string, number[]>();
  /** Where the title of each attachment was last seen. */
  const attached = new Map<string, number>();
  let before = '';
  /** The last line that is not blank. */
  let textBefore = '';
  let current = lineText(0);
  for (let line = 0; line < total; line++) {
    const start = lineStart(lines, line);
    const after = lineText(line + 1);
    if (meter.add(((lineStart(lines, line + 1) - start) >> 3) + 4)) await meter.pause();
    if (current !== '' && !(isFurniture(current) && content)) {
      const blankBefore = before === '' || isFurniture(before);
      const isBroken = isBrokenLabel(current, after);
      const whole = isBroken ? `${current} ${after}` : current;
      const next = isBroken ? lineText(line + 2) : after;
      const heading = proseHeading(whole, {
        blankBefore,
        blankAfter: next === '',
        before,
        after: next,
        next:
          next === '' && whole.length <= MAX_BARE_LENGTH && !(unnamedLast && announced)
            ? nextText(line + 1)
            : next,
        textBefore: hasClauses ? undefined : textBefore,
      });
      const isRow = isAttachmentRow(current);
      const isListed = isRow && (afterRow || isAttachmentRow(after)) && !flat.some(isClause);
      afterRow = isRow;
      if (heading && possible && beginsIn(heading.title, possible.number)) addPossible();
      if (heading && isFurniture(textBefore) && !hasLabel(heading.title))
        headers.set(heading.title, [...(headers.get(heading.title) ?? []), start]);
      const open = flat.at(-1);
      if (
        heading &&
        !isListed &&
        !isRepeated(heading.title, heading.level, start) &&
        !isFilingNumber(heading.title)
      ) {
        possible = undefined;
        const joins = announced && open !== undefined && open.level < heading.level;
        const note = heading.noted && content ? sideNote(text.slice(from, start)) : undefined;
        if (content && note === undefined) close(start);
        if (blocks.length > 0) cost = joins ? CUT.titled : CUT.heading(heading.level);
        if (open && announced && unnamedLast && !hasLabel(heading.title)) {
          flat[flat.length - 1] = { ...open, title: `${open.title} ${heading.title}` };
        } else {
          const title = note ?? wholeTitle(heading.title, line);
          const number = note === undefined ? '' : `${/^(?:\d\w*|\S+)/.exec(heading.title)![0]} `;
          flat.push({
            start: note === undefined ? start : from,
            level: heading.level,
            title: `${number}${title}`,
          });
          hasClauses ||= numberedOf(heading) !== undefined;
          follow(heading.title);
        }
        textBefore = whole;
        unnamedLast = heading.unnamed && /^[\p{L}§]/u.test(heading.title);
        announced = heading.alone;
        if (announced) alone.add(from);
        content = true;
        before = whole;
        current = next;
        if (isBroken) line++;
        if (heading.alone) closeAfter(line);
        continue;
      }
      if (open && announced && unnamedLast && after === '' && blankBefore && isNameBelow(current)) {
        flat[flat.length - 1] = { ...open, title: `${open.title} ${clean(current)}` };
        cost = CUT.titled;
        unnamedLast = false;
        content = true;
        textBefore = before = current;
        current = after;
        closeAfter(line);
        continue;
      }
      const { starts: lineStarts } = lines;
      const lineStop = lineStarts[line + 1] ?? text.length;
      if (lineStop - start >= MIN_FLAT_LINE && (await takeInline(start, lineStop))) {
        textBefore = before = current.slice(-200);
        current = after;
        continue;
      }
      const row = isContentsLine(current);
      const begins =
        blankBefore ||
        (beginsClause(current) && /[.;:,]$|\b(?:and|or)$/.test(before)) ||
        row !== contents ||
        isCaption(current);
      if (content && begins && !(row && contents)) {
        close(start);
        cost = announced ? CUT.titled : /[:：]$/.test(before) ? CUT.item * 1.5 : CUT.paragraph;
      } else if (!content && blocks.length > 0) {
        cost = announced ? CUT.titled : CUT.paragraph;
      }
      contents = row;
      content = true;
      announced = false;
      if (blankBefore) sequence.add(current, after, from);
      const clause = blankBefore && after === '' ? possibleClause(current) : undefined;
      if (clause) possible = { ...clause, start: from, block: blocks.length };
    }
    if (current !== '') textBefore = current;
    before = current;
    current = after;
  }
  close(text.length);
  leaveOutHeaders();
  addNumbered();
  addNumbersAlone(text, blocks, flat);
  nameOpening();
  const repaired = repairedHeadings(flat, text.length);
  keepBelow(blocks, repaired, alone);
  return { blocks, headings: await nestHeadings(repaired, text.length, meter) };

  /** The title with the rest of its name, if that is on the line below. */
  function wholeTitle(title: string, line: number): string {
    if (!isUnfinished(title)) return title;
    const end = title.slice(title.lastIndexOf(' ') + 1);
    const at = [line, line + 1, line + 2].find(each => clean(lineText(each)).endsWith(end));
    const below = at === undefined ? '' : clean(lineText(at + 1));
    const isRest = /^\p{Lu}[^\p{Ll}\d]+$/u.test(below) && below.length <= MAX_TITLE_LENGTH;
    return isRest ? `${title} ${below}` : title;
  }

  /** Numbers inside long lines continue those of headings. */
  function follow(title: string): void {
    const numbered = numberedOf({ title });
    if (!numbered) return;
    const [value = 0] = numbered.numbers;
    if (numbered.word === 'article' && numbered.numbers.length === 1) last.article = value;
    else last.clause = [...numbered.numbers];
  }

  /** Without page headers: of their titles stays one that stands elsewhere, before them. */
  function leaveOutHeaders(): void {
    const seen = new Set<string>();
    const paged = pagedTitles(flat.map(({ title }) => title));
    const kept = flat.filter(({ title, start }) => {
      if (paged.has(title)) return false;
      const places = headers.get(title) ?? [];
      if (places.length < MIN_HEADERS) return true;
      const isHeader = places.includes(start) || seen.has(title);
      seen.add(title);
      return !isHeader;
    });
    flat.splice(0, flat.length, ...kept);
  }

  /** The numbered paragraphs of a text without other numbered headings, as headings with the blocks they begin. */
  function addNumbered(): void {
    const found = sequence.found(flat, text.length);
    if (found.length === 0) return;
    flat.push(...found);
    flat.sort((one, other) => one.start - other.start);
    const alone = new Map(found.map(heading => [heading.start, heading.alone]));
    for (let at = 1; at < blocks.length; at++) {
      const block = blocks[at]!;
      if (alone.has(block.start)) blocks[at] = { ...block, cost: CUT.heading(CLAUSE_LEVEL) };
      else if (alone.get(blocks[at - 1]!.start) === true)
        blocks[at] = { ...block, cost: CUT.titled };
    }
  }

  /** The next line that is not blank, if it is near. */
  function nextText(line: number): string {
    for (let at = line; at < line + MAX_BLANK_LINES; at++) {
      const found = lineText(at);
      if (found !== '') return found;
    }
    return '';
  }

  /** The text before the first heading gets the name of the whole text. */
  function nameOpening(): void {
    const start = text.search(/\S/);
    const [first] = flat;
    if (start < 0 || (first && first.start <= start)) return;
    if (first && first.start < OPENING && namesText(first)) {
      const { title, end } = wholeOpening(text.slice(0, OPENING), first);
      const inside = flat.filter(each => each.start > first.start && each.start < end).length;
      flat.splice(0, 1 + inside, { ...first, title, start });
      return;
    }
    const title = openingTitle(text.slice(start, start + OPENING), first !== undefined);
    if (title !== undefined) flat.unshift({ start, level: first?.level ?? 1, title });
  }

  /** Adds the headings in a long line; true if there are any. */
  async function takeInline(start: number, stop: number): Promise<boolean> {
    let any = false;
    for (let at = start; at < stop; at += INLINE_WINDOW) {
      const part = text.slice(at, Math.min(stop, at + INLINE_WINDOW));
      if (meter.add(part.length >> 2)) await meter.pause();
      for (const found of inlineHeadings(part, last)) {
        const place = at + found.at;
        const { title, named } = inlineTitle(found.label, found.rest);
        // "1. Bring the form." is an item of a list.
        if (!named && found.numbers.length === 1 && !found.isArticle) continue;
        if (!any && place > start && content && !announced) {
          close(start);
          cost = CUT.paragraph;
        }
        any = true;
        content = true;
        close(place);
        const level = found.isArticle ? 3 : 3 + found.numbers.length;
        if (blocks.length > 0) cost = CUT.heading(level);
        flat.push({ start: place, level, title });
        content = true;
      }
    }
    if (any) {
      announced = false;
      unnamedLast = false;
      contents = false;
    }
    return any;
  }

  /** The name of a clause whose first part comes now: a heading with the block it begins. */
  function addPossible(): void {
    if (!possible) return;
    const { start, title, block } = possible;
    if (!isRepeated(title, CLAUSE_LEVEL, start)) flat.push({ start, level: CLAUSE_LEVEL, title });
    const first = blocks[block];
    const second = blocks[block + 1];
    const atHeading = CUT.heading(CLAUSE_LEVEL);
    if (first) blocks[block] = { ...first, cost: atHeading };
    else {
      cost = blocks.length > 0 ? atHeading : cost;
      announced = true;
    }
    if (second) blocks[block + 1] = { ...second, cost: CUT.titled };
  }

  /** A page header that repeats the current heading does not begin a new section. */
  function isRepeated(title: string, level: number, start: number): boolean {
    const seen = attached.get(title);
    if (isAttachmentTitle(title)) attached.set(title, start);
    // "5.—(1)" directly below "5. Access to records".
    const open = flat.at(-1);
    if (
      announced &&
      open?.level === level &&
      open.title.startsWith(`${/^\d\w*/.exec(title)?.[0]} `)
    )
      return true;
    // An attachment that was listed long before begins here; a page header returns on every page.
    if (seen !== undefined && start - seen > MAX_PAGES) return false;
    for (let i = flat.length - 1; i >= 0; i--) {
      if (flat[i]!.level > level) continue;
      return flat[i]!.level === level && flat[i]!.title === title;
    }
    return false;
  }

  /** "Exhibit 10.1" at the top of a filed contract names the filing, not a part of the text. */
  function isFilingNumber(title: string): boolean {
    return flat.length < 3 && /^exhibit (?:\d+\.\d+|10|99)(?: |$)/i.test(title);
  }

  /** A heading on a separate line is a separate block, with the blank lines after it. */
  function closeAfter(line: number) {
    let next = line + 1;
    while (next < total && lineText(next) === '') next++;
    close(lineStart(lines, next));
  }
}

/**
 * True for a title that can name a whole text: no part of it, no preamble, no label ("BANK:"), and not in sentence case.
 */
const namesText = ({ title, level }: FlatHeading): boolean =>
  level !== ABOVE_ARTICLE &&
  !beginsWithLabel(title) &&
  !/\d|:$|^[A-Z][.)] |^b ?e ?t ?w ?e ?e ?n$|^united states$|exchange commission|confidential|omitted|redacted/i.test(
    title,
  ) &&
  !isPreamble(title) &&
  !hasLabel(title) &&
  (level < TITLE_CASE_LEVEL || (mostlyCapitalized(title) && /\s/.test(title)));
const isClause = ({ title }: FlatHeading): boolean => /^(?:article |section )?\d/i.test(title);
const beginsIn = (title: string, number: string): boolean =>
  new RegExp(`^(?:section )?${number}\\.0?1(?!\\d)`, 'i').test(title);
