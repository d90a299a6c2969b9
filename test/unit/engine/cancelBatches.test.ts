import assert from 'node:assert/strict';
import type { Model } from '../../../src/core/ports/model.ts';
import { cancelBatches } from '../../../src/engine/cancelBatches.ts';
import { scriptedEngine, type ScriptedEngine } from '../../support/scriptedEngine.ts';
import { scriptedModel } from '../../support/scriptedReviewer.ts';
import { plannedRun, send } from '../views/sampleRun.ts';

const modelWith = (batch: ScriptedEngine): Model => ({
  info: scriptedModel,
  lane: 'scripted',
  batch,
  generate: () => assert.fail('nothing is asked'),
});

const submitted = async (engine: ScriptedEngine, key: string): Promise<string> => {
  const receipt = await engine.submit({ key, items: [] }, new AbortController().signal);
  return receipt?.id ?? assert.fail();
};

describe('cancelBatches', () => {
  it('cancels what is at the provider and may be ours, each with the model that was asked', async () => {
    const engine = scriptedEngine({ end: () => 'missing', polls: 9 });
    const run = plannedRun(5);
    const asked: string[] = [];
    const batches = [
      { batchId: 'open', more: {} },
      { batchId: 'another', more: { uncertain: true } },
      { batchId: 'collected', more: {} },
    ];
    for (const [n, { batchId, more }] of batches.entries()) {
      send(run, { type: 'batch.prepared', batchId, branchIds: [run.branchIds[n] ?? ''] });
      const providerId = await submitted(engine, batchId);
      send(run, { type: 'batch.submitted', batchId, providerId, ...more });
    }
    send(run, { type: 'batch.ended', batchId: 'collected', how: 'collected' });
    send(run, { type: 'batch.prepared', batchId: 'unsent', branchIds: [run.branchIds[4] ?? ''] });
    await cancelBatches(run, ref => {
      asked.push(ref);
      return Promise.resolve(modelWith(engine));
    });
    assert.deepEqual(
      engine.batches.map(({ cancelled }) => cancelled),
      [true, false, false],
    );
    assert.deepEqual(asked, ['openai:m']);
  });

  it('says when a provider cannot be reached', async () => {
    const run = plannedRun(1);
    send(run, { type: 'batch.prepared', batchId: 'b1', branchIds: run.branchIds });
    send(run, { type: 'batch.submitted', batchId: 'b1', providerId: 'x' });
    await assert.rejects(
      cancelBatches(run, () => Promise.reject(new Error('No network.'))),
      /No network/,
    );
  });
});
