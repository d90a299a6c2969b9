import type { Count, Ordinal, Share } from './numbers.ts';
import type { Estimate, Spread } from '../domain/billing.ts';
import type { Failure } from '../domain/failure.ts';
import type { FindingDecision, Match, Severity, Verification } from '../domain/results/findings.ts';
import type { Mode } from '../domain/mode.ts';
import type { JobKind } from '../domain/jobSpec.ts';
import type { RunStatus } from '../domain/runStatus.ts';
import type { SkippedSource } from '../domain/source.ts';
import type { Verdict } from '../domain/results/synthesis.ts';
import type { CoverageUnit } from '../format/coverageUnit.ts';
import type { BranchStatus } from '../state/runState.ts';
import type { ReportDigest, ReportExtraction } from './digest/digestFormat.ts';
import type { ReportPlaybook } from './playbookFormat.ts';
import type { ReportRecords } from './records/records.ts';
import type { ReportPlace } from './reportPlace.ts';

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
export const SCHEMA_VERSION = 1;

/**
 * The JSON report. Offsets are UTF-16 code units, ends exclusive; lines and columns are 1-based;
 * money is US dollars. `report.schema.json` says the same to programs.
 */
export interface Report {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly title: string;
  readonly run: ReportRun;
  readonly coverage: ReportCoverage;
  readonly perspectives: readonly {
    readonly id: string;
    readonly title: string;
    readonly letter: string;
  }[];
  readonly sources: readonly ReportSource[];
  readonly chunks: readonly ReportChunk[];
  readonly branches: readonly ReportBranch[];
  /** In report order. */
  readonly findings: readonly ReportFinding[];
  /** Findings on lines that the change under review did not touch: shown apart, counted nowhere. */
  readonly outsideChange: readonly ReportFinding[];
  /** Null before fan-in has ended. */
  readonly synthesis: ReportSynthesis | null;
  /** Where records were labelled. */
  readonly records?: ReportRecords;
  /** The summary or the answer, and the tree it was joined in; null where findings or rows are the result. */
  readonly digest: ReportDigest | null;
  /** What was listed; null where nothing was to be. */
  readonly extraction: ReportExtraction | null;
  /** The verdicts on the rules of a playbook; absent where none was asked about. */
  readonly playbook?: ReportPlaybook;
  /** Inputs that were asked for and not read. */
  readonly skipped: readonly SkippedSource[];
  readonly estimate: ReportEstimate | null;
}

export interface ReportRun {
  readonly id: string;
  readonly job: JobKind;
  readonly status: RunStatus;
  /** `provider:model`. */
  readonly model: string;
  /** Every model of the run, its own first; `model` alone where it is the only one. */
  readonly models: readonly string[];
  /** What to call the reviewer: the model's id, or `rules, not a model`. */
  readonly reviewer: string;
  /** Names the wording and schema of the prompts; null where nothing was prompted. */
  readonly promptVersion: string | null;
  /** The files whose rules of the project were applied, and how many each gave. */
  readonly houseRules: readonly { readonly file: string; readonly rules: Count }[];
  /** How many findings decisions of people set aside, by where those are kept. */
  readonly silencedBy: readonly { readonly from: string; readonly findings: Count }[];
  /** Findings that are left out because they are below what the reader wants to see at least. */
  readonly below: {
    readonly minSeverity: Severity | null;
    readonly minConfidence: number | null;
    readonly findings: Count;
  };
  /** True when the offline rules answered and nothing was sent. */
  readonly rulesOnly: boolean;
  /** How it was sent: at once, one by one, or through the provider's batch engine. */
  readonly mode: Mode;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC; absent while the run is active. */
  readonly endedAt?: string;
  /** Time at work: without that between a cut-off and its resumption, or a reached budget and its raise. */
  readonly durationMs: number;
  readonly calls: Count;
  readonly tokens: ReportTokens;
  /** Null when the price of a part is unknown. */
  readonly costUsd: number | null;
  /** The same by model, in the order of `models`; empty where one is asked. */
  readonly byModel: readonly {
    readonly model: string;
    readonly calls: Count;
    readonly tokens: ReportTokens;
    readonly costUsd: number | null;
  }[];
  /** Why the run ended early or failed. */
  readonly failure: Failure | null;
}

export interface ReportTokens {
  /** Includes `cached`. */
  readonly input: Count;
  readonly output: Count;
  readonly cached: Count;
}

export interface ReportCoverage {
  readonly branches: {
    readonly total: Count;
    readonly succeeded: Count;
    readonly failed: Count;
    readonly skipped: Count;
    readonly cancelled: Count;
  };
  /** 0..1 of `unit`, over all perspectives. */
  readonly reviewedFraction: Share;
  readonly unit: CoverageUnit;
  readonly gaps: readonly ReportGap[];
}

export interface ReportGap {
  readonly source: string;
  readonly path: string;
  readonly start: Count;
  readonly end: Count;
  /** Null when the text of the source is not at hand. */
  readonly startLine: Ordinal | null;
  readonly endLine: Ordinal | null;
  /** Where a reader of the original finds it, if the file has no lines of text: "p. 3 to p. 5". */
  readonly spot?: string;
  readonly perspective: string;
  readonly reason: string;
}

export interface ReportSource {
  readonly id: string;
  readonly path: string;
  readonly length: Count;
  readonly chunks: Count;
}

export interface ReportChunk {
  readonly id: string;
  readonly source: string;
  readonly index: Count;
  readonly start: Count;
  readonly end: Count;
  readonly startLine: Ordinal;
  readonly endLine: Ordinal;
  readonly tokens: Count;
  readonly title: string;
  readonly headings: readonly string[];
}

export interface ReportBranch {
  readonly id: string;
  readonly chunk: string;
  readonly perspective: string;
  readonly model: string;
  readonly status: BranchStatus;
  /** False where the offline rules have none for the perspective: that nothing was found means nothing. */
  readonly judged: boolean;
  /** Why it did not succeed. */
  readonly reason: string | null;
  /** True when the answer came from the store. */
  readonly cached: boolean;
  readonly attempts: Count;
  /** Items of the answer that did not have the form asked for and were left out. */
  readonly dropped: Count;
}

export interface ReportFinding {
  readonly id: string;
  readonly perspective: string;
  /** Other perspectives that said it too. */
  readonly alsoPerspectives: readonly string[];
  readonly severity: Severity;
  readonly confidence: Share;
  readonly source: string;
  readonly path: string;
  readonly chunk: string;
  /**
   * Placed findings: exactly the text from `start` to `end`; of HTML and the like as its reader sees it, where the
   * file has marks in between.
   */
  readonly quote: string;
  /** All places are null when `placed` is false. */
  readonly start: Count | null;
  readonly end: Count | null;
  readonly line: Ordinal | null;
  readonly column: Ordinal | null;
  readonly endLine: Ordinal | null;
  readonly endColumn: Ordinal | null;
  /** Where it begins in the original of text taken from a PDF, a DOCX or a notebook; null elsewhere. */
  readonly page: Ordinal | null;
  readonly paragraph: Ordinal | null;
  readonly cell: Ordinal | null;
  /** The same in words, of a Word document: `clause 2.3(b)`, or the words that its paragraph begins with. */
  readonly spot?: string;
  /** A little of the text around the quote; empty when it is not placed. */
  readonly before: string;
  readonly after: string;
  readonly title: string;
  readonly message: string;
  /** Replaces exactly the quote. */
  readonly suggestion: string | null;
  readonly branches: readonly string[];
  /** The models that said it. */
  readonly models: readonly string[];
  /** Where those that said it do not agree on its severity or on what to write instead, each side; else empty. */
  readonly opinions: readonly ReportOpinion[];
  /** Every other way in which those that said it put it. */
  readonly wordings: readonly ReportWording[];
  /** The findings with the same one are about related problems; null where it is of none. */
  readonly group: string | null;
  readonly placed: boolean;
  readonly match: Match;
  /** Where the match is `ambiguous`: the other places that its quote may mean, in reading order; else empty. */
  readonly otherPlaces: readonly ReportPlace[];
  readonly rule: string | null;
  /** The rule of the project that it rests on: its file and line, and what it says. */
  readonly houseRule: { readonly id: string; readonly text: string } | null;
  readonly fingerprint: string;
  /** Other places the remark rests on, each holding its quote. */
  readonly related: readonly ReportPlace[];
  /** What an independent call that tried to refute it came to; null when none looked. */
  readonly verification: {
    readonly verdict: Verification['verdict'];
    readonly evidence: string;
    /** The words of the text the verdict rests on. */
    readonly quote: string | null;
    readonly by: string;
  } | null;
  /** The user's decision about it; null without one. */
  readonly decision: FindingDecision | null;
  /** Its suggestion was put into the text; absent: not. */
  readonly applied?: true;
}

export interface ReportWording {
  readonly title: string;
  readonly message: string;
  readonly severity: Severity;
  readonly branches: readonly string[];
}

export interface ReportOpinion {
  readonly severity: Severity;
  readonly message: string;
  readonly suggestion: string | null;
  readonly branches: readonly string[];
}

export interface ReportSynthesis {
  /** Paragraphs, lists and emphasis; findings as `[F12]`. */
  readonly markdown: string;
  readonly verdicts: readonly {
    readonly perspective: string;
    readonly verdict: Verdict['verdict'];
    readonly text: string;
  }[];
  readonly actions: readonly { readonly text: string; readonly findings: readonly string[] }[];
  readonly by: 'model' | 'code';
  readonly failure: Failure | null;
}

export interface ReportEstimate {
  readonly calls: Count;
  readonly cached: Count;
  readonly inputTokens: Count;
  readonly outputTokens: Count;
  /** Null when the model's price is unknown. */
  readonly costUsd: Spread | null;
  readonly seconds: Spread;
  /** Low and high of the counts above; null in runs of earlier versions. */
  readonly ranges: NonNullable<Estimate['ranges']> | null;
  /** Of a run in batches: what is asked at once all the same, at the full price; null where nothing is. */
  readonly atOnce: { readonly calls: Count; readonly costUsd: Spread | null } | null;
  /** The same by model; empty where one is asked. */
  readonly byModel: readonly {
    readonly model: string;
    readonly calls: Count;
    readonly inputTokens: Count;
    readonly outputTokens: Count;
    readonly costUsd: Spread | null;
  }[];
}

export const estimateData = (estimate: Estimate): ReportEstimate => ({
  calls: estimate.calls,
  cached: estimate.cached,
  inputTokens: estimate.inputTokens,
  outputTokens: estimate.outputTokens,
  costUsd: estimate.costUsd ?? null,
  seconds: estimate.seconds,
  ranges: estimate.ranges ?? null,
  atOnce: estimate.atOnce
    ? { calls: estimate.atOnce.calls, costUsd: estimate.atOnce.costUsd ?? null }
    : null,
  byModel: (estimate.byModel ?? []).map(share => ({ ...share, costUsd: share.costUsd ?? null })),
});
