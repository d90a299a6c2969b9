import type { RunEvent } from '../../core/state/events.ts';
import type { BranchState, RunState } from '../../core/state/runState.ts';
import type { ToWebview } from './protocol.ts';

/** Posts are this far apart, in milliseconds: at most four a second. */
const BATCH_MS = 250;
/** A page that takes long to draw is given this many times as long, so that drawing leaves the window free. */
const REST = 4;
/** The longest rest, in ms. */
const MAX_REST_MS = 1000;
/** A page that does not say it has drawn the last post is given this many further turns of `BATCH_MS`. */
const MAX_TURNS = 12;

export interface FeedPorts {
  /** The live state: every event given to `push` is folded into it already. */
  readonly state: () => RunState | undefined | Promise<RunState | undefined>;
  readonly post: (message: ToWebview) => void;
  /** Wall clock, ms since 1970. */
  readonly now: () => number;
  /** Calls `work` after `ms`; the result takes that back. */
  readonly later: (work: () => void, ms: number) => () => void;
}

/** What keeps one page up to date. */
export interface ReportFeed {
  /** Sends the run to a page that is loading: the editor hands it over as soon as the page listens. */
  begin(): void;
  /** The page has loaded, or has lost a message: it gets the whole run. */
  ready(): Promise<RunState | undefined>;
  push(events: readonly RunEvent[]): void;
  /** The page has drawn the post of that number. */
  drawn(seq: number): void;
  /** A hidden page is thrown away by VS Code, and says `ready` when it comes back. */
  setVisible(visible: boolean): void;
  dispose(): void;
}

/**
 * Sends a snapshot, then batches of events, none before the last one was drawn: on a busy machine the page would
 * show what is minutes old. A batch that could not be sent still takes a number, so
 * that a page that lived on notices the gap and asks again.
 */
export function reportFeed({ state, post, now, later }: FeedPorts): ReportFeed {
  let loaded = false;
  let visible = true;
  let disposed = false;
  let seq = 0;
  let missed = false;
  let batch: RunEvent[] = [];
  /** The page has a snapshot without what only an unmerged run needs. */
  let isSlim = false;
  let cancel: (() => void) | undefined;
  /** Set while a post is under way to the screen. */
  let awaited: { readonly seq: number; readonly at: number; turns: number } | undefined;
  let pause = BATCH_MS;
  /** The run is on its way to a page that has not said yet that it has loaded. */
  let early: Promise<RunState | undefined> | undefined;

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (batch.length === 0) return;
    seq += 1;
    const events = batch;
    batch = [];
    if (!loaded || !visible) {
      missed = true;
      return;
    }
    if (isSlim && events.some(({ type }) => REBUILDS.has(type))) {
      // The next number is missing to the page, which asks for the whole run.
      isSlim = false;
      seq += 1;
      post({ type: 'events', seq, events: [] });
      return;
    }
    awaited = { seq, at: now(), turns: 0 };
    post({ type: 'events', seq, events });
  };
  const turn = (): void => {
    cancel = undefined;
    if (awaited && awaited.turns < MAX_TURNS) {
      awaited.turns += 1;
      cancel = later(turn, BATCH_MS);
    } else flush();
  };

  const send = async (): Promise<RunState | undefined> => {
    const run = await state();
    if (disposed) return undefined;
    // The state holds what was waiting here.
    batch = [];
    missed = false;
    awaited = undefined;
    loaded = run !== undefined;
    isSlim = run?.merged === true;
    post(run ? { type: 'snapshot', seq, now: now(), state: slim(run) } : { type: 'missing' });
    return run;
  };

  return {
    begin() {
      early = send();
    },
    ready() {
      const sent = early ?? send();
      early = undefined;
      return sent;
    },
    push(events) {
      if (disposed || !loaded) return;
      batch.push(...events);
      if (events.some(event => event.type === 'run.ended')) flush();
      else cancel ??= later(turn, pause);
    },
    drawn(drawnSeq) {
      if (!awaited || drawnSeq < awaited.seq) return;
      pause = Math.min(MAX_REST_MS, Math.max(BATCH_MS, REST * (now() - awaited.at)));
      awaited = undefined;
    },
    setVisible(is) {
      visible = is;
      if (!visible || !missed) return;
      // Nothing for a page that is reloaded; one that was only hidden sees by the number that it missed something.
      seq += 1;
      post({ type: 'events', seq, events: [] });
    },
    dispose() {
      disposed = true;
      cancel?.();
    },
  };
}

/** Events after which the list of findings is made anew from what each branch said. */
const REBUILDS: ReadonlySet<RunEvent['type']> = new Set(['run.resumed', 'branch.requeued']);

/**
 * Without the findings and facts of the single branches once they are merged: the report shows the merged ones, and
 * with thousands they are half of what has to be sent before it shows anything.
 */
function slim(run: RunState): RunState {
  if (!run.merged) return run;
  const branches = Object.entries(run.branches).map(([id, branch]): [string, BranchState] => {
    const { outcome } = branch;
    if (outcome?.status !== 'succeeded') return [id, branch];
    const { facts: _facts, ...rest } = outcome;
    return [id, { ...branch, outcome: { ...rest, findings: [] } }];
  });
  return { ...run, branches: Object.fromEntries(branches) };
}
