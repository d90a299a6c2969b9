import type { HouseRule } from './review/houseRules.ts';
import type { Label } from './records/labels.ts';
import type { Playbook } from './review/playbook.ts';
import type { Column } from './results/statements.ts';

/**
 * What a run is asked to do, as JSON: stored with the run, so that it can go on or be started again.
 * `jobs/jobOf.ts` makes the job of it.
 */
export type JobSpec = ReviewSpec | SummarizeSpec | AskSpec | ClassifySpec;

/** Find problems, from every perspective. */
export interface ReviewSpec {
  readonly kind: 'review';
  /** The change whose lines are reviewed; absent: whole texts. */
  readonly change?: ChangeSpec;
  /** Rules of the project; a source names the files whose rules hold for it. */
  readonly houseRules?: readonly HouseRule[];
}

/** Which change of a repository; with none of these: everything that is not committed. At most one. */
export interface ChangeSpec {
  /** What is staged, compared with HEAD. */
  readonly staged?: boolean;
  /** The branch HEAD is compared with, from where the two parted. */
  readonly ref?: string;
  /** One commit, compared with its first parent. */
  readonly commit?: string;
  /** Where an editor finds the repository: the address of a folder of it. */
  readonly folder?: string;
}

/** Names a change to a person, in a few words. */
export function changeName({ staged, ref, commit }: ChangeSpec): string {
  if (staged) return 'Staged changes';
  if (ref !== undefined) return `Changes since ${ref}`;
  return commit === undefined ? 'Changes not committed' : `Commit ${commit.slice(0, 12)}`;
}

/** Give each record of a record set its label. */
export interface ClassifySpec {
  readonly kind: 'classify';
  /** At least one, no two of the same name. */
  readonly labels: readonly Label[];
  /** Any number of labels a record, instead of exactly one. */
  readonly multi: boolean;
  /** What the labels are about, in the user's words. */
  readonly about?: string;
  /** Most records a call is given; 50 when absent. */
  readonly recordsPerCall?: number;
  /** Labels a model is less sure of than this (0..1) are asked of the model that takes the second look; absent: none. */
  readonly doubtfulBelow?: number;
}

export const REVIEW: ReviewSpec = { kind: 'review' };

export const SUMMARY_LENGTHS = ['short', 'medium', 'long'] as const;

export type SummaryLength = (typeof SUMMARY_LENGTHS)[number];

/** Say what the text says, in fewer words. */
export interface SummarizeSpec {
  readonly kind: 'summarize';
  /** A number is one of words, 20 to 10,000. */
  readonly length: SummaryLength | number;
  /** Whom it is for, in the user's words. */
  readonly audience?: string;
  /** What it is to be about, in the user's words; absent: all of the text. */
  readonly focus?: string;
}

/** Answer a question, or with columns: list everything of one kind that the text holds. */
export interface AskSpec {
  readonly kind: 'ask';
  /** With columns: which things are rows; may be empty then. */
  readonly question: string;
  readonly columns?: readonly Column[];
  /** The rules that the rows are compared with; the question and the columns are made from it. */
  readonly playbook?: Playbook;
}

export type JobKind = JobSpec['kind'];
