import { applyBatchEvent, type BatchState, openBatches, showInBatch } from './batches.ts';
import { noUsage } from './cost.ts';
import {
  clearWait,
  endBranch,
  queued,
  replaceWithChildren,
  requeue,
  showWhatBranchesSaid,
  update,
} from './foldBranches.ts';
import { type DigestState, emptyDigest, type Joined } from './digest.ts';
import type { RunEvent, WaitReason } from './events.ts';
import { REVIEW, type JobSpec } from './jobSpec.ts';
import type { Mode } from './mode.ts';
import { idleMs, lastAtWork } from './workedTime.ts';
import type { Extraction } from './statements.ts';
import { recordKey, type SecondLabel, type SecondLook } from './labels.ts';
import { spend, type Spent } from './spend.ts';
import type { Estimate, Usage } from './billing.ts';
import type { Failure } from './failure.ts';
import type { Finding } from './findings.ts';
import type {
  Branch,
  Chunk,
  JobKind,
  ModelInfo,
  Outcome,
  Perspective,
  RunStatus,
  SkippedSource,
  SourceInfo,
  Synthesis,
} from './types.ts';

export type BranchStatus =
  | 'queued'
  | 'waiting'
  | 'running'
  | 'retrying'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  /** Too long for the model: its children stand for it, and it is counted nowhere. */
  | 'split';

export interface BranchState {
  readonly branch: Branch;
  status: BranchStatus;
  /** Of the current or last try, from 1; 0 before the first. */
  attempt: number;
  waitingOn?: WaitReason;
  /** When a waiting or retrying branch goes on (wall clock). */
  until?: number;
  /** Why the last try failed. */
  failure?: Failure;
  startedAt?: number;
  endedAt?: number;
  outcome?: Outcome;
  /** The batch it is in, while that is under way. */
  batchId?: string;
  /** A batch had no usable answer for it: it is asked by itself. */
  missed?: boolean;
}

/**
 * A run as its events tell it. Plain data (it crosses to the webview as JSON).
 * `applyEvent` owns it: read it, never write to it.
 */
export interface RunState {
  runId: string;
  job: JobKind;
  spec: JobSpec;
  name: string;
  status: RunStatus;
  /** The run's own. */
  model: ModelInfo | undefined;
  otherModels?: readonly ModelInfo[];
  sources: readonly SourceInfo[];
  skipped: readonly SkippedSource[];
  perspectives: readonly Perspective[];
  promptVersion?: string;
  chunks: Record<string, Chunk>;
  /** In reading order. */
  chunkIds: string[];
  branches: Record<string, BranchState>;
  /** In reading order, split branches replaced by their children. */
  branchIds: string[];
  estimate: Estimate | undefined;
  mode: Mode;
  /** By the order in which they were sent; empty unless the run is sent in batches. */
  batches: BatchState[];
  /** What the branches said so far; after fan-in the merged findings in report order. */
  findings: Finding[];
  /** Findings on lines that the change under review did not touch: shown apart, counted nowhere. */
  outsideChange: Finding[];
  merged: boolean;
  synthesis: Synthesis | undefined;
  /** Where statements are joined. */
  digest?: DigestState;
  /** Where rows are. */
  extraction?: Extraction;
  /** Labels that a person gave, by source and record (see `recordKey`). */
  corrections?: Record<string, readonly string[]>;
  secondLook?: SecondLook;
  /** What the second model said of records, by source and record (see `recordKey`). */
  secondLabels?: Record<string, SecondLabel & { readonly by: string }>;
  usage: Usage;
  /** Undefined once any part of it has an unknown price. */
  costUsd: number | undefined;
  /**
   * Model calls of all that has ended: answered, failed or given up, retries and second calls of stragglers
   * included. Not counted is what was never run: answers from the store, calls a rate limit refused.
   */
  calls: number;
  /** The same three by the model that was asked (`provider:model`). */
  spentBy: Record<string, Spent>;
  pause:
    | {
        readonly reason: string;
        readonly until?: number;
        /** Wall clock. */
        readonly since: number;
        /** What the run goes back to: fan-in's calls pause too. */
        readonly during: RunStatus;
      }
    | undefined;
  failure: Failure | undefined;
  startedAt: number;
  endedAt: number | undefined;
  /** Ms between `startedAt` and `endedAt` in which nobody was at work: cut off, ended, or out of budget. */
  awayMs: number;
}

export const emptyState = (): RunState => ({
  runId: '',
  job: 'review',
  spec: REVIEW,
  name: '',
  status: 'preparing',
  model: undefined,
  sources: [],
  skipped: [],
  perspectives: [],
  chunks: {},
  chunkIds: [],
  branches: {},
  branchIds: [],
  estimate: undefined,
  mode: 'fast',
  batches: [],
  findings: [],
  outsideChange: [],
  merged: false,
  synthesis: undefined,
  usage: noUsage,
  costUsd: 0,
  calls: 0,
  spentBy: {},
  pause: undefined,
  failure: undefined,
  startedAt: 0,
  endedAt: undefined,
  awayMs: 0,
});

/**
 * The one fold: tree, panel, CLI and resume all use it, so they cannot disagree.
 * Consumes `state` (it is updated in place, so that 10,000 branches do not mean 10,000 copies)
 * and returns it. An event about a branch the state does not hold is ignored.
 */
export function applyEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run.started':
      return Object.assign(state, {
        runId: event.runId,
        job: event.job,
        spec: event.spec ?? REVIEW,
        name: event.name,
        model: event.model,
        ...(event.otherModels ? { otherModels: event.otherModels } : {}),
        sources: event.sources,
        skipped: event.skipped,
        perspectives: event.perspectives,
        ...(event.promptVersion === undefined ? {} : { promptVersion: event.promptVersion }),
        startedAt: event.at,
      });
    case 'run.resumed':
      state.awayMs += Math.max(0, event.at - lastAtWork(state));
      if (state.digest) state.digest.joining = [];
      for (const id of state.branchIds) {
        const branch = state.branches[id];
        if (branch && !isEnded(branch.status)) requeue(branch);
      }
      for (const batch of openBatches(state)) showInBatch(state, batch);
      showWhatBranchesSaid(state);
      return Object.assign(state, {
        status: state.branchIds.length > 0 ? 'running' : 'preparing',
        pause: undefined,
        failure: undefined,
        endedAt: undefined,
      });
    case 'run.split':
      state.chunks = Object.fromEntries(event.chunks.map(chunk => [chunk.id, chunk]));
      state.chunkIds = event.chunks.map(c => c.id);
      return state;
    case 'run.planned':
      state.branches = Object.fromEntries(event.branches.map(b => [b.id, queued(b)]));
      state.branchIds = event.branches.map(b => b.id);
      state.estimate = event.estimate;
      state.mode = event.mode ?? state.mode;
      if (event.partition?.usage)
        spend(state, ownModel(state), event.partition, event.partition.calls ?? 1);
      state.status = 'running';
      return state;
    case 'mode.chosen':
      state.mode = event.mode;
      state.estimate = event.estimate;
      return state;
    case 'batch.prepared':
    case 'batch.submitted':
    case 'batch.progressed':
    case 'batch.cancelling':
    case 'batch.ended':
      applyBatchEvent(state, event, requeue);
      return state;
    case 'branch.missed':
      return update(state, event.branchId, branch => {
        requeue(branch);
        delete branch.batchId;
        branch.missed = true;
        branch.failure = event.failure;
        spend(state, branch.branch.model, event);
      });
    case 'run.paused':
      state.pause = {
        reason: event.reason,
        ...(event.until ? { until: event.until } : {}),
        since: state.pause?.since ?? event.at,
        during: state.pause?.during ?? state.status,
      };
      state.status = 'paused';
      return state;
    case 'run.unpaused':
      state.awayMs += idleMs(state, event.at);
      state.status = state.pause?.during ?? 'running';
      state.pause = undefined;
      return state;
    case 'branch.started':
      return update(state, event.branchId, branch => {
        branch.status = 'running';
        branch.attempt = event.attempt;
        branch.startedAt ??= event.at;
        clearWait(branch);
      });
    case 'branch.waiting':
      return update(state, event.branchId, branch => {
        branch.status = 'waiting';
        branch.waitingOn = event.on;
        if (event.until !== undefined) branch.until = event.until;
        else delete branch.until;
      });
    case 'branch.retrying':
      return update(state, event.branchId, branch => {
        branch.status = 'retrying';
        branch.failure = event.failure;
        branch.until = event.until;
      });
    case 'branch.split':
      update(state, event.branchId, ({ branch }) => {
        spend(state, branch.model, event, event.calls ?? 1);
      });
      return replaceWithChildren(state, event.branchId, event.chunks, event.branches);
    case 'branch.ended':
      return endBranch(state, event.branchId, event.outcome, event.at);
    case 'branch.requeued':
      return update(state, event.branchId, branch => {
        const spoke = branch.status === 'succeeded';
        requeue(branch);
        const batch = openBatches(state).find(({ id }) => id === branch.batchId);
        if (batch) showInBatch(state, batch);
        if (spoke) showWhatBranchesSaid(state);
      });
    case 'findings.merged':
      state.findings = event.findings.filter(f => !f.outsideChange);
      state.outsideChange = event.findings.filter(f => f.outsideChange);
      state.merged = true;
      state.status = 'merging';
      return state;
    case 'consistency.checked':
      spend(state, ownModel(state), event);
      return state;
    case 'finding.verified':
      state.findings = state.findings.map(finding =>
        finding.id === event.findingId ? { ...finding, verification: event.verification } : finding,
      );
      spend(state, event.verification.by, event);
      return state;
    case 'digest.planned':
      state.digest = emptyDigest(event.nodes);
      return state;
    case 'node.started':
      if (state.digest) state.digest.joining = [...state.digest.joining, event.nodeId];
      return state;
    case 'node.joined':
      return joinNode(state, event.nodeId, event.joined);
    case 'rows.joined':
      state.extraction = { columns: event.columns, rows: event.rows };
      return state;
    case 'findings.decided': {
      const decided = new Map(event.decisions.map(d => [d.findingId, d.decision]));
      state.findings = state.findings.map(finding => {
        if (!decided.has(finding.id)) return finding;
        const { decision: _earlier, ...rest } = finding;
        const decision = decided.get(finding.id);
        return decision ? { ...rest, decision } : rest;
      });
      return state;
    }
    case 'label.corrected': {
      const key = recordKey(event.sourceId, event.record);
      const { [key]: _before, ...others } = state.corrections ?? {};
      state.corrections = event.labels ? { ...others, [key]: event.labels } : others;
      return state;
    }
    case 'labels.doubted': {
      const { by, records } = event;
      state.secondLook = { by, records, answered: state.secondLook?.answered ?? 0 };
      return state;
    }
    case 'labels.checked': {
      const known = (state.secondLabels ??= {});
      for (const label of event.labels)
        known[recordKey(event.sourceId, label.record)] = { ...label, by: event.by };
      if (state.secondLook)
        state.secondLook = {
          ...state.secondLook,
          answered: state.secondLook.answered + event.labels.length,
          ...(event.failure ? { failure: event.failure } : {}),
        };
      spend(state, event.by, event);
      return state;
    }
    case 'synthesis.started':
      state.status = 'synthesizing';
      return state;
    case 'synthesis.ended':
      state.synthesis = event.synthesis;
      if (event.synthesis.usage)
        spend(state, ownModel(state), event.synthesis, event.synthesis.calls ?? 1);
      return state;
    case 'run.ended':
      state.status = event.status;
      state.failure = event.failure;
      state.awayMs += idleMs(state, event.at);
      state.pause = undefined;
      state.endedAt = event.at;
      return state;
  }
}

export const isEnded = (status: BranchStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'skipped' || status === 'cancelled';

export const isRunEnded = (status: RunStatus): boolean =>
  status === 'succeeded' || status === 'partial' || status === 'failed' || status === 'cancelled';

function joinNode(state: RunState, nodeId: string, joined: Joined): RunState {
  if (!state.digest) return state;
  state.digest.joined[nodeId] = joined;
  state.digest.joining = state.digest.joining.filter(id => id !== nodeId);
  spend(state, ownModel(state), joined);
  return state;
}

/** Fan-in's calls go to it, but for those that verify. */
const ownModel = ({ model }: RunState): string => model?.ref ?? '';
