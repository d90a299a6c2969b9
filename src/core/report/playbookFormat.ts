import type { PlaybookVerdict } from '../domain/review/playbook.ts';
import type { ReportCitation } from './digest/digestFormat.ts';
import type { Count } from './numbers.ts';

/** A playbook compared with each text. */
export interface ReportPlaybook {
  readonly title: string;
  readonly texts: readonly ReportPlaybookText[];
}

export interface ReportPlaybookText {
  readonly source: string;
  readonly path: string;
  /** All of it was read, and every answer could be used: what was not found is not there. */
  readonly isWhole: boolean;
  /** Why absence is not proven; empty where it is. */
  readonly notProven: string;
  /** Characters and parts that were read, of how many. */
  readonly length: Count;
  readonly parts: Count;
  readonly rules: readonly ReportPlaybookRule[];
}

export interface ReportPlaybookRule {
  /** `R1`, `R2` ... in the order of the playbook. */
  readonly id: string;
  readonly title: string;
  readonly verdict: PlaybookVerdict;
  /** What was said of the clauses that decide the verdict. */
  readonly reasons: readonly string[];
  /** Their places; each holds its quote. */
  readonly places: readonly ReportCitation[];
  /** Wording to propose; null where the verdict asks for none or the playbook has none. */
  readonly fallback: string | null;
}
