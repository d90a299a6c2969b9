import { money } from './amounts.ts';
import type { Mode } from './mode.ts';
import type { Estimate } from './types.ts';

/** What the modes that a model has will take. */
export interface ModeChoice {
  readonly mode: Mode;
  readonly fast: Estimate;
  /** Absent where the model has no batch engine. */
  readonly economy?: Estimate;
}

/** US dollars below which a day's wait is not worth a word. */
const WORTH_USD = 0.1;

/** Which mode fits, and what it saves; undefined when there is nothing to choose. */
export function modeHint({ mode, fast, economy }: ModeChoice): string | undefined {
  const [half, whole] = [economy?.costUsd?.expected, fast.costUsd?.expected];
  if (half === undefined || whole === undefined) return undefined;
  const saves = whole - half >= WORTH_USD;
  if (mode !== 'economy' && !saves) return undefined;
  if (!saves) return `Economy saves little here: about ${money(half)} instead of ${money(whole)}.`;
  return `Economy: about ${money(half)} instead of ${money(whole)}, usually within the hour, at most 24 h.`;
}
