import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FanoutError } from '../../../../src/core/errors.ts';
import type { RunEvent, UnstampedEvent } from '../../../../src/core/state/events.ts';
import type { Decisions } from '../../../../src/core/fanin/merge/decisions.ts';
import { applyEvent } from '../../../../src/core/state/applyEvent.ts';
import { emptyState } from '../../../../src/core/state/runState.ts';
import type { Finding } from '../../../../src/core/domain/results/findings.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import type { Execute, RunHooks } from '../../../../src/engine/runHooks.ts';
import type { RunRequest } from '../../../../src/engine/request/runRequest.ts';
import { moveLog } from '../../../../src/host/runs/moveLog.ts';
import type { RunChange } from '../../../../src/host/runs/runEntry.ts';
import { runs, type Runs, type RunsParts } from '../../../../src/host/runs/runs.ts';
import { readSettings } from '../../../../src/engine/settings/settings.ts';
import { openStore } from '../../../../src/store/openStore.ts';
import { STORE_FILE } from '../../../../src/store/schema.ts';
import type { RunStore } from '../../../../src/store/runStore.ts';
import { finding, plannedRun, succeeded } from '../../views/sampleRun.ts';

const source: Source = {
  id: 'a.md',
  path: 'a.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: 'Hello',
};
const request: RunRequest = {
  model: 'offline:rules',
  baseUrl: '',
  spec: { kind: 'review' },
  name: 'a.md',
  perspectives: { markdown: [], prose: [], code: [], records: [] },
  settings: readSettings(() => undefined, true),
};
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const planned = plannedRun(1);

/** Fires events as the engine does: stored, folded, told. */
function teller(hooks: RunHooks) {
  const state = emptyState();
  for (const event of hooks.resume?.events ?? []) applyEvent(state, event);
  return (event: UnstampedEvent) => {
    const stamped = { ...event, at: 1 } as RunEvent;
    hooks.store?.append(hooks.runId, [stamped]);
    hooks.onEvent(stamped, applyEvent(state, stamped));
    return state;
  };
}

const begin = (hooks: RunHooks, sources: readonly Source[] = []) => {
  const tell = teller(hooks);
  tell({
    type: 'run.started',
    runId: hooks.runId,
    job: 'review',
    name: 'a.md',
    model: { provider: 'offline', ref: 'offline:rules', id: 'rules', label: 'rules' },
    sources: sources.map(({ text, ...info }) => ({ ...info, length: text.length })),
    skipped: [],
    perspectives: [],
  });
  tell({ type: 'run.split', chunks: Object.values(planned.chunks) });
  tell({
    type: 'run.planned',
    branches: Object.values(planned.branches).map(b => b.branch),
    estimate: planned.estimate ?? assert.fail(),
  });
  return tell;
};

/** Answers every branch but those named. */
const answering =
  (...missing: readonly string[]): Execute =>
  async (_request, { sources }, hooks) => {
    const tell = hooks.resume ? teller(hooks) : begin(hooks, sources);
    if (hooks.resume) {
      tell({ type: 'run.resumed' });
      for (const branchId of hooks.resume.requeue) tell({ type: 'branch.requeued', branchId });
    }
    const open = hooks.resume ? hooks.resume.requeue : planned.branchIds;
    for (const branchId of open) {
      const lost = !hooks.resume && missing.includes(branchId);
      const failure = { code: 'timeout' as const, message: 'late' };
      tell({
        type: 'branch.ended',
        branchId,
        outcome: lost ? { status: 'failed', failure, attempts: 1 } : succeeded(),
      });
    }
    return tell({ type: 'run.ended', status: missing.length > 0 ? 'partial' : 'succeeded' });
  };

describe('runs', () => {
  let folder: string;
  let store: RunStore;
  let made: Runs[] = [];
  let warned: string[] = [];
  let decisions: Decisions = () => undefined;
  let takenBack: string[] = [];
  /** What a window leaves to the next. */
  let memory = new Map<string, unknown>();
  let takeBack: RunsParts['cancelBatches'];
  beforeEach(async () => {
    takenBack = [];
    memory = new Map();
    takeBack = async (_request, state) => {
      takenBack.push(...state.batches.flatMap(({ providerId }) => providerId ?? []));
    };
    decisions = () => undefined;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fanout-runs-'));
    store = await openStore(folder);
    made = [];
    warned = [];
  });
  afterEach(() => {
    for (const each of made) each.dispose();
    store.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const make = (execute: Execute): Runs => {
    const consent = { ask: () => Promise.resolve(true) };
    const kept = {
      get: (key: string) => memory.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
    };
    const created = runs({
      execute,
      cancelBatches: (asked, state) => takeBack(asked, state),
      store: () => Promise.resolve(store),
      consent,
      log: quiet,
      warn: notice => warned.push(notice),
      decisionsOn: () => Promise.resolve(decisions),
      moves: moveLog(kept),
    });
    made.push(created);
    return created;
  };
  const input = { sources: [source], skipped: [] };

  it('F58 when the disk is full the run goes on in memory, and that is said before it spends', async () => {
    const disk = new DatabaseSync(path.join(folder, STORE_FILE));
    disk.exec(
      "CREATE TRIGGER full BEFORE INSERT ON sources BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    );
    disk.close();
    let saidBefore = 0;
    const list = make((...args) => {
      saidBefore = warned.length;
      return answering()(...args);
    });
    const state = await list.start(request, input);
    assert.equal(saidBefore, 1);
    assert.match(warned[0] ?? '', /disk is full.*continues.*in memory only.*export/);
    assert.equal(state.status, 'succeeded');
    assert.equal((await list.load(state.runId))?.sources.size, 1);
    await list.remove(state.runId);
    assert.equal(store.load(state.runId), undefined);
  });

  it('a run is listed when it begins and not active any more when it has ended', async () => {
    const seen: boolean[] = [];
    const list = make(answering());
    list.onDidEmit(({ runId, event }) => {
      if (event?.type === 'run.planned') seen.push(list.get(runId)?.active ?? false);
    });
    const state = await list.start(request, input);
    assert.equal(state.status, 'succeeded');
    assert.deepEqual(seen, [true]);
    assert.deepEqual(
      list.list().map(entry => [entry.name, entry.active]),
      [['a.md', false]],
    );
  });

  it('events are told at once, and together once more', async () => {
    const list = make(answering());
    const one: string[] = [];
    const batches: (readonly RunChange[])[] = [];
    list.onDidEmit(change => void one.push(change.event?.type ?? 'changed'));
    list.onDidChange(changes => void batches.push(changes));
    await list.start(request, input);
    assert.equal(one.filter(type => type === 'branch.ended').length, 2);
    assert.equal(batches.flat().length, one.length);
    assert.ok(batches.length < one.length);
  });

  it('a run that cannot begin leaves nothing behind', async () => {
    const list = make(() => Promise.reject(new FanoutError('noApiKey', 'no key')));
    await assert.rejects(list.start(request, input), { code: 'noApiKey' });
    assert.deepEqual(list.list(), []);
    assert.deepEqual(store.list(), []);
  });

  describe('files that were moved', () => {
    const at = (uri: string) => ({ sources: [{ ...source, uri }], skipped: [] });
    const addressIn = async (of: Runs, runId: string): Promise<string | undefined> => {
      await of.loadHistory();
      return [...((await of.load(runId))?.sources.values() ?? [])][0]?.uri;
    };

    it('are followed by runs of the history too, in the next window', async () => {
      const list = make(answering());
      const { runId } = await list.start(request, at('file:///w/a.md'));
      list.moved([{ from: 'file:///w/a.md', to: 'file:///w/b.md' }]);
      list.moved([{ from: 'file:///w', to: 'file:///v' }]);
      assert.equal(await addressIn(list, runId), 'file:///v/b.md');
      const next = make(answering());
      assert.equal(await addressIn(next, runId), 'file:///v/b.md');
      assert.deepEqual(await next.lastOver(), [{ runId, uris: ['file:///v/b.md'] }]);
    });

    it('a file that takes the place of one that was moved keeps its own run', async () => {
      const list = make(answering());
      const old = await list.start(request, at('file:///w/a.md'));
      list.moved([{ from: 'file:///w/a.md', to: 'file:///w/b.md' }]);
      await new Promise(done => setTimeout(done, 5));
      const young = await list.start(request, at('file:///w/a.md'));
      const next = make(answering());
      assert.equal(await addressIn(next, old.runId), 'file:///w/b.md');
      assert.equal(await addressIn(next, young.runId), 'file:///w/a.md');
    });

    it('what was kept in another form is left aside', () => {
      const move = { from: 'a', to: 'b', at: 5 };
      for (const stored of [undefined, 'x', [null, 3, { from: 'a' }, move]]) {
        const log = moveLog({ get: () => stored, update: () => Promise.resolve() });
        assert.deepEqual(log.since(0), Array.isArray(stored) ? [move] : []);
        assert.deepEqual(log.since(6), []);
      }
    });
  });

  it('a bug in the middle ends the run as failed and keeps what was answered', async () => {
    const list = make((_r, _i, hooks) => {
      const tell = begin(hooks);
      tell({ type: 'branch.ended', branchId: 'a.md-0/tone', outcome: succeeded() });
      return Promise.reject(new Error('boom'));
    });
    await assert.rejects(list.start(request, input), /boom/);
    const [entry] = list.list();
    assert.equal(entry?.state?.status, 'failed');
    assert.equal(entry.state.failure?.code, 'bug');
    assert.equal(entry.state.branches['a.md-0/tone']?.status, 'succeeded');
    assert.equal(entry.active, false);
  });

  it('cancelling aborts the signal of that run only', async () => {
    const reasons: string[] = [];
    const list = make(async (_r, _i, hooks) => {
      const tell = begin(hooks);
      await new Promise<void>(resolve =>
        hooks.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      reasons.push((hooks.signal.reason as Error).name);
      return tell({ type: 'run.ended', status: 'cancelled' });
    });
    const running = list.start(request, input);
    await new Promise(resolve => setTimeout(resolve, 0));
    const [entry] = list.list();
    list.cancel('another');
    list.cancel(entry?.id ?? '');
    assert.equal((await running).status, 'cancelled');
    assert.deepEqual(reasons, ['AbortError']);
  });

  it('a retry runs what was not answered, from the stored run', async () => {
    const list = make(answering('a.md-0/tone'));
    const first = await list.start(request, input);
    assert.equal(first.branches['a.md-0/tone']?.status, 'failed');
    const again = await list.retry(first.runId);
    assert.equal(again.branches['a.md-0/tone']?.status, 'succeeded');
    assert.equal(list.list().length, 1);
  });

  it('a retry leaves out what a plan left out, as the command line does', async () => {
    const list = make(async (_request, _input, hooks) => {
      const tell = hooks.resume ? teller(hooks) : begin(hooks);
      if (hooks.resume) assert.deepEqual(hooks.resume.requeue, ['a.md-0/tone']);
      else
        for (const branchId of planned.branchIds)
          tell({
            type: 'branch.ended',
            branchId,
            outcome:
              branchId === 'a.md-0/tone'
                ? { status: 'cancelled' }
                : { status: 'skipped', reason: 'by plan: not needed' },
          });
      return tell({ type: 'run.ended', status: 'partial' });
    });
    const { runId } = await list.start(request, input);
    await list.retry(runId);
  });

  it('a run whose text cannot be read from the store is not resumed', async () => {
    const { runId } = await make(answering('a.md-0/tone')).start(request, input);
    const db = new DatabaseSync(path.join(folder, STORE_FILE));
    db.exec("UPDATE sources SET source = '{}'");
    db.close();
    const next = make(answering());
    await next.loadHistory();
    await assert.rejects(next.retry(runId), { code: 'storeUnusable' });
  });

  it('the history is there in the next window, and its texts when a run is opened', async () => {
    const { runId } = await make(answering('a.md-0/tone')).start(request, input);
    const next = make(answering());
    await next.loadHistory();
    assert.deepEqual(
      next.list().map(entry => [entry.id, entry.stored?.status, entry.state]),
      [[runId, 'partial', undefined]],
    );
    const loaded = await next.load(runId);
    assert.equal(loaded?.sources.get('a.md')?.text, 'Hello');
    assert.equal(loaded.state?.branches['a.md-0/accuracy']?.status, 'succeeded');
    assert.equal((await next.retry(runId)).branches['a.md-0/tone']?.status, 'succeeded');
  });

  it('a run that was cut off is shown as cut off, not as running or cancelled, and can be finished', async () => {
    const list = make((_r, _i, hooks) => {
      const tell = begin(hooks);
      tell({ type: 'branch.ended', branchId: 'a.md-0/tone', outcome: succeeded() });
      return new Promise(() => undefined);
    });
    void list.start(request, input);
    await new Promise(resolve => setTimeout(resolve, 0));
    const [running] = list.list();
    store.release(running?.id ?? '');
    const next = make(answering());
    await next.loadHistory();
    const cut = await next.load(running?.id ?? '');
    assert.equal(cut?.stored?.status, 'interrupted');
    assert.equal(cut.state?.status, 'interrupted');
    assert.deepEqual(cut.state.branches['a.md-0/accuracy']?.outcome, {
      status: 'skipped',
      reason: 'the run was cut off',
    });
    const done = await next.retry(cut.id);
    assert.equal(done.branches['a.md-0/accuracy']?.status, 'succeeded');
  });

  it('a deleted run is gone from the list and from the store', async () => {
    const list = make(answering());
    const { runId } = await list.start(request, input);
    await list.remove(runId);
    assert.deepEqual(list.list(), []);
    assert.equal(store.load(runId), undefined);
  });

  /** Answers the first branch and then waits until it is aborted, as a run does that is cut off. */
  const stalling: Execute = async (_request, _input, hooks) => {
    const tell = begin(hooks);
    const [first, ...open] = planned.branchIds;
    tell({ type: 'branch.ended', branchId: first ?? assert.fail(), outcome: succeeded() });
    await new Promise(done => hooks.signal.addEventListener('abort', done));
    for (const branchId of open)
      tell({ type: 'branch.ended', branchId, outcome: { status: 'cancelled' } });
    return tell({ type: 'run.ended', status: 'cancelled' });
  };

  it('a run whose batch is at the provider when its window closes is left there, and goes on later', async () => {
    const order: string[] = [];
    const list = make(async (_request, _input, hooks) => {
      const tell = begin(hooks);
      tell({ type: 'batch.prepared', batchId: 'b1', branchIds: planned.branchIds });
      const state = tell({ type: 'batch.submitted', batchId: 'b1', providerId: 'x' });
      hooks.leave.addEventListener('abort', () => order.push('leave'));
      hooks.signal.addEventListener('abort', () => order.push('cancel'));
      await new Promise(done => hooks.leave.addEventListener('abort', done));
      return state;
    });
    const ended = list.start(request, input);
    await until(() => list.list().length === 1);
    list.dispose();
    await ended;
    assert.deepEqual(order, ['leave', 'cancel']);
    store.close();
    store = await openStore(folder);
    const [kept] = store.list();
    assert.equal(kept?.status, 'batched');
    // Paid for: it is not tidied away before the provider does the same.
    store.prune(0);
    assert.equal(store.list().length, 1);
  });

  /** Leaves a run behind whose batch is at the provider. */
  const leaveBatched = async (): Promise<string> => {
    const list = make(async (_request, _input, hooks) => {
      const tell = begin(hooks);
      tell({ type: 'batch.prepared', batchId: 'b1', branchIds: planned.branchIds });
      const state = tell({ type: 'batch.submitted', batchId: 'b1', providerId: 'x' });
      await new Promise(done => hooks.leave.addEventListener('abort', done));
      return state;
    });
    const ended = list.start(request, input);
    await until(() => list.list().length === 1);
    list.dispose();
    await ended;
    store.close();
    store = await openStore(folder);
    return store.list()[0]?.id ?? assert.fail();
  };

  it('a deleted run that waits in a batch is cancelled at the provider', async () => {
    const id = await leaveBatched();
    const list = make(answering());
    await list.loadHistory();
    await list.remove(id);
    assert.deepEqual(takenBack, ['x']);
    assert.equal(store.list().length, 0);
  });

  it('nothing is deleted when its batch cannot be cancelled, unless the user wants it anyway', async () => {
    const id = await leaveBatched();
    const list = make(answering());
    await list.loadHistory();
    takeBack = () => Promise.reject(new FanoutError('callFailed', 'No network.'));
    for (const remove of [() => list.remove(id), () => list.removeAll()])
      await assert.rejects(
        remove,
        (error: unknown) =>
          error instanceof FanoutError &&
          error.code === 'batchLeft' &&
          /a\.md could not be cancelled at the provider: No network\. Nothing was deleted/.test(
            error.message,
          ),
      );
    assert.equal(store.list().length, 1);
    await list.remove(id, 'anyway');
    assert.equal(store.list().length, 0);
  });

  it('a run that has its answers is deleted without a word to the provider', async () => {
    const list = make(answering());
    await list.start(request, input);
    await list.removeAll();
    assert.deepEqual(takenBack, []);
  });

  it('a run under way when its window closes counts as cut off, not as cancelled', async () => {
    const list = make(stalling);
    const ended = list.start(request, input);
    await until(() => list.list().length === 1);
    list.dispose();
    await ended;
    store.close();
    store = await openStore(folder);
    const [kept] = store.list();
    assert.equal(kept?.status, 'interrupted');
    const next = make(answering());
    await next.loadHistory();
    const again = await next.retry(kept.id);
    assert.equal(again.status, 'succeeded');
    const counted = Object.values(again.branches).map(b => b.status);
    assert.ok(counted.every(status => status === 'succeeded'));
  });

  it('F61 a kept answer that is damaged is reported when its run has ended', async () => {
    store.remember('k', { findings: [] });
    store.close();
    const disk = new DatabaseSync(path.join(folder, STORE_FILE));
    disk.exec("UPDATE answers SET answer = '{}'");
    disk.close();
    store = await openStore(folder);
    const list = make((_request, _input, hooks) => {
      hooks.store?.recall('k');
      return answering()(_request, _input, hooks);
    });
    await list.start(request, input);
    await list.start(request, input);
    assert.equal(warned.length, 1);
    assert.match(warned[0] ?? '', /kept answer was damaged and not used: it is requested again/);
  });

  it('a run that is deleted while it goes on does not come back with its last events', async () => {
    const list = make(stalling);
    const ended = list.start(request, input);
    await until(() => list.list().length === 1);
    await list.removeAll();
    await ended;
    assert.deepEqual([list.list(), store.list()], [[], []]);
  });

  it('what another window has done to a run is taken over, and own runs stay as they are', async () => {
    const list = make(answering());
    const own = await list.start(request, input);
    const foreign = { id: 'other', job: 'review' as const, name: 'b.md', startedAt: 1 };
    const elsewhere = await openStore(folder);
    elsewhere.begin(foreign, [source], null);
    await list.refreshHistory();
    assert.equal(list.get('other')?.stored?.status, 'running');
    elsewhere.close();
    await list.refreshHistory();
    assert.equal(list.get('other')?.stored?.status, 'interrupted');
    assert.equal(list.get(own.runId)?.state?.status, 'succeeded');
  });

  it('the list follows what other windows begin and delete, and is drawn anew only for that', async () => {
    const list = make(answering());
    await list.loadHistory();
    let drawn = 0;
    const listening = list.onDidChange(() => (drawn += 1));
    const elsewhere = await openStore(folder);
    elsewhere.begin({ id: 'other', job: 'review', name: 'b.md', startedAt: 1 }, [source], null);
    await list.refreshHistory();
    assert.deepEqual([list.get('other')?.name, drawn], ['b.md', 1]);
    await list.refreshHistory();
    assert.equal(drawn, 1);
    elsewhere.delete('other');
    await list.refreshHistory();
    assert.deepEqual([list.get('other'), drawn], [undefined, 2]);
    elsewhere.close();
    listening.dispose();
  });

  it('the newest ended run over each document is known without reading its texts', async () => {
    const sourceInfos = (...uris: string[]) =>
      uris.map(uri => ({ ...source, uri, id: uri, length: 5 }));
    const over =
      (status: 'succeeded' | 'cancelled', ...uris: string[]): Execute =>
      async (_request, _input, hooks) => {
        const tell = teller(hooks);
        tell({
          type: 'run.started',
          runId: hooks.runId,
          job: 'review',
          name: 'a.md',
          model: { provider: 'offline', ref: 'offline:rules', id: 'rules', label: 'rules' },
          sources: sourceInfos(...uris),
          skipped: [],
          perspectives: [],
        });
        return tell({ type: 'run.ended', status });
      };
    const ids: string[] = [];
    for (const execute of [
      over('succeeded', 'file:///a', 'file:///b'),
      over('succeeded', 'file:///b'),
      over('cancelled', 'file:///a'),
    ])
      ids.push((await make(execute).start(request, input)).runId);
    const list = make(answering());
    await list.loadHistory();
    assert.deepEqual(await list.lastOver(), [
      { runId: ids[1], uris: ['file:///b'] },
      { runId: ids[0], uris: ['file:///a'] },
    ]);
    assert.equal(list.get(ids[0] ?? '')?.state, undefined, 'not loaded');
  });

  describe('decisions', () => {
    const noted: Finding = { ...finding('minor'), fingerprint: 'known' };
    const dismissed = { kind: 'dismissed', reason: 'agreed' } as const;
    const merging: Execute = async (_request, _input, hooks) => {
      const tell = begin(hooks);
      for (const branchId of planned.branchIds)
        tell({ type: 'branch.ended', branchId, outcome: succeeded([noted]) });
      tell({ type: 'findings.merged', findings: [{ ...noted, id: 'F1' }] });
      return tell({ type: 'run.ended', status: 'succeeded' });
    };
    const decide = (): void => {
      decisions = ({ fingerprint }) => (fingerprint === 'known' ? dismissed : undefined);
    };

    it('of earlier runs mark a finding as it arrives, and the engine is told of them', async () => {
      decide();
      const asked: unknown[] = [];
      const list = make((request, sources, hooks) => {
        asked.push(hooks.decisions?.(noted), hooks.decisions?.({ ...noted, fingerprint: 'other' }));
        return merging(request, sources, hooks);
      });
      const marks: unknown[] = [];
      list.onDidEmit(({ event, runId }) => {
        if (event?.type === 'findings.decided')
          marks.push(list.get(runId)?.state?.findings.at(-1)?.decision);
      });
      await list.start(request, input);
      assert.deepEqual(asked, [dismissed, undefined]);
      assert.deepEqual(
        marks,
        planned.branchIds.map(() => dismissed),
      );
    });

    it('are told of every run that is shown, stored with none, and gone when taken back', async () => {
      const list = make(merging);
      const { runId } = await list.start(request, input);
      const mark = (of: Runs): unknown => of.get(runId)?.state?.findings[0]?.decision;
      assert.equal(mark(list), undefined);
      decide();
      await list.refreshDecisions();
      assert.deepEqual(mark(list), dismissed);
      assert.ok(!store.load(runId)?.events.some(event => event.type === 'findings.decided'));

      const later = make(merging);
      await later.loadHistory();
      await later.load(runId);
      assert.deepEqual(mark(later), dismissed, 'a run of the history is marked as it is loaded');
      const told: RunChange[] = [];
      later.onDidEmit(change => told.push(change));
      await later.refreshDecisions();
      assert.deepEqual(told, [], 'nothing new, nothing told');
      decisions = () => undefined;
      await later.refreshDecisions();
      assert.equal(mark(later), undefined);
    });
  });
});

async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise(done => setImmediate(done));
}
