import { randomUUID } from 'node:crypto';
import { coverage } from '../core/coverage.ts';
import type { RunEvent, UnstampedEvent } from '../core/events.ts';
import type { BudgetCaps } from '../core/fanout/budget.ts';
import type { FanOutControl } from '../core/fanout/fanOut.ts';
import { FanoutError, messageOf } from '../core/errors.ts';
import type { Logger, Store } from '../core/ports.ts';
import { applyEvent, emptyState, isRunEnded, type RunState } from '../core/state.ts';
import type { Decisions } from '../core/fanin/decisions.ts';
import type { Finding, SkippedSource, Source } from '../core/types.ts';
import type { RunStore, StoredRun } from '../store/runStore.ts';
import { batch } from './batch.ts';
import type { Consent } from './consent.ts';
import { decidedSince } from './decidedSince.ts';
import type { Execute, RunRequest } from './engine.ts';
import { logRun } from './runLog.ts';
import { notAnswered, settle } from './unfinished.ts';

export type { StoredRun } from '../store/runStore.ts';

/** A run the window knows of: under way, ended, or listed from the store and not read yet. */
export interface RunEntry {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
  /** Set for runs of the history. */
  readonly stored?: StoredRun;
  /** Live, folded from the run's events. Undefined until a run of the history is loaded. */
  readonly state: RunState | undefined;
  /** The texts as they were when the run began. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly request: RunRequest | undefined;
  /** Branches are being worked on in this window. */
  readonly active: boolean;
}

/** Something happened in a run; without an event: it was added, loaded or removed. */
export interface RunChange {
  readonly runId: string;
  readonly event?: RunEvent;
}

/** A run of the history and those of its documents that no later run has read. */
export interface LastRun {
  readonly runId: string;
  readonly uris: readonly string[];
}

/** Statuses of a run whose findings are merged. */
const ENDED: ReadonlySet<string> = new Set(['succeeded', 'partial']);
/** Runs that are looked at for what was read last. */
const MOST_LOOKED_AT = 50;

interface Listening {
  dispose(): void;
}

export interface Runs {
  /** Newest first. */
  list(): readonly RunEntry[];
  get(runId: string): RunEntry | undefined;
  /** Resolves when the run has ended, however it did. @throws FanoutError when it cannot begin. */
  start(request: RunRequest, input: RunInput): Promise<RunState>;
  /** Runs branches again: those given, else every one that was not answered. */
  retry(runId: string, branchIds?: readonly string[]): Promise<RunState>;
  cancel(runId: string): void;
  cancelBranch(runId: string, branchId: string): void;
  /** Ends a pause; with caps, under those instead of all earlier ones. False: there is none to end. */
  goOn(runId: string, caps?: BudgetCaps): boolean;
  /** The run with its events and texts; undefined when it is not kept any more. */
  load(runId: string): Promise<RunEntry | undefined>;
  /** Keeps what a person said of a run with it. @throws FanoutError while another window is at work on it. */
  note(runId: string, event: UnstampedEvent): Promise<void>;
  remove(runId: string): Promise<void>;
  /** Deletes every run and every kept answer; runs under way are cancelled. */
  removeAll(): Promise<void>;
  /** Lists the runs of the store; does nothing the second time. */
  loadHistory(): Promise<void>;
  /** Tells of every loaded run what has been decided about its findings, or taken back, since. */
  refreshDecisions(): Promise<void>;
  /** The newest of the stored runs that have ended, and the documents each read last. */
  lastOver(): Promise<readonly LastRun[]>;
  /** Lists what other windows have done since. */
  refreshHistory(): Promise<void>;
  /** Every event, at once, after it is folded. */
  onDidEmit(listener: (change: RunChange) => void): Listening;
  /** The same and what else changed, together about every 100 ms. */
  onDidChange(listener: (changes: readonly RunChange[]) => void): Listening;
  /** Stops what is under way; what was answered is in the store. */
  dispose(): void;
}

export interface RunInput {
  readonly sources: readonly Source[];
  readonly skipped: readonly SkippedSource[];
}

export interface RunsParts {
  readonly execute: Execute;
  readonly store: () => Promise<RunStore>;
  readonly consent: Consent;
  readonly log: Logger;
  /** Tells the user what is to be known before anything is spent. */
  readonly warn: (notice: string) => void;
  /** What people have decided about findings in the sources; see `decisions.ts`. */
  readonly decisionsOn: (sources: readonly Source[]) => Promise<Decisions>;
}

const BATCH_MS = 100;

type Mutable = { -readonly [K in keyof RunEntry]: RunEntry[K] } & {
  abort?: AbortController;
  control?: FanOutControl;
  removed?: boolean;
  /** As read last. */
  decisions?: Decisions;
};

/** The runs of this window: starts them, keeps them, and tells everybody what happens in them. */
export function runs({ execute, store, consent, log, warn, decisionsOn }: RunsParts): Runs {
  const entries = new Map<string, Mutable>();
  const emitters = new Set<(change: RunChange) => void>();
  const listeners = new Set<(changes: readonly RunChange[]) => void>();
  const pending = batch<RunChange>(BATCH_MS, changes => {
    for (const listener of [...listeners]) listener(changes);
  });
  let history: Promise<void> | undefined;
  let closing = false;
  const leaving = new AbortController();

  const tell = (change: RunChange): void => {
    logRun(log, change);
    for (const listener of [...emitters]) listener(change);
    pending.add(change);
    if (!change.event || change.event.type === 'run.ended') pending.flush();
  };

  /** Marks those of the findings whose decision is not the one that is known now. */
  const tellDecided = (entry: Mutable, findings: readonly Finding[]): void => {
    const event = entry.state && entry.decisions && decidedSince(findings, entry.decisions);
    if (!event || !entry.state) return;
    applyEvent(entry.state, event);
    tell({ runId: entry.id, event });
  };

  const go = async (
    entry: Mutable,
    request: RunRequest,
    input: RunInput,
    resume?: { readonly events: readonly RunEvent[]; readonly requeue: readonly string[] },
  ): Promise<RunState> => {
    const abort = new AbortController();
    entry.abort = abort;
    entry.active = true;
    delete entry.stored;
    const kept = await store();
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
          { request, skipped: input.skipped },
        );
        if (notice !== undefined) warn(notice);
      }
      return await execute(request, input, {
        runId: entry.id,
        signal: abort.signal,
        store: recordOf(kept, entry),
        leave: leaving.signal,
        consent: (estimate, models, choice) =>
          consent.ask({
            name: entry.name,
            models,
            estimate,
            ...(choice ? { choice } : {}),
            files: input.sources.length,
            houseRules: request.spec?.kind === 'review' ? (request.spec.houseRules ?? []) : [],
          }),
        reviewPlan: async plan => {
          const { reviewPlan } = await import('./reviewPlan.ts');
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
        // Also what is decided while the run goes on.
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
      delete entry.abort;
      delete entry.control;
      if (!closing) kept.release(entry.id, entry.state && coverage(entry.state).reviewedFraction);
      tell({ runId: entry.id });
    }
  };

  /** What the engine writes to: nothing of a run that was deleted or whose window closes. */
  const recordOf = (kept: RunStore, entry: Mutable): Store => ({
    append(runId, events) {
      if (!closing && !entry.removed) kept.append(runId, events);
    },
    recall: key => kept.recall(key),
    remember(key, value) {
      if (!closing) kept.remember(key, value);
    },
  });

  const drop = (runId: string): void => {
    const entry = entries.get(runId);
    if (entry) entry.removed = true;
    entry?.abort?.abort(new DOMException('Deleted by you.', 'AbortError'));
    entries.delete(runId);
  };

  const list = (kept: RunStore): void => {
    for (const stored of kept.list()) {
      const known = entries.get(stored.id);
      if (known && (!known.stored || known.active || known.stored.status === stored.status))
        continue;
      entries.set(stored.id, {
        id: stored.id,
        name: stored.name,
        startedAt: stored.startedAt,
        stored,
        state: undefined,
        sources: new Map(),
        request: undefined,
        active: false,
      });
    }
    tell({ runId: '' });
  };

  const load = async (runId: string): Promise<RunEntry | undefined> => {
    const entry = entries.get(runId);
    if (entry?.state) return entry;
    const loaded = (await store()).load(runId);
    if (!loaded) return undefined;
    const state = emptyState();
    for (const event of loaded.events) applyEvent(state, event);
    settle(state);
    const decisions = await decisionsOn(loaded.sources);
    const decided = decidedSince(state.findings, decisions);
    if (decided) applyEvent(state, decided);
    const settings = loaded.settings as { request?: RunRequest } | undefined;
    const full: Mutable = {
      id: runId,
      name: loaded.name,
      startedAt: loaded.startedAt,
      ...entry,
      stored: loaded,
      state,
      sources: bySourceId(loaded.sources),
      request: settings?.request,
      active: false,
      decisions,
    };
    if (loaded.damaged > 0)
      log.warn('stored run has unreadable records', { run: runId, damaged: loaded.damaged });
    entries.set(runId, full);
    tell({ runId });
    return full;
  };

  return {
    list: () => [...entries.values()].sort((a, b) => b.startedAt - a.startedAt),
    get: runId => entries.get(runId),
    start(request, input) {
      const entry: Mutable = {
        id: randomUUID(),
        name: request.name,
        startedAt: Date.now(),
        state: undefined,
        sources: bySourceId(input.sources),
        request,
        active: true,
      };
      return go(entry, request, input);
    },
    async retry(runId, branchIds) {
      const known = entries.get(runId);
      const { control } = known ?? {};
      if (known?.state && known.active && branchIds && control) {
        if (branchIds.some(id => control.retryBranch(id))) return known.state;
      }
      if (known?.active)
        throw new FanoutError('runBusy', `${known.name} is still running. Nothing was changed.`);
      await load(runId);
      const entry = entries.get(runId);
      const events = (await store()).load(runId)?.events;
      if (!entry?.state || !entry.request || !events)
        throw new FanoutError(
          'storeUnusable',
          'This run is not kept any more. Review the text again.',
        );
      return go(
        entry,
        entry.request,
        { sources: [...entry.sources.values()], skipped: entry.state.skipped },
        { events, requeue: branchIds ?? notAnswered(entry.state) },
      );
    },
    cancel(runId) {
      entries.get(runId)?.abort?.abort(new DOMException('Cancelled by you.', 'AbortError'));
    },
    cancelBranch(runId, branchId) {
      entries.get(runId)?.control?.cancelBranch(branchId);
    },
    goOn(runId, caps) {
      const control = entries.get(runId)?.control;
      return Boolean(caps ? control?.raiseBudget(caps) : control?.goOn());
    },
    load,
    async note(runId, event) {
      const entry = await load(runId);
      if (!entry?.state) throw new FanoutError('usage', 'This run is not kept any more.');
      const kept = await store();
      const noted = { ...event, at: Date.now() };
      if (!entry.active) kept.claim(runId);
      kept.append(runId, [noted]);
      if (!entry.active) kept.release(runId);
      applyEvent(entry.state, noted);
      tell({ runId, event: noted });
    },
    async remove(runId) {
      const kept = await store();
      drop(runId);
      kept.delete(runId);
      tell({ runId });
    },
    async removeAll() {
      const kept = await store();
      const ids = [...entries.keys()];
      ids.forEach(drop);
      kept.deleteAll();
      for (const runId of ids) tell({ runId });
    },
    loadHistory() {
      history ??= store().then(list);
      return history;
    },
    async refreshDecisions() {
      for (const entry of entries.values()) {
        if (!entry.state) continue;
        entry.decisions = await decisionsOn([...entry.sources.values()]);
        tellDecided(entry, entry.state.findings);
      }
    },
    async lastOver() {
      const kept = await store();
      const seen = new Set<string>();
      const ended = kept.list().filter(run => ENDED.has(run.status));
      return ended.slice(0, MOST_LOOKED_AT).flatMap(({ id }) => {
        const uris = kept.addressesOf(id).filter(uri => !seen.has(uri));
        for (const uri of uris) seen.add(uri);
        return uris.length > 0 ? [{ runId: id, uris }] : [];
      });
    },
    async refreshHistory() {
      list(await store());
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
function endAsFailed(entry: Mutable, error: unknown, tell: (change: RunChange) => void): void {
  if (!entry.state || isRunEnded(entry.state.status)) return;
  const failure =
    error instanceof FanoutError && error.failure
      ? error.failure
      : { code: 'bug' as const, message: messageOf(error) };
  const event: RunEvent = { type: 'run.ended', status: 'failed', failure, at: Date.now() };
  applyEvent(entry.state, event);
  tell({ runId: entry.id, event });
}

const bySourceId = (sources: readonly Source[]): ReadonlyMap<string, Source> =>
  new Map(sources.map(source => [source.id, source]));

function subscribe<T>(listeners: Set<T>, listener: T): Listening {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
