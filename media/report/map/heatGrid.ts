import { isNotJudged } from '../../../src/core/domain/review/perspective.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import {
  SEVERITIES,
  type Finding,
  type Severity,
} from '../../../src/core/domain/results/findings.ts';
import { cellKey, partOf, type RunIndex } from '../shared/runIndex.ts';

/** From this many chunks a column of the map represents several neighbouring chunks. */
const MAX_COLUMNS = 120;

export interface HeatColumn {
  readonly chunkIds: readonly string[];
  /** Number of the first and of the last chunk, from 1. */
  readonly from: number;
  readonly to: number;
}

/** A stretch of columns below the same heading or in the same file. */
export interface HeatPart {
  readonly title: string;
  readonly columns: number;
}

export type CellStatus =
  | 'none'
  | 'queued'
  | 'waiting'
  | 'running'
  | 'retrying'
  | 'read'
  | 'cached'
  | 'unjudged'
  | 'failed'
  | 'skipped'
  | 'cancelled';

export interface HeatCell {
  readonly column: HeatColumn;
  readonly perspectiveId: string;
  /** The one that needs attention most, of all branches in the cell. */
  readonly status: CellStatus;
  readonly worst: Severity | undefined;
  readonly findings: number;
}

/** Columns in reading order: one per chunk, or equal bins of neighbours in one source when there are too many. */
export function heatColumns(
  state: RunState,
  chunkIds: readonly string[],
  index: RunIndex,
  most: number = MAX_COLUMNS,
): HeatColumn[] {
  const size = Math.ceil(chunkIds.length / most);
  const columns: { chunkIds: string[]; from: number; to: number }[] = [];
  for (const id of chunkIds) {
    const number = index.chunkNumber.get(id) ?? 0;
    const last = columns.at(-1);
    const sameSource =
      state.chunks[last?.chunkIds[0] ?? '']?.sourceId === state.chunks[id]?.sourceId;
    if (last && last.chunkIds.length < size && (sameSource || state.sources.length > most / 2)) {
      last.chunkIds.push(id);
      last.to = number;
    } else columns.push({ chunkIds: [id], from: number, to: number });
  }
  return columns;
}

export function heatParts(
  state: RunState,
  columns: readonly HeatColumn[],
  index: RunIndex,
): HeatPart[] {
  const parts: { title: string; columns: number }[] = [];
  for (const column of columns) {
    const title = partOf(state, index, column.chunkIds[0] ?? '');
    const last = parts.at(-1);
    if (last?.title === title) last.columns += 1;
    else parts.push({ title, columns: 1 });
  }
  return parts;
}

const ATTENTION: readonly CellStatus[] = [
  'failed',
  'skipped',
  'cancelled',
  'retrying',
  'running',
  'waiting',
  'queued',
  'read',
  'cached',
  'unjudged',
  'none',
];

/** One row of cells a perspective, in the run's order. */
export function heatCells(
  state: RunState,
  findings: readonly Finding[],
  columns: readonly HeatColumn[],
  index: RunIndex,
): HeatCell[][] {
  const said = new Map<string, { worst: number; count: number }>();
  for (const finding of findings) {
    const severity = SEVERITIES.indexOf(finding.severity);
    for (const id of new Set([finding.perspectiveId, ...(finding.alsoPerspectiveIds ?? [])])) {
      const key = cellKey(finding.chunkId, id);
      const before = said.get(key);
      said.set(key, {
        worst: Math.min(severity, before?.worst ?? Infinity),
        count: (before?.count ?? 0) + 1,
      });
    }
  }
  return state.perspectives.map(({ id }) =>
    columns.map(column => {
      let worst = Infinity;
      let count = 0;
      let attention = ATTENTION.length - 1;
      for (const chunkId of column.chunkIds) {
        const key = cellKey(chunkId, id);
        const here = said.get(key);
        worst = Math.min(worst, here?.worst ?? Infinity);
        count += here?.count ?? 0;
        attention = Math.min(attention, ATTENTION.indexOf(statusOf(index, key)));
      }
      return {
        column,
        perspectiveId: id,
        status: ATTENTION[attention] ?? 'none',
        worst: SEVERITIES[worst],
        findings: count,
      };
    }),
  );
}

function statusOf(index: RunIndex, key: string): CellStatus {
  const branch = index.branchAt.get(key);
  if (!branch || branch.status === 'split') return 'none';
  if (branch.status !== 'succeeded') return branch.status;
  if (isNotJudged(branch.outcome)) return 'unjudged';
  return branch.outcome?.status === 'succeeded' && branch.outcome.cached ? 'cached' : 'read';
}
