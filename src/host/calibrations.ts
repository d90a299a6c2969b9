import type { Calibrations } from '../core/ports.ts';
import { learned, tokenFactor, type Calibration } from '../core/split/calibrate.ts';

/** What models bill for the tokens we count, learned from the runs of this window. */
export function calibrations(): Calibrations {
  const known = new Map<string, Calibration>();
  return {
    factorOf: model => tokenFactor(model, known.get(model.ref)),
    learn(model, counted, usage) {
      const now = learned(known.get(model.ref), counted, usage);
      if (now) known.set(model.ref, now);
    },
  };
}
