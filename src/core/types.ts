/**
 * The nouns of a run, as readonly data. Offsets are UTF-16 code units into `Source.text`;
 * lines and columns are 1-based; tokens are estimates of the model's input tokens;
 * money is US dollars; durations are milliseconds; confidence is 0..1.
 */

import type { ChangedRange } from './changes.ts';
import type { RawStatement, Statement } from './statements.ts';
import type { RawLabel, RecordLabel } from './labels.ts';
import type { ChunkRecords, RecordLayout, SourceRecord } from './records.ts';
import type { Billed, Price, Usage } from './billing.ts';
import type { Fact, RawFact } from './facts.ts';
import type { Failure } from './failure.ts';
import type { Finding, RawFinding, Severity } from './findings.ts';

/** A half-open range `[start, end)` of a source's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

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
  /** The part to review, when it is not the whole text (a selection). */
  readonly range?: Range;
  /** Where pages, paragraphs or cells begin, for text taken from a PDF, a DOCX or a notebook; by `start`. */
  readonly pages?: readonly PageMark[];
  /** What of it gave no text, in words ("pages 2 and 5–9"), and why it may be. A gap where text may be lost. */
  readonly textless?: { readonly where: string; readonly reason: string; readonly gap?: false };
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
  /** A notebook's cell. */
  readonly cell?: number;
}

/** What a run keeps of a source when the text itself is stored elsewhere. */
export type SourceInfo = Omit<Source, 'text' | 'records'> & { readonly length: number };

/** An input that was asked for or found, and not read, and why. */
export interface SkippedSource {
  readonly path: string;
  readonly reason: string;
  /**
   * False where nothing is missing: there is nothing to read (deleted, empty, only renamed), or what was found is
   * no text or nobody's work (binary, generated). Absent: it counts as a gap. Listed either way.
   */
  readonly gap?: false;
}

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

/** One lens. User-defined ones are data of the same form. */
export interface Perspective {
  readonly id: string;
  readonly title: string;
  /** One or two capitals that name the perspective's branches: 14 A. */
  readonly letter: string;
  /** A codicon id. */
  readonly icon: string;
  readonly instructions: string;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly doNotFlag: readonly string[];
  /** `provider:model`, every one of which is asked; absent: the run's own model. */
  readonly models?: readonly string[];
}

/** One chunk seen from one perspective by one model: the unit that runs, fails, is retried, cached, paid. */
export interface Branch {
  readonly id: string;
  readonly chunkId: string;
  readonly perspectiveId: string;
  /** `provider:model`. */
  readonly model: string;
  /** Expected, before the call. */
  readonly inputTokens: number;
  /** Expected, before the call. */
  readonly outputTokens: number;
  /** The branch that was too long for the model and was split into this one. */
  readonly parentId?: string;
}

/** A model's checked answer to one branch: what is cached. */
export interface Answer {
  readonly findings: readonly RawFinding[];
  /** One or two sentences on the chunk, from this perspective. */
  readonly assessment: string;
  /** Items of the answer that did not fit the schema and were left out. */
  readonly dropped: number;
  /** Where facts were asked for. */
  readonly facts?: readonly RawFact[];
  /** Where statements or rows were asked for. */
  readonly statements?: readonly RawStatement[];
  /** Where records were labelled: one for each record shown, in the same order. */
  readonly labels?: readonly RawLabel[];
}

export type Outcome =
  | ({
      readonly status: 'succeeded';
      readonly findings: readonly Finding[];
      readonly assessment: string;
      /** Schema-invalid items left out of the answer. */
      readonly dropped: number;
      /** Facts of the chunk, each with its place; where they were asked for. */
      readonly facts?: readonly Fact[];
      /** Statements or rows of the chunk, each with its places; where they were asked for. */
      readonly statements?: readonly Statement[];
      /** The labels of the chunk's records. */
      readonly labels?: readonly RecordLabel[];
      readonly usage: Usage;
      /** True when the answer came from the store and nothing was sent. */
      readonly cached: boolean;
      readonly attempts: number;
    } & Billed)
  | ({
      readonly status: 'failed';
      readonly failure: Failure;
      readonly attempts: number;
    } & Billed)
  /** Billed all the same, when calls of it were under way or had failed. */
  | ({ readonly status: 'skipped'; readonly reason: string } & Billed)
  | ({ readonly status: 'cancelled' } & Billed);

export type JobKind = 'review' | 'summarize' | 'classify' | 'ask';

/** Chunks that use what other chunks of their source define. */
export interface Linked {
  readonly chunks: number;
  /** Whether fan-in compares what the chunks say of the same things. */
  readonly compared: boolean;
}

/** What is known of the model a run uses. */
export interface ModelInfo {
  /** The id of who serves it; `vscode` for models of the editor, `offline` for the built-in rules. */
  readonly provider: string;
  /** `provider:id`. */
  readonly ref: string;
  readonly id: string;
  /** What the user sees: the model's id, or `rules, not a model`. */
  readonly label: string;
  /** Scheme, host and port that text is sent to; absent when nothing is sent. */
  readonly origin?: string;
  /** Largest input in tokens, where known. */
  readonly contextTokens?: number;
  /** Largest output in tokens, where known. */
  readonly maxOutputTokens?: number;
  /** It keeps the beginning of prompts that others begin with, too. */
  readonly promptCache?: true;
  /** Tokens it counts per token of ours (o200k), where the provider is known for it; 1: our count is exact. */
  readonly tokensPerO200k?: number;
  readonly price?: Price;
}

/** The reader's summary. Everything in it refers to findings that exist. */
export interface Synthesis {
  /** Markdown of paragraphs, lists and emphasis only; finding ids as `[F12]`. */
  readonly markdown: string;
  readonly verdicts: readonly Verdict[];
  /** The first things to do, each with the findings it rests on. */
  readonly actions: readonly { readonly text: string; readonly findingIds: readonly string[] }[];
  /** Who wrote it: a model, or code when the call failed, was not needed or the run used rules. */
  readonly by: 'model' | 'code';
  readonly usage?: Usage;
  readonly costUsd?: number;
  /** Calls it took; 0 when every answer came from the store. */
  readonly calls?: number;
  /** Why it was written by code though a model was asked. */
  readonly failure?: Failure;
}

export interface Verdict {
  readonly perspectiveId: string;
  readonly verdict: 'sound' | 'smallEdits' | 'needsChanges';
  readonly text: string;
}

export type RunStatus =
  | 'preparing'
  | 'running'
  | 'paused'
  | 'merging'
  | 'synthesizing'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled';
