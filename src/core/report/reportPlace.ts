export interface ReportPlace {
  readonly source: string;
  readonly path: string;
  /** Exactly the text from `start` to `end`. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** Null when the text of the source is not at hand. */
  readonly line: number | null;
  readonly column: number | null;
}
