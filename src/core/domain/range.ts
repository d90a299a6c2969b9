/** A half-open range `[start, end)` of a source's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}
