import type { Range } from '../range.ts';

/** How the records of a source occur in its text. */
export type RecordFormat = 'csv' | 'tsv' | 'jsonl' | 'json' | 'paragraphs';

/** Metadata of a record set, without its records: small, and part of the run's events. */
export interface RecordLayout {
  readonly format: RecordFormat;
  /** Names of the columns, in the file's order. */
  readonly columns: readonly string[];
  /** Positions in `columns`: what a model is shown of a record, at least one. */
  readonly shown: readonly number[];
  /** Position of the column that names the records; absent: they are numbered from 1. */
  readonly id?: number;
  /** Position of the column that holds the right labels. */
  readonly gold?: number;
  /** What separates the cells; absent: what the file shows. */
  readonly delimiter?: string;
  /** Records of the file, those included that a model is not shown. */
  readonly count: number;
}

/** One row, line or paragraph: its exact place in the source's text and its cells. */
export interface SourceRecord extends Range {
  /** Unique in its source. */
  readonly id: string;
  /** 1-based line of `start`. */
  readonly line: number;
  /** By column; fewer than the columns when the rest is empty. */
  readonly cells: readonly string[];
  /** Why no model is shown it. */
  readonly problem?: string;
}

/** The records `[from, to)` of a source that a chunk holds. */
export interface ChunkRecords {
  readonly from: number;
  readonly to: number;
  /** For a single record that is too long: how much of its text is shown, in UTF-16 units from both ends. */
  readonly cut?: { readonly head: number; readonly tail: number };
}
