import type { DigestScope } from '../../domain/results/digest.ts';
import type { Severity } from '../../domain/results/findings.ts';
import type { Verdict } from '../../domain/results/synthesis.ts';
import type { Inline } from '../richText.ts';

/*
 * A report as a reader meets it: one tree that text, Markdown and HTML print each in its own way. Nothing in it
 * is escaped; who prints it escapes.
 */

export interface Document {
  readonly title: string;
  readonly runId: string;
  /** What was read: `contract.md, 12 chunks`. */
  readonly sources: readonly string[];
  readonly facts: readonly Fact[];
  readonly notices: readonly Notice[];
  readonly sections: readonly Group[];
  /** Said last, so that it is still on the screen: what was left out, the result, and the coverage. */
  readonly closing: readonly string[];
  readonly coverage: string;
  /** As in `98.4 %`; empty where it is said elsewhere. */
  readonly read: string;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Notice {
  readonly kind: 'failed' | 'rules' | 'incomplete' | 'covered' | 'decided';
  /** Stands out; empty where the text says it all. */
  readonly lead: string;
  readonly text: string;
}

/** A heading and what is below it. */
export interface Group {
  readonly kind: 'group';
  readonly id?: string;
  readonly title: string;
  /** How many things are in it, where that is worth a word. */
  readonly count?: number;
  /** Of a tree that is read level by level: how wide it reaches. A chunk's is left out on a terminal. */
  readonly scope?: DigestScope | 'chunk';
  /** A chunk that says something of which nothing is in the result. */
  readonly isUnused?: true;
  readonly blocks: readonly Block[];
}

export type Line = string | readonly Inline[];

export type Block =
  | Group
  | FindingBlock
  | Table
  | { readonly kind: 'text'; readonly line: Line; readonly role?: 'muted' | 'warning' }
  | Quote
  /** What to write in place of the quote. */
  | { readonly kind: 'change'; readonly before: string; readonly after: string }
  | { readonly kind: 'list'; readonly isOrdered?: boolean; readonly items: readonly Item[] }
  | { readonly kind: 'verdicts'; readonly verdicts: readonly VerdictBlock[] }
  /** Chunk by perspective: only a page can show it. */
  | { readonly kind: 'map' };

export interface Quote {
  readonly kind: 'quote';
  readonly text: string;
  /** A little of the text on both sides. */
  readonly before?: string;
  readonly after?: string;
  /** It is not in the text. */
  readonly isLost?: boolean;
  /** Where it stands, when that is not said above. */
  readonly place?: string;
}

export interface Item {
  readonly line: Line;
  /** Findings it rests on: `F12`. */
  readonly refs?: readonly string[];
  /** Where it rests on, the first few, with the words there. */
  readonly places?: readonly { readonly text: string; readonly quote: string }[];
  /** How many places more. */
  readonly morePlaces?: number;
  /** Stands out behind it. */
  readonly warning?: string;
  readonly blocks?: readonly Block[];
  /** Its blocks contradict each other. */
  readonly isConflict?: boolean;
}

export interface Table {
  readonly kind: 'table';
  /** Numbers line up in columns; lines are read one by one; records have a name for each value. */
  readonly shape: 'numbers' | 'lines' | 'records';
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  /** Several values in one cell contradict each other. */
  readonly cells: readonly (string | readonly string[])[];
  /** Its last cell is beyond what was expected. */
  readonly isOver?: boolean;
}

export interface FindingBlock {
  readonly kind: 'finding';
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly place: string;
  /** The headings above it. */
  readonly trail: string;
  /** Who said it. */
  readonly provenance: string;
  /** The group it is in does not tell its severity. */
  readonly namesSeverity: boolean;
  readonly blocks: readonly Block[];
}

export interface VerdictBlock {
  readonly perspective: string;
  /** Absent where none was given. */
  readonly verdict?: Verdict['verdict'];
  readonly text: string;
  readonly counts: readonly { readonly severity: Severity; readonly count: number }[];
  /** `12 of 14 branches answered`. */
  readonly read: string;
  /** False where only a model could have judged. */
  readonly isJudged: boolean;
}
