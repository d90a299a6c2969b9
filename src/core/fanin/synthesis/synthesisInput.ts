import { coverageWords, type CoverageUnit } from '../../format/coverageUnit.ts';
import { percent } from '../../format/format.ts';
import type { Finding } from '../../domain/results/findings.ts';
import type { Perspective } from '../../domain/review/perspective.ts';
import type { SourceInfo } from '../../domain/source.ts';

/** What the summary is written from: data only, nothing of the run's machinery. */
export interface SynthesisInput {
  /** One line that names the run to a person. */
  readonly name: string;
  /** Merged, in report order. */
  readonly findings: readonly Finding[];
  /** Further ones without a place: counted here, and nothing is made of them. */
  readonly unplaced?: number;
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
  /** Files that were to be read and were not: each a gap of every perspective. */
  readonly unread?: number;
}

/** Said beside a summary that leaves out what has no place; empty when nothing was. */
export const unplacedSentence = ({ unplaced = 0 }: SynthesisInput): string =>
  unplaced === 0
    ? ''
    : unplaced === 1
      ? 'One finding without an exact place is listed apart and decides nothing.'
      : `${unplaced} findings without an exact place are listed apart and decide nothing.`;

/** The sentence that stands beside every result. It is counted, never written by a model. */
export function coverageSentence(coverage: CoverageCounts): string {
  const { total, succeeded, reviewedFraction, unit, unread = 0 } = coverage;
  const gaps = coverage.gaps.length + unread;
  const missing = gaps === 0 ? 'no gaps' : gaps === 1 ? '1 gap' : `${gaps} gaps`;
  return `${succeeded} of ${total} branches answered, ${percent(reviewedFraction)} of ${coverageWords[unit]} read; ${missing}.`;
}
