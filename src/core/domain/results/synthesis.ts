import type { Usage } from '../billing.ts';
import type { Failure } from '../failure.ts';

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
  /** What of `markdown` counts findings, where code wrote it: counted again when people have decided about them. */
  readonly counted?: { readonly lead: string; readonly kinds: string };
  /** Why it was written by code though a model was asked. */
  readonly failure?: Failure;
}

export interface Verdict {
  readonly perspectiveId: string;
  readonly verdict: 'sound' | 'smallEdits' | 'needsChanges';
  readonly text: string;
  /** The beginning of `text` that counts findings, where code wrote it. */
  readonly counted?: string;
}
