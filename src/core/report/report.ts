import { isNotJudged } from '../domain/review/perspective.ts';
import { coverage, type Coverage } from '../state/coverage.ts';
import { ruleFiles } from '../domain/review/houseRules.ts';
import { markAt, markText } from '../domain/pages.ts';
import type { Spent } from '../domain/billing.ts';
import type { BranchState, RunState } from '../state/runState.ts';
import { workedMs } from '../state/workedTime.ts';
import type { Citation } from '../domain/results/statements.ts';
import type { Finding, RelatedPlace, Verification } from '../domain/results/findings.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { ModelInfo } from '../domain/model.ts';
import type { Range } from '../domain/range.ts';
import type { PageMark, Source } from '../domain/source.ts';
import type { Synthesis } from '../domain/results/synthesis.ts';
import type { ReportCitation } from './digest/digestFormat.ts';
import { digestData, extractionData } from './digest/digestReport.ts';
import { fileTextOf, rangeInFile } from '../text/fileWords.ts';
import { positionsOf, type Position } from '../text/lineColumns.ts';
import { playbookData } from './playbookReport.ts';
import { reportRecords } from './records/records.ts';
import {
  type Report,
  type ReportBranch,
  type ReportChunk,
  type ReportCoverage,
  type ReportFinding,
  type ReportSource,
  type ReportSynthesis,
  SCHEMA_VERSION,
  estimateData,
} from './reportFormat.ts';
import { silencedBy } from './silenced.ts';
import { isBelow, type Least } from '../state/least.ts';
import { synthesisNow } from '../state/synthesisNow.ts';
import type { ReportPlace } from './reportPlace.ts';

export type { Report } from './reportFormat.ts';

/** Characters of context on each side of a quote. */
const CONTEXT = 90;

/**
 * A run as the report every format is made from. `sources` hold the texts as they were in the run;
 * a finding whose quote is not at its place in them is reported without a place. Findings below `least` are
 * counted and left out.
 */
export function buildReport(
  state: RunState,
  sources: readonly Source[],
  least: Least = {},
): Report {
  const shown = state.findings.filter(finding => !isBelow(finding, least));
  const look = new Map(
    sources.map(s => [
      s.id,
      {
        text: s.text,
        pages: s.pages ?? [],
        inFile: (range: Range) => rangeInFile(s, range),
        at: positionsOf(fileTextOf(s)),
      },
    ]),
  );
  const paths = new Map(state.sources.map(s => [s.id, s.path]));
  const context: Context = {
    look,
    pathOf: id => paths.get(id) ?? id,
    modelOf: id => state.branches[id]?.branch.model,
  };
  const counts = coverage(state);
  const report: Report = {
    schemaVersion: SCHEMA_VERSION,
    title: state.name,
    run: {
      id: state.runId,
      job: state.job,
      status: state.status,
      model: state.model?.ref ?? '',
      models: modelsOf(state).map(({ ref }) => ref),
      reviewer: modelsOf(state)
        .map(({ label }) => label)
        .join(', '),
      promptVersion: state.promptVersion ?? null,
      mode: state.mode,
      houseRules: houseRulesOf(state),
      silencedBy: silencedBy(state.findings),
      below: {
        minSeverity: least.severity ?? null,
        minConfidence: least.confidence ?? null,
        findings: state.findings.length - shown.length,
      },
      rulesOnly: state.model?.provider === 'offline',
      startedAt: new Date(state.startedAt).toISOString(),
      ...(state.endedAt === undefined ? {} : { endedAt: new Date(state.endedAt).toISOString() }),
      durationMs: workedMs(state, state.startedAt),
      // Rules answer branches without calling anybody.
      calls: state.model?.provider === 'offline' ? 0 : state.calls,
      ...billData(state),
      byModel: byModelData(state),
      failure: state.failure ?? null,
    },
    coverage: coverageData(counts, context),
    perspectives: state.perspectives.map(({ id, title, letter }) => ({ id, title, letter })),
    sources: sourceData(state),
    chunks: chunkData(state).map(chunk => ({ ...chunk, ...look.get(chunk.source)?.inFile(chunk) })),
    branches: state.branchIds.flatMap(id => branchData(state.branches[id]) ?? []),
    findings: shown.map(finding => findingData(finding, context)),
    outsideChange: state.outsideChange.map(finding => findingData(finding, context)),
    synthesis: state.synthesis ? synthesisData(synthesisNow(state.synthesis, shown)) : null,
    ...recordsOf(state, sources),
    digest: digestData(state, citation => citationData(citation, context)),
    extraction: extractionData(state, citation => citationData(citation, context)),
    skipped: state.skipped,
    estimate: state.estimate ? estimateData(state.estimate) : null,
  };
  const playbook = playbookData(state, citation => citationData(citation, context));
  return playbook ? { ...report, playbook } : report;
}

function billData({ usage, costUsd }: Spent): Pick<Report['run'], 'tokens' | 'costUsd'> {
  const { inputTokens: input, outputTokens: output, cachedTokens: cached } = usage;
  return {
    tokens: { input, output, cached },
    // Sums of fractions depend on their order, and branches end in any.
    costUsd: costUsd === undefined ? null : Math.round(costUsd * 1e8) / 1e8,
  };
}

function byModelData(state: RunState): Report['run']['byModel'] {
  const models = modelsOf(state);
  if (models.length < 2) return [];
  return models.flatMap(({ ref: model }) => {
    const spent = state.spentBy[model];
    return spent ? [{ model, calls: spent.calls, ...billData(spent) }] : [];
  });
}

function recordsOf(state: RunState, sources: readonly Source[]): Pick<Report, 'records'> {
  const records = reportRecords(state, sources);
  return records ? { records } : {};
}

/** The offline rules obey none. */
const houseRulesOf = ({ spec, model }: RunState) =>
  spec.kind === 'review' && model?.provider !== 'offline' ? ruleFiles(spec.houseRules) : [];

interface Context {
  readonly look: ReadonlyMap<
    string,
    {
      readonly text: string;
      readonly pages: readonly PageMark[];
      /** Where a range of the text occurs in its file. */
      readonly inFile: (range: Range) => Range;
      /** The line and column of an offset of the file. */
      readonly at: (offset: number) => Position;
    }
  >;
  readonly pathOf: (sourceId: string) => string;
  readonly modelOf: (branchId: string) => string | undefined;
}

function coverageData(counts: Coverage, { look, pathOf }: Context): ReportCoverage {
  const { total, succeeded, failed, skipped, cancelled } = counts;
  return {
    branches: { total, succeeded, failed, skipped, cancelled },
    reviewedFraction: counts.reviewedFraction,
    unit: counts.unit,
    gaps: counts.gaps.map(gap => {
      const source = look.get(gap.sourceId);
      const { start, end } = source?.inFile(gap) ?? gap;
      const spot = source && stretchOf(source, gap);
      return {
        source: gap.sourceId,
        path: pathOf(gap.sourceId),
        start,
        end,
        startLine: source?.at(start).line ?? null,
        endLine: source?.at(Math.max(start, end - 1)).line ?? null,
        ...(spot === undefined ? {} : { spot }),
        perspective: gap.perspectiveId,
        reason: gap.reason,
      };
    }),
  };
}

/** From where to where in the original; undefined for a file of lines. */
function stretchOf(source: Pick<Source, 'pages'>, { start, end }: Range): string | undefined {
  const [from, to] = [start, Math.max(start, end - 1)].map(offset => markAt(source, offset));
  if (!from || !to) return undefined;
  return from === to ? markText(from) : `${markText(from)} to ${markText(to)}`;
}

const modelsOf = ({ model, otherModels = [] }: RunState): readonly ModelInfo[] =>
  model ? [model, ...otherModels] : [];

export function sourceData(state: RunState): ReportSource[] {
  const counts = new Map<string, number>();
  for (const id of state.chunkIds) {
    const source = state.chunks[id]?.sourceId;
    if (source !== undefined) counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return state.sources.map(({ id, path, length }) => ({
    id,
    path,
    length,
    chunks: counts.get(id) ?? 0,
  }));
}

export const chunkData = (state: RunState): ReportChunk[] =>
  state.chunkIds.flatMap(id => {
    const chunk: Chunk | undefined = state.chunks[id];
    if (!chunk) return [];
    const { sourceId, index, start, end, startLine, endLine, tokens, title, headings } = chunk;
    return [
      { id, source: sourceId, index, start, end, startLine, endLine, tokens, title, headings },
    ];
  });

function branchData(state: BranchState | undefined): ReportBranch | undefined {
  if (!state) return undefined;
  const { branch, outcome, status, attempt } = state;
  return {
    id: branch.id,
    chunk: branch.chunkId,
    perspective: branch.perspectiveId,
    model: branch.model,
    status,
    judged: status === 'succeeded' && !isNotJudged(outcome),
    reason:
      outcome?.status === 'failed'
        ? outcome.failure.message
        : outcome?.status === 'skipped'
          ? outcome.reason
          : null,
    cached: outcome?.status === 'succeeded' && outcome.cached,
    attempts: attempt,
    dropped: outcome?.status === 'succeeded' ? outcome.dropped : 0,
  };
}

function findingData(finding: Finding, context: Context): ReportFinding {
  const { look, pathOf } = context;
  const source = look.get(finding.sourceId);
  const { range } = finding;
  // Stored runs outlive their sources: what cannot be shown to hold its quote has no place.
  const held = range && (!source || source.text.slice(range.start, range.end) === finding.quote);
  const place = held ? range : undefined;
  const inFile = place && (source?.inFile(place) ?? place);
  const from = inFile && source?.at(inFile.start);
  const to = inFile && source?.at(inFile.end);
  const mark = place && source && markAt(source, place.start);
  return {
    id: finding.id,
    perspective: finding.perspectiveId,
    alsoPerspectives: finding.alsoPerspectiveIds ?? [],
    severity: finding.severity,
    confidence: finding.confidence,
    source: finding.sourceId,
    path: pathOf(finding.sourceId),
    chunk: finding.chunkId,
    quote: finding.quote,
    start: inFile?.start ?? null,
    end: inFile?.end ?? null,
    line: from?.line ?? null,
    column: from?.column ?? null,
    endLine: to?.line ?? null,
    endColumn: to?.column ?? null,
    page: mark?.page ?? null,
    paragraph: mark?.paragraph ?? null,
    cell: mark?.cell ?? null,
    ...spotOf(mark),
    before: place && source ? contextBefore(source.text, place.start) : '',
    after: place && source ? contextAfter(source.text, place.end) : '',
    title: finding.title,
    message: finding.message,
    suggestion: (place && finding.suggestion) ?? null,
    branches: finding.branchIds,
    models: [...new Set(finding.branchIds.flatMap(id => context.modelOf(id) ?? []))],
    opinions: (finding.opinions ?? []).map(({ severity, message, suggestion, branchIds }) => ({
      severity,
      message,
      suggestion: (place && suggestion) ?? null,
      branches: branchIds,
    })),
    wordings: (finding.wordings ?? []).map(({ branchIds, ...wording }) => ({
      ...wording,
      branches: branchIds,
    })),
    group: finding.group ?? null,
    placed: place !== undefined,
    match: place ? finding.match : 'none',
    otherPlaces: place ? otherPlaces(finding, context) : [],
    rule: finding.rule ?? null,
    houseRule: finding.houseRule ?? null,
    fingerprint: finding.fingerprint,
    related: (finding.related ?? []).flatMap(related => placeData(related, context) ?? []),
    verification: finding.verification ? verificationData(finding.verification) : null,
    decision: finding.decision ?? null,
    ...(finding.applied ? { applied: true as const } : {}),
  };
}

/** Undefined where the source is at hand and does not hold the quote. */
function placeData(
  { sourceId, range, quote }: RelatedPlace,
  { look, pathOf }: Context,
): ReportPlace | undefined {
  const source = look.get(sourceId);
  if (source && source.text.slice(range.start, range.end) !== quote) return undefined;
  const { start, end } = source?.inFile(range) ?? range;
  const at = source?.at(start);
  return {
    source: sourceId,
    path: pathOf(sourceId),
    quote,
    start,
    end,
    line: at?.line ?? null,
    column: at?.column ?? null,
  };
}

/** The other places of an ambiguous quote, each with its own words. */
const otherPlaces = (
  { sourceId, quote, otherPlaces: ranges = [] }: Finding | Citation,
  context: Context,
): ReportPlace[] => {
  const text = context.look.get(sourceId)?.text;
  return ranges.flatMap(range => {
    const words = text?.slice(range.start, range.end) ?? quote;
    return placeData({ sourceId, range, quote: words }, context) ?? [];
  });
};

/** Paragraphs of a Word document are found by their clause or their words, slides and cells by their name. */
const spotOf = (mark: PageMark | undefined): { readonly spot?: string } =>
  mark?.words === undefined && mark?.spot === undefined ? {} : { spot: markText(mark) };

function citationData(citation: Citation, context: Context): ReportCitation | undefined {
  const place = placeData(citation, context);
  const source = context.look.get(citation.sourceId);
  const mark = source && markAt(source, citation.range.start);
  return (
    place && {
      ...place,
      chunk: citation.chunkId,
      page: mark?.page ?? null,
      paragraph: mark?.paragraph ?? null,
      cell: mark?.cell ?? null,
      ...spotOf(mark),
      otherPlaces: otherPlaces(citation, context),
    }
  );
}

const verificationData = ({
  verdict,
  evidence,
  place,
  by,
}: Verification): ReportFinding['verification'] => ({
  verdict,
  evidence,
  quote: place?.quote ?? null,
  by,
});

/** Up to the paragraph's edge, from a whole word. */
function contextBefore(text: string, at: number): string {
  const part = text.slice(Math.max(0, at - CONTEXT), at);
  const paragraph = part.slice(part.search(/(?![\s\S]*\n[ \t\r]*\n)/));
  const own = paragraph.length < part.length ? paragraph : fromWord(paragraph, at > CONTEXT);
  return own.toWellFormed();
}

const fromWord = (text: string, cut: boolean): string => (cut ? text.replace(/^\S*\s+/, '') : text);

function contextAfter(text: string, at: number): string {
  const part = text.slice(at, at + CONTEXT);
  const paragraph = /^[\s\S]*?(?=\n[ \t\r]*\n|$)/.exec(part)?.[0] ?? '';
  const cut = paragraph.length === part.length && at + CONTEXT < text.length;
  return (cut ? paragraph.replace(/\s+\S*$/, '') : paragraph).toWellFormed();
}

const synthesisData = (synthesis: Synthesis): ReportSynthesis => ({
  markdown: synthesis.markdown,
  verdicts: synthesis.verdicts.map(({ perspectiveId, verdict, text }) => ({
    perspective: perspectiveId,
    verdict,
    text,
  })),
  actions: synthesis.actions.map(({ text, findingIds }) => ({ text, findings: findingIds })),
  by: synthesis.by,
  failure: synthesis.failure ?? null,
});
