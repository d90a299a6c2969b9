import type { RunState } from '../state/runState.ts';
import { chunkData, sourceData } from './report.ts';
import {
  type ReportBranch,
  type ReportChunk,
  type ReportEstimate,
  type ReportSource,
  SCHEMA_VERSION,
  estimateData,
} from './reportFormat.ts';
import type { Linked } from '../domain/billing.ts';
import type { SkippedSource } from '../domain/source.ts';

/** What a run would do: `plan.schema.json` says the same to programs. */
export interface Plan {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly title: string;
  readonly model: string;
  readonly sources: readonly ReportSource[];
  readonly chunks: readonly ReportChunk[];
  readonly branches: readonly Pick<ReportBranch, 'id' | 'chunk' | 'perspective' | 'model'>[];
  /** Null before the branches are planned. */
  readonly estimate: ReportEstimate | null;
  /** Chunks that use what others define, and whether that is compared; null where none does. */
  readonly linked: Linked | null;
  readonly skipped: readonly SkippedSource[];
}

/** The plan of a run that has been split and planned, and need not have started. */
export const buildPlan = (state: RunState): Plan => ({
  schemaVersion: SCHEMA_VERSION,
  title: state.name,
  model: state.model?.ref ?? '',
  sources: sourceData(state),
  chunks: chunkData(state),
  branches: state.branchIds.flatMap(id => {
    const branch = state.branches[id]?.branch;
    if (!branch) return [];
    const { chunkId, perspectiveId, model } = branch;
    return [{ id, chunk: chunkId, perspective: perspectiveId, model }];
  }),
  estimate: state.estimate ? estimateData(state.estimate) : null,
  linked: state.estimate?.linked ?? null,
  skipped: state.skipped,
});
