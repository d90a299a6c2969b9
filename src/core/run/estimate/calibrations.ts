import type { Calibrations, Store } from '../../ports/ports.ts';
import { type Calibration, learned, tokenFactor } from '../../split/tokens/calibrate.ts';
import type { ModelInfo } from '../../domain/model.ts';

/** Written again when so much more was counted: each call would be a write otherwise. */
const GROWTH = 1.1;

const keyOf = ({ ref }: ModelInfo): string => `calibration ${ref}`;

/** What models bill for the tokens we count, learned from run to run and kept in the store: sums only. */
export function calibrationsIn(store: Store | undefined): Calibrations {
  const known = new Map<string, Calibration>();
  const written = new Map<string, number>();
  const of = (model: ModelInfo): Calibration | undefined => {
    const stored = known.get(model.ref) ?? readCalibration(store?.recall(keyOf(model)));
    if (stored) known.set(model.ref, stored);
    return stored;
  };
  return {
    factorOf: model => tokenFactor(model, of(model)),
    learn(model, counted, usage) {
      const now = learned(of(model), counted, usage);
      if (!now) return;
      known.set(model.ref, now);
      if (now.counted < GROWTH * (written.get(model.ref) ?? 0)) return;
      written.set(model.ref, now.counted);
      try {
        store?.remember(keyOf(model), now);
      } catch {
        // The next run counts as well as this one did.
      }
    },
  };
}

/** As it comes from a disk: what is not one is none. */
function readCalibration(value: unknown): Calibration | undefined {
  const { counted, billed } = (value ?? {}) as Partial<Calibration>;
  const good = [counted, billed].every(
    n => typeof n === 'number' && Number.isFinite(n) && n > 0 && n < 1e12,
  );
  return good && counted !== undefined && billed !== undefined ? { counted, billed } : undefined;
}
