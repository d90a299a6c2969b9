import assert from 'node:assert/strict';
import type { UnstampedEvent } from '../../../../../src/core/state/events.ts';
import { sharedPause } from '../../../../../src/core/fanout/pacing/sharedPause.ts';

const paused = (reason: string): UnstampedEvent => ({ type: 'run.paused', reason });
const unpaused: UnstampedEvent = { type: 'run.unpaused' };

describe('fan-outs of one run', () => {
  it('the run is paused only while every one of them is', () => {
    const told: UnstampedEvent[] = [];
    const { emitOf } = sharedPause(2, event => told.push(event));
    emitOf(0)(paused('a'));
    assert.deepEqual(told, []);
    emitOf(1)(paused('b'));
    assert.deepEqual(told, [paused('b')]);
    emitOf(0)(unpaused);
    assert.deepEqual(told, [paused('b'), unpaused]);
    emitOf(1)(unpaused);
    assert.equal(told.length, 2);
  });

  it('one that is over counts no more: what the others wait for is told then', () => {
    const told: UnstampedEvent[] = [];
    const { emitOf, ended } = sharedPause(2, event => told.push(event));
    emitOf(0)(paused('a'));
    ended(1);
    assert.deepEqual(told, [paused('a')]);
    emitOf(0)(unpaused);
    ended(0);
    assert.deepEqual(told, [paused('a'), unpaused]);
  });

  it('everything else is told as it comes', () => {
    const told: UnstampedEvent[] = [];
    const { emitOf } = sharedPause(2, event => told.push(event));
    const event: UnstampedEvent = { type: 'branch.requeued', branchId: 'b' };
    emitOf(1)(event);
    assert.deepEqual(told, [event]);
  });
});
