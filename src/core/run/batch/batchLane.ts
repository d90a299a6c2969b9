import type { Price } from '../../domain/billing.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Amount } from '../../fanout/budget.ts';
import type { Together } from '../../fanout/pacing/sharedPause.ts';
import type { BatchEngine } from '../../ports/model.ts';
import type { Context } from '../context.ts';

/** How a stage ended that may go on another time: the batches are still at the provider. */
export type Left = { readonly kind: 'left' };

/** What a run in batches knows of one of its models while it goes on. */
export interface Economy {
  readonly context: Context;
  /** `provider:model`: its branches, and its batches, are meant below. */
  readonly model: string;
  readonly engine: BatchEngine;
  /** Tells that it waits for the provider and that it does not any more: the run pauses when every model does. */
  readonly pause: Together;
  readonly lane: number;
  /** Of a request in a batch; undefined when the model's price is unknown. */
  readonly price: Price | undefined;
  /** Aborts when the batches are to be left alone: results that arrive after that are not stored. */
  readonly leave: AbortController;
  /** Set aside in the budget, by branch. */
  readonly reserved: Map<string, Amount>;
  /** When a batch is asked about next (`clock.now()`). */
  readonly askAt: Map<string, number>;
  /** Nothing is sent before (`clock.now()`), after so many tries in vain. */
  notBefore: number;
  isPaused: boolean;
  tries: number;
  /** Most tokens that may be queued at the provider at once, as far as it has said. */
  room: number;
  /** A batch has ended since it was looked last: something may be sent in its place. */
  again: boolean;
  /** Why nothing more is sent. */
  stopped?: Failure;
}
