import assert from 'node:assert/strict';
import type { RunEntry } from '../../../src/host/runs/runEntry.ts';
import { dearerWords } from '../../../src/views/dearerWords.ts';
import { lookOf } from '../../../src/views/statusLook.ts';
import { end, plannedRun, START, succeeded } from './sampleRun.ts';

const entry = (id: string, more: Partial<RunEntry> = {}): RunEntry => ({
  id,
  name: `${id}.md`,
  startedAt: START,
  state: plannedRun(2),
  sources: new Map(),
  request: undefined,
  active: true,
  ...more,
});

describe('the status bar', () => {
  it('speaks of both of two runs', () => {
    const look = lookOf([entry('a'), entry('b')], START);
    assert.match(look?.text ?? '', /2 runs, 0\/8/);
    assert.equal(look?.lines.length, 2);
    assert.match(look?.lines[1] ?? '', /^b\.md: 0 of 4/);
  });

  it('offers a run that was cut off for as long as it is not finished', () => {
    const stored = {
      id: 'c',
      job: 'review',
      name: 'c.md',
      startedAt: START,
      status: 'interrupted',
      reviewedFraction: 0.3,
    } as const;
    const cut = entry('c', { active: false, stored });
    const look = lookOf([cut], START + 60_000);
    assert.match(look?.text ?? '', /1 run cut off/);
    assert.deepEqual(look?.command.arguments, ['c']);
    assert.equal(look?.command.command, 'fanout.finishRun');
    assert.equal(lookOf([cut], START + 4 * 86_400_000), undefined);
  });
});

describe('a run that leaves the range of its estimate', () => {
  const run = plannedRun(10);
  run.estimate = {
    calls: 20,
    cached: 0,
    inputTokens: 1,
    outputTokens: 1,
    costUsd: { low: 0.4, expected: 0.5, high: 0.7 },
    seconds: { low: 1, expected: 1, high: 1 },
  };
  run.branchIds.slice(0, 10).forEach(id => end(run, id, { ...succeeded(), costUsd: 0.1 }));

  it('says what it is heading for, and asks where a limit is near', () => {
    const words = dearerWords(run, { maxCostUsd: 2, confirmAboveUsd: 0 });
    assert.match(
      words ?? '',
      /will cost about \$1\.\d\d, not \$0\.50 \(0\.40–0\.70\) as estimated/,
    );
    assert.match(words ?? '', /pauses before your limit of \$2\.00/);
    assert.match(dearerWords(run, { maxCostUsd: 0, confirmAboveUsd: 1 }) ?? '', /want to be asked/);
  });

  it('says nothing within the range', () => {
    const cheap = plannedRun(10);
    assert.equal(dearerWords(cheap, { maxCostUsd: 2, confirmAboveUsd: 1 }), undefined);
  });
});
