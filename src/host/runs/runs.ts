import { resumable } from '../../engine/request/storedRequest.ts';
import { randomUUID } from 'node:crypto';
import { openBatches } from '../../core/state/foldBatches.ts';
import { coverage } from '../../core/state/coverage.ts';
import type { RunEvent, UnstampedEvent } from '../../core/state/events.ts';
import type { Estimate } from '../../core/domain/billing.ts';
import type { BudgetCaps } from '../../core/fanout/budget.ts';
import { batchLeft, FanoutError, messageOf } from '../../core/errors.ts';
import type { Logger, Store } from '../../core/ports/ports.ts';
import { applyEvent } from '../../core/state/applyEvent.ts';
import { type RunState, emptyState, isRunEnded } from '../../core/state/runState.ts';
import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import type { Finding } from '../../core/domain/results/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import { damagedNotice, type RunStore } from '../../engine/openRuns.ts';
import { batch } from './batch.ts';
import type { Consent } from '../jobs/consent.ts';
import { diffDecisions } from '../findings/diffDecisions.ts';
import type { Engine, Execute } from '../../engine/runHooks.ts';
import type { RunInput, RunRequest, StoredSettings } from '../../engine/request/runRequest.ts';
import { bySourceId, type OwnEntry, type RunChange, type RunEntry } from './runEntry.ts';
import { type LastRun, runHistory } from './runHistory.ts';
import type { MoveLog } from './moveLog.ts';
import { type Move, movedSources } from './movedSources.ts';
import { logRun } from './runLog.ts';
import { unfinished } from '../../core/state/unfinished.ts';
import { t } from '../../core/text/l10n.ts';

interface Listening {
  dispose(): void;
}

export interface Runs {
  /** Newest first. */
  list(): readonly RunEntry[];
  get(runId: string): RunEntry | undefined;
  /** Resolves when the run has ended, however it did. @throws FanoutError when it cannot begin. */
  start(request: RunRequest, input: RunInput, how?: RunHow): Promise<RunState>;
  /** Runs branches again: those given, else every one that was not answered. */
  retry(runId: string, branchIds?: readonly string[], how?: RunHow): Promise<RunState>;
  cancel(runId: string): void;
  cancelBranch(runId: string, branchId: string): void;
  /** Ends a pause; with caps, under those instead of all earlier ones. False: there is none to end. */
  continueRun(runId: string, caps?: BudgetCaps): boolean;
  /** The run with its events and texts; undefined when it is no longer stored. */
  load(runId: string): Promise<RunEntry | undefined>;
  /** Keeps what a person said of a run with it. @throws FanoutError while another window is at work on it. */
  note(runId: string, event: UnstampedEvent): Promise<void>;
  /**
   * Deletes a run. What of it waits in batches is cancelled at the provider first. @throws FanoutError
   * `batchLeft` when that fails, and nothing is deleted; `anyway` deletes without asking the provider.
   */
  remove(runId: string, how?: 'anyway'): Promise<void>;
  /** Deletes every run and every kept answer; runs under way are cancelled. @throws as `remove`. */
  removeAll(how?: 'anyway'): Promise<void>;
  /** Lists the runs of the store; does nothing the second time. */
  loadHistory(): Promise<void>;
  /** Tells of every loaded run what has been decided about its findings, or taken back, since. */
  refreshDecisions(): Promise<void>;
  /** The newest of the stored reviews that have ended, and the documents each read last. */
  lastOver(): Promise<readonly LastRun[]>;
  /** Lists what other windows have done since. */
  refreshHistory(): Promise<void>;
  /** Files were moved in this window: their runs go on with them where they are now, also after a reload. */
  moved(moves: readonly Move[]): void;
  /** Every event, at once, after it is folded. */
  onDidEmit(listener: (change: RunChange) => void): Listening;
  /** The same and what else changed, together about every 100 ms. */
  onDidChange(listener: (changes: readonly RunChange[]) => void): Listening;
  /** Stops what is under way; what was answered is in the store. */
  dispose(): void;
}

/** How who started a run takes part in it. */
export interface RunHow {
  /** Shows calls and price before anything is sent, whatever was agreed to before. */
  readonly asksFirst?: boolean;
  /** Told once, before anything else happens. */
  readonly onBegin?: (runId: string) => void;
  /** Limits in addition to those of the settings, by what the run is expected to take. @throws FanoutError when there is nothing left to spend. */
  readonly limits?: (estimate: Estimate) => Pick<BudgetCaps, 'maxCostUsd' | 'maxTokens'>;
}

export interface RunsParts {
  readonly execute: Execute;
  readonly cancelBatches: Engine['cancelBatches'];
  readonly store: () => Promise<RunStore>;
  readonly consent: Consent;
  readonly log: Logger;
  /** Tells the user what is to be known before anything is spent. */
  readonly warn: (notice: string) => void;
  /** What people have decided about findings in the sources; see `decisions.ts`. */
  readonly decisionsOn: (sources: readonly Source[]) => Promise<Decisions>;
  readonly moves: MoveLog;
}

const BATCH_MS = 100;

/** The runs of this window: starts them, keeps them, and tells everybody what happens in them. */
export function runs({
  execute,
  cancelBatches,
  store,
  consent,
  log,
  warn,
  decisionsOn,
  moves: moveLog,
}: RunsParts): Runs {
  const entries = new Map<string, OwnEntry>();
  const emitters = new Set<(change: RunChange) => void>();
  const listeners = new Set<(changes: readonly RunChange[]) => void>();
  const pending = batch<RunChange>(BATCH_MS, changes => {
    for (const listener of [...listeners]) listener(changes);
  });
  let closing = false;
  const leaving = new AbortController();

  const tell = (change: RunChange): void => {
    logRun(log, change);
    for (const listener of [...emitters]) listener(change);
    pending.add(change);
    if (!change.event || change.event.type === 'run.ended') pending.flush();
  };

  const history = runHistory({ entries, store, log, tell, warn, decisionsOn, moves: moveLog });

  /** Marks those of the findings whose decision is not the one that is known now. */
  const tellDecided = (entry: OwnEntry, findings: readonly Finding[]): void => {
    const event = entry.state && entry.decisions && diffDecisions(findings, entry.decisions);
    if (!event || !entry.state) return;
    applyEvent(entry.state, event);
    tell({ runId: entry.id, event });
  };

  const go = async (
    entry: OwnEntry,
    request: RunRequest,
    input: RunInput,
    how: RunHow,
    resume?: { readonly events: readonly RunEvent[]; readonly requeue: readonly string[] },
  ): Promise<RunState> => {
    const abort = new AbortController();
    how.onBegin?.(entry.id);
    entry.abort = abort;
    entry.active = true;
    delete entry.stored;
    const kept = await store();
    const damagedBefore = kept.damagedAnswers;
    entry.decisions = await decisionsOn(input.sources);
    try {
      if (resume) kept.claim(entry.id);
      else {
        const notice = kept.begin(
          {
            id: entry.id,
            job: request.spec?.kind ?? 'review',
            name: entry.name,
            startedAt: entry.startedAt,
          },
          input.sources,
          { request, skipped: input.skipped } satisfies StoredSettings,
        );
        if (notice !== undefined) warn(notice);
      }
      return await execute(request, input, {
        runId: entry.id,
        signal: abort.signal,
        whenBudgetReached: 'pause',
        store: recordOf(kept, entry),
        leave: leaving.signal,
        consent: async (estimate, models, choice, onQuestion) => {
          const agreed = await consent.ask({
            name: entry.name,
            models,
            estimate,
            ...(choice ? { choice } : {}),
            ...(onQuestion ? { onQuestion } : {}),
            files: input.sources.length,
            ...(how.asksFirst ? { asksFirst: true } : {}),
            houseRules: request.spec?.kind === 'review' ? (request.spec.houseRules ?? []) : [],
          });
          const limits = agreed === false ? undefined : how.limits?.(estimate);
          return limits ? { ...limits, ...(agreed === true ? {} : agreed) } : agreed;
        },
        reviewPlan: async (plan, onQuestion) => {
          const { reviewPlan } = await import('../jobs/reviewPlan.ts');
          onQuestion();
          return reviewPlan(entry.name, plan, abort.signal);
        },
        onEvent: (event, state) => {
          if (closing || entry.removed) return;
          const isNew = !entries.has(entry.id);
          entry.state = state;
          entries.set(entry.id, entry);
          if (isNew) tell({ runId: entry.id });
          tell({ runId: entry.id, event });
          if (event.type === 'branch.ended' && event.outcome.status === 'succeeded')
            tellDecided(entry, event.outcome.findings);
        },
        // Also decisions made during the run.
        decisions: finding => entry.decisions?.(finding),
        onHandle: control => {
          entry.control = control;
        },
        ...(resume ? { resume } : {}),
      });
    } catch (error) {
      if (closing || entry.removed) return entry.state ?? emptyState();
      if (!resume && !entries.has(entry.id)) kept.delete(entry.id);
      else endAsFailed(entry, error, tell);
      throw error;
    } finally {
      entry.active = false;
      delete entry.cancelling;
      delete entry.abort;
      delete entry.control;
      if (!closing) kept.release(entry.id, entry.state && coverage(entry.state).reviewedFraction);
      const damaged = damagedNotice(kept.damagedAnswers - damagedBefore);
      if (damaged !== undefined && !closing) warn(damaged);
      tell({ runId: entry.id });
    }
  };

  /** What the engine writes to: nothing of a run that was deleted or whose window closes. */
  const recordOf = (kept: RunStore, entry: OwnEntry): Store => ({
    append(runId, events) {
      if (!closing && !entry.removed) kept.append(runId, events);
    },
    recall: key => kept.recall(key),
    remember(key, value, runId) {
      if (!closing && !entry.removed) kept.remember(key, value, runId);
    },
  });

  /** A run that is gone from here must not go on at a provider, and be billed. */
  const cancelOpenBatches = async (runIds: readonly string[]): Promise<void> => {
    for (const runId of runIds) {
      const listed = entries.get(runId);
      if (!listed?.active && listed?.stored?.status !== 'batched') continue;
      const entry = await history.load(runId);
      if (!entry?.state || openBatches(entry.state).length === 0) continue;
      try {
        if (!entry.request) throw new FanoutError('storeUnusable', t('Its settings are not kept.'));
        await cancelBatches(entry.request, entry.state);
      } catch (error) {
        throw batchLeft(entry.name, messageOf(error));
      }
    }
  };

  const drop = (runId: string): void => {
    const entry = entries.get(runId);
    if (entry) entry.removed = true;
    entry?.abort?.abort(new DOMException(t('Deleted by you.'), 'AbortError'));
    entries.delete(runId);
  };

  return {
    list: () => [...entries.values()].sort((a, b) => b.startedAt - a.startedAt),
    get: runId => entries.get(runId),
    start(request, input, how = {}) {
      const entry: OwnEntry = {
        id: randomUUID(),
        name: request.name,
        startedAt: Date.now(),
        state: undefined,
        sources: bySourceId(input.sources),
        request,
        active: true,
      };
      return go(entry, request, input, how);
    },
    async retry(runId, branchIds, how = {}) {
      const known = entries.get(runId);
      const { control } = known ?? {};
      if (known?.state && known.active && branchIds && control) {
        if (branchIds.some(id => control.retryBranch(id))) return known.state;
      }
      if (known?.active)
        throw new FanoutError(
          'runBusy',
          t('{0} is still running. Nothing was changed.', known.name),
        );
      await history.load(runId);
      const entry = entries.get(runId);
      const stored = (await store()).load(runId);
      if (!entry?.state || !stored)
        throw new FanoutError(
          'storeUnusable',
          t('This run is no longer stored. Review the text again.'),
        );
      const { events } = stored;
      return go(
        entry,
        resumable(stored).request,
        { sources: [...entry.sources.values()], skipped: entry.state.skipped },
        how,
        { events, requeue: branchIds ?? unfinished(entry.state) },
      );
    },
    cancel(runId) {
      const entry = entries.get(runId);
      if (!entry?.abort) return;
      entry.cancelling = true;
      // Shown before the calls have ended: a person wants to see that it was heard.
      tell({ runId });
      entry.abort.abort(new DOMException(t('Cancelled by you.'), 'AbortError'));
    },
    cancelBranch(runId, branchId) {
      entries.get(runId)?.control?.cancelBranch(branchId);
    },
    continueRun(runId, caps) {
      const control = entries.get(runId)?.control;
      return Boolean(caps ? control?.raiseBudget(caps) : control?.continueRun());
    },
    load: history.load,
    async note(runId, event) {
      const entry = await history.load(runId);
      if (!entry?.state) throw new FanoutError('usage', t('This run is no longer stored.'));
      const kept = await store();
      const noted = { ...event, at: Date.now() };
      if (!entry.active) kept.claim(runId);
      kept.append(runId, [noted]);
      if (!entry.active) kept.release(runId);
      applyEvent(entry.state, noted);
      tell({ runId, event: noted });
    },
    async remove(runId, how) {
      const kept = await store();
      if (how !== 'anyway') await cancelOpenBatches([runId]);
      drop(runId);
      kept.delete(runId);
      tell({ runId });
    },
    async removeAll(how) {
      const kept = await store();
      const ids = [...entries.keys()];
      if (how !== 'anyway') await cancelOpenBatches(ids);
      ids.forEach(drop);
      kept.deleteAll();
      for (const runId of ids) tell({ runId });
    },
    loadHistory: history.loadHistory,
    refreshHistory: history.refreshHistory,
    lastOver: history.lastOver,
    async refreshDecisions() {
      for (const entry of entries.values()) {
        if (!entry.state) continue;
        entry.decisions = await decisionsOn([...entry.sources.values()]);
        tellDecided(entry, entry.state.findings);
      }
    },
    moved(moves) {
      moveLog.add(moves, Date.now());
      for (const entry of entries.values()) {
        const sources = movedSources(entry.sources, moves);
        if (!sources) continue;
        entry.sources = sources;
        tell({ runId: entry.id });
      }
    },
    onDidEmit: listener => subscribe(emitters, listener),
    onDidChange: listener => subscribe(listeners, listener),
    dispose() {
      // Not cancelled by anybody: on disk the run stays one that was cut off, to be finished later.
      closing = true;
      // First of all: what is to be left at the provider is not cancelled there.
      leaving.abort(new DOMException('', 'AbortError'));
      for (const entry of entries.values()) entry.abort?.abort(new DOMException('', 'AbortError'));
      pending.dispose();
      emitters.clear();
      listeners.clear();
    },
  };
}

/** A bug, or a model that cannot be reached at all: the run must not look as if it still ran. */
function endAsFailed(entry: OwnEntry, error: unknown, tell: (change: RunChange) => void): void {
  if (!entry.state || isRunEnded(entry.state.status)) return;
  const failure =
    error instanceof FanoutError && error.failure
      ? error.failure
      : { code: 'bug' as const, message: messageOf(error) };
  const event: RunEvent = { type: 'run.ended', status: 'failed', failure, at: Date.now() };
  applyEvent(entry.state, event);
  tell({ runId: entry.id, event });
}

function subscribe<T>(listeners: Set<T>, listener: T): Listening {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
