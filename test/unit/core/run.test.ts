import assert from 'node:assert/strict';
import { coverage } from '../../../src/core/state/coverage.ts';
import type { RunEvent } from '../../../src/core/state/events.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createPacer } from '../../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../../src/core/jobs/review/review.ts';
import type { Model } from '../../../src/core/ports/model.ts';
import type { Reviewer, Store } from '../../../src/core/ports/ports.ts';
import { buildReport } from '../../../src/core/report/report.ts';
import { run, type RunOptions } from '../../../src/core/run.ts';
import { unfinished } from '../../../src/core/state/unfinished.ts';
import { applyEvent } from '../../../src/core/state/applyEvent.ts';
import { type RunState, emptyState } from '../../../src/core/state/runState.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import {
  failWith,
  nothing,
  remark,
  scriptedReviewer,
  scriptedTextModel,
} from '../../support/scriptedReviewer.ts';

const section = (n: number): string =>
  `## Section ${n}\n\nClause ${n} says that party number ${n} pays ${n} thousand in month ${n}. ${'It goes on for a while. '.repeat(12)}\n\n`;
const document: Source = {
  id: 'contract.md',
  path: 'contract.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from({ length: 12 }, (_, i) => section(i + 1)).join(''),
};

interface Setup {
  readonly reviewer: Reviewer;
  readonly model?: Model;
  readonly store?: Store;
  readonly options?: Partial<RunOptions>;
  readonly source?: Source;
}

interface Ran {
  readonly state: RunState;
  readonly events: RunEvent[];
}

async function start({ reviewer, model, store, options, source = document }: Setup): Promise<Ran> {
  const events: RunEvent[] = [];
  const state = await run(
    reviewJob,
    [source],
    {
      runId: 'r1',
      name: 'contract.md',
      skipped: [],
      perspectivesOf: s => reviewJob.perspectivesFor(s.kind),
      chunkTokens: 200,
      policy: {
        concurrency: 4,
        onFailure: 'partial',
        maxAttempts: 2,
        optimize: 'speed',
        hedge: false,
        budget: { whenReached: 'stop' },
      },
      synthesis: model !== undefined,
      maxOutputTokens: 1000,
      useCache: true,
      signal: new AbortController().signal,
      onEvent: event => events.push(event),
      ...options,
    },
    {
      reviewer,
      ...(model ? { model } : {}),
      ...(store ? { store } : {}),
      count: text => Math.ceil(text.length / 4),
      clock: systemClock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pacer: createPacer({ clock: systemClock, concurrency: 4 }),
    },
  );
  return { state, events };
}

/** Keeps what a store keeps, in memory. */
function memoryStore(): Store & {
  readonly events: RunEvent[];
  readonly answers: Map<string, unknown>;
} {
  const events: RunEvent[] = [];
  const answers = new Map<string, unknown>();
  return {
    events,
    answers,
    append: (_run, more) => void events.push(...more),
    recall: key => answers.get(key),
    remember: (key, answer) => answers.set(key, answer),
  };
}

/** What the reader reads; not how it was come by (time, cost, cache, attempts). */
const comparable = (state: RunState): string => {
  const { coverage: read, sources, chunks, findings, synthesis } = buildReport(state, [document]);
  return JSON.stringify({ status: state.status, read, sources, chunks, findings, synthesis });
};

describe('run', () => {
  it('splits, fans out and fans in: every finding holds exactly its quote', async () => {
    const { state } = await start({ reviewer: scriptedReviewer(remark) });
    assert.equal(state.status, 'succeeded');
    assert.ok(state.chunkIds.length > 3, `${state.chunkIds.length} chunks`);
    assert.equal(state.branchIds.length, state.chunkIds.length * 3);
    assert.ok(state.findings.length > 0);
    for (const { range, quote } of state.findings)
      assert.equal(range && document.text.slice(range.start, range.end), quote);
  });

  it('is what its events say: folding them again gives the same state', async () => {
    const store = memoryStore();
    const { state, events } = await start({ reviewer: scriptedReviewer(remark), store });
    assert.deepEqual(store.events, events);
    assert.deepEqual(events.reduce(applyEvent, emptyState()), state);
  });

  it('P1 every event is stored before it is shown, in the order in which it is stored', async () => {
    const store = memoryStore();
    const stored = store.events;
    const shown: { readonly event: RunEvent; readonly storedBy: number }[] = [];
    await start({
      reviewer: scriptedReviewer(() => nothing),
      store,
      options: { onEvent: event => shown.push({ event, storedBy: stored.length }) },
    });
    assert.ok(shown.length > 20);
    assert.deepEqual(
      shown.map(({ event }) => event),
      stored,
    );
    shown.forEach(({ storedBy }, i) => assert.ok(storedBy > i));
  });

  it('a failed branch never takes its siblings along, and is a gap', async () => {
    const reviewer = scriptedReviewer(task =>
      task.chunk.index === 1 && task.perspective.id === 'tone' ? failWith('refused') : nothing,
    );
    const { state } = await start({ reviewer });
    const read = coverage(state);
    assert.equal(state.status, 'partial');
    assert.equal(read.failed, 1);
    assert.equal(read.succeeded, read.total - 1);
    assert.equal(read.gaps.length, 1);
    assert.equal(read.gaps[0]?.perspectiveId, 'tone');
    assert.ok(read.reviewedFraction < 1);
  });

  it('when most branches fail the run has failed, whatever the rest found', async () => {
    const reviewer = scriptedReviewer(task =>
      task.perspective.id === 'tone' ? remark(task) : failWith('refused'),
    );
    const { state } = await start({ reviewer });
    assert.equal(state.status, 'failed');
    assert.equal(state.failure?.code, 'refused');
  });

  it('F01 a refused key stops the run: nothing more is asked, all the rest is a gap', async () => {
    const reviewer = scriptedReviewer(() => failWith('auth', { status: 401 }));
    const { state } = await start({ reviewer });
    assert.equal(state.status, 'failed');
    assert.equal(state.failure?.code, 'auth');
    assert.ok(reviewer.asked.length <= 4, `${reviewer.asked.length} calls`);
    assert.equal(coverage(state).open, 0);
    assert.equal(coverage(state).succeeded, 0);
  });

  it('cancelling keeps what was answered and makes a report of it', async () => {
    const stop = new AbortController();
    let answered = 0;
    const reviewer = scriptedReviewer(task => {
      answered += 1;
      if (answered === 5) stop.abort(new DOMException('Cancelled', 'AbortError'));
      return remark(task);
    });
    const { state } = await start({ reviewer, options: { signal: stop.signal } });
    const { succeeded, cancelled, total, open } = coverage(state);
    assert.equal(state.status, 'cancelled');
    assert.equal(open, 0);
    assert.ok(succeeded >= 1 && cancelled >= 1, `${succeeded} succeeded, ${cancelled} cancelled`);
    assert.equal(succeeded + cancelled, total);
    assert.ok(state.findings.length > 0);
  });

  it('without consent nothing is sent', async () => {
    const reviewer = scriptedReviewer(remark);
    const { state } = await start({
      reviewer,
      options: { consent: estimate => Promise.resolve(estimate.calls === 0) },
    });
    assert.equal(state.status, 'cancelled');
    assert.deepEqual(reviewer.asked, []);
  });

  it('while a person is asked the run is paused, and their time is not the run’s', async () => {
    const { state, events } = await start({
      reviewer: scriptedReviewer(remark),
      options: {
        consent: (_estimate, _choice, onQuestion) => {
          onQuestion();
          onQuestion();
          return Promise.resolve(true);
        },
      },
    });
    const pauses = events.filter(({ type }) => type === 'run.paused' || type === 'run.unpaused');
    assert.deepEqual(
      pauses.map(event => (event.type === 'run.paused' ? event.on : event.type)),
      ['answer', 'run.unpaused'],
    );
    assert.equal(state.status, 'succeeded');
  });

  it('without a question the run is not paused', async () => {
    const { events } = await start({
      reviewer: scriptedReviewer(remark),
      options: { consent: () => Promise.resolve(true) },
    });
    assert.equal(events.filter(({ type }) => type === 'run.paused').length, 0);
  });

  it('F05 a chunk too long for the model is read in halves, and the whole stays covered', async () => {
    const long = 900;
    const reviewer = scriptedReviewer(task =>
      task.chunk.end - task.chunk.start > long ? failWith('contextTooLong') : remark(task),
    );
    const { state } = await start({ reviewer, options: { chunkTokens: 400 } });
    assert.equal(state.status, 'succeeded');
    assert.equal(coverage(state).reviewedFraction, 1);
    for (const id of state.branchIds) {
      const chunk = state.chunks[state.branches[id]?.branch.chunkId ?? ''];
      assert.ok(chunk && chunk.end - chunk.start <= long);
    }
  });

  it('what was asked before is answered from the store and costs nothing', async () => {
    const store = memoryStore();
    const first = await start({ reviewer: scriptedReviewer(remark), store });
    const reviewer = scriptedReviewer(remark);
    const again = await start({ reviewer, store });
    assert.deepEqual(reviewer.asked, []);
    assert.equal(again.state.costUsd, 0);
    assert.equal(again.state.estimate?.calls, 0);
    assert.equal(comparable(again.state), comparable(first.state));
  });

  it('W7 after an edit in one section only its chunks are asked again', async () => {
    const store = memoryStore();
    const before = await start({ reviewer: scriptedReviewer(remark), store });
    const reviewer = scriptedReviewer(remark);
    await start({
      reviewer,
      store,
      source: { ...document, text: document.text.replace('party number 6 pays', 'party six pays') },
    });
    assert.ok(reviewer.asked.length >= 3, 'the edited chunk is asked again');
    assert.ok(reviewer.asked.length <= 6, `${reviewer.asked.length} branches were asked again`);
    assert.ok(before.state.branchIds.length > 12);
  });

  it('without the cache everything is asked again', async () => {
    const store = memoryStore();
    const { state } = await start({ reviewer: scriptedReviewer(remark), store });
    const reviewer = scriptedReviewer(remark);
    await start({ reviewer, store, options: { useCache: false } });
    assert.equal(reviewer.asked.length, state.branchIds.length);
  });

  it('P2 P9 resumed after any outcome, it asks only what is missing and ends with the same report', async () => {
    const whole = await start({ reviewer: scriptedReviewer(remark) });
    const ends = whole.events.flatMap((e, i) => (e.type === 'branch.ended' ? [i] : []));
    for (const at of [ends[0], ends[7], ends.at(-1)]) {
      const events = whole.events.slice(0, (at ?? 0) + 1);
      const done = new Set(events.flatMap(e => (e.type === 'branch.ended' ? [e.branchId] : [])));
      const reviewer = scriptedReviewer(remark);
      const { state } = await start({ reviewer, options: { resume: { events, requeue: [] } } });
      assert.deepEqual(
        reviewer.asked.filter(id => done.has(id)),
        [],
      );
      assert.equal(reviewer.asked.length, whole.state.branchIds.length - done.size);
      assert.equal(comparable(state), comparable(whole.state));
    }
  });

  it('failed branches are run again on request and the report is complete', async () => {
    const failing = await start({
      reviewer: scriptedReviewer(task =>
        task.chunk.index === 0 && task.perspective.id === 'tone'
          ? failWith('refused')
          : remark(task),
      ),
    });
    const reviewer = scriptedReviewer(remark);
    const { state } = await start({
      reviewer,
      options: { resume: { events: failing.events, requeue: unfinished(failing.state) } },
    });
    assert.equal(reviewer.asked.length, 1);
    assert.equal(state.status, 'succeeded');
    assert.equal(coverage(state).reviewedFraction, 1);
  });

  it('F58 when the store refuses a write nothing more is sent and what was answered is reported', async () => {
    let writes = 0;
    const store: Store = {
      ...memoryStore(),
      append: (_run, events) => {
        if (events.some(e => e.type === 'branch.ended') && ++writes > 1)
          throw new Error('disk full');
      },
    };
    // Slow enough that the calls do not all end before the first outcomes are stored.
    const reviewer = scriptedReviewer(async task => {
      await systemClock.sleep(20);
      return remark(task);
    });
    const { state } = await start({ reviewer, store });
    assert.equal(state.failure?.code, 'store');
    assert.match(state.failure?.message ?? '', /disk full/);
    assert.equal(state.status, 'partial');
    assert.ok(state.findings.length > 0);
    assert.ok(reviewer.asked.length < state.branchIds.length);
  });

  it('F79 when the summary fails the merged findings are the report', async () => {
    const { state } = await start({
      reviewer: scriptedReviewer(remark),
      model: scriptedTextModel(() => failWith('refused')),
    });
    assert.equal(state.status, 'succeeded');
    assert.equal(state.synthesis?.by, 'code');
    assert.equal(state.synthesis?.failure?.code, 'refused');
    assert.ok(state.findings.length > 0);
  });

  it('F46 a source without text is refused before anything is sent', async () => {
    const reviewer = scriptedReviewer(remark);
    await assert.rejects(
      start({ reviewer, source: { ...document, text: ' \n\n' } }),
      /empty: there is nothing to review/,
    );
    assert.deepEqual(reviewer.asked, []);
  });

  it('reviews a selection only: every chunk lies in it and no other text is read', async () => {
    const range = { start: 900, end: 1900 };
    const { state } = await start({
      reviewer: scriptedReviewer(() => nothing),
      source: { ...document, range },
    });
    const chunks = state.chunkIds.map(id => state.chunks[id]);
    assert.equal(chunks[0]?.start, range.start);
    assert.equal(chunks.at(-1)?.end, range.end);
    assert.equal(coverage(state).reviewedFraction, 1);
  });
});
