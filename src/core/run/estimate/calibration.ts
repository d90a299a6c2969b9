import type { Calibrations } from '../../ports/ports.ts';
import { defaultFactor } from '../../split/tokens/calibrate.ts';
import type { Usage } from '../../domain/billing.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Context } from '../context.ts';
import { portsOf } from '../models.ts';

/** The factors a run's branches were planned with, by model: they stay while the run goes on. */
const planned = new WeakMap<Context, Map<string, number>>();

/** Billed tokens per token of ours for a model of the run; 1 where nothing is sent. */
export function factorOf(context: Context, ref: string): number {
  const factors = planned.get(context) ?? new Map<string, number>();
  planned.set(context, factors);
  const before = factors.get(ref);
  if (before !== undefined) return before;
  const { reviewer } = portsOf(context.ports, ref);
  const { calibrations } = context.ports;
  const factor =
    reviewer.lane === undefined
      ? 1
      : (calibrations?.factorOf(reviewer.model) ?? defaultFactor(reviewer.model));
  factors.set(ref, factor);
  return factor;
}

/** Tells what a branch was billed; a run that goes on does not know what its branches were planned with. */
export function learnFrom(context: Context, branch: Branch, usage: Usage): void {
  const calibrations: Calibrations | undefined = context.ports.calibrations;
  if (!calibrations || context.options.resume) return;
  const { model } = portsOf(context.ports, branch.model).reviewer;
  calibrations.learn(model, branch.inputTokens / factorOf(context, branch.model), usage);
}
