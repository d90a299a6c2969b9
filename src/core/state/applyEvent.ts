import { type Joined, emptyDigest } from '../domain/results/digest.ts';
import { REVIEW } from '../domain/jobSpec.ts';
import { recordKey } from '../domain/records/labels.ts';
import type { RunEvent } from './events.ts';
import { applyBatchEvent, openBatches, showInBatch } from './foldBatches.ts';
import { markApplied, noteApplied } from './appliedFixes.ts';
import { spend } from './foldBills.ts';
import {
  endWait,
  endBranch,
  queued,
  replaceWithChildren,
  requeue,
  recomputeLiveFindings,
  update,
} from './foldBranches.ts';
import { type RunState, isEnded } from './runState.ts';
import { idleMs, lastAtWork } from './workedTime.ts';

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
      recomputeLiveFindings(state);
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
        ...(event.on && { on: event.on }),
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
        endWait(branch);
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
        if (spoke) recomputeLiveFindings(state);
      });
    case 'findings.merged':
      state.findings = event.findings.filter(f => !f.outsideChange);
      state.outsideChange = event.findings.filter(f => f.outsideChange);
      state.merged = true;
      markApplied(state);
      state.status = 'merging';
      return state;
    case 'consistency.checked':
    case 'findings.judged':
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
    case 'suggestions.applied':
      noteApplied(state, event.findingIds, event.applied);
      return state;
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

function joinNode(state: RunState, nodeId: string, joined: Joined): RunState {
  if (!state.digest) return state;
  state.digest.joined[nodeId] = joined;
  state.digest.joining = state.digest.joining.filter(id => id !== nodeId);
  spend(state, ownModel(state), joined);
  return state;
}

/** Fan-in's calls go to it, but for those that verify. */
const ownModel = ({ model }: RunState): string => model?.ref ?? '';
