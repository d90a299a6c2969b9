/*
 * The nouns of a run, as readonly data. Offsets are UTF-16 code units into `Source.text`;
 * lines and columns are 1-based; tokens are estimates of the model's input tokens;
 * money is US dollars; durations are milliseconds; confidence is 0..1.
 */
import type { ChangedRange } from './changes.ts';
import type { Original } from './original.ts';
import type { Range } from './range.ts';
import type { RecordLayout, SourceRecord } from './records/records.ts';

/** `records`: rows, lines or paragraphs that are each judged by themselves. */
export type SourceKind = 'markdown' | 'prose' | 'code' | 'records';

/** A document, file or selection under work, as it was when the run began. */
export interface Source {
  /** Unique in the run, and the same for the same path in every run. */
  readonly id: string;
  /** What the user sees: relative to the workspace folder or the working directory. */
  readonly path: string;
  /** Where an editor can open it; absent for text that came from standard input. */
  readonly uri?: string;
  readonly kind: SourceKind;
  /** A VS Code language id: `markdown`, `plaintext`, `typescript` ... */
  readonly languageId: string;
  readonly text: string;
  /** The file that `text` was taken out of, where an editor can open it: places are shown and changed there. */
  readonly original?: Original;
  /** The part to review, when it is not the whole text (a selection). */
  readonly range?: Range;
  /** Where pages, paragraphs or cells begin, for text taken from a PDF, a DOCX or a notebook; by `start`. */
  readonly pages?: readonly PageMark[];
  /** What of it gave no text, in words ("pages 2 and 5–9"), and why it may be. A gap where text may be lost. */
  readonly textless?: { readonly where: string; readonly reason: string; readonly gap?: false };
  /** How it was read where that could have been done otherwise, in sentences: "tracked changes: …; read as accepted". */
  readonly told?: readonly string[];
  /** The added or changed lines, for a source that came from a change; by `start`, not touching. */
  readonly changed?: readonly ChangedRange[];
  /** Of a record set: what its records are made of. */
  readonly layout?: RecordLayout;
  /** The records of a record set, in the file's order. */
  readonly records?: readonly SourceRecord[];
  /** The files whose house rules hold for it. */
  readonly rulesFrom?: readonly string[];
}

/** What begins at `start` of an imported text and lasts until the next mark; numbers from 1. */
export interface PageMark {
  readonly start: number;
  readonly page?: number;
  /** Empty paragraphs do not count; headings, list items and paragraphs in table cells do. */
  readonly paragraph?: number;
  /** The number of the clause that the paragraph is, as it is shown: "2.3(b)". */
  readonly clause?: string;
  /** The number of the clause that it stands under, where it has none of its own. */
  readonly under?: string;
  /** The words it begins with, to search for. */
  readonly words?: string;
  /** A notebook's cell. */
  readonly cell?: number;
  /** Its place as the reader of the original knows it: "slide 3", "sheet “Prices”, B4", "0:01:05". */
  readonly spot?: string;
}

/** What a run keeps of a source when the text itself is stored elsewhere. */
export type SourceInfo = Omit<Source, 'text' | 'original' | 'records'> & {
  readonly length: number;
};

/** An input that was asked for or found, and not read, and why; or, with `note`, how one was read. */
export interface SkippedSource {
  readonly path: string;
  readonly reason: string;
  /**
   * False if nothing is missing: there is nothing to read (deleted, empty, only renamed), or the file is binary
   * or generated and was found by walking. Absent: it counts as a gap. Listed either way.
   */
  readonly gap?: false;
  /** Files beyond the limit of a run, which its path does not name one by one. */
  readonly overLimit?: true;
  /** It was read: the reason says how, where that could have been done otherwise. */
  readonly note?: true;
}
