import type { Gap } from '../../src/core/coverage.ts';
import type { RunState } from '../../src/core/state.ts';
import { perspectiveTitle, type RunIndex } from './runIndex.ts';
import { plainLine } from './plainText.ts';

export interface NamedGap {
  readonly gap: Gap;
  readonly chunkIds: readonly string[];
  /** `B11.6 Defects, release`, or `B11 to B14` when it goes over several chunks. */
  readonly place: string;
  /** `lines 120–180` */
  readonly lines: string;
  readonly perspective: string;
  readonly reason: string;
}

/** Gaps as a person finds them in the document. */
export function namedGaps(gaps: readonly Gap[], state: RunState, index: RunIndex): NamedGap[] {
  const chunks = state.chunkIds.flatMap(id => state.chunks[id] ?? []);
  return gaps.map(gap => {
    const inside = chunks.filter(
      c => c.sourceId === gap.sourceId && c.start < gap.end && c.end > gap.start,
    );
    const first = inside[0];
    const last = inside.at(-1);
    const source = index.sources.get(gap.sourceId)?.path ?? '';
    const name = first ? plainLine(first.title, 60) : '';
    const range = last && last !== first ? `${name} to ${plainLine(last.title, 60)}` : name;
    const file =
      state.sources.length > 1 ? `${plainLine(source.split('/').at(-1) ?? '', 60)}, ` : '';
    return {
      gap,
      chunkIds: inside.map(c => c.id),
      place: `${file}${range}`,
      lines:
        first && last
          ? first.startLine === last.endLine
            ? `line ${first.startLine}`
            : `lines ${first.startLine}–${last.endLine}`
          : '',
      perspective: perspectiveTitle(index, gap.perspectiveId),
      reason: plainLine(gap.reason, 200),
    };
  });
}
