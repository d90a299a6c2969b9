import type { UnstampedEvent } from '../../../src/core/state/events.ts';
import { applyEvent } from '../../../src/core/state/applyEvent.ts';
import { type RunState, emptyState } from '../../../src/core/state/runState.ts';
import type { Finding, Severity } from '../../../src/core/domain/results/findings.ts';
import type { Chunk } from '../../../src/core/domain/chunk.ts';
import type { Outcome } from '../../../src/core/domain/branch.ts';
import type { Perspective } from '../../../src/core/domain/review/perspective.ts';

export const START = Date.UTC(2026, 10, 19, 9, 17, 18);

const perspective = (id: string, title: string, letter: string): Perspective => ({
  id,
  title,
  letter,
  icon: 'target',
  instructions: '',
  severities: { critical: '', major: '', minor: '', note: '' },
  doNotFlag: [],
});

const chunk = (sourceId: string, index: number, headings: readonly string[]): Chunk => ({
  id: `${sourceId}-${index}`,
  hash: `${sourceId}-${index}`,
  sourceId,
  index,
  start: index * 100,
  end: index * 100 + 100,
  startLine: index * 10 + 1,
  endLine: index * 10 + 10,
  headings,
  title: headings.at(-1) ?? `Chunk ${index + 1}`,
  tokens: 7420,
});

/** A planned run of chunks x two perspectives; `heading` names the section of a chunk. */
export function plannedRun(
  chunks: number,
  options: {
    readonly sources?: readonly string[];
    readonly heading?: (i: number) => readonly string[];
    readonly offline?: boolean;
  } = {},
): RunState {
  const { sources = ['a.md'], heading = () => [] } = options;
  const all = sources.flatMap(id =>
    Array.from({ length: chunks }, (_, i) => chunk(id, i, heading(i))),
  );
  const perspectives = [perspective('accuracy', 'Accuracy', 'A'), perspective('tone', 'Tone', 'T')];
  const state = emptyState();
  send(state, {
    type: 'run.started',
    runId: 'r',
    job: 'review',
    name: 'contract.md',
    model: options.offline
      ? { provider: 'offline', ref: 'offline:rules', id: 'rules', label: 'rules, not a model' }
      : {
          provider: 'openai',
          ref: 'openai:m',
          id: 'm',
          label: 'm',
          origin: 'https://api.openai.com',
        },
    sources: sources.map(id => ({
      id,
      path: id,
      kind: 'markdown',
      languageId: 'markdown',
      length: chunks * 100,
    })),
    skipped: [],
    perspectives,
  });
  send(state, { type: 'run.split', chunks: all });
  send(state, {
    type: 'run.planned',
    branches: all.flatMap(c =>
      perspectives.map(p => ({
        id: `${c.id}/${p.id}`,
        chunkId: c.id,
        perspectiveId: p.id,
        model: 'openai:m',
        inputTokens: 8000,
        outputTokens: 300,
      })),
    ),
    estimate: {
      calls: all.length * 2,
      cached: 0,
      inputTokens: 1,
      outputTokens: 1,
      seconds: { low: 1, expected: 1, high: 1 },
    },
  });
  return state;
}

export const send = (state: RunState, event: UnstampedEvent, at = START): RunState =>
  applyEvent(state, { ...event, at });

export const finding = (severity: Severity, n = 1): Finding => ({
  id: `f${n}`,
  fingerprint: `f${n}`,
  perspectiveId: 'accuracy',
  severity,
  confidence: 1,
  sourceId: 'a.md',
  chunkId: 'a.md-0',
  quote: 'q',
  match: 'exact',
  title: 't',
  message: 'm',
  branchIds: [],
});

export const succeeded = (findings: readonly Finding[] = [], more: object = {}): Outcome => ({
  status: 'succeeded',
  findings,
  assessment: '',
  dropped: 0,
  usage: {
    inputTokens: 8120,
    outputTokens: 940,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    estimated: false,
  },
  costUsd: 0.04,
  cached: false,
  attempts: 1,
  ...more,
});

export const failed = (message = 'The call took longer than 45 s.'): Outcome => ({
  status: 'failed',
  failure: { code: 'timeout', message },
  attempts: 4,
});

export const end = (state: RunState, branchId: string, outcome: Outcome): RunState =>
  send(state, { type: 'branch.ended', branchId, outcome }, START + 24_000);
