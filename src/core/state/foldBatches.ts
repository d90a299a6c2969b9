import type { BatchState } from '../domain/batch.ts';
import type { RunEvent } from './events.ts';
import type { BranchState, RunState } from './runState.ts';

type BatchEvent = Extract<RunEvent, { readonly type: `batch.${string}` }>;

/** Folds what happens to batches. `requeue` puts a branch back to the queue. */
export function applyBatchEvent(
  state: RunState,
  event: BatchEvent,
  requeue: (branch: BranchState) => void,
): void {
  if (event.type === 'batch.prepared') {
    const { batchId: id, branchIds, at: preparedAt } = event;
    const batch: BatchState = { id, branchIds, preparedAt, done: 0, total: branchIds.length };
    state.batches.push(batch);
    for (const branch of branchesOf(state, batch)) branch.batchId = id;
    showInBatch(state, batch);
    return;
  }
  const batch = state.batches.find(({ id }) => id === event.batchId);
  if (!batch) return;
  switch (event.type) {
    case 'batch.submitted':
      batch.providerId = event.providerId;
      batch.submittedAt = event.at;
      if (event.uncertain) batch.uncertain = true;
      return;
    case 'batch.progressed':
      batch.done = event.done;
      batch.total = event.total;
      return;
    case 'batch.cancelling':
      batch.cancelling = true;
      return;
    case 'batch.ended':
      batch.ended = event.how;
      if (event.failure) batch.failure = event.failure;
      for (const branch of branchesOf(state, batch)) {
        if (branch.batchId !== batch.id) continue;
        delete branch.batchId;
        if (!branch.outcome) requeue(branch);
      }
  }
}

/** The batches whose answers are still to come. */
export const openBatches = (state: RunState): BatchState[] =>
  state.batches.filter(batch => batch.ended === undefined);

/** The branches of a stored run that wait in batches at the provider. */
export function inBatches(events: readonly RunEvent[]): ReadonlySet<string> {
  const batches = new Map<string, readonly string[]>();
  const ended = new Set<string>();
  for (const event of events)
    if (event.type === 'batch.prepared') batches.set(event.batchId, event.branchIds);
    else if (event.type === 'batch.ended') batches.delete(event.batchId);
    else if (event.type === 'branch.ended' && event.outcome.status === 'succeeded')
      ended.add(event.branchId);
    else if (event.type === 'branch.missed') ended.add(event.branchId);
  return new Set([...batches.values()].flat().filter(id => !ended.has(id)));
}

/** How far the provider is with all that is in batches; undefined when nothing is. */
export function batchTally(
  state: RunState,
): { readonly done: number; readonly total: number; readonly cancelling: boolean } | undefined {
  const open = openBatches(state);
  if (open.length === 0) return undefined;
  return {
    done: open.reduce((sum, batch) => sum + batch.done, 0),
    total: open.reduce((sum, batch) => sum + batch.total, 0),
    cancelling: open.some(batch => batch.cancelling),
  };
}

/** The batch a branch waits in. */
export const batchOf = (state: RunState, { batchId }: BranchState): BatchState | undefined =>
  batchId === undefined ? undefined : state.batches.find(({ id }) => id === batchId);

/** The branches of a batch that have not ended wait for it. */
export function showInBatch(state: RunState, batch: BatchState): void {
  for (const branch of branchesOf(state, batch)) {
    if (branch.batchId !== batch.id || branch.outcome) continue;
    branch.status = 'waiting';
    branch.waitingOn = 'batch';
    branch.startedAt = batch.submittedAt ?? batch.preparedAt;
  }
}

const branchesOf = (state: RunState, { branchIds }: BatchState): BranchState[] =>
  branchIds.flatMap(id => state.branches[id] ?? []);
