import type { Count, Ordinal } from './numbers.ts';

export interface ReportPlace {
  readonly source: string;
  readonly path: string;
  /** Exactly the text from `start` to `end`. */
  readonly quote: string;
  readonly start: Count;
  readonly end: Count;
  /** Null when the text of the source is not at hand. */
  readonly line: Ordinal | null;
  readonly column: Ordinal | null;
}
