import type { UnstampedEvent } from '../../../../src/core/state/events.ts';
import { applyEvent } from '../../../../src/core/state/applyEvent.ts';
import { type RunState, emptyState } from '../../../../src/core/state/runState.ts';
import { noUsage } from '../../../../src/core/domain/cost.ts';
import type { Finding } from '../../../../src/core/domain/results/findings.ts';
import type { Branch, Outcome } from '../../../../src/core/domain/branch.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';
import type { ModelInfo } from '../../../../src/core/domain/model.ts';
import type { Perspective } from '../../../../src/core/domain/review/perspective.ts';
import type { SkippedSource, Source, SourceInfo } from '../../../../src/core/domain/source.ts';
import { buildReport, type Report } from '../../../../src/core/report/report.ts';

export const perspectives: Perspective[] = [
  ['accuracy', 'Accuracy', 'A'],
  ['tone', 'Tone', 'T'],
].map(([id = '', title = '', letter = '']) => ({
  id,
  title,
  letter,
  icon: 'target',
  instructions: '',
  severities: { critical: '', major: '', minor: '', note: '' },
  doNotFlag: [],
}));

export const text = [
  '# Delay',
  '',
  'Delay Damages shall not exceed ten per cent (10%) of the Amount. The cap in D3 is 5 %.',
  '',
  '# Notices',
  '',
  'Get back to us whenever, dude.',
  '',
].join('\r\n');

export const source: Source = {
  id: 's1',
  path: 'contracts/rev 7.md',
  kind: 'markdown',
  languageId: 'markdown',
  text,
};

const cut = text.indexOf('# Notices');

export const chunks: Chunk[] = [
  [0, cut, 1, 4],
  [cut, text.length, 5, 8],
].map(([start = 0, end = 0, startLine = 0, endLine = 0], index) => ({
  id: `c${index}`,
  hash: `h${index}`,
  sourceId: 's1',
  index,
  start,
  end,
  startLine,
  endLine,
  headings: [index === 0 ? 'Delay' : 'Notices'],
  title: index === 0 ? 'Delay' : 'Notices',
  tokens: 30,
}));

export const branches: Branch[] = chunks.flatMap(chunk =>
  perspectives.map(p => ({
    id: `${chunk.id}/${p.id}`,
    chunkId: chunk.id,
    perspectiveId: p.id,
    model: 'openai:gpt-test',
    inputTokens: 100,
    outputTokens: 50,
  })),
);

export const model: ModelInfo = {
  provider: 'openai',
  ref: 'openai:gpt-test',
  id: 'gpt-test',
  label: 'gpt-test',
};

export const rules: ModelInfo = {
  provider: 'offline',
  ref: 'offline:rules',
  id: 'rules',
  label: 'rules, not a model',
};

export function findingAt(quote: string, more: Partial<Finding> = {}): Finding {
  const start = text.indexOf(quote);
  return {
    id: 'F1',
    fingerprint: '0123456789abcdef',
    perspectiveId: 'accuracy',
    severity: 'critical',
    confidence: 0.9,
    sourceId: 's1',
    chunkId: start < cut ? 'c0' : 'c1',
    quote,
    ...(start < 0 ? {} : { range: { start, end: start + quote.length } }),
    match: start < 0 ? 'none' : 'exact',
    title: 'Delay damages are capped twice',
    message: 'The cap is 10 % here and 5 % in D3.',
    branchIds: ['c0/accuracy'],
    ...more,
  };
}

export const findings: Finding[] = [
  findingAt('ten per cent (10%)', { suggestion: 'five per cent (5 %)' }),
  findingAt('whenever, dude', {
    id: 'F2',
    severity: 'minor',
    perspectiveId: 'tone',
    title: 'Casual wording',
    message: 'A contract asks for notice within a number of days.',
    branchIds: ['c1/tone', 'c1/accuracy'],
    alsoPerspectiveIds: ['accuracy'],
  }),
  findingAt('The supplier is liable', {
    id: 'F3',
    severity: 'note',
    title: 'Liability is not limited',
    message: 'No quote of this is in the text.',
  }),
];

export interface RunShape {
  readonly findings?: readonly Finding[];
  readonly model?: ModelInfo;
  readonly name?: string;
  readonly source?: Source;
  readonly outcomes?: Readonly<Record<string, Outcome>>;
  /** In which the branches end. */
  readonly order?: readonly Branch[];
  readonly synthesis?: boolean;
  readonly summary?: string;
  readonly skipped?: readonly SkippedSource[];
}

/** A run that ended, folded from its events; every branch succeeded unless `outcomes` says otherwise. */
export function endedRun(shape: RunShape = {}): RunState {
  const { text: _text, ...info } = shape.source ?? source;
  const sourceInfo: SourceInfo = { ...info, length: (shape.source ?? source).text.length };
  const said = shape.findings ?? findings;
  const usage = { ...noUsage, inputTokens: 1_200, outputTokens: 300, cachedTokens: 200 };
  const done = branches.every(b => (shape.outcomes?.[b.id]?.status ?? 'succeeded') === 'succeeded');
  const events: UnstampedEvent[] = [
    {
      type: 'run.started',
      runId: 'run-1',
      job: 'review',
      name: shape.name ?? 'Contract, rev 7',
      model: shape.model ?? model,
      sources: [sourceInfo],
      skipped: shape.skipped ?? [],
      perspectives,
    },
    { type: 'run.split', chunks },
    {
      type: 'run.planned',
      branches,
      estimate: {
        calls: 5,
        cached: 0,
        inputTokens: 5_000,
        outputTokens: 1_000,
        costUsd: { low: 0.01, expected: 0.02, high: 0.05 },
        seconds: { low: 1, expected: 2, high: 9 },
      },
    },
    ...(shape.order ?? branches).map((branch): UnstampedEvent => ({
      type: 'branch.ended',
      branchId: branch.id,
      outcome: shape.outcomes?.[branch.id] ?? {
        status: 'succeeded',
        findings: [],
        assessment: '',
        dropped: 0,
        usage,
        costUsd: 0.005,
        cached: false,
        attempts: 1,
      },
    })),
    { type: 'findings.merged', findings: said },
    ...(shape.synthesis === false
      ? []
      : [
          {
            type: 'synthesis.ended' as const,
            synthesis: {
              markdown:
                shape.summary ?? '**Do not sign yet.** The cap differs [F1].\n\n- Wording [F2]',
              verdicts:
                shape.model === rules
                  ? []
                  : [
                      {
                        perspectiveId: 'accuracy',
                        verdict: 'needsChanges' as const,
                        text: 'Caps differ.',
                      },
                      {
                        perspectiveId: 'tone',
                        verdict: 'smallEdits' as const,
                        text: 'One casual word.',
                      },
                    ],
              actions: [{ text: 'Settle the cap.', findingIds: ['F1'] }],
              by: 'model' as const,
            },
          },
        ]),
    { type: 'run.ended', status: done ? 'succeeded' : 'partial' },
  ];
  let at = Date.UTC(2026, 10, 22, 9, 14, 5, 250);
  return events.reduce<RunState>((state, event) => {
    at += 450;
    return applyEvent(state, { ...event, at });
  }, emptyState());
}

export const report = (shape: RunShape = {}): Report =>
  buildReport(endedRun(shape), [shape.source ?? source]);

export const failed: Outcome = {
  status: 'failed',
  failure: { code: 'timeout', message: 'No answer within 120 s, 4 attempts.' },
  attempts: 4,
};
