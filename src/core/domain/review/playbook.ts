/** What a team holds about the clauses of a kind of contract. */
export interface Playbook {
  readonly title: string;
  /** In the order they are reported; named R1, R2 ... */
  readonly rules: readonly PlaybookRule[];
}

export interface PlaybookRule {
  readonly title: string;
  /** What is acceptable, what needs review, and what is not acceptable. */
  readonly text: string;
  /** Wording to propose instead. */
  readonly fallback?: string;
}

/** From the worst; `missing` only where all of the text was read, else `undetermined`. */
export const PLAYBOOK_VERDICTS = [
  'unacceptable',
  'needs review',
  'acceptable',
  'missing',
  'undetermined',
] as const;

export type PlaybookVerdict = (typeof PLAYBOOK_VERDICTS)[number];
