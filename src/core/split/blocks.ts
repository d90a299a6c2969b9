import type { Range } from '../domain/range.ts';
import type { Meter } from './pack/meter.ts';

/** A piece of text that stays whole if it fits. The blocks of a source join to its text. */
export interface Block extends Range {
  /** Cost of a cut before it; see `CUT`. */
  readonly cost: number;
  /** The next finer blocks, requested only if the block alone is over budget. */
  readonly inner?: InnerBlocks;
}

/**
 * The finer blocks of a block with this range. One function serves many blocks: a text of 50 MB has a million, and a
 * function for each would take more memory than the text.
 */
export type InnerBlocks = (maxTokens: number, own: Range) => readonly Block[];

/** A section of the text: its heading (or symbol) and everything below it. */
export interface Heading extends Range {
  /** 1 is outermost. */
  readonly level: number;
  readonly title: string;
}

/** The structure of a text. Headings are in reading order. */
export interface Structure {
  readonly blocks: readonly Block[];
  readonly headings: readonly Heading[];
}

/**
 * Costs of cuts, in the unit of the packer's size term (the square of a chunk's distance from its target size, relative
 * to the budget): 0.04 equals a chunk 20 % off its target.
 */
export const CUT = {
  heading: (level: number) => 0.01 * (Math.min(level, 7) - 1),
  paragraph: 0.12,
  item: 0.18,
  /** Between lines that belong together: rows, statements, lines of a fence. */
  line: 0.3,
  sentence: 0.3,
  /** Before text that a heading or an introducing line ("as follows:") announces. */
  announced: 0.6,
  /** Directly after a heading: never, if it can be avoided. */
  titled: 20,
  word: 0.7,
  grapheme: 1.2,
} as const;

/**
 * Adds the ends to flat headings (start, level, title in reading order): a heading ends at the next one of the same or
 * a higher level.
 */
export async function nestHeadings(
  flat: readonly Omit<Heading, 'end'>[],
  end: number,
  meter: Meter,
): Promise<Heading[]> {
  const nested: (Heading & { end: number })[] = [];
  const open: { level: number; end: number }[] = [];
  for (const { start, level, title } of flat) {
    // A text may have nothing but headings.
    if (meter.add(16)) await meter.pause();
    while (open.length > 0 && open.at(-1)!.level >= level) open.pop()!.end = start;
    const heading = { start, level, title, end };
    nested.push(heading);
    open.push(heading);
  }
  return nested;
}

/** Returns the trail of headings at ascending offsets: `trailAt(offset)`, outermost first. */
export function trails(headings: readonly Heading[]): (offset: number) => readonly Heading[] {
  let next = 0;
  let open: Heading[] = [];
  return offset => {
    while (next < headings.length && headings[next]!.start <= offset) {
      const heading = headings[next]!;
      open = open.filter(outer => outer.end > heading.start);
      open.push(heading);
      next++;
    }
    open = open.filter(heading => heading.end > offset);
    return open;
  };
}

/** The blocks cut to `range`, inner blocks too. */
export function clip(blocks: readonly Block[], range: Range): Block[] {
  const kept: Block[] = [];
  for (const block of blocks) {
    if (block.end <= range.start || block.start >= range.end) continue;
    if (block.start >= range.start && block.end <= range.end) {
      kept.push(block);
      continue;
    }
    const inner = block.inner;
    kept.push({
      start: Math.max(block.start, range.start),
      end: Math.min(block.end, range.end),
      cost: block.cost,
      ...(inner && { inner: (maxTokens: number) => clip(inner(maxTokens, block), range) }),
    });
  }
  return kept;
}
