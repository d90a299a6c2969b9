import { timerLater } from '../../host/ui/timerLater.ts';

/** Fires refreshes no faster than the tree takes them in. */
export interface RefreshPace {
  /** Something needs a refresh. */
  want(): void;
  /** The same, and it does not wait for its turn: a run has ended, or is cancelled. */
  hurry(): void;
  /** The tree asked for rows: it has taken in what was fired last. */
  taken(): void;
  dispose(): void;
}

/**
 * VS Code queues refreshes and works them off one by one; on a busy machine a faster pace would
 * show rows that are seconds old. So the next refresh waits until the last one was taken in, then
 * until `later` says so; `patienceMs` at most, since a hidden or collapsed row is never asked for.
 */
export function refreshPace(
  refresh: () => void,
  later: (work: () => void) => () => void,
  patienceMs: number,
): RefreshPace {
  let wanted = false;
  let awaiting = false;
  let cancel: (() => void) | undefined;
  const go = (): void => {
    cancel = undefined;
    awaiting = false;
    if (!wanted) return;
    wanted = false;
    awaiting = true;
    cancel = timerLater(go, patienceMs);
    refresh();
  };
  return {
    want() {
      wanted = true;
      if (cancel === undefined) go();
    },
    hurry() {
      wanted = true;
      cancel?.();
      go();
    },
    taken() {
      if (!awaiting) return;
      awaiting = false;
      cancel?.();
      cancel = later(go);
    },
    dispose() {
      cancel?.();
      wanted = false;
    },
  };
}
