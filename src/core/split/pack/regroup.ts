import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import { CUT, type Heading } from '../blocks.ts';
import { meterOf } from './meter.ts';
import type { Piece } from './cuts.ts';
import { pack } from './pack.ts';
import { headingsAt, toChunks, type SplitOptions } from '../split.ts';

/**
 * The chunks of a source whose small chunks (`units`, in order) are to be read in groups: one chunk per group if it
 * fits, otherwise the fewest and most even chunks that do. `ends` are the indices after each group's last unit,
 * ascending to `units.length`. Ids are hashes: make them unique in the run before use.
 */
export async function regroup(
  source: Source,
  units: readonly Chunk[],
  ends: readonly number[],
  options: Pick<SplitOptions, 'maxTokens' | 'count' | 'pause'>,
): Promise<Chunk[][]> {
  const meter = meterOf(options.pause);
  const headings = headingsAt(source);
  const cutCost = costs(headings);
  const pieces: Piece[][] = [];
  let first = 0;
  for (const end of ends) {
    const own: readonly Range[] = units.slice(first, end);
    const blocks = own.map(({ start, end: stop }) => ({ start, end: stop, cost: cutCost(start) }));
    pieces.push(
      await pack(source.text, blocks, {
        maxTokens: Math.max(1, Math.floor(options.maxTokens)),
        count: options.count,
        meter,
      }),
    );
    first = end;
  }
  const chunks = await toChunks(source, pieces.flat(), headings, meter);
  let from = 0;
  return pieces.map(({ length }) => chunks.slice(from, (from += length)));
}

/** A cut before a heading costs less the higher its level; any other cut costs as much as at a paragraph. */
function costs(headings: readonly Heading[]): (start: number) => number {
  const levels = new Map(headings.map(({ start, level }) => [start, level]));
  return start => {
    const level = levels.get(start);
    return level === undefined ? CUT.paragraph : CUT.heading(level);
  };
}
