import { CUT, type Block } from '../blocks.ts';
import type { FlatHeading } from './headingRepairs.ts';

/**
 * Never a cut between a heading and the first heading inside it, once all levels are known. `alone`: where the headings
 * begin that fill their block. Changes the costs in `blocks`.
 */
export function keepBelow(
  blocks: Block[],
  headings: readonly FlatHeading[],
  alone: ReadonlySet<number>,
): void {
  const levels = new Map(headings.map(({ start, level }) => [start, level]));
  for (let at = 1; at < blocks.length; at++) {
    const block = blocks[at]!;
    const above = blocks[at - 1]!.start;
    const level = levels.get(block.start);
    const outer = levels.get(above);
    if (level === undefined || outer === undefined || !alone.has(above)) continue;
    blocks[at] = { ...block, cost: outer < level ? CUT.titled : CUT.heading(level) };
  }
}
