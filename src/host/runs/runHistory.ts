import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import type { Logger } from '../../core/ports/ports.ts';
import { applyEvent } from '../../core/state/applyEvent.ts';
import { emptyState } from '../../core/state/runState.ts';
import type { Source } from '../../core/domain/source.ts';
import type { RunStore } from '../../engine/openRuns.ts';
import { diffDecisions } from '../findings/diffDecisions.ts';
import { leftOut, storedRequest } from '../../engine/request/storedRequest.ts';
import type { MoveLog } from './moveLog.ts';
import { addressAfter, movedSources } from './movedSources.ts';
import { bySourceId, type OwnEntry, type RunChange, type RunEntry } from './runEntry.ts';
import { settle } from './unfinished.ts';

/** A run of the history and those of its documents that no later run has read. */
export interface LastRun {
  readonly runId: string;
  readonly uris: readonly string[];
}

/** Statuses of a review whose findings are merged. */
const ENDED: ReadonlySet<string> = new Set(['succeeded', 'partial']);
/** Runs that are looked at for what was read last. */
const MAX_LOOKED_AT = 50;

interface HistoryParts {
  readonly entries: Map<string, OwnEntry>;
  readonly store: () => Promise<RunStore>;
  readonly log: Logger;
  readonly tell: (change: RunChange) => void;
  readonly warn: (message: string) => void;
  readonly decisionsOn: (sources: readonly Source[]) => Promise<Decisions>;
  readonly moves: MoveLog;
}

/** What is stored of the runs of this and other windows, listed and read into the entries. */
export function runHistory({ entries, store, log, tell, warn, decisionsOn, moves }: HistoryParts) {
  let listed: Promise<void> | undefined;

  /** Takes over what other windows did; whether that is anything. */
  const list = (kept: RunStore): boolean => {
    const all = kept.list();
    let isNew = false;
    const there = new Set(all.map(({ id }) => id));
    for (const { id, stored, state } of entries.values()) {
      // What was read of a run that another window has deleted can still be exported here.
      if (!stored || state || there.has(id)) continue;
      entries.delete(id);
      isNew = true;
    }
    for (const stored of all) {
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
      isNew = true;
    }
    return isNew;
  };

  const load = async (runId: string): Promise<RunEntry | undefined> => {
    const entry = entries.get(runId);
    if (entry?.state) return entry;
    const loaded = (await store()).load(runId);
    if (!loaded) return undefined;
    const state = emptyState();
    for (const event of loaded.events) applyEvent(state, event);
    settle(state);
    const read = bySourceId(loaded.sources);
    const sources = movedSources(read, moves.since(loaded.startedAt)) ?? read;
    const decisions = await decisionsOn([...sources.values()]);
    const decided = diffDecisions(state.findings, decisions);
    if (decided) applyEvent(state, decided);
    const full: OwnEntry = {
      id: runId,
      name: loaded.name,
      startedAt: loaded.startedAt,
      ...entry,
      stored: loaded,
      state,
      sources,
      request: storedRequest(loaded.settings, loaded.name),
      active: false,
      decisions,
    };
    if (loaded.damaged > 0) {
      log.warn('stored run has unreadable records', { run: runId, damaged: loaded.damaged });
      warn(leftOut(loaded));
    }
    entries.set(runId, full);
    tell({ runId });
    return full;
  };

  return {
    load,
    loadHistory: (): Promise<void> =>
      (listed ??= store().then(kept => {
        list(kept);
        tell({ runId: '' });
      })),
    refreshHistory: async (): Promise<void> => {
      if (list(await store())) tell({ runId: '' });
    },
    lastOver: async (): Promise<readonly LastRun[]> => {
      const kept = await store();
      const seen = new Set<string>();
      const ended = kept.list().filter(run => run.job === 'review' && ENDED.has(run.status));
      return ended.slice(0, MAX_LOOKED_AT).flatMap(({ id, startedAt }) => {
        const since = moves.since(startedAt);
        const uris = kept
          .addressesOf(id)
          .map(uri => addressAfter(since, uri))
          .filter(uri => !seen.has(uri));
        for (const uri of uris) seen.add(uri);
        return uris.length > 0 ? [{ runId: id, uris }] : [];
      });
    },
  };
}
