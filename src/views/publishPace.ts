export interface PublishPorts {
  /** Does what is wanted; returns how many marks the editor has to draw for it. */
  readonly publish: () => number;
  /** Any clock, in ms. */
  readonly now: () => number;
  /** Calls `work` after `ms`; the result takes that back. */
  readonly later: (work: () => void, ms: number) => () => void;
}

export interface PublishPace {
  /** There is something to publish. */
  want(): void;
  /** Something was typed. */
  typed(): void;
  dispose(): void;
}

/** Between two looks at what a run under way has found, in ms: placing a thousand quotes costs time. */
const STREAM_MS = 1000;
/** What a mark of the last publication adds to that, in ms: the editor draws each of a document's anew. */
const MARK_MS = 5;
/** Nothing is published until so long after the last key, in ms, */
const QUIET_MS = 1000;
/** but no longer than this after it was wanted, in ms. */
const MAX_HELD_MS = 30_000;

/** When the findings of a run under way are listed: slower the more there are, and not into what is typed. */
export function publishPace({ publish, now, later }: PublishPorts): PublishPace {
  let wantedAt: number | undefined;
  let typedAt = -Infinity;
  let restUntil = -Infinity;
  let cancel: (() => void) | undefined;
  const look = (): void => {
    cancel = undefined;
    if (wantedAt === undefined) return;
    const quiet = Math.min(typedAt + QUIET_MS, wantedAt + MAX_HELD_MS);
    const wait = Math.max(quiet, restUntil) - now();
    if (wait > 0) {
      cancel = later(look, wait);
      return;
    }
    wantedAt = undefined;
    const marks = publish();
    restUntil = now() + STREAM_MS + MARK_MS * marks;
  };
  return {
    want() {
      wantedAt ??= now();
      cancel ??= later(look, STREAM_MS);
    },
    typed() {
      typedAt = now();
    },
    dispose() {
      cancel?.();
      wantedAt = undefined;
    },
  };
}
