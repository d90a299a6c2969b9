import { unfinished } from '../../../../../src/core/state/unfinished.ts';
import assert from 'node:assert/strict';
import { systemClock } from '../../../../../src/core/clock.ts';
import { coverage } from '../../../../../src/core/state/coverage.ts';
import type { RunEvent } from '../../../../../src/core/state/events.ts';
import { createPacer } from '../../../../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../../../../src/core/jobs/review/review.ts';
import type { Model, ModelRequest } from '../../../../../src/core/ports/model.ts';
import { plan, run, type RunOptions, type RunPorts } from '../../../../../src/core/run.ts';
import type { ProposedPlan } from '../../../../../src/core/run/plan/proposedPlan.ts';
import { applyEvent } from '../../../../../src/core/state/applyEvent.ts';
import { emptyState } from '../../../../../src/core/state/runState.ts';
import type { ModelInfo } from '../../../../../src/core/domain/model.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';
import {
  failWith,
  remark,
  scriptedModel,
  scriptedReviewer,
  scriptedTextModel,
} from '../../../../support/scriptedReviewer.ts';

const section = (n: number): string =>
  `## Section ${n}\n\n${`Clause ${n} says that party ${n} pays ${n} thousand. `.repeat(120)}\n\n`;
const source: Source = {
  id: 'contract.md',
  path: 'contract.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from({ length: 24 }, (_, i) => section(i + 1)).join(''),
};

interface Group {
  readonly first: number;
  readonly last: number;
  readonly perspectives: readonly string[];
  readonly reason: string;
}
const ALL = ['accuracy', 'tone', 'completeness'];

/** A model that plans as `groupsOf` says for the number of units it is shown. */
function planner(groupsOf: (units: number) => readonly Group[] | string): Model & {
  readonly requests: ModelRequest[];
} {
  const requests: ModelRequest[] = [];
  const model = scriptedTextModel(() => '');
  return {
    ...model,
    requests,
    generate: async request => {
      requests.push(request);
      const units = Number(/Plan the (\d+) units/.exec(request.task)?.[1]);
      const groups = groupsOf(units);
      const text = typeof groups === 'string' ? groups : JSON.stringify({ groups });
      const usage = { inputTokens: 2000, outputTokens: 200, cachedTokens: 0, cacheWriteTokens: 0 };
      return { text, usage: { ...usage, estimated: false } };
    },
  };
}

const inGroupsOf =
  (size: number, perspectives: (group: number) => readonly string[] = () => ALL) =>
  (units: number): Group[] =>
    Array.from({ length: Math.ceil(units / size) }, (_, i) => ({
      first: i * size + 1,
      last: Math.min(units, (i + 1) * size),
      perspectives: perspectives(i),
      reason: `topic ${i}`,
    }));

const reviewer = () => scriptedReviewer(remark);

function setup(model: Model | undefined, more: Partial<RunOptions> = {}) {
  const events: RunEvent[] = [];
  const options: RunOptions = {
    runId: 'r1',
    name: 'contract.md',
    skipped: [],
    perspectivesOf: s => reviewJob.perspectivesFor(s.kind),
    chunkTokens: 3000,
    policy: {
      concurrency: 4,
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
    useCache: true,
    partition: 'planned',
    signal: new AbortController().signal,
    onEvent: event => events.push(event),
    ...more,
  };
  const ports: RunPorts = {
    reviewer: reviewer(),
    ...(model ? { model } : {}),
    count: text => Math.ceil(text.length / 4),
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    pacer: createPacer({ clock: systemClock, concurrency: 4 }),
  };
  return { events, options, ports };
}

async function started(model: Model | undefined, more: Partial<RunOptions> = {}) {
  const { events, options, ports } = setup(model, more);
  const state = await run(reviewJob, [source], options, ports);
  const partition = events.findLast(e => e.type === 'run.planned')?.partition;
  return { state, events, partition };
}

/** The chunks cover the source once, in order. */
function assertWhole(chunks: readonly { start: number; end: number }[]): void {
  let from = 0;
  for (const { start, end } of chunks) {
    assert.equal(start, from);
    from = end;
  }
  assert.equal(from, source.text.length);
}

describe('planned partition', () => {
  it('reads the groups of the plan; what it leaves out is skipped with the reason, and counted', async () => {
    const model = planner(inGroupsOf(7, i => (i % 2 === 0 ? ALL : ['accuracy'])));
    const { state, events, partition } = await started(model);
    assert.equal(partition?.by, 'planned', partition?.note);
    assert.equal(model.requests.length, 1);
    const chunks = state.chunkIds.map(id => state.chunks[id]!);
    assertWhole(chunks);
    assert.ok(chunks.every(({ tokens }) => tokens <= 3000));
    assert.equal(state.branchIds.length, chunks.length * 3);
    const { succeeded, skipped, total, gaps, reviewedFraction } = coverage(state);
    assert.equal(succeeded + skipped, total);
    assert.ok(skipped > 0 && reviewedFraction < 1);
    assert.ok(
      gaps.every(gap => /^skipped: by plan: topic \d+$/.test(gap.reason)),
      gaps[0]?.reason,
    );
    assert.deepEqual(events.reduce(applyEvent, emptyState()), state);
    assert.deepEqual(unfinished(state), []);
  });

  it('recuts a group that is over the chunk budget', async () => {
    const { state, partition } = await started(planner(units => inGroupsOf(units)(units)));
    assert.equal(partition?.by, 'planned', partition?.note);
    assertWhole(state.chunkIds.map(id => state.chunks[id]!));
    assert.ok(state.chunkIds.length > 5);
    assert.ok(state.chunkIds.every(id => state.chunks[id]!.tokens <= 3000));
  });

  it('is in the estimate and in the spend, and takes at most 3 % of the run', async () => {
    const { events, state } = await started(planner(units => inGroupsOf(units)(units)));
    const plans = events.filter(e => e.type === 'run.planned');
    const still = await started(undefined, { partition: 'static' });
    const before = still.state.estimate!;
    const { estimate } = plans[0]!;
    assert.equal(estimate.calls, before.calls + 1);
    const extra = estimate.costUsd!.expected - before.costUsd!.expected;
    assert.ok(extra > 0 && extra <= 0.03 * before.costUsd!.expected, `${extra}`);
    assert.equal(state.calls, state.branchIds.length + 1);
    assert.ok((plans[1]?.partition?.costUsd ?? 0) > 0);
  });

  it('falls back to the static split, and says why, when the plan cannot be used', async () => {
    const all = (units: number): Group[] => inGroupsOf(units)(units);
    const cases: readonly [name: RegExp, model: Model | undefined][] = [
      [/could not be used: .*ended with unit/, planner(units => all(units - 1))],
      [/could not be used/, planner(() => 'I cannot do that.')],
      [/more than 50 %/, planner(inGroupsOf(7, () => []))],
      [/more than the static/, planner(inGroupsOf(1))],
      [/call failed/, scriptedTextModel(() => failWith('badRequest'))],
      [/nothing to plan/, undefined],
    ];
    const still = await started(undefined, { partition: 'static' });
    for (const [why, model] of cases) {
      const { state, partition } = await started(model);
      assert.equal(partition?.by, 'static');
      assert.match(partition.note ?? '', why);
      assert.deepEqual(state.branchIds, still.state.branchIds);
      assert.equal(state.status, 'succeeded');
    }
  });

  it('what is shown before it is paid for has the price of the model that each branch goes to', async () => {
    let proposed: ProposedPlan | undefined;
    const { options, ports } = setup(planner(inGroupsOf(7)), {
      perspectivesOf: s =>
        reviewJob
          .perspectivesFor(s.kind)
          .map(p => ({ ...p, models: [scriptedModel.ref, dear.ref] })),
      reviewPlan: async plan => {
        proposed = plan;
        return undefined;
      },
    });
    const dear: ModelInfo = {
      ...scriptedModel,
      ref: 'compatible:dear',
      id: 'dear',
      price: { input: 100, output: 500 },
    };
    const others = [{ ...ports, reviewer: scriptedReviewer(remark, dear) }];
    await run(reviewJob, [source], options, { ...ports, others });
    const branches = proposed!.parts.flatMap(part => part.branches);
    const usd = (own: boolean): number =>
      branches
        .filter(({ id }) => id.includes(dear.ref) !== own)
        .reduce((sum, { costUsd = NaN }) => sum + costUsd, 0);
    assert.ok(branches.length > 0);
    assert.ok(Math.abs(usd(false) / usd(true) - 100) < 1, `${usd(false)} and ${usd(true)}`);
  });

  it('a person changes the plan before it is paid for: what is left out is skipped, what is taken back is asked', async () => {
    const model = planner(inGroupsOf(7, i => (i % 2 === 0 ? ALL : ['accuracy'])));
    let proposed: ProposedPlan | undefined;
    const { state, events, partition } = await started(model, {
      reviewPlan: async plan => {
        proposed = plan;
        const branches = plan.parts.flatMap(part => part.branches);
        const ids = branches.filter(({ keep }) => keep).map(({ id }) => id);
        const back = branches.find(({ keep }) => !keep)!;
        return new Set([...ids.slice(1), back.id, 'unknown']);
      },
    });
    assert.equal(partition?.by, 'planned', partition?.note);
    const parts = proposed!.parts;
    assert.equal(parts.length, state.chunkIds.length);
    assert.ok(
      parts.every(({ path, reason }) => path === source.path && /^topic \d+$/.test(reason)),
    );
    const branches = parts.flatMap(part => part.branches);
    assert.deepEqual(
      branches.map(({ id }) => id),
      state.branchIds,
    );
    assert.ok(branches.every(({ costUsd, inputTokens }) => costUsd! > 0 && inputTokens > 0));
    const [dropped] = branches.filter(({ keep }) => keep);
    const [back] = branches.filter(({ keep }) => !keep);
    assert.deepEqual(state.branches[dropped!.id]?.outcome, {
      status: 'skipped',
      reason: 'by plan: left out by you',
      byPlan: true,
    });
    assert.equal(state.branches[back!.id]?.status, 'succeeded');
    assert.deepEqual(unfinished(state), []);
    const kept = branches.filter(({ id }) => state.branches[id]?.status === 'succeeded');
    const last = events.findLast(e => e.type === 'run.planned');
    assert.equal(last?.estimate.calls, kept.length + 1);
  });

  it('a change of the plan is checked as the plan is: nothing left, and more than was agreed to, are asked again', async () => {
    const problems: (string | undefined)[] = [];
    const cheap = () => ALL.slice(0, 2);
    const { state, partition } = await started(planner(inGroupsOf(6, cheap)), {
      reviewPlan: async ({ parts, problem }) => {
        problems.push(problem);
        const all = parts.flatMap(({ branches }) => branches);
        if (problems.length === 1) return new Set();
        if (problems.length === 2) return new Set(all.map(({ id }) => id));
        return new Set(all.filter(({ keep }) => keep).map(({ id }) => id));
      },
    });
    assert.equal(partition?.by, 'planned', partition?.note);
    assert.equal(problems.length, 3);
    assert.equal(problems[0], undefined);
    assert.match(problems[1] ?? '', /Nothing is left/);
    assert.match(problems[2] ?? '', /more than the static split/);
    assert.equal(state.status, 'partial');
  });

  it('who does not take the plan pays for the planning call and nothing else', async () => {
    const { state, partition } = await started(planner(inGroupsOf(7)), {
      reviewPlan: async () => undefined,
    });
    assert.equal(state.status, 'cancelled');
    assert.match(partition?.note ?? '', /not taken/);
    assert.equal(state.calls, 1);
    assert.equal(coverage(state).succeeded, 0);
  });

  it('nobody is asked about a plan that cannot be used', async () => {
    let asked = 0;
    const { state } = await started(
      planner(() => 'no'),
      {
        reviewPlan: async () => {
          asked++;
          return undefined;
        },
      },
    );
    assert.equal(asked, 0);
    assert.equal(state.status, 'succeeded');
  });

  it('pays for an answer that could not be used', async () => {
    const { state } = await started(planner(() => 'no'));
    const still = await started(undefined, { partition: 'static' });
    assert.ok(state.usage.inputTokens > still.state.usage.inputTokens);
    assert.ok(state.calls > still.state.calls);
  });

  it('sends nothing before consent, and nothing when only a plan is asked for', async () => {
    const model = planner(inGroupsOf(7));
    const { state } = await started(model, { consent: async () => false });
    assert.equal(state.status, 'cancelled');
    const { options, ports } = setup(model);
    const planned = await plan(reviewJob, [source], options, ports);
    assert.ok((planned.estimate?.calls ?? 0) > planned.branchIds.length);
    assert.equal(model.requests.length, 0);
  });

  it('ends the run as cancelled when it is cancelled under way', async () => {
    const stop = new AbortController();
    const model: Model = {
      ...scriptedTextModel(() => ''),
      generate: (_request, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('x', 'AbortError')));
          stop.abort();
        }),
    };
    const { state } = await started(model, { signal: stop.signal });
    assert.equal(state.status, 'cancelled');
    assert.equal(coverage(state).open, 0);
  });

  it('makes no call for a text of two chunks or fewer, or when it would cost too much', async () => {
    const model = planner(inGroupsOf(7));
    const short = { ...source, text: source.text.slice(0, 9000) };
    const { options, ports, events } = setup(model);
    await run(reviewJob, [short], options, ports);
    const told = events.findLast(e => e.type === 'run.planned')?.partition;
    assert.equal(told?.by, 'static');
    assert.match(told.note ?? '', /two chunks/);
    const one = reviewJob.perspectivesFor('prose').slice(0, 1);
    const tiny = await started(model, { chunkTokens: 200, perspectivesOf: () => one });
    assert.match(tiny.partition?.note ?? '', /more than (?:3 %|400 units)/);
    assert.equal(model.requests.length, 0);
  });

  it('is not asked for by default', async () => {
    const model = planner(inGroupsOf(7));
    const { partition } = await started(model, { partition: 'static' });
    assert.equal(partition, undefined);
    assert.equal(model.requests.length, 0);
  });
});
