import type { Source } from '../../../src/core/domain/source.ts';

/**
 * What one reviewer says of one problem: quote, title, message, and what to write instead of the quote, if it says so.
 * Several remarks of a reviewer on one problem are repetitions from another place.
 */
export type Remark = readonly [
  voice: string,
  quote: string,
  title: string,
  message: string,
  suggestion?: string,
];

/** A text and what several reviewers, who do not know of each other, say about it. */
export interface QuotedReview {
  readonly name: string;
  readonly kind: Source['kind'];
  readonly text: string;
  /** Remarks on the same problem stand in one list. */
  readonly problems: readonly (readonly Remark[])[];
}
