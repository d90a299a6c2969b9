import type { HouseRule } from '../review/houseRules.ts';
import type { Range } from '../range.ts';

export const SEVERITIES = ['critical', 'major', 'minor', 'note'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What a model said of a chunk, before its quote was looked for in the text. */
export interface RawFinding {
  readonly quote: string;
  readonly title: string;
  readonly message: string;
  readonly suggestion: string | null;
  readonly severity: Severity;
  readonly confidence: number;
  /** The words the model says stand right before the quote, where it occurs more than once: a hint. */
  readonly before?: string;
  /** The line the model believes it quotes: a hint, never an address. */
  readonly line?: number;
  /** The rule's id, when a rule said it. */
  readonly rule?: string;
  /** The rule of the project that a model says is broken; one that exists. */
  readonly houseRule?: Pick<HouseRule, 'id' | 'text'>;
  /** Set by reviewers that know the place (the rules): offsets into the source's text. */
  readonly range?: Range;
}

/**
 * How a quote was found: letter for letter; but for typography or capitals; from its first to its last
 * words, with some left out between; but for misquoting; at several places, any of which may be meant;
 * `none`: not at all, so the finding has no exact place.
 */
export const MATCHES = ['exact', 'normalized', 'gapped', 'fuzzy', 'ambiguous', 'none'] as const;

export type Match = (typeof MATCHES)[number];

export interface Finding {
  /** Branch-level findings: `branchId#n`. Merged findings: `F1`, `F2` ... in report order. */
  readonly id: string;
  /** Hash of perspective, quote and rule: the same remark in another run or at another line. */
  readonly fingerprint: string;
  readonly perspectiveId: string;
  readonly severity: Severity;
  readonly confidence: number;
  readonly sourceId: string;
  readonly chunkId: string;
  /** Placed findings: exactly the source's text at `range`. Others: what the model quoted. */
  readonly quote: string;
  /** Absent when the quote is not in the text: shown apart, never revealed, never applied. */
  readonly range?: Range;
  readonly match: Match;
  /** Of an ambiguous one: the other places in its source that its quote may mean, in reading order. */
  readonly otherPlaces?: readonly Range[];
  readonly title: string;
  readonly message: string;
  /** Text that replaces exactly the quote. */
  readonly suggestion?: string;
  readonly rule?: string;
  /** The rule of the project that it rests on. */
  readonly houseRule?: Pick<HouseRule, 'id' | 'text'>;
  /** Every branch that said it, in report order. */
  readonly branchIds: readonly string[];
  /** Perspectives other than `perspectiveId` that said it too. */
  readonly alsoPerspectiveIds?: readonly string[];
  /** Where those that said it do not agree on its weight or on what to write instead, each side; the lead's first. */
  readonly opinions?: readonly Opinion[];
  /** Every other way in which those that said it put it: nothing that was said is lost in merging. */
  readonly wordings?: readonly Wording[];
  /** The findings with the same one are about related problems: `G1`, `G2` ... in report order. */
  readonly group?: string;
  /** What a decision on each of the others it was merged from is kept under, where that differs from its own. */
  readonly mergedFrom?: readonly Decidable[];
  /** Other places the remark rests on, each verified to hold its quote. */
  readonly related?: readonly RelatedPlace[];
  /** What an independent call that tried to refute it came to. */
  readonly verification?: Verification;
  /** Its suggestion was put into the text, and is there still as far as an editor has seen. */
  readonly applied?: true;
  /** What a person decided about it, in this run or an earlier one. */
  readonly decision?: FindingDecision;
  /** True on lines that the change under review did not touch. */
  readonly outsideChange?: true;
}

/** What a decision on a finding is kept under: the remark's own part, and where it was said. */
export type Decidable = Pick<Finding, 'fingerprint' | 'quote' | 'range'>;

/** How one or more branches put what a merged finding says. */
export interface Wording {
  readonly title: string;
  readonly message: string;
  readonly severity: Severity;
  readonly branchIds: readonly string[];
}

/** One side of those that said the same problem differently. */
export interface Opinion {
  readonly severity: Severity;
  readonly message: string;
  /** Text that would replace exactly the quote. */
  readonly suggestion?: string;
  readonly branchIds: readonly string[];
}

export interface FindingDecision {
  readonly kind: 'dismissed' | 'accepted';
  /** Empty when none was given. */
  readonly reason: string;
  /** Where it is kept, in words: a file, and of which commit. */
  readonly from?: string;
}

/**
 * Refuted findings stay, marked. `unverified`: the call failed or was not made. A verdict without
 * evidence that is in the text is `unsure`.
 */
export interface Verification {
  readonly verdict: 'confirmed' | 'refuted' | 'unsure' | 'unverified';
  /** Why, in a sentence or two. */
  readonly evidence: string;
  /** The words the verdict rests on, verified to be in the text. */
  readonly place?: RelatedPlace;
  /** `provider:model`. */
  readonly by: string;
}

export interface RelatedPlace {
  readonly sourceId: string;
  readonly range: Range;
  readonly quote: string;
}
