import assert from 'node:assert/strict';
import type { Severity } from '../../../../src/core/domain/results/findings.ts';
import {
  cancellingRow,
  progressOf,
  runRow,
  storedRunRow,
  tallyOf,
} from '../../../../src/views/tree/runRow.ts';
import { end, failed, finding, plannedRun, send, START, succeeded } from '../sampleRun.ts';

const placed = (severity: Severity) => ({ ...finding(severity), range: { start: 0, end: 4 } });

const over = (
  run: ReturnType<typeof plannedRun>,
  status: 'succeeded' | 'partial' | 'cancelled' | 'interrupted',
) => send(run, { type: 'run.ended', status });

describe('runRow', () => {
  it('while it runs: ended of all, waiting, failed, cost', () => {
    const run = plannedRun(3);
    end(run, 'a.md-0/tone', succeeded());
    end(run, 'a.md-0/accuracy', failed());
    send(run, { type: 'branch.waiting', branchId: 'a.md-1/tone', on: 'rateLimit' });
    assert.equal(progressOf(run, START), '2 of 6, 1 failed, 1 waiting, $0.04, 0:00');
    assert.equal(runRow(run, START).contextValue, 'run.running');
    assert.deepEqual(tallyOf(run), { total: 6, ended: 2, waiting: 1, failed: 1 });
  });

  it('a run in batches waits for the provider, and says how far that is', () => {
    const run = plannedRun(3);
    send(run, { type: 'batch.prepared', batchId: 'b1', branchIds: run.branchIds });
    send(run, { type: 'batch.submitted', batchId: 'b1', providerId: 'x' });
    send(run, { type: 'batch.progressed', batchId: 'b1', done: 4, total: 6 });
    assert.equal(progressOf(run, START), 'in batch, 4 of 6 done, price unknown');
    assert.equal(runRow(run, START).icon, 'mail');
    assert.equal(runRow(run, START).contextValue, 'run.running');
    send(run, { type: 'batch.cancelling', batchId: 'b1' });
    assert.match(progressOf(run, START), /^batch being cancelled/);
    over(run, 'cancelled');
    assert.match(runRow(run, START).description, /^in batch at the provider/);
    const stored = {
      id: 'r',
      job: 'review',
      name: 'a.md',
      startedAt: START,
      status: 'batched',
      reviewedFraction: undefined,
    } as const;
    const row = storedRunRow(stored, START);
    assert.match(row.description, /in batch at the provider/);
    // It can be gone on with, as one that was cut off.
    assert.equal(row.contextValue, 'run.cancelled');
  });

  it('a run that is being cancelled says so at once, until it has ended', () => {
    const run = plannedRun(1);
    assert.match(cancellingRow(run, START).description, /^cancelling, 0 of 2/);
    over(run, 'cancelled');
    assert.equal(cancellingRow(run, START).description, runRow(run, START).description);
  });

  it('a paused run says why', () => {
    const run = plannedRun(1);
    send(run, { type: 'run.paused', reason: 'budget' });
    assert.match(runRow(run, START).description, /^paused: budget/);
    assert.equal(runRow(run, START).contextValue, 'run.paused');
  });

  it('while a question is open the run waits for its answer, and there is nothing to go on with', () => {
    const run = plannedRun(1);
    send(run, { type: 'run.paused', reason: 'a question', on: 'answer' });
    const row = runRow(run, START + 60_000);
    assert.match(row.description, /^waits for your answer/);
    assert.doesNotMatch(row.description, /\d:\d\d/);
    assert.equal(row.contextValue, 'run.running');
    send(run, { type: 'run.unpaused' });
    assert.match(runRow(run, START).description, /^0 of 2/);
  });

  it('finished: the day, the findings and the share that was read', () => {
    const run = plannedRun(1);
    for (const id of run.branchIds) end(run, id, succeeded([placed('note')]));
    over(run, 'succeeded');
    assert.equal(runRow(run, START + 3 * 86_400_000).description, '2 findings, 100 %, 19 Nov');
    const lost = plannedRun(1);
    for (const id of lost.branchIds) end(lost, id, succeeded([finding('note')]));
    over(lost, 'succeeded');
    assert.equal(
      runRow(lost, START + 3 * 86_400_000).description,
      'no findings, 2 without a place, 100 %, 19 Nov',
    );
    assert.equal(runRow(run, START).icon, 'pass');
  });

  it('a gap is a warning, and no rounding hides it', () => {
    const run = plannedRun(1000);
    for (const id of run.branchIds.slice(1)) end(run, id, succeeded());
    end(run, run.branchIds[0] ?? '', failed());
    over(run, 'partial');
    const row = runRow(run, START);
    assert.equal(row.description, '99.9 %, 1 gap, no findings');
    assert.equal(row.icon, 'warning');
    assert.equal(row.contextValue, 'run.gaps');
  });

  it('all was read and not all was joined: a warning, and it can be resumed', () => {
    const run = plannedRun(1);
    for (const id of run.branchIds) end(run, id, succeeded());
    const failure = { code: 'serverError', message: 'Not joined.' } as const;
    send(run, { type: 'run.ended', status: 'partial', failure });
    const row = runRow(run, START);
    assert.match(row.description, /not all was done$/);
    assert.deepEqual([row.icon, row.contextValue], ['warning', 'run.gaps']);
    assert.ok(row.tooltip.includes('Not joined.'));
  });

  it('rules are called rules, running and finished', () => {
    const run = plannedRun(1, { offline: true });
    assert.match(runRow(run, START).tooltip.join(' '), /rules, not a model/);
    for (const id of run.branchIds) end(run, id, succeeded([placed('note')]));
    over(run, 'succeeded');
    const row = runRow(run, START);
    assert.equal(row.description, '2 findings, by rules, not a model');
    assert.equal(row.icon, 'symbol-ruler');
  });

  it('a cancelled run says how far it came', () => {
    const run = plannedRun(1);
    end(run, 'a.md-0/tone', succeeded());
    over(run, 'cancelled');
    assert.equal(runRow(run, START).description, 'cancelled at 50 %');
  });

  it('a run that was cut off is not called cancelled, and can be finished', () => {
    const run = plannedRun(1);
    end(run, 'a.md-0/tone', succeeded());
    over(run, 'interrupted');
    const row = runRow(run, START);
    assert.equal(row.description, 'cut off at 50 %, can be finished');
    assert.equal(row.contextValue, 'run.cutOff');
    assert.match(row.tooltip.join(' '), /What was answered is kept/);
    assert.doesNotMatch(JSON.stringify(row), /cancel/i);
  });

  it('a run of the history has a row before it is read', () => {
    const stored = { id: 'r', job: 'review' as const, name: 'a.md', startedAt: START };
    const later = START + 3 * 86_400_000;
    assert.equal(
      storedRunRow({ ...stored, status: 'succeeded', reviewedFraction: 1 }, later).description,
      '100 %, 19 Nov',
    );
    const cut = storedRunRow(
      { ...stored, status: 'interrupted', reviewedFraction: undefined },
      later,
    );
    assert.equal(cut.description, 'cut off, 19 Nov');
    assert.equal(cut.contextValue, 'run.cutOff');
  });
});
