import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunEvent, UnstampedEvent } from '../../../../src/core/state/events.ts';
import { createRecorder } from '../../../../src/core/run/record.ts';
import { virtualClock } from '../../../support/virtualClock.ts';

const ended = (id: string): UnstampedEvent => ({
  type: 'branch.ended',
  branchId: id,
  outcome: { status: 'cancelled' },
});

function recording(store: (events: readonly RunEvent[]) => void = () => undefined) {
  const clock = virtualClock();
  const commits: (readonly RunEvent[])[] = [];
  const stored: RunEvent[] = [];
  const shown: RunEvent[] = [];
  const failures: Error[] = [];
  let onShow: (event: RunEvent) => void = () => undefined;
  const record = createRecorder({
    clock,
    store: events => {
      store(events);
      commits.push(events);
      stored.push(...events);
    },
    show: event => {
      if (failures.length === 0) assert.ok(stored.includes(event), 'shown before it was stored');
      shown.push(event);
      onShow(event);
    },
    onFailure: error => failures.push(error),
  });
  return {
    ...{ clock, commits, stored, shown, failures, record },
    listen: (listener: typeof onShow) => {
      onShow = listener;
    },
  };
}

describe('the record of a run', () => {
  it('outcomes of one burst are stored together, and shown within a few ms', async () => {
    const { clock, commits, shown, record } = recording();
    for (let i = 0; i < 64; i += 1) record.emit(ended(`b${i}`));
    assert.equal(shown.length, 0);
    await clock.advance(10);
    assert.equal(commits.length, 1);
    assert.equal(shown.length, 64);
    await clock.advance(1_000);
    assert.equal(commits.length, 1);
  });

  it('what a stage reads back is recorded at once, with all that came before', () => {
    const { commits, shown, record } = recording();
    record.emit(ended('b1'));
    record.emit({ type: 'findings.merged', findings: [] });
    assert.deepEqual(
      shown.map(({ type }) => type),
      ['branch.ended', 'findings.merged'],
    );
    assert.equal(commits.length, 1);
  });

  it('whatever is told, and by whom: stored, then shown, each once and in order', async () => {
    const told = fc.constantFrom<UnstampedEvent>(
      ended('b1'),
      { type: 'branch.started', branchId: 'b2', attempt: 1 },
      { type: 'run.unpaused' },
      { type: 'run.paused', reason: 'x' },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(told, fc.nat(6), fc.option(told))), async steps => {
        const { clock, stored, shown, record, listen } = recording();
        const replies = new Map(steps.map(([, , reply], i) => [i, reply]));
        let seen = 0;
        listen(() => {
          const reply = replies.get(seen);
          seen += 1;
          if (reply) record.emit(reply);
        });
        for (const [event, wait] of steps) {
          record.emit(event);
          if (wait > 0) await clock.advance(wait);
        }
        record.flush();
        const answered = steps.filter(([, , reply]) => reply).length;
        assert.ok(shown.length >= steps.length && shown.length <= steps.length + answered);
        assert.deepEqual(stored, shown);
      }),
      { numRuns: 200 },
    );
  });

  it('F58 F59 once the disk refuses, events are shown all the same, nothing more is stored, and the run is told once', async () => {
    let full = false;
    const { clock, stored, shown, failures, record } = recording(() => {
      if (full) throw new Error('disk full');
    });
    record.emit({ type: 'run.unpaused' });
    full = true;
    record.emit(ended('b1'));
    record.emit(ended('b2'));
    await clock.advance(10);
    full = false;
    record.emit({ type: 'run.unpaused' });
    assert.equal(stored.length, 1);
    assert.equal(shown.length, 4);
    assert.equal(failures.length, 1);
    assert.match(record.failure()?.message ?? '', /disk full.*Nothing more is sent/);
  });

  it('a listener that throws is told to the stage that flushes next, and to nobody else', async () => {
    const { clock, record, listen } = recording();
    listen(() => {
      throw new TypeError('a bug');
    });
    record.emit(ended('b1'));
    await clock.advance(10);
    assert.throws(() => record.flush(), /a bug/);
  });
});
