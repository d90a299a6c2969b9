import type { Estimate } from '../domain/billing.ts';
import type { Severity } from '../domain/results/findings.ts';
import type { Mode } from '../domain/mode.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import type { SkippedSource, Source } from '../domain/source.ts';
import type { Decisions } from '../fanin/merge/decisions.ts';
import type { FanOutControl, FanOutPolicy } from '../fanout/fanOut.ts';
import type { ModeChoice } from '../format/modeHint.ts';
import type { Calibrations, Clock, Logger, Store } from '../ports/ports.ts';
import type { CodeSymbol } from '../split/code/code.ts';
import type { TokenCounter } from '../split/tokens/tokens.ts';
import type { RunEvent } from '../state/events.ts';
import type { RunState } from '../state/runState.ts';
import type { ModelsPorts } from './models.ts';
import type { ReviewPlan } from './plan/proposedPlan.ts';

export interface RunOptions {
  readonly runId: string;
  /** One line that names the run to a person. */
  readonly name: string;
  /** Inputs that were asked for and not read: listed as gaps. */
  readonly skipped: readonly SkippedSource[];
  readonly perspectivesOf: (source: Source) => readonly Perspective[];
  /** Largest chunk in tokens; the model's window may lower it. */
  readonly chunkTokens: number;
  readonly policy: FanOutPolicy;
  /**
   * `planned`: one cheap call groups the text by topic and says which perspectives each group needs;
   * `static` when absent.
   */
  readonly partition?: 'static' | 'planned';
  /** Ask the model for a summary of the findings. */
  readonly synthesis: boolean;
  /**
   * Have findings of at least this severity checked by an independent call that tries to refute them; `off`
   * when absent.
   */
  readonly verify?: 'off' | { readonly minSeverity: Severity };
  /**
   * Gather the facts of every chunk and look for those that contradict each other far apart. Absent:
   * for prose in two chunks or more.
   */
  readonly consistency?: boolean;
  /**
   * Ask a model which findings on the same words are one problem in other words. Absent: yes, where several
   * branches said something of them.
   */
  readonly joining?: boolean;
  /** What people decided about findings before: dismissed ones are marked, not verified, not summed up. */
  readonly decisions?: Decisions;
  /** Language of the remarks; absent: the document's own. */
  readonly language?: string;
  /** Cap of one answer in tokens. */
  readonly maxOutputTokens: number;
  /** Answer branches from the store where the same was asked before. */
  readonly useCache: boolean;
  readonly signal: AbortSignal;
  /** `fast` when absent; a run that goes on keeps its own unless one is given. */
  readonly mode?: Mode;
  /** Aborts when the process is to end: batches stay at the provider, and are collected another time. */
  readonly leave?: AbortSignal;
  /** Called for every event after it is stored and folded. The state is live: read it, never write to it. */
  readonly onEvent: (event: RunEvent, state: RunState) => void;
  /**
   * Asked before anything is sent, with what another mode would take, where the model has it; false ends the
   * run as cancelled, a mode is taken instead of the one that was planned. `onQuestion` is called if a person is
   * asked and thinks it over: the run is paused until the promise settles.
   */
  readonly consent?: (
    estimate: Estimate,
    choice: ModeChoice,
    onQuestion: () => void,
  ) => Promise<boolean | Mode>;
  /** Asked with what a planned run is to do, before it is paid for; absent: the plan is taken as it is. */
  readonly reviewPlan?: ReviewPlan;
  /** Receives the handle that cancels or retries single branches while the run goes on. */
  readonly onControl?: (control: FanOutControl) => void;
  /** A stored run to resume, and which of its ended branches to run again. */
  readonly resume?: { readonly events: readonly RunEvent[]; readonly requeue: readonly string[] };
}

/** The run's own model plans, sums up, and reads from every perspective that names no other. */
export interface RunPorts extends ModelsPorts {
  readonly count: TokenCounter;
  /** Names and nesting of code, where an editor or a parser knows them; never rejects. */
  readonly symbolsOf?: (source: Source) => Promise<readonly CodeSymbol[] | undefined>;
  /** Absent: what is usual for the provider. */
  readonly calibrations?: Calibrations;
  readonly store?: Store;
  readonly clock: Clock;
  readonly log: Logger;
}
