import { type CoverageUnit, coverageWords } from '../../format/coverageUnit.ts';
import { count, grouped, percent } from '../../format/format.ts';
import type { Finding } from '../../domain/results/findings.ts';
import type { Perspective } from '../../domain/review/perspective.ts';
import type { SourceInfo } from '../../domain/source.ts';
import { plural, t } from '../../text/l10n.ts';

/** Input of the summary: data only, no internals of the run. */
export interface SynthesisInput {
  /** One line that names the run for the user. */
  readonly name: string;
  /** Merged, in report order. */
  readonly findings: readonly Finding[];
  /** Number of further findings without a place; the summary does not use them. */
  readonly unplaced?: number;
  readonly perspectives: readonly Perspective[];
  readonly sources: readonly SourceInfo[];
  /** What the branches said about their chunks, in reading order. */
  readonly assessments: readonly Assessment[];
  readonly coverage: CoverageCounts;
  /** The reviewer was the offline rules, which support no conclusions, so there are no verdicts. */
  readonly rulesOnly: boolean;
  /** Language of the summary; absent: the document's own. */
  readonly language?: string;
}

export interface Assessment {
  readonly perspectiveId: string;
  /** Name of the chunk for the user. */
  readonly title: string;
  readonly text: string;
}

/** `coverage()` of a run satisfies this. */
export interface CoverageCounts {
  readonly total: number;
  readonly succeeded: number;
  /** Share of `unit`, 0 to 1. */
  readonly reviewedFraction: number;
  readonly unit: CoverageUnit;
  readonly gaps: readonly { readonly perspectiveId: string }[];
  /** Requested files that were not read: each is a gap of every perspective. */
  readonly unread?: number;
}

/** Shown beside a summary that leaves out findings without a place; empty if there are none. */
export const unplacedSentence = ({ unplaced = 0 }: SynthesisInput): string =>
  unplaced === 0
    ? ''
    : plural(
        unplaced,
        'One finding without an exact place is listed apart and decides nothing.',
        '{0} findings without an exact place are listed apart and decide nothing.',
        grouped(unplaced),
      );

/** The paragraph shown beside every result. It is computed, never written by a model. */
export function coverageParagraph(coverage: CoverageCounts): string {
  const { total, succeeded, reviewedFraction, unit, unread = 0 } = coverage;
  const gaps = coverage.gaps.length + unread;
  return t(
    '**Coverage.** {0} of {1} branches answered, {2} of {3} read; {4}.',
    grouped(succeeded),
    grouped(total),
    percent(reviewedFraction),
    coverageWords[unit],
    gaps === 0 ? t('no gaps') : count(gaps, 'gap'),
  );
}
