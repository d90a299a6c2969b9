import type { Match } from './findings.ts';
import type { Range } from '../range.ts';

/** What a model says of a chunk, and the words it rests on, before they were looked for in the text. */
export interface RawStatement {
  readonly text: string;
  readonly quotes: readonly string[];
  /** One per column, where columns were asked for; null: the chunk does not say. */
  readonly values?: readonly (string | null)[];
}

/** A place of the text that a statement rests on. */
export interface Citation {
  readonly sourceId: string;
  readonly chunkId: string;
  readonly range: Range;
  /** Exactly the source's text at `range`. */
  readonly quote: string;
  readonly match: Exclude<Match, 'none'>;
  /** Of an ambiguous one: the other places of the chunk that the quote may mean. */
  readonly otherPlaces?: readonly Range[];
}

/** What a chunk says, with its places. Without any it is shown apart, and nothing is made of it. */
export interface Statement {
  /** `branchId#s1`, unique in the run. */
  readonly id: string;
  readonly text: string;
  readonly citations: readonly Citation[];
  /** What was quoted and is not in the chunk. */
  readonly lostQuotes: readonly string[];
  readonly values?: readonly (string | null)[];
  /** Figures, names and negations of it that do not occur in the words it cites; absent: none. */
  readonly beyond?: readonly string[];
  /** It has next to nothing in common with the words it cites. */
  readonly unrelated?: true;
}

/** A field of an extraction. */
export interface Column {
  readonly name: string;
  /** What to look for; empty when the name says it. */
  readonly description: string;
  readonly type: 'text' | 'number' | 'date' | 'boolean';
  /** Rows that have the same in all key columns are one. */
  readonly key: boolean;
}

/** One thing an extraction found: rows of many chunks that share a key. */
export interface ExtractedRow {
  /** `R1`, `R2` ... in reading order. */
  readonly id: string;
  /** By column: every value that was said, in reading order; more than one contradict each other. */
  readonly cells: readonly (readonly CellValue[])[];
  /** Every statement it was joined from, in reading order. */
  readonly statementIds: readonly string[];
}

export interface CellValue {
  readonly value: string;
  readonly statementIds: readonly string[];
}

export interface Extraction {
  readonly columns: readonly Column[];
  readonly rows: readonly ExtractedRow[];
}
