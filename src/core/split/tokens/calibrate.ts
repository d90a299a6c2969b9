import type { Usage } from '../../domain/billing.ts';
import type { ModelInfo } from '../../domain/model.ts';

/** What a model billed for texts whose tokens we had counted: sums in which older calls fade. */
export interface Calibration {
  readonly counted: number;
  readonly billed: number;
}

/** Counted tokens at which the learned factor weighs as much as the default one. */
const TRUST = 20_000;
/** Counted tokens remembered: older ones fade, so that a new model version takes effect. */
const MEMORY = 2_000_000;
/** Ratios outside this range are a provider's error, or a text we did not send. */
const MIN_RATIO = 0.4;
const MAX_RATIO = 4;

/**
 * Default of billed tokens per o200k token, before anything was learned: the same in every run, so that cuts may depend
 * on it. Unknown tokenizers count as o200k.
 */
export const defaultFactor = ({ tokensPerO200k = 1 }: Pick<ModelInfo, 'tokensPerO200k'>): number =>
  tokensPerO200k;

/** Tokens billed per token counted, between 0.4 and 4: the default, adjusted to what was learned. */
export function tokenFactor(
  model: Pick<ModelInfo, 'tokensPerO200k'>,
  learned: Calibration | undefined,
): number {
  const usual = defaultFactor(model);
  if (!learned) return usual;
  return (usual * TRUST + learned.billed) / (TRUST + learned.counted);
}

/** The calibration after one more call. Estimated usage and implausible counts are ignored. */
export function learned(
  before: Calibration | undefined,
  counted: number,
  usage: Usage,
): Calibration | undefined {
  const ratio = usage.inputTokens / counted;
  if (usage.estimated || !(counted > 0) || !(ratio >= MIN_RATIO && ratio <= MAX_RATIO))
    return before;
  const sum = {
    counted: (before?.counted ?? 0) + counted,
    billed: (before?.billed ?? 0) + usage.inputTokens,
  };
  const fade = Math.min(1, MEMORY / sum.counted);
  return { counted: sum.counted * fade, billed: sum.billed * fade };
}
