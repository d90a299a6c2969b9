import { isGap } from '../../../src/core/format/coverageUnit.ts';
import type { Gap } from '../../../src/core/state/coverage.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import type { Chunk } from '../../../src/core/domain/chunk.ts';
import { perspectiveTitle, type RunIndex } from '../shared/runIndex.ts';
import { plainLine } from '../shared/plainText.ts';
import { t } from '../../../src/core/text/l10n.ts';

export interface NamedGap {
  readonly chunkIds: readonly string[];
  /** `B11.6 Defects, release`, or `B11 to B14` when it goes over several chunks. */
  readonly place: string;
  /** `lines 120–180` */
  readonly lines: string;
  /** The perspectives that miss this part for this reason. */
  readonly perspectives: readonly string[];
  readonly reason: string;
}

/** Stretches of text that were not read, and files that could not be: as the header and the coverage say. */
export const countGaps = ({
  state,
  covered,
}: {
  readonly state: Pick<RunState, 'skipped'>;
  readonly covered: { readonly gaps: readonly Gap[] };
}): number => covered.gaps.length + state.skipped.filter(isGap).length;

/** This many for the same reason are one row with their number. */
export const MIN_ALIKE = 4;

/** Gaps in the order of the first of each reason; those of the same reason and perspectives together. */
export function alikeGaps(gaps: readonly NamedGap[]): (readonly NamedGap[])[] {
  const byReason = Map.groupBy(gaps, ({ reason, perspectives }) =>
    JSON.stringify([reason, perspectives]),
  );
  return [...byReason.values()].flatMap(same =>
    same.length < MIN_ALIKE ? same.map(gap => [gap]) : [same],
  );
}

/** Gaps as a person finds them in the document; one line for a part that several perspectives miss alike. */
export function namedGaps(gaps: readonly Gap[], state: RunState, index: RunIndex): NamedGap[] {
  const alike = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = JSON.stringify([gap.sourceId, gap.start, gap.end, gap.reason]);
    const same = alike.get(key);
    if (same) same.push(gap);
    else alike.set(key, [gap]);
  }
  const chunks = state.chunkIds.flatMap(id => state.chunks[id] ?? []);
  return [...alike.values()].flatMap(same => {
    const gap = same[0];
    return gap ? [named(gap, same, chunks, state, index)] : [];
  });
}

function named(
  gap: Gap,
  same: readonly Gap[],
  chunks: readonly Chunk[],
  state: RunState,
  index: RunIndex,
): NamedGap {
  const inside = chunks.filter(
    c => c.sourceId === gap.sourceId && c.start < gap.end && c.end > gap.start,
  );
  const first = inside[0];
  const last = inside.at(-1);
  const name = first ? plainLine(first.title, 60) : '';
  const range = last && last !== first ? t('{0} to {1}', name, plainLine(last.title, 60)) : name;
  const path = index.sources.get(gap.sourceId)?.path ?? '';
  const file = state.sources.length > 1 ? `${plainLine(path.split('/').at(-1) ?? '', 60)}, ` : '';
  return {
    chunkIds: inside.map(c => c.id),
    place: `${file}${range}`,
    lines: first && last ? linesFrom(first.startLine, last.endLine) : '',
    perspectives: same.map(g => perspectiveTitle(index, g.perspectiveId)),
    reason: plainLine(gap.reason, 200),
  };
}

/** `line 7`, `lines 120–180` */
export const linesFrom = (first: number, last: number): string =>
  first === last ? t('line {0}', first) : t('lines {0}–{1}', first, last);
