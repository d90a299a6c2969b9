import { coverageWords, type CoverageUnit } from '../coverageUnit.ts';
import { percent } from '../percent.ts';
import type { Finding, Perspective, SourceInfo } from '../types.ts';

/** What the summary is written from: data only, nothing of the run's machinery. */
export interface SynthesisInput {
  /** One line that names the run to a person. */
  readonly name: string;
  /** Merged, in report order. */
  readonly findings: readonly Finding[];
  readonly perspectives: readonly Perspective[];
  readonly sources: readonly SourceInfo[];
  /** What the branches said of their chunks, in reading order. */
  readonly assessments: readonly Assessment[];
  readonly coverage: CoverageCounts;
  /** The reviewer was the offline rules: there is nothing to conclude from, so no verdicts. */
  readonly rulesOnly: boolean;
  /** Language of the summary; absent: the document's own. */
  readonly language?: string;
}

export interface Assessment {
  readonly perspectiveId: string;
  /** Names the chunk to a person. */
  readonly title: string;
  readonly text: string;
}

/** `coverage()` of the run fits. */
export interface CoverageCounts {
  readonly total: number;
  readonly succeeded: number;
  /** 0..1 of `unit`. */
  readonly reviewedFraction: number;
  readonly unit: CoverageUnit;
  readonly gaps: readonly { readonly perspectiveId: string }[];
}

/** The sentence that stands beside every result. It is counted, never written by a model. */
export function coverageSentence(coverage: CoverageCounts): string {
  const { total, succeeded, reviewedFraction, unit, gaps } = coverage;
  const missing =
    gaps.length === 0 ? 'no gaps' : gaps.length === 1 ? '1 gap' : `${gaps.length} gaps`;
  return `${succeeded} of ${total} branches answered, ${percent(reviewedFraction)} of ${coverageWords[unit]} read; ${missing}.`;
}
