import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createPacer } from '../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../src/core/jobs/review/review.ts';
import type { RunEvent } from '../../src/core/state/events.ts';
import { applyEvent } from '../../src/core/state/applyEvent.ts';
import { coverage } from '../../src/core/state/coverage.ts';
import { emptyState, type RunState } from '../../src/core/state/runState.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { run } from '../../src/core/run.ts';
import { unfinished } from '../../src/core/state/unfinished.ts';
import { openStore } from '../../src/store/openStore.ts';
import type { RunStore } from '../../src/store/runStore.ts';
import { STORE_FILE } from '../../src/store/schema.ts';
import { failWith, remark, scriptedReviewer } from '../support/scriptedReviewer.ts';
import { virtualClock } from '../support/virtualClock.ts';
import { type Random, randomOf } from './random.ts';

const CONCURRENCY = 64;
const FAULTS = [
  'serverError',
  'overloaded',
  'rateLimited',
  'network',
  'timeout',
  'badAnswer',
] as const;

export interface BranchSoak {
  readonly branches: number;
  readonly calls: number;
  readonly cancels: number;
  /** The store was left as a kill leaves it, and opened anew. */
  readonly kills: number;
  /** Answers that were stored and asked for again all the same. */
  readonly paidAgain: number;
  /** Most calls of one kill that were repeated. */
  readonly mostRepeated: number;
  readonly wrong: readonly string[];
}

/**
 * A review of about `count` branches in which 15 of 100 calls fail, cancelled and killed at random and gone
 * on with until it has ended. Time is virtual, the store is real.
 */
export async function soakBranches(count: number, seed: number): Promise<BranchSoak> {
  const random = randomOf(seed);
  const folder = mkdtempSync(join(tmpdir(), 'fanout-soak-'));
  const wrong: string[] = [];
  const answered = new Map<string, number>();
  const reviewer = scriptedReviewer(task => {
    if (random(100) < 15) failWith(FAULTS[random(FAULTS.length)] ?? 'serverError');
    answered.set(task.branch.id, (answered.get(task.branch.id) ?? 0) + 1);
    return remark(task);
  });
  let [cancels, kills, paidAgain, mostRepeated] = [0, 0, 0, 0];
  const source = textOf(count);
  let store = await openStore(folder);
  try {
    store.begin({ id: 'r1', job: 'review', name: 'soak', startedAt: 1 }, [source], null);
    for (let part = 0; ; part += 1) {
      const loaded = store.load('r1');
      const before = (loaded?.events ?? []).reduce(applyEvent, emptyState());
      const done = new Set(succeededIn(before));
      const sent = new Map(answered);
      // The last part is left alone, so that it ends.
      const end = part < 40 ? (random(2) ? 'cancel' : 'kill') : 'none';
      const state = await resumeRun(
        store,
        source,
        loaded?.events ?? [],
        before,
        end,
        random,
        reviewer,
      );
      const again = [...done].filter(id => (answered.get(id) ?? 0) > (sent.get(id) ?? 0));
      paidAgain += again.length;
      if (state === 'killed') {
        kills += 1;
        store = await reopen(store, folder);
        const stored = (store.load('r1')?.events ?? []).reduce(applyEvent, emptyState());
        const kept = new Set(succeededIn(stored));
        const lost = [...answered.keys()].filter(
          id => answered.get(id) !== sent.get(id) && !kept.has(id),
        );
        mostRepeated = Math.max(mostRepeated, lost.length);
        if (lost.length > CONCURRENCY) wrong.push(`${lost.length} answers were lost by one kill`);
        continue;
      }
      const { total, succeeded, failed, skipped, cancelled, open } = coverage(state);
      if (succeeded + failed + skipped + cancelled + open !== total)
        wrong.push('branches do not add up');
      if (state.status === 'cancelled') cancels += 1;
      if (state.status === 'succeeded' || part > 60) {
        if (succeeded !== total)
          wrong.push(`${total - succeeded} of ${total} branches have no answer`);
        const { size: asked } = answered;
        if (asked !== total) wrong.push(`${asked} branches were answered, ${total} are counted`);
        return {
          branches: total,
          calls: reviewer.asked.length,
          cancels,
          kills,
          paidAgain,
          mostRepeated,
          wrong,
        };
      }
    }
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const succeededIn = (state: RunState): string[] =>
  state.branchIds.filter(id => state.branches[id]?.outcome?.status === 'succeeded');

/** One part of the run, until it ends, is cancelled, or is left as a kill leaves it. */
async function resumeRun(
  store: RunStore,
  source: Source,
  events: readonly RunEvent[],
  before: RunState,
  how: 'cancel' | 'kill' | 'none',
  random: Random,
  reviewer: ReturnType<typeof scriptedReviewer>,
): Promise<RunState | 'killed'> {
  const clock = virtualClock();
  const cancel = new AbortController();
  const killed = Promise.withResolvers<'killed'>();
  let left = how === 'none' ? Infinity : 1 + random(1_500);
  let dead = false;
  const timed = {
    ...reviewer,
    review: async (...[task, call]: Parameters<typeof reviewer.review>) => {
      await clock.sleep(200 + random(3_000), call.signal);
      const reply = await reviewer.review(task, call);
      left -= 1;
      if (left === 0 && how === 'cancel') cancel.abort(new DOMException('', 'AbortError'));
      if (left === 0 && how === 'kill') {
        dead = true;
        killed.resolve('killed');
      }
      return reply;
    },
  };
  const resumed = events.some(({ type }) => type === 'run.planned');
  store.claim('r1');
  const running = run(
    reviewJob,
    [source],
    {
      runId: 'r1',
      name: 'soak',
      skipped: [],
      perspectivesOf: s => reviewJob.perspectivesFor(s.kind),
      chunkTokens: 200,
      policy: {
        concurrency: CONCURRENCY,
        onFailure: 'partial',
        maxAttempts: 4,
        optimize: 'speed',
        hedge: false,
        budget: { whenReached: 'stop' },
      },
      synthesis: false,
      maxOutputTokens: 1000,
      useCache: false,
      signal: cancel.signal,
      onEvent: () => undefined,
      ...(resumed ? { resume: { events, requeue: unfinished(before) } } : {}),
    },
    {
      reviewer: timed,
      store: {
        append: (id, more) => {
          if (!dead) store.append(id, more);
        },
        recall: key => store.recall(key),
        remember: (key, value, id) => {
          if (!dead) store.remember(key, value, id);
        },
      },
      count: text => Math.ceil(text.length / 4),
      clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pacer: createPacer({ clock, concurrency: CONCURRENCY }),
    },
  );
  running.catch(() => undefined);
  return clock.run(Promise.race([running, killed.promise]));
}

/** As a kill leaves it: what waits to be written is lost, and the run is held by a process that is gone. */
async function reopen(store: RunStore, folder: string): Promise<RunStore> {
  const copy = new DatabaseSync(join(folder, STORE_FILE));
  copy.exec("UPDATE runs SET owner = NULL, owned_until = 0, fence = fence + 1 WHERE id = 'r1'");
  copy.close();
  store.close();
  return openStore(folder);
}

const textOf = (count: number): Source => ({
  id: 's',
  path: 'soak.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from(
    { length: Math.ceil(count / 3) },
    (_, i) =>
      `## Clause ${i + 1}\n\nItem ${i + 1} is due on day ${i + 1}. ${`Unit ${i + 1} is checked. `.repeat(35)}\n\n`,
  ).join(''),
});
