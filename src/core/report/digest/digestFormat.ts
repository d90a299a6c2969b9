import type { Count, Ordinal } from '../numbers.ts';
import type { DigestScope, Joined } from '../../domain/results/digest.ts';
import type { Column } from '../../domain/results/statements.ts';
import type { Failure } from '../../domain/failure.ts';
import type { ReportPlace } from '../reportPlace.ts';

/** What was summed up or answered: every node of the tree, and what its chunks say. */
export interface ReportDigest {
  /** The question, or what the summary was to be. */
  readonly asked: string;
  /** The id of the last node: the summary or the answer itself. Null when nothing was planned. */
  readonly root: string | null;
  /** Members before the nodes they belong to. */
  readonly nodes: readonly ReportNode[];
  /** Chunks that said something, in reading order. */
  readonly parts: readonly ReportPart[];
}

export interface ReportNode {
  readonly id: string;
  readonly scope: DigestScope;
  readonly title: string;
  /** Joins one after the other up to here. */
  readonly rounds: number;
  readonly members: readonly { readonly kind: 'node' | 'chunk'; readonly id: string }[];
  /** Every chunk the node covers. */
  readonly chunks: readonly string[];
  /** How many of them were not read. */
  readonly unread: Count;
  /** `members`: at most one of them had something to say. Null: not joined. */
  readonly by: Joined['by'] | null;
  /** Why code wrote it though a model was asked. */
  readonly failure: Failure | null;
  /** Statements of the answer that rested on nothing that is known, or were too many. */
  readonly dropped: Count;
  /** Statements of the members that did not fit. */
  readonly leftOut: Count;
  /** ISO 639 codes, of a result in another language than the one that was asked for. */
  readonly language?: { readonly asked: string; readonly written: string };
  /** Chunks below that say something, and those that a statement of the node rests on. */
  readonly reach: { readonly said: Count; readonly reached: Count };
  readonly statements: readonly ReportStatement[];
}

export interface ReportStatement {
  readonly id: string;
  readonly text: string;
  /** Statements it was made of; empty for those of a chunk. */
  readonly from: readonly string[];
  /** Statements of one node with the same number contradict each other. */
  readonly conflict: Count | null;
  /** It rests on statements that contradict each other. */
  readonly disputed: boolean;
  /** Figures, names and negations of it that do not occur in the words it rests on. */
  readonly beyond: readonly string[];
  /** It has next to nothing in common with the words it rests on. */
  readonly unrelated?: boolean;
  /** How many of `from` it names without being based on them. */
  readonly namedOnly?: Count;
  /** The places of the text it rests on in the end, in reading order. */
  readonly places: readonly ReportCitation[];
}

export interface ReportCitation extends ReportPlace {
  readonly chunk: string;
  /** Where it begins in the original of text taken from a PDF, a DOCX or a notebook; null elsewhere. */
  readonly page: Ordinal | null;
  readonly paragraph: Ordinal | null;
  readonly cell: Ordinal | null;
  /** The same in words, of a Word document: `clause 2.3(b)`, or the words that its paragraph begins with. */
  readonly spot?: string;
  /** Other places of the chunk that the quote may mean, in reading order; empty where it is sure. */
  readonly otherPlaces: readonly ReportPlace[];
}

export interface ReportPart {
  readonly chunk: string;
  /** How many statements of the result rest on it; 0: nothing of it is in the result. */
  readonly share: Count;
  readonly statements: readonly ReportStatement[];
  readonly unplaced: readonly UnplacedStatement[];
}

/** Its quotes are not in the chunk: nothing is made of it. */
export interface UnplacedStatement {
  readonly id: string;
  readonly text: string;
  readonly quotes: readonly string[];
}

/** What was listed. */
export interface ReportExtraction {
  readonly asked: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ReportRow[];
  readonly unplaced: readonly UnplacedStatement[];
}

export interface ReportRow {
  readonly id: string;
  /** By column: every value that was said; more than one contradict each other. */
  readonly cells: readonly (readonly string[])[];
  readonly places: readonly ReportCitation[];
}
