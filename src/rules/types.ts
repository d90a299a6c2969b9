import type { Severity } from '../core/domain/results/findings.ts';
import type { SourceKind } from '../core/domain/source.ts';
import type { RuleDocument } from './ruleDocument.ts';

/** The perspectives that rules serve; there are no rules for a user's custom perspectives. */
export type RulePerspective =
  | 'accuracy'
  | 'tone'
  | 'completeness'
  | 'correctness'
  | 'security'
  | 'performance'
  | 'maintainability'
  | 'tests';

/** Rules turned on or off by id; the others are as they are by default. */
export type RuleSwitches = Readonly<Record<string, boolean>>;

/** One hit of a rule: `[start, end)` in the source's text. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Replaces the rule's title for this hit. */
  readonly title?: string;
  /** Text that replaces exactly the range. */
  readonly suggestion?: string;
  readonly severity?: Severity;
  readonly confidence?: number;
}

export interface Rule {
  readonly id: string;
  /** What it finds, in a few words: the title of its findings. */
  readonly title: string;
  /** Kinds of source it reads, and the perspective it serves for each. */
  readonly serves: Readonly<Partial<Record<SourceKind, RulePerspective>>>;
  readonly severity: Severity;
  readonly confidence: number;
  /** VS Code language ids it supports, of the text or of the page it was read from; absent: all languages of its kinds. */
  readonly languages?: readonly string[];
  /** True for rules on English wording: they do not run on other languages. */
  readonly english?: boolean;
  /** Off by default: of its findings on texts that it was not made from, fewer than 60 % were useful. */
  readonly off?: true;
  readonly find: (doc: RuleDocument) => readonly Hit[];
}

/** A hit with everything a finding needs; what the worker returns. */
export interface PlacedHit {
  readonly rule: string;
  readonly perspective: RulePerspective;
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly message: string;
  readonly suggestion: string | null;
  readonly severity: Severity;
  readonly confidence: number;
}
