import type { ModelResult } from '../../core/evaluate/evaluation.ts';
import type { Measured } from './texts.ts';

/** What models came to on the same texts, ready to be written. */
export interface Evaluation extends Measured {
  /** Of planted errors. */
  readonly seed?: number;
  /** The model whose second look judged the findings. */
  readonly judge?: string;
  /** In the order in which the models were named. */
  readonly results: readonly ModelResult[];
  readonly notRun: readonly { readonly model: string; readonly reason: string }[];
}
