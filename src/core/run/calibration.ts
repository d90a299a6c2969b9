import type { Calibrations } from '../ports.ts';
import { usualFactor } from '../split/calibrate.ts';
import type { Branch, Usage } from '../types.ts';
import type { Context } from './context.ts';

/** The factor a run's branches were planned with: it stays while the run goes on. */
const planned = new WeakMap<Context, number>();

/** Billed tokens per token of ours for the run's model; 1 where nothing is sent. */
export function factorOf(context: Context): number {
  const before = planned.get(context);
  if (before !== undefined) return before;
  const { reviewer, calibrations } = context.ports;
  const factor =
    reviewer.lane === undefined
      ? 1
      : (calibrations?.factorOf(reviewer.model) ?? usualFactor(reviewer.model));
  planned.set(context, factor);
  return factor;
}

/** Tells what a branch was billed; a run that goes on does not know what its branches were planned with. */
export function learnFrom(context: Context, branch: Branch, usage: Usage): void {
  const calibrations: Calibrations | undefined = context.ports.calibrations;
  const { model } = context.ports.reviewer;
  if (!calibrations || context.options.resume || branch.model !== model.ref) return;
  calibrations.learn(model, branch.inputTokens / factorOf(context), usage);
}
