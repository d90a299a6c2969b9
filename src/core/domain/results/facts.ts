import type { Range } from '../range.ts';

export const FACT_KINDS = [
  'term',
  'reference',
  'amount',
  'date',
  'party',
  'obligation',
  'signature',
  'invariant',
] as const;

export type FactKind = (typeof FACT_KINDS)[number];

/** What a chunk states and another chunk may contradict, as the model said it. */
export interface RawFact {
  readonly kind: FactKind;
  /** What it is about, in words that another chunk would use too. */
  readonly key: string;
  /** What is said of it; empty when nothing is. */
  readonly value: string;
  readonly quote: string;
}

/** A fact whose quote is in the text. */
export interface Fact extends RawFact {
  readonly sourceId: string;
  readonly chunkId: string;
  readonly branchId: string;
  /** Exactly where `quote` stands. */
  readonly range: Range;
  /** Other places of its chunk that its quote may be from, in reading order. */
  readonly otherPlaces?: readonly Range[];
}
