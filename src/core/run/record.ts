import { FanoutError, messageOf } from '../errors.ts';
import { t } from '../text/l10n.ts';
import type { RunEvent, UnstampedEvent } from '../state/events.ts';
import type { Clock } from '../ports/ports.ts';
import type { Failure } from '../domain/failure.ts';

/**
 * Events of so many ms are stored together: answers come in bursts, and every commit waits for the disk. Until
 * then they are as good as in flight: not shown, and after a crash asked for again.
 */
const GATHER_MS = 4;

/** Events fired while calls are in flight; no stage reads them back before it has flushed. */
const MAY_WAIT: ReadonlySet<RunEvent['type']> = new Set([
  'branch.started',
  'branch.waiting',
  'branch.retrying',
  'branch.requeued',
  'branch.missed',
  'branch.ended',
  'finding.verified',
  'node.started',
  'node.joined',
]);

/**
 * The record of a run: every event is stored, then folded, then shown, in the order in which it was told. So
 * nothing is on screen that is not on disk.
 */
export interface Recorder {
  /** Outcomes are recorded within a few ms, everything else when it returns, with all that came before. */
  readonly emit: (event: UnstampedEvent) => void;
  /** Records what waits. */
  readonly flush: () => void;
  /** Resolves when everything told so far is recorded; undefined: it is. */
  readonly recorded: () => Promise<void> | undefined;
  /** Why events are no longer stored. */
  readonly failure: () => Failure | undefined;
}

export interface RecorderParts {
  readonly clock: Clock;
  /** Throws when the disk refuses; from then on events are folded and shown only. */
  readonly store: (events: readonly RunEvent[]) => void;
  readonly show: (event: RunEvent) => void;
  readonly onFailure: (error: FanoutError) => void;
}

export function createRecorder({ clock, store, show, onFailure }: RecorderParts): Recorder {
  let waiting: RunEvent[] = [];
  let recording = false;
  let due = false;
  const awaiting: (() => void)[] = [];
  let failure: Failure | undefined;
  let bug: { readonly error: unknown } | undefined;

  const keep = (events: readonly RunEvent[]): void => {
    if (failure) return;
    try {
      store(events);
    } catch (error) {
      const message = t(
        'The run could not be stored ({0}). Nothing more is sent. What was answered is in this report: export it.',
        messageOf(error),
      );
      failure = { code: 'store', message };
      onFailure(new FanoutError('storeUnusable', message));
    }
  };

  const flush = (): void => {
    if (bug) throw bug.error;
    // Told by a listener: the flush that called it continues with it.
    if (recording) return;
    recording = true;
    try {
      while (waiting.length > 0) {
        const events = waiting;
        waiting = [];
        keep(events);
        for (const event of events) show(event);
      }
    } finally {
      recording = false;
      for (const tell of awaiting.splice(0)) tell();
    }
  };

  const flushSoon = (): void => {
    if (due) return;
    due = true;
    clock.sleep(GATHER_MS).then(
      () => {
        due = false;
        try {
          flush();
        } catch (error) {
          // A listener's bug: there is no caller here, so the run's next flush throws it.
          bug = { error };
        }
      },
      () => undefined,
    );
  };

  return {
    emit: event => {
      waiting.push({ ...event, at: clock.date() });
      if (MAY_WAIT.has(event.type)) flushSoon();
      else flush();
    },
    flush,
    recorded: () =>
      waiting.length === 0
        ? undefined
        : new Promise<void>(resolve => {
            awaiting.push(resolve);
            flushSoon();
          }),
    failure: () => failure,
  };
}
