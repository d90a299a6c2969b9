import assert from 'node:assert/strict';
import { dataFolder } from '../../../src/store/dataFolder.ts';
import { resumable } from '../../../src/engine/request/storedRequest.ts';
import { FanoutError } from '../../../src/core/errors.ts';
import type { RunEvent } from '../../../src/core/state/events.ts';
import type { LoadedRun } from '../../../src/store/runStore.ts';

const source = {
  id: 's',
  path: 'a.md',
  kind: 'prose',
  languageId: 'plaintext',
  text: 'x',
} as const;
const started: RunEvent = {
  type: 'run.started',
  at: 1,
  runId: 'r1',
  job: 'review',
  name: 'a.md',
  model: { provider: 'offline', ref: 'offline:rules', id: 'rules', label: 'rules' },
  sources: [{ id: 's', path: 'a.md', kind: 'prose', languageId: 'plaintext', length: 1 }],
  skipped: [],
  perspectives: [],
};
const split: RunEvent = { type: 'run.split', at: 2, chunks: [] };
const planned: RunEvent = {
  type: 'run.planned',
  at: 3,
  branches: [],
  estimate: {
    calls: 0,
    cached: 0,
    inputTokens: 0,
    outputTokens: 0,
    seconds: { low: 0, expected: 0, high: 0 },
  },
};
const stored = (more: Partial<LoadedRun>): LoadedRun => ({
  id: 'r1',
  job: 'review',
  name: 'a.md',
  startedAt: 1,
  status: 'interrupted',
  reviewedFraction: undefined,
  sources: [source],
  events: [started, split, planned],
  settings: { chunkTokens: 3000, synthesis: true, cache: true },
  damaged: 0,
  ...more,
});

describe('a stored run that is to go on', () => {
  it('goes on from its events when it was planned', () => {
    assert.equal(resumable(stored({})).events?.length, 3);
  });

  it('F61 is begun anew when it was cut off before it was planned, or its plan is damaged', () => {
    for (const events of [[], [started], [started, split], [split, planned], [started, planned]])
      assert.equal(resumable(stored({ events })).events, undefined);
  });

  it('F61 is refused when a text or the settings cannot be read', () => {
    for (const more of [{ sources: [] }, { settings: undefined }, { settings: { model: 'x' } }])
      assert.throws(
        () => resumable(stored(more)),
        (error: unknown) => error instanceof FanoutError && error.code === 'storeUnusable',
      );
  });
});

describe('data folder', () => {
  it('is below the home folder, or where the system says that data belongs', () => {
    assert.match(dataFolder({}), /fanout$/);
    if (process.platform === 'linux')
      assert.equal(dataFolder({ XDG_DATA_HOME: '/data' }), '/data/fanout');
  });
});
