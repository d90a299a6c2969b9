import type { RunEvent } from '../../core/state/events.ts';
import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import type { FanOutControl } from '../../core/fanout/fanOut.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { Source } from '../../core/domain/source.ts';
import type { StoredRun } from '../../engine/openRuns.ts';
import type { RunRequest } from '../../engine/request/runRequest.ts';

export type { StoredRun } from '../../engine/openRuns.ts';

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
  /** It was cancelled, and its calls are being ended. */
  readonly cancelling?: boolean;
}

/** Something happened in a run; without an event: it was added, loaded or removed. */
export interface RunChange {
  readonly runId: string;
  readonly event?: RunEvent;
}

/** An entry as its owner holds it. */
export type OwnEntry = { -readonly [K in keyof RunEntry]: RunEntry[K] } & {
  abort?: AbortController;
  control?: FanOutControl;
  removed?: boolean;
  /** As read last. */
  decisions?: Decisions;
};

export const bySourceId = (sources: readonly Source[]): ReadonlyMap<string, Source> =>
  new Map(sources.map(source => [source.id, source]));
