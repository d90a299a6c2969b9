import type { CoverageUnit } from '../format/coverageUnit.ts';
import { type BranchState, type BranchStatus, type RunState, isRunEnded } from './runState.ts';
import { t } from '../text/l10n.ts';

/** A part of the input that was not read from one perspective, and why. */
export interface Gap {
  readonly sourceId: string;
  readonly start: number;
  readonly end: number;
  readonly perspectiveId: string;
  readonly reason: string;
}

/** Always succeeded + failed + skipped + cancelled + open = total. */
export interface BranchCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  /** Branches that have not ended: 0 once the run has. */
  readonly open: number;
}

export interface Coverage extends BranchCounts {
  /** Read divided by to be read, over all perspectives: 0..1; 0 when there is nothing to read. */
  readonly reviewedFraction: number;
  /** What that is a share of: the text's characters, or the lines that a change touched. */
  readonly unit: CoverageUnit;
  /** What is missing, in reading order; neighbours with the same reason are joined. */
  readonly gaps: readonly Gap[];
}

/** How many branches stand how: all that a progress line needs, without a look for gaps. */
export function countBranches(state: RunState): BranchCounts {
  const count: Record<BranchStatus, number> = {
    queued: 0,
    waiting: 0,
    running: 0,
    retrying: 0,
    succeeded: 0,
    failed: 0,
    skipped: 0,
    cancelled: 0,
    split: 0,
  };
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (branch) count[branch.status] += 1;
  }
  return {
    total: state.branchIds.length,
    succeeded: count.succeeded,
    failed: count.failed,
    skipped: count.skipped,
    cancelled: count.cancelled,
    open: count.queued + count.waiting + count.running + count.retrying,
  };
}

/**
 * Counts what was read; no model has a say in it. Read ranges + gaps = all of the input; of a change,
 * all of its lines.
 */
export function coverage(state: RunState): Coverage {
  let all = 0;
  let read = 0;
  let unit: CoverageUnit = 'characters';
  const missing: Gap[] = [];
  const notRead = isRunEnded(state.status) ? t('not started') : t('not read yet');
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    const chunk = branch && state.chunks[branch.branch.chunkId];
    if (!branch || !chunk) continue;
    const size = chunk.changedLines ?? chunk.end - chunk.start;
    if (chunk.changedLines !== undefined) unit = 'changedLines';
    all += size;
    if (branch.status === 'succeeded') {
      read += size;
      for (const part of chunk.unread ?? []) {
        read -= part.end - part.start;
        missing.push({
          sourceId: chunk.sourceId,
          perspectiveId: branch.branch.perspectiveId,
          ...part,
        });
      }
    } else
      missing.push({
        sourceId: chunk.sourceId,
        start: chunk.start,
        end: chunk.end,
        perspectiveId: branch.branch.perspectiveId,
        reason: gapReason(branch) ?? notRead,
      });
  }
  return {
    ...countBranches(state),
    reviewedFraction: all === 0 ? 0 : read / all,
    unit,
    gaps: joinNeighbours(missing),
  };
}

function gapReason(branch: BranchState): string | undefined {
  const outcome = branch.outcome;
  switch (outcome?.status) {
    case 'failed':
      return t('failed: {0}', outcome.failure.message);
    case 'skipped':
      return t('skipped: {0}', outcome.reason);
    case 'cancelled':
      return t('cancelled');
    default:
      return undefined;
  }
}

function joinNeighbours(gaps: readonly Gap[]): Gap[] {
  const joined: Gap[] = [];
  const lastOf = new Map<string, number>();
  for (const gap of gaps) {
    const lane = JSON.stringify([gap.sourceId, gap.perspectiveId, gap.reason]);
    const index = lastOf.get(lane);
    const last = index === undefined ? undefined : joined[index];
    if (index !== undefined && last?.end === gap.start) {
      joined[index] = { ...last, end: gap.end };
      continue;
    }
    lastOf.set(lane, joined.length);
    joined.push(gap);
  }
  return joined;
}
