import assert from 'node:assert/strict';
import { branchRow, chunkRow, foldRow } from '../../../../src/views/tree/branchRow.ts';
import { NO_RULE } from '../../../../src/core/domain/review/perspective.ts';
import type { BranchState } from '../../../../src/core/state/runState.ts';
import { end, failed, finding, plannedRun, send, START, succeeded } from '../sampleRun.ts';

const ID = 'a.md-17/accuracy';
const row = (change: (run: ReturnType<typeof plannedRun>) => void, now = START) => {
  const run = plannedRun(20);
  change(run);
  return branchRow(run, run.branches[ID] as BranchState, { now });
};

describe('branchRow', () => {
  it('names the chunk by its number and the perspective by its title', () => {
    const r = row(() => undefined);
    assert.equal(r.label, '18 Accuracy');
    assert.equal(r.description, 'queued');
    assert.equal(r.icon, 'circle-outline');
    assert.equal(r.contextValue, 'branch.queued');
  });

  it('names only the perspective below its chunk', () => {
    const run = plannedRun(20);
    const state = run.branches[ID] as BranchState;
    assert.equal(branchRow(run, state, { now: START, inChunk: true }).label, 'Accuracy');
  });

  it('counts the seconds of a running branch', () => {
    const r = row(
      run => send(run, { type: 'branch.started', branchId: ID, attempt: 1 }),
      START + 14_900,
    );
    assert.equal(r.description, 'running, 0:14');
    assert.equal(r.icon, 'play-circle');
    assert.equal(r.color, 'charts.blue');
  });

  it('says that it is in a batch, since when, and how far the provider is with that', () => {
    const inBatch = (run: ReturnType<typeof plannedRun>): void => {
      send(run, { type: 'batch.prepared', batchId: 'b1', branchIds: run.branchIds });
      send(run, { type: 'batch.submitted', batchId: 'b1', providerId: 'x' });
      send(run, { type: 'batch.progressed', batchId: 'b1', done: 30, total: 40 });
    };
    const r = row(inBatch, START + 3 * 86_400_000);
    assert.match(r.description, /^in batch, submitted \d+ \w+, 30 of 40 done$/);
    assert.equal(r.contextValue, 'branch.batch');
    const missed = row(run => {
      inBatch(run);
      const failure = { code: 'timeout', message: 'Too late.' } as const;
      send(run, { type: 'branch.missed', branchId: ID, failure });
    });
    assert.equal(missed.description, 'queued');
  });

  it('says what a waiting branch waits on, and until when', () => {
    const until = START + 32_000;
    const r = row(run =>
      send(run, { type: 'branch.waiting', branchId: ID, on: 'rateLimit', until }),
    );
    const time = new Date(until).toLocaleTimeString('en-GB', { hour12: false });
    assert.equal(r.description, `rate limit until ${time}`);
    assert.equal(r.icon, 'watch');
    assert.equal(r.color, 'charts.yellow');
    assert.match(r.tooltip.join(' '), /Nothing is lost/);
  });

  it('says why a branch is tried again, and when', () => {
    const r = row(run => {
      send(run, { type: 'branch.started', branchId: ID, attempt: 1 });
      send(run, {
        type: 'branch.retrying',
        branchId: ID,
        attempt: 2,
        failure: { code: 'serverError', message: 'The provider answered 503.', status: 503 },
        until: START + 4000,
      });
    });
    assert.equal(r.description, 'retrying (2): server error');
    assert.equal(r.icon, 'sync');
    assert.match(r.tooltip.join(' '), /503/);
  });

  it('says how many findings an answered branch has, what it took and what it cost', () => {
    const r = row(run => {
      send(run, { type: 'branch.started', branchId: ID, attempt: 1 });
      end(run, ID, succeeded([finding('critical'), finding('note', 2), finding('minor', 3)]));
    });
    assert.equal(r.description, '3 findings');
    assert.equal(r.icon, 'pass');
    assert.equal(r.tooltip[0], '3 findings, worst critical.');
    assert.equal(r.tooltip[1], '24 s, 8,120 tokens in, 940 tokens out, $0.04.');
  });

  it('never says that all is well: no findings are no findings', () => {
    assert.equal(row(run => end(run, ID, succeeded())).description, 'no findings');
    const unserved = succeeded([], { assessment: NO_RULE });
    assert.equal(row(run => end(run, ID, unserved)).description, 'not judged: needs a model');
  });

  it('marks an answer from the store', () => {
    const r = row(run => end(run, ID, succeeded([], { cached: true })));
    assert.equal(r.description, 'cached, no findings');
    assert.equal(r.icon, 'database');
    assert.equal(r.contextValue, 'branch.cached');
    assert.match(r.tooltip.join(' '), /Not sent again/);
  });

  it('a failed branch says what happened, what is kept and what to do', () => {
    const r = row(run => {
      end(run, 'a.md-17/tone', succeeded());
      end(run, ID, failed());
    });
    assert.equal(r.description, 'failed: timed out');
    assert.equal(r.icon, 'error');
    assert.equal(r.color, 'charts.red');
    assert.equal(r.contextValue, 'branch.failed');
    assert.deepEqual(r.tooltip.slice(0, 4), [
      'Failed: timed out, 4 attempts',
      'The call took longer than 45 s.',
      'Kept: tone of this chunk.',
      'To do: retry this branch. Until then it is a gap in the report.',
    ]);
  });

  it('of a run that is over, what was not sent is not queued: it did not start, and can be tried', () => {
    const missed = row(run => send(run, { type: 'run.ended', status: 'cancelled' }));
    assert.equal(missed.description, 'not started');
    assert.equal(missed.contextValue, 'branch.cancelled');
    assert.match(missed.tooltip.join(' '), /gap/);
  });

  it('skipped and cancelled branches count as gaps', () => {
    const skipped = row(run => end(run, ID, { status: 'skipped', reason: '12 words' }));
    assert.equal(skipped.description, 'skipped: 12 words');
    const cancelled = row(run => end(run, ID, { status: 'cancelled' }));
    assert.equal(cancelled.description, 'cancelled');
    for (const r of [skipped, cancelled]) assert.match(r.tooltip.join(' '), /gap/);
  });

  it('every state is in words for a screen reader, not in colour alone', () => {
    const run = plannedRun(1);
    for (const status of [
      'queued',
      'waiting',
      'running',
      'retrying',
      'succeeded',
      'failed',
      'skipped',
      'cancelled',
      'split',
    ] as const) {
      const state = { ...(run.branches['a.md-0/tone'] as BranchState), status };
      const { spoken, description } = branchRow(run, state, { now: START });
      assert.ok(description.length > 0 && spoken.includes(description), status);
    }
  });
});

describe('chunkRow', () => {
  const run = plannedRun(2, { heading: i => [`${i + 1}. Part`] });
  const chunk = run.chunks['a.md-0'];
  const branches = Object.values(run.branches).slice(0, 2);
  assert.ok(chunk);

  it('a long title leaves room for what was found, and is whole in the tooltip', () => {
    const title = 'Indemnification, Limitation of Liability and Insurance of the Supplier';
    const row = chunkRow({ ...chunk, title }, [], [finding('major')]);
    assert.match(row.label, /^\d+ Indemn\S*…\S*lier$/);
    assert.ok(row.label.length <= 24, row.label);
    assert.ok(row.tooltip[0]?.endsWith(title));
    assert.ok(row.spoken.includes(title));
  });

  it('carries the worst finding as its mark and says how many of those there are', () => {
    const done = branches.map(b => ({ ...b, status: 'succeeded' as const }));
    const r = chunkRow(chunk, done, [finding('note'), finding('critical', 2)]);
    assert.equal(r.description, '1 critical');
    assert.equal(r.icon, 'error');
    assert.equal(r.label, '1: 1. Part');
  });

  it('what was not read comes before what was found', () => {
    const r = chunkRow(chunk, branches, []);
    assert.equal(r.description, '2 of 2 not read');
    assert.equal(r.icon, 'warning');
  });

  it('a fold says how many it stands for', () => {
    assert.equal(foldRow(9_950, 'queued').label, '9,950 more queued');
  });
});
