import type { Usage } from '../../domain/billing.ts';
import type { ModelInfo } from '../../domain/model.ts';

/** What a model billed for texts whose tokens we had counted: sums, the older ones fading. */
export interface Calibration {
  readonly counted: number;
  readonly billed: number;
}

/** Counted tokens after which the usual factor weighs as much as what was learned. */
const TRUST = 20_000;
/** Counted tokens that are remembered: what is older fades, so that a new model version is noticed. */
const MEMORY = 2_000_000;
/** Ratios outside are a provider's mistake, or a text we did not send. */
const MIN_RATIO = 0.4;
const MAX_RATIO = 4;

/**
 * Billed tokens per token of ours (o200k) before anything was learned: the same in every run, so that it may decide
 * where to cut. Unknown tokenizers count as ours.
 */
export const defaultFactor = ({ tokensPerO200k = 1 }: Pick<ModelInfo, 'tokensPerO200k'>): number =>
  tokensPerO200k;

/** Tokens billed per token counted, between 0.4 and 4: what is usual, drawn to what was learned. */
export function tokenFactor(
  model: Pick<ModelInfo, 'tokensPerO200k'>,
  learned: Calibration | undefined,
): number {
  const usual = defaultFactor(model);
  if (!learned) return usual;
  return (usual * TRUST + learned.billed) / (TRUST + learned.counted);
}

/** What is known after one more call. Estimated usage and absurd counts teach nothing. */
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
