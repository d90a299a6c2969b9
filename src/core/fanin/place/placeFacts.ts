import type { Fact } from '../../domain/results/facts.ts';
import type { Answer } from '../../domain/branch.ts';
import type { Place } from './anchor.ts';
import { locateAllIn } from './locateIn.ts';

/** The facts of an answer whose quote occurs in the chunk, each with its exact words and all possible places. */
export const placeFacts = ({ source, chunk, branch }: Place, { facts }: Answer): Fact[] =>
  (facts ?? []).flatMap(fact => {
    const [range, ...others] = locateAllIn(source, chunk, fact.quote);
    return range
      ? [
          {
            ...fact,
            quote: source.text.slice(range.start, range.end),
            sourceId: source.id,
            chunkId: chunk.id,
            branchId: branch.id,
            range,
            ...(others.length > 0 ? { otherPlaces: others } : {}),
          },
        ]
      : [];
  });
