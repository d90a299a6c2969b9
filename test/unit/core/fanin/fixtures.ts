import type { Finding, RawFinding } from '../../../../src/core/domain/results/findings.ts';
import type { Answer, Branch } from '../../../../src/core/domain/branch.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';
import type { Perspective } from '../../../../src/core/domain/review/perspective.ts';
import type { Source } from '../../../../src/core/domain/source.ts';

export const source = (text: string, kind: Source['kind'] = 'markdown', id = 's1'): Source => ({
  id,
  path: `${id}.md`,
  kind,
  languageId: kind === 'code' ? 'typescript' : 'markdown',
  text,
});

/** The chunk of `source` between two offsets. */
export const chunk = (of: Source, start = 0, end = of.text.length): Chunk => ({
  id: `c${start}`,
  hash: `h${start}`,
  sourceId: of.id,
  index: 0,
  start,
  end,
  startLine: of.text.slice(0, start).split('\n').length,
  endLine: of.text.slice(0, end).split('\n').length,
  headings: [],
  title: 'A chunk',
  tokens: 100,
});

export const perspective = (id: string): Perspective => ({
  id,
  title: id,
  letter: id.charAt(0).toUpperCase(),
  icon: 'target',
  instructions: '',
  severities: { critical: '', major: '', minor: '', note: '' },
  doNotFlag: [],
});

export const branch = (of: Chunk, perspectiveId = 'accuracy'): Branch => ({
  id: `${of.id}/${perspectiveId}`,
  chunkId: of.id,
  perspectiveId,
  model: 'test:model',
  inputTokens: 1,
  outputTokens: 1,
});

export const raw = (quote: string, more: Partial<RawFinding> = {}): RawFinding => ({
  quote,
  title: 'A title',
  message: 'A message',
  suggestion: null,
  severity: 'minor',
  confidence: 0.8,
  ...more,
});

export const answer = (...findings: RawFinding[]): Answer => ({
  findings,
  assessment: 'Read.',
  dropped: 0,
});

export const finding = (more: Partial<Finding> = {}): Finding => ({
  id: 'b#1',
  fingerprint: 'f',
  perspectiveId: 'accuracy',
  severity: 'minor',
  confidence: 0.8,
  sourceId: 's1',
  chunkId: 'c0',
  quote: 'some words',
  range: { start: 0, end: 10 },
  match: 'exact',
  title: 'A title',
  message: 'A message',
  branchIds: ['b'],
  ...more,
});
