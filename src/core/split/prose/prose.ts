import { CUT, nestHeadings, type Block, type Heading, type Structure } from '../blocks.ts';
import { lineBlocks, sentenceBlocks } from './fine.ts';
import { lineStart, linesOf } from '../../text/lines.ts';
import type { Meter } from '../pack/meter.ts';
import { beginsClause, isContentsLine, isFurniture, proseHeading } from './proseHeadings.ts';

/** Longest line that is looked at as a possible heading. */
const LONGEST_HEADING_LINE = 4096;

/**
 * Paragraphs and headings of plain text and contracts. Paragraphs end at blank lines, headings and
 * numbered clauses; a hard-wrapped paragraph is one block. Page numbers and marks belong to the
 * paragraph before them, so that they never begin a chunk.
 */
export async function proseStructure(text: string, meter: Meter): Promise<Structure> {
  const lines = linesOf(text);
  const total = lines.starts.length;
  const lineText = (line: number): string => {
    if (line < 0 || line >= total) return '';
    const start = lineStart(lines, line);
    return text
      .slice(start, Math.min(lineStart(lines, line + 1), start + LONGEST_HEADING_LINE))
      .trim();
  };
  const blocks: Block[] = [];
  const flat: Omit<Heading, 'end'>[] = [];
  let from = 0;
  let cost = 0;
  let content = false;
  let announced = false;
  let contents = false;
  let unnamedLast = false;
  const close = (end: number) => {
    if (end <= from) return;
    const [a, b] = [from, end];
    const rows = contents;
    blocks.push({
      start: a,
      end: b,
      cost,
      inner: () => (rows ? lineBlocks(text, a, b) : paragraphBlocks(text, a, b)),
    });
    from = end;
    content = false;
    contents = false;
  };

  let before = '';
  let current = lineText(0);
  for (let line = 0; line < total; line++) {
    const start = lineStart(lines, line);
    const after = lineText(line + 1);
    if (meter.add(((lineStart(lines, line + 1) - start) >> 3) + 4)) await meter.pause();
    if (current !== '' && !(isFurniture(current) && content)) {
      const blankBefore = before === '' || isFurniture(before);
      const heading = proseHeading(current, {
        blankBefore,
        blankAfter: after === '',
        before,
        after,
      });
      const last = flat.at(-1);
      if (heading && !isRepeated(heading.title, heading.level) && !isFilingNumber(heading.title)) {
        const joins = announced && last !== undefined && last.level < heading.level;
        if (content) close(start);
        if (blocks.length > 0) cost = joins ? CUT.announced : CUT.heading(heading.level);
        if (last && announced && unnamedLast && !/^(?:\d|section |article )/i.test(heading.title)) {
          flat[flat.length - 1] = { ...last, title: `${last.title} ${heading.title}` };
        } else {
          flat.push({ start, level: heading.level, title: heading.title });
        }
        unnamedLast = heading.unnamed && /^[A-Z]/i.test(heading.title);
        announced = heading.alone;
        content = true;
        before = current;
        current = after;
        if (heading.alone) closeAfter(line);
        continue;
      }
      const row = isContentsLine(current);
      const begins =
        blankBefore ||
        (beginsClause(current) && /[.;:,]$|\b(?:and|or)$/.test(before)) ||
        row !== contents;
      if (content && begins && !(row && contents)) {
        close(start);
        cost = announced ? CUT.announced : /[:：]$/.test(before) ? CUT.item * 1.5 : CUT.paragraph;
      } else if (!content && blocks.length > 0) {
        cost = announced ? CUT.announced : CUT.paragraph;
      }
      contents = row;
      content = true;
      announced = false;
    }
    before = current;
    current = after;
  }
  close(text.length);
  return { blocks, headings: nestHeadings(flat, text.length) };

  /** The head of a page that repeats the heading it stands under begins nothing new. */
  function isRepeated(title: string, level: number): boolean {
    for (let i = flat.length - 1; i >= 0; i--) {
      if (flat[i]!.level > level) continue;
      return flat[i]!.level === level && flat[i]!.title === title;
    }
    return false;
  }

  /** "Exhibit 10.1" at the top of a filed contract names the filing, not a part of the text. */
  function isFilingNumber(title: string): boolean {
    return flat.length < 3 && /^exhibit \d+\.\d+(?: |$)/i.test(title);
  }

  /** A heading on a line of its own is a block of its own, with the blank lines after it. */
  function closeAfter(line: number) {
    let next = line + 1;
    while (next < total && lineText(next) === '') next++;
    close(lineStart(lines, next));
  }
}

/** A paragraph over budget: its sentences; a block of very many short lines: its lines. */
function paragraphBlocks(text: string, start: number, end: number): Block[] {
  const rows = looksLikeRows(text, start, end);
  return rows ? lineBlocks(text, start, end) : sentenceBlocks(text, start, end);
}

/** Most lines hold columns (tabs, wide gaps, bars or separators): a table in plain text, not wrapped prose. */
function looksLikeRows(text: string, start: number, end: number): boolean {
  const sample = text
    .slice(start, Math.min(end, start + 4000))
    .split(/\r\n?|\n/)
    .filter(line => line.trim() !== '');
  if (sample.length < 4) return false;
  const rows = sample.filter(line => /\t|\S\s{3,}\S|\|.*\||,.*,.*,/.test(line.trim())).length;
  return rows > sample.length * 0.6;
}
