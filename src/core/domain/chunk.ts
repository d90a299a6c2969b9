import type { Range } from './range.ts';
import type { ChunkRecords } from './records/records.ts';

/** A contiguous piece of a source. The chunks of a source join to its range exactly. */
export interface Chunk extends Range {
  /** `hash`, with a suffix when the run holds the same content more than once. */
  readonly id: string;
  /** Hash of the text alone, so the same text is the same chunk in every run. */
  readonly hash: string;
  readonly sourceId: string;
  /** Position in its source, from 0. */
  readonly index: number;
  readonly startLine: number;
  readonly endLine: number;
  /** The headings (or enclosing symbols) above the chunk's first block, outermost first. */
  readonly headings: readonly string[];
  /** One line that names the chunk to a person. */
  readonly title: string;
  readonly tokens: number;
  /** Of a record set: which of its records these are. */
  readonly records?: ChunkRecords;
  /** What of it no branch is shown, and why: a gap, whatever its branches answer. */
  readonly unread?: readonly (Range & { readonly reason: string })[];
  /** Of a source that came from a change; a place where lines were only taken away counts as one. */
  readonly changedLines?: number;
}
