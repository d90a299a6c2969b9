import { spend } from './foldBills.ts';
import type { BranchState, RunState } from './runState.ts';
import type { Finding } from '../domain/results/findings.ts';
import type { Branch, Outcome } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';

// What events do to the branches of a state, each in place.

export function update(
  state: RunState,
  id: string,
  change: (branch: BranchState) => void,
): RunState {
  const branch = state.branches[id];
  if (branch) change(branch);
  return state;
}

/** Before fan-in (again): the findings as the branches said them, in reading order. */
export function recomputeLiveFindings(state: RunState): void {
  state.merged = false;
  state.findings = [];
  state.outsideChange = [];
  for (const id of state.branchIds) {
    const outcome = state.branches[id]?.outcome;
    if (outcome?.status === 'succeeded') addFindings(state, outcome.findings);
  }
}

function addFindings(state: RunState, findings: readonly Finding[]): void {
  for (const finding of findings)
    (finding.outsideChange ? state.outsideChange : state.findings).push(finding);
}

export const queued = (branch: Branch): BranchState => ({ branch, status: 'queued', attempt: 0 });

export function requeue(branch: BranchState): void {
  branch.status = 'queued';
  branch.attempt = 0;
  delete branch.outcome;
  delete branch.startedAt;
  delete branch.endedAt;
  endWait(branch);
}

export function endWait(branch: BranchState): void {
  delete branch.waitingOn;
  delete branch.until;
}

export function endBranch(state: RunState, id: string, outcome: Outcome, at: number): RunState {
  const branch = state.branches[id];
  if (!branch) return state;
  branch.status = outcome.status;
  branch.outcome = outcome;
  branch.endedAt = at;
  endWait(branch);
  if (outcome.status === 'succeeded') {
    branch.attempt = outcome.attempts;
    delete branch.failure;
    if (!state.merged) addFindings(state, outcome.findings);
  }
  if (outcome.status === 'failed') {
    branch.attempt = outcome.attempts;
    branch.failure = outcome.failure;
  }
  if (outcome.status === 'succeeded' && outcome.cached) return state;
  const tries = 'attempts' in outcome ? outcome.attempts : 0;
  spend(state, branch.branch.model, outcome, outcome.calls ?? tries);
  return state;
}

export function replaceWithChildren(
  state: RunState,
  id: string,
  chunks: readonly Chunk[],
  branches: readonly Branch[],
): RunState {
  const parent = state.branches[id];
  if (!parent) return state;
  parent.status = 'split';
  endWait(parent);
  for (const chunk of chunks) state.chunks[chunk.id] = chunk;
  const fresh = chunks.map(c => c.id).filter(c => !state.chunkIds.includes(c));
  const at = state.chunkIds.indexOf(parent.branch.chunkId);
  state.chunkIds.splice(at + 1, 0, ...fresh);
  for (const branch of branches) state.branches[branch.id] = queued(branch);
  state.branchIds.splice(state.branchIds.indexOf(id), 1, ...branches.map(b => b.id));
  return state;
}
