import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../../../src/core/state/events.ts';
import { applyEvent } from '../../../../src/core/state/applyEvent.ts';
import { emptyState } from '../../../../src/core/state/runState.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import type { Store } from '../../../../src/core/ports/ports.ts';
import { unfinished } from '../../../../src/core/state/unfinished.ts';
import { openStore } from '../../../../src/store/openStore.ts';
import { remark, scriptedReviewer } from '../../../support/scriptedReviewer.ts';
import { askedModel, scriptedRun } from '../../../support/scriptedRun.ts';
import { cpuNow } from '../../../support/cpuTime.ts';

const text = Array.from(
  { length: 8 },
  (_, i) => `## Clause ${i + 1}\n\n${`Item ${i + 1} is checked by the Customer. `.repeat(20)}\n\n`,
).join('');
const source: Source = { id: 's', path: 'a.md', kind: 'markdown', languageId: 'markdown', text };

function memoryStore(): Store & { readonly events: RunEvent[] } {
  const events: RunEvent[] = [];
  const answers = new Map<string, unknown>();
  return {
    events,
    append: (_runId, more) => void events.push(...more),
    recall: key => answers.get(key),
    remember: (key, value) => void answers.set(key, value),
  };
}

describe('a run that goes on', () => {
  it('F70 cancelled while its summary is written, it keeps every answer, and asks for the summary alone', async () => {
    const store = memoryStore();
    const cancel = new AbortController();
    const reviewer = scriptedReviewer(remark);
    const hanging = askedModel(() => {
      cancel.abort(new DOMException('Cancelled', 'AbortError'));
      return new Promise<string>(() => undefined);
    });
    const options = { synthesis: true, useCache: false };
    const first = await scriptedRun({
      ...{ sources: [source], reviewer, store, model: hanging },
      options: { ...options, signal: cancel.signal },
    });
    assert.equal(first.state.synthesis?.by, 'code');
    const branches = Object.values(first.state.branches);
    assert.ok(branches.every(({ status }) => status === 'succeeded'));
    assert.ok(first.state.findings.length > 0);
    const asked = reviewer.asked.length;
    const stored = store.events.reduce(applyEvent, emptyState());
    const model = askedModel(() =>
      JSON.stringify({
        paragraphs: [{ text: 'All of it.', findingIds: ['F1'] }],
        verdicts: [],
        actions: [],
      }),
    );
    const second = await scriptedRun({
      ...{ sources: [source], reviewer, store, model },
      options: {
        ...options,
        resume: { events: store.events.slice(), requeue: unfinished(stored) },
      },
    });
    assert.equal(reviewer.asked.length, asked, 'no branch is asked again');
    assert.equal(second.state.status, 'succeeded');
    assert.equal(second.state.synthesis?.by, 'model');
  });

  it('F76 a run of 10,000 branches is stored, loaded and folded in time that grows with their number', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fanout-large-'));
    const store = await openStore(folder);
    try {
      const took = (count: number): number => {
        const id = `r${count}`;
        const events = eventsOf(count);
        const since = cpuNow();
        store.begin({ id, job: 'review', name: 'a.md', startedAt: count }, [source], null);
        store.append(id, events);
        const loaded = store.load(id);
        const state = (loaded?.events ?? []).reduce(applyEvent, emptyState());
        const ms = cpuNow() - since;
        assert.equal(loaded?.damaged, 0);
        assert.equal(
          Object.values(state.branches).filter(b => b.status === 'cancelled').length,
          count,
        );
        return ms;
      };
      took(1_000);
      const small = Math.min(took(1_001), took(1_002), took(1_003));
      const large = Math.min(took(10_000), took(10_001));
      assert.ok(large / small < 40, `${large / small} times for 10 times as many`);
    } finally {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function eventsOf(count: number): RunEvent[] {
  const ids = Array.from({ length: count }, (_, i) => `b${i}`);
  const estimate = {
    ...{ calls: count, cached: 0, inputTokens: 0, outputTokens: 0 },
    seconds: { low: 0, expected: 0, high: 0 },
  };
  const branches = ids.map(id => ({
    ...{ id, chunkId: 'c', perspectiveId: 'tone', model: 'm', inputTokens: 1, outputTokens: 1 },
  }));
  return [
    { type: 'run.planned', at: 1, branches, estimate },
    ...ids.map((branchId): RunEvent => ({
      ...{ type: 'branch.ended', at: 2, branchId, outcome: { status: 'cancelled' } },
    })),
  ];
}
