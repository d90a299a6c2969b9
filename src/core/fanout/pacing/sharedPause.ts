import type { UnstampedEvent } from '../../state/events.ts';
import type { FanOutControl } from '../options.ts';

/** A signal that aborts with `parent`, or by `end`. */
export function linked(parent: AbortSignal): {
  readonly signal: AbortSignal;
  readonly end: () => void;
} {
  const own = new AbortController();
  return {
    signal: AbortSignal.any([parent, own.signal]),
    end: () => own.abort(new DOMException('Stopped.', 'AbortError')),
  };
}

export interface Together {
  /** What the fan-out of this number emits to. */
  readonly emitOf: (lane: number) => (event: UnstampedEvent) => void;
  /** The fan-out of this number is over. */
  readonly ended: (lane: number) => void;
}

/**
 * What several fan-outs of one run tell, `count` of them, numbered from 0: the run is paused only while
 * every one that is not over is.
 */
export function sharedPause(count: number, emit: (event: UnstampedEvent) => void): Together {
  const working = new Set(Array.from({ length: count }, (_, lane) => lane));
  const pauses = new Map<number, UnstampedEvent>();
  let told = false;
  const tell = (latest: UnstampedEvent | undefined): void => {
    const paused = working.size === 0 && pauses.size > 0;
    if (paused && latest) emit(latest);
    if (!paused && told) emit({ type: 'run.unpaused' });
    told = paused;
  };
  return {
    emitOf: lane => event => {
      if (event.type === 'run.paused') {
        working.delete(lane);
        pauses.set(lane, event);
        tell(event);
      } else if (event.type === 'run.unpaused') {
        pauses.delete(lane);
        working.add(lane);
        tell(undefined);
      } else emit(event);
    },
    ended: lane => {
      working.delete(lane);
      pauses.delete(lane);
      tell(told ? undefined : [...pauses.values()].at(-1));
    },
  };
}

/** One handle for all: what any of them can do is done. */
export function allOf(controls: readonly FanOutControl[]): FanOutControl {
  const any = (ask: (control: FanOutControl) => boolean): boolean =>
    controls.map(ask).some(done => done);
  return {
    cancelBranch: id => any(control => control.cancelBranch(id)),
    retryBranch: id => any(control => control.retryBranch(id)),
    raiseBudget: caps => any(control => control.raiseBudget(caps)),
    continueRun: () => any(control => control.continueRun()),
  };
}
