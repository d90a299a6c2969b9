import assert from 'node:assert/strict';
import fc from 'fast-check';
import { modelReviewer } from '../../../../../src/core/branches/modelReviewer.ts';
import { openBatches } from '../../../../../src/core/state/foldBatches.ts';
import type { BatchItem } from '../../../../../src/core/ports/model.ts';
import { coverage } from '../../../../../src/core/state/coverage.ts';
import { callFailed } from '../../../../../src/core/errors.ts';
import type { RunEvent } from '../../../../../src/core/state/events.ts';
import { createPacer } from '../../../../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../../../../src/core/jobs/review/review.ts';
import type { Model, ModelRequest } from '../../../../../src/core/ports/model.ts';
import type { Store } from '../../../../../src/core/ports/ports.ts';
import { run, type RunOptions } from '../../../../../src/core/run.ts';
import { unfinished } from '../../../../../src/core/state/unfinished.ts';
import { applyEvent } from '../../../../../src/core/state/applyEvent.ts';
import { type RunState, emptyState } from '../../../../../src/core/state/runState.ts';
import { routed } from '../../../../../src/core/jobs/route.ts';
import type { ModelPorts } from '../../../../../src/core/run/models.ts';
import type { ModelInfo } from '../../../../../src/core/domain/model.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { atOnceText } from '../../../../../src/core/format/modeHint.ts';
import { scriptedEngine, type ScriptedEngine } from '../../../../support/scriptedEngine.ts';
import { scriptedModel } from '../../../../support/scriptedReviewer.ts';
import { virtualClock, type VirtualClock } from '../../../../support/virtualClock.ts';

const clause = (n: number): string =>
  `## Clause ${n}\n\nThe Supplier delivers item ${n} on day ${n}. ${`Item ${n} is checked. `.repeat(20)}\n\n`;
/** Of a hundred clauses each at most: the outline of a document is in every prompt. */
const documents = (clauses: number): Source[] =>
  Array.from({ length: Math.ceil(clauses / 100) }, (_, at) => ({
    id: `s${at}`,
    path: `contract-${at}.md`,
    kind: 'markdown',
    languageId: 'markdown',
    text: Array.from({ length: Math.min(100, clauses - 100 * at) }, (_, i) =>
      clause(100 * at + i + 1),
    ).join(''),
  }));
const usage = {
  inputTokens: 1000,
  outputTokens: 100,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
};
/** At the list price of the scripted model. */
const CALL_USD = 1000 / 1e6 + (100 * 5) / 1e6;

/** At ten times the price. */
const SECOND: ModelInfo = {
  ...scriptedModel,
  ref: 'compatible:second',
  id: 'second',
  label: 'second',
  price: { input: 10, output: 50 },
};

const textFor = ({ shared, task }: ModelRequest): string => {
  const [quote = ''] = /The Supplier delivers item \d+ on day \d+\./.exec(shared + task) ?? [];
  return JSON.stringify({
    findings: [
      {
        quote,
        title: 'No hour is given',
        message: 'The day has no hour.',
        suggestion: null,
        severity: 'major',
        confidence: 0.8,
      },
    ],
    facts: [],
    assessment: 'Clear.',
  });
};
const answered = ({ request }: BatchItem) =>
  ({ kind: 'answered', reply: { text: textFor(request), usage } }) as const;

interface Trial {
  readonly clauses?: number;
  readonly engine?: ScriptedEngine;
  readonly clock?: VirtualClock;
  readonly options?: Partial<RunOptions>;
  readonly store?: Store;
  readonly events?: RunEvent[];
  /** Ends the process after so many events of this part of the run. */
  readonly dieAfter?: number;
  /** A second model that reads the same; null: one without a batch engine. */
  readonly second?: ScriptedEngine | null;
}

interface Tried {
  readonly state: RunState;
  /** All events on disk. */
  readonly events: RunEvent[];
  readonly live: ModelRequest[];
  readonly engine: ScriptedEngine;
}

async function trial(asked: Trial = {}): Promise<Tried> {
  const { clauses = 12, clock = virtualClock(), events = [], dieAfter = Infinity } = asked;
  const engine = asked.engine ?? scriptedEngine({ end: answered });
  const live: ModelRequest[] = [];
  const modelWith = (info: ModelInfo, batch: ScriptedEngine | null): Model => ({
    info,
    lane: info.ref,
    ...(batch ? { batch } : {}),
    generate: async request => {
      live.push(request);
      await clock.sleep(1000);
      return { text: textFor(request), usage };
    },
  });
  const portsWith = (of: Model): ModelPorts => ({
    reviewer: modelReviewer(of, reviewJob, { maxOutputTokens: 1000 }),
    model: of,
    pacer: createPacer({ clock, concurrency: 8 }),
  });
  const { second } = asked;
  const routes = {
    moreModels: second === undefined ? [] : [SECOND.ref],
    perspectiveModels: {},
  };
  const others = second === undefined ? [] : [portsWith(modelWith(SECOND, second))];
  const leave = new AbortController();
  let told = 0;
  const before = [...events];
  const resume = before.length > 0 ? { resume: resumeOf(before, asked.options?.mode) } : {};
  const state = await clock.run(
    run(
      reviewJob,
      documents(clauses),
      {
        runId: 'a-run',
        name: 'economy',
        skipped: [],
        perspectivesOf: s =>
          routed(reviewJob.perspectivesFor(s.kind).slice(0, 1), routes, scriptedModel.ref),
        chunkTokens: 200,
        policy: {
          concurrency: 8,
          onFailure: 'partial',
          maxAttempts: 2,
          optimize: 'speed',
          hedge: false,
          budget: { whenReached: 'stop' },
        },
        synthesis: false,
        joining: false,
        consistency: false,
        maxOutputTokens: 1000,
        useCache: false,
        signal: new AbortController().signal,
        leave: leave.signal,
        ...(before.length > 0 ? {} : { mode: 'economy' as const }),
        onEvent: event => {
          told += 1;
          // What a process does after its end reaches no disk.
          if (told <= dieAfter) events.push(structuredClone(event));
          if (told === dieAfter) leave.abort();
        },
        ...resume,
        ...asked.options,
      },
      {
        ...portsWith(modelWith(scriptedModel, engine)),
        others,
        ...(asked.store ? { store: asked.store } : {}),
        count: text => Math.ceil(text.length / 4),
        clock,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      },
    ),
  );
  return { state, events, live, engine };
}

function resumeOf(events: readonly RunEvent[], _mode: unknown) {
  const state = events.reduce(applyEvent, emptyState());
  return { events: structuredClone(events), requeue: unfinished(state) };
}

const shown = ({ findings }: RunState) => findings.map(({ id: _, ...finding }) => finding);
const itemsOf = ({ batches }: ScriptedEngine): string[] =>
  batches.flatMap(({ order }) => order.items.map(item => item.request.shared));

describe('run: economy mode', () => {
  it('gives the same findings as live, for half the price', async () => {
    const live = await trial({ options: { mode: 'fast' } });
    const economy = await trial();
    assert.equal(economy.state.status, 'succeeded');
    assert.deepEqual(shown(economy.state), shown(live.state));
    assert.equal(economy.live.length, 0);
    assert.equal(economy.state.calls, economy.state.branchIds.length);
    const n = economy.state.branchIds.length;
    assert.ok(Math.abs((economy.state.costUsd ?? 0) - (n * CALL_USD) / 2) < 1e-9);
    assert.ok(Math.abs((live.state.costUsd ?? 0) - n * CALL_USD) < 1e-9);
    const expected = (t: Tried) => t.state.estimate?.costUsd?.expected ?? 0;
    assert.ok(expected(economy) / expected(live) <= 0.55, `${expected(economy)}`);
  });

  it('5,000 branches in batches under the limit of the provider, every one answered once', async function () {
    this.timeout(60_000);
    const engine = scriptedEngine({
      end: answered,
      limits: { requests: 1_200, bytes: 1e9 },
    });
    const { state, live } = await trial({ clauses: 5_100, engine });
    const total = state.branchIds.length;
    assert.ok(total >= 5_000);
    assert.deepEqual(
      engine.batches.map(({ order }) => order.items.length),
      [1_200, 1_200, 1_200, 1_200, total - 4_800],
    );
    assert.equal(new Set(state.batches.flatMap(({ branchIds }) => branchIds)).size, total);
    assert.equal(state.status, 'succeeded');
    assert.equal(coverage(state).succeeded, total);
    assert.equal(live.length, 0);
    for (const { order } of engine.batches)
      for (const { id } of order.items) assert.match(id, /^[a-zA-Z0-9_-]{1,64}$/);
  });

  it('packs by bytes as well', async () => {
    const engine = scriptedEngine({ end: answered, limits: { requests: 100, bytes: 30_000 } });
    const { state } = await trial({ engine });
    assert.equal(state.status, 'succeeded');
    assert.ok(engine.batches.length > 1);
    for (const { order } of engine.batches) {
      const bytes = new TextEncoder().encode(JSON.stringify(order.items)).length;
      assert.ok(bytes <= 30_000, `${bytes}`);
    }
  });

  it('asks by itself what a batch did not answer, and bills what could not be used', async () => {
    let n = 0;
    const ends = [
      { kind: 'expired' } as const,
      { kind: 'failed', failure: { code: 'serverError', message: 'It broke.' } } as const,
      { kind: 'answered', reply: { text: 'no JSON', usage } } as const,
      'missing' as const,
    ];
    const engine = scriptedEngine({ end: item => ends[n++] ?? answered(item) });
    const { state, live } = await trial({ engine });
    assert.equal(state.status, 'succeeded');
    assert.equal(coverage(state).succeeded, state.branchIds.length);
    assert.equal(live.length, ends.length);
    const batched = state.branchIds.length - ends.length;
    // The broken answer is billed at half, and each of the four once more in full.
    const usd = ((batched + 1) * CALL_USD) / 2 + ends.length * CALL_USD;
    assert.ok(Math.abs((state.costUsd ?? 0) - usd) < 1e-9, `${state.costUsd} ${usd}`);
    assert.equal(state.calls, batched + 1 + ends.length);
  });

  it('a process that ends at any moment: nothing is sent twice, nothing billed twice', async function () {
    this.timeout(60_000);
    const whole = await trial();
    const total = whole.events.length;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: total }),
        fc.integer({ min: 1, max: total }),
        async (first, second) => {
          const engine = scriptedEngine({ end: answered });
          const clock = virtualClock();
          const events: RunEvent[] = [];
          await trial({ engine, clock, events, dieAfter: first });
          await clock.advance(2 * 86_400_000);
          await trial({ engine, clock, events, dieAfter: second });
          const { state, live } = await trial({ engine, clock, events });
          assert.equal(state.status, 'succeeded');
          assert.equal(live.length, 0);
          assert.equal(new Set(itemsOf(engine)).size, itemsOf(engine).length);
          assert.deepEqual(shown(state), shown(whole.state));
          assert.ok(Math.abs((state.costUsd ?? 0) - (whole.state.costUsd ?? 0)) < 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a batch that was accepted while nobody heard of it is found, not sent again', async () => {
    const engine = scriptedEngine({
      end: answered,
      onSubmit: (n, accepted) => {
        if (n === 0 && accepted) throw callFailed({ code: 'network', message: 'Gone.' });
      },
    });
    const { state } = await trial({ engine });
    assert.equal(state.status, 'succeeded');
    assert.equal(engine.batches.length, 1);
  });

  it('a provider that is out for a while is waited for, and the user told', async () => {
    const engine = scriptedEngine({
      end: answered,
      onSubmit: n => {
        if (n < 4) throw callFailed({ code: 'overloaded', message: 'Overloaded.', status: 529 });
      },
    });
    const { state, events } = await trial({ engine });
    assert.equal(state.status, 'succeeded');
    assert.equal(events.filter(e => e.type === 'run.paused').length, 4);
    assert.equal(events.filter(e => e.type === 'run.unpaused').length, 1);
  });

  it('a batch that is rejected stops the run, costs nothing, and is sent anew when resumed', async () => {
    const failure = { code: 'badRequest', message: 'Not this model.' } as const;
    const engine = scriptedEngine({
      end: answered,
      told: n => (n === 0 ? { state: 'rejected', failure } : undefined),
    });
    const events: RunEvent[] = [];
    const first = await trial({ engine, events });
    assert.equal(first.state.status, 'failed');
    assert.match(first.state.failure?.message ?? '', /Not this model/);
    assert.equal(first.state.costUsd, 0);
    assert.equal(first.live.length, 0);
    const second = await trial({ engine, events });
    assert.equal(second.state.status, 'succeeded');
    assert.equal(second.live.length, 0);
    assert.equal(engine.batches.length, 2);
  });

  it('a batch that is refused at once stops the run with its reason', async () => {
    let tries = 0;
    const engine = scriptedEngine({
      end: answered,
      onSubmit: () => {
        tries += 1;
        throw callFailed({ code: 'badRequest', message: 'No batches here.', status: 400 });
      },
    });
    const { state, live } = await trial({ engine });
    assert.equal(state.status, 'failed');
    assert.match(state.failure?.message ?? '', /No batches here/);
    assert.deepEqual([tries, live.length], [1, 0]);
  });

  it('an account that may queue little gets one small batch after the other', async () => {
    const rejected = new Set<number>();
    const engine = scriptedEngine({
      end: answered,
      told: n => {
        const size = engine.batches[n]?.order.items.length ?? 0;
        const open = engine.batches.slice(0, n).some((b, i) => !b.deleted && !rejected.has(i));
        if (!rejected.has(n) && size <= 4 && !open) return undefined;
        rejected.add(n);
        return { state: 'rejected', queueFull: {}, done: 0 };
      },
    });
    const { state, live } = await trial({ engine });
    assert.ok(rejected.size > 0);
    assert.equal(state.status, 'succeeded');
    assert.equal(live.length, 0);
  });

  it('cancelling keeps what is done, and resuming sends the rest', async () => {
    const engine = scriptedEngine({ end: answered, polls: 6 });
    const clock = virtualClock();
    const stop = new AbortController();
    const events: RunEvent[] = [];
    clock.after(9_000, () => stop.abort(new DOMException('Cancelled by you.', 'AbortError')));
    const { state, live } = await trial({
      engine,
      clock,
      events,
      options: { signal: stop.signal },
    });
    assert.equal(state.status, 'cancelled');
    assert.equal(engine.batches[0]?.cancelled, true);
    assert.equal(live.length, 0);
    const { succeeded, cancelled, total } = coverage(state);
    assert.equal(succeeded, total / 2);
    assert.equal(cancelled, total / 2);
    assert.equal(openBatches(state).length, 0);
    const again = await trial({ engine, clock, events });
    assert.equal(again.state.status, 'succeeded');
    assert.equal(again.live.length, 0);
    assert.equal(engine.batches[1]?.order.items.length, total / 2);
  });

  it('a batch that cannot be cancelled at once is told, and cancelled when the provider is back', async () => {
    const clock = virtualClock();
    const script = scriptedEngine({ end: answered, polls: 40 });
    let tries = 0;
    const engine: ScriptedEngine = {
      ...script,
      cancel: async (id, signal) => {
        if ((tries += 1) < 4)
          throw callFailed({ code: 'network', message: 'No connection to the provider.' });
        await script.cancel(id, signal);
      },
    };
    const stop = new AbortController();
    clock.after(9_000, () => stop.abort(new DOMException('Cancelled by you.', 'AbortError')));
    const events: RunEvent[] = [];
    const { state } = await trial({ engine, clock, events, options: { signal: stop.signal } });
    assert.equal(state.status, 'cancelled');
    assert.equal(script.batches[0]?.cancelled, true);
    const told = events.find(event => event.type === 'run.paused');
    assert.match(told?.reason ?? '', /could not be cancelled yet, and is billed.*No connection/);
    assert.ok(events.some(event => event.type === 'run.unpaused'));
  });

  it('a batch that the provider does not keep any more stops the run and is told', async () => {
    const engine = scriptedEngine({ end: answered, told: () => ({ state: 'gone' }) });
    const { state, live } = await trial({ engine });
    assert.equal(state.status, 'failed');
    assert.match(state.failure?.message ?? '', /kept there for about 29 days/);
    assert.equal(live.length, 0);
  });

  it('a batch cancelled by somebody else at the provider stops the run with what it has', async () => {
    let n = 0;
    const engine = scriptedEngine({
      end: item => (n++ % 2 === 0 ? { kind: 'cancelled' } : answered(item)),
    });
    const { state, live } = await trial({ engine });
    assert.equal(state.status, 'partial');
    assert.match(state.failure?.message ?? '', /cancelled at the provider/);
    assert.equal(live.length, 0);
  });

  it('a disk that refuses an answer leaves it at the provider', async () => {
    const engine = scriptedEngine({ end: answered });
    let stored = 0;
    const store: Store = {
      append: (_id, told) => {
        stored += told.filter(event => event.type === 'branch.ended').length;
        if (stored > 3) throw new Error('disk full');
      },
      recall: () => undefined,
      remember: () => undefined,
    };
    const { state } = await trial({ engine, store });
    assert.equal(state.status, 'partial');
    assert.equal(state.failure?.code, 'store');
    assert.equal(engine.batches[0]?.deleted, false);
  });

  it('sends no more than the budget allows', async () => {
    const { state, engine } = await trial({
      options: {
        policy: {
          concurrency: 8,
          onFailure: 'partial',
          maxAttempts: 2,
          optimize: 'speed',
          hedge: false,
          budget: { whenReached: 'stop', maxTokens: 6_000 },
        },
      },
    });
    const sent = engine.batches[0]?.order.items.length ?? 0;
    assert.ok(sent > 0 && sent < state.branchIds.length, `${sent} of ${state.branchIds.length}`);
    assert.equal(state.status, 'partial');
  });

  it('asks calmly: at most sixty times in the first hour, every five minutes after that', async () => {
    const clock = virtualClock();
    const asked: number[] = [];
    const engine = scriptedEngine({
      end: answered,
      told: () => {
        asked.push(clock.now());
        return { state: clock.now() < 20 * 3_600_000 ? 'running' : 'ended' };
      },
    });
    await trial({ engine, clock });
    const hour = asked.filter(at => at <= 3_600_000).length;
    assert.ok(hour <= 60, `${hour}`);
    const gaps = asked.slice(hour + 1).map((at, i) => at - (asked[hour + i] ?? 0));
    assert.ok(gaps.every(gap => gap >= 299_000));
  });
});

describe('run: economy mode with several models', () => {
  const spentOf = ({ state }: Tried, ref: string): number => state.spentBy[ref]?.costUsd ?? NaN;

  it('each goes through the batch engine of its own provider, at half its own price', async () => {
    const second = scriptedEngine({ end: answered });
    const tried = await trial({ second });
    const { state, engine, live } = tried;
    assert.equal(state.status, 'succeeded');
    assert.equal(live.length, 0);
    const each = state.branchIds.length / 2;
    const sent = (of: ScriptedEngine): number => itemsOf(of).length;
    assert.deepEqual([sent(engine), sent(second)], [each, each]);
    assert.ok(Math.abs(spentOf(tried, scriptedModel.ref) - (each * CALL_USD) / 2) < 1e-9);
    assert.ok(Math.abs(spentOf(tried, SECOND.ref) - (each * 10 * CALL_USD) / 2) < 1e-9);
    const fast = await trial({ second: null, options: { mode: 'fast' } });
    const expected = (t: Tried): number => t.state.estimate?.costUsd?.expected ?? NaN;
    assert.ok(expected(tried) / expected(fast) <= 0.55);
    assert.equal(state.estimate?.atOnce, undefined);
  });

  it('one without a batch engine is asked at once at its full price, and the estimate says so', async () => {
    const tried = await trial({ second: null });
    const { state, live } = tried;
    const each = state.branchIds.length / 2;
    assert.equal(state.status, 'succeeded');
    assert.equal(live.length, each);
    assert.ok(Math.abs(spentOf(tried, SECOND.ref) - each * 10 * CALL_USD) < 1e-9);
    assert.equal(state.estimate?.atOnce?.calls, each);
    const share = state.estimate.byModel?.find(({ model }) => model === SECOND.ref);
    assert.deepEqual(state.estimate.atOnce.costUsd, share?.costUsd);
    assert.match(atOnceText(state.estimate), /are made at once, at the full price, about \$/);
  });

  it('a provider that refuses its batch stops its own model only', async () => {
    const second = scriptedEngine({
      end: answered,
      onSubmit: () => {
        throw callFailed({ code: 'badRequest', message: 'No batches here.', status: 400 });
      },
    });
    const { state, live } = await trial({ second });
    assert.equal(state.status, 'partial');
    assert.match(state.failure?.message ?? '', /No batches here/);
    assert.equal(live.length, 0);
    const { succeeded, skipped, total } = coverage(state);
    assert.deepEqual([succeeded, skipped], [total / 2, total / 2]);
  });

  it('left and gone on with, both are looked for, and nothing is sent twice', async () => {
    const second = scriptedEngine({ end: answered });
    const engine = scriptedEngine({ end: answered });
    const clock = virtualClock();
    const events: RunEvent[] = [];
    let dieAfter = 5;
    for (let part = 0; part < 30; part += 1) {
      const { state } = await trial({ engine, second, clock, events, dieAfter });
      if (state.status === 'succeeded') break;
      dieAfter += 3;
    }
    const state = events.reduce(applyEvent, emptyState());
    assert.equal(state.status, 'succeeded');
    for (const one of [engine, second])
      assert.equal(new Set(itemsOf(one)).size, itemsOf(one).length, 'sent twice');
    assert.equal(state.calls, state.branchIds.length);
  });

  it('cancelling takes back the batches of both', async () => {
    const [engine, second] = [0, 1].map(() => scriptedEngine({ end: answered, polls: 6 }));
    const clock = virtualClock();
    const stop = new AbortController();
    clock.after(9_000, () => stop.abort(new DOMException('Cancelled by you.', 'AbortError')));
    const { state } = await trial({
      ...(engine ? { engine } : {}),
      second: second!,
      clock,
      options: { signal: stop.signal },
    });
    assert.equal(state.status, 'cancelled');
    assert.deepEqual([engine?.batches[0]?.cancelled, second?.batches[0]?.cancelled], [true, true]);
  });
});

describe('run: sequential mode', () => {
  it('asks one at a time, the perspectives of a chunk in a row', async () => {
    const { state, live } = await trial({
      options: {
        mode: 'sequential',
        perspectivesOf: s => reviewJob.perspectivesFor(s.kind),
      },
    });
    assert.equal(state.status, 'succeeded');
    const chunks = live.map(({ shared }) => shared);
    const starts = chunks.filter((shared, i) => shared !== chunks[i - 1]);
    assert.equal(starts.length, new Set(chunks).size);
    assert.deepEqual(
      state.branchIds.map(id => state.branches[id]?.startedAt ?? 0),
      state.branchIds.map(id => state.branches[id]?.startedAt ?? 0).sort((a, b) => a - b),
    );
  });
});
