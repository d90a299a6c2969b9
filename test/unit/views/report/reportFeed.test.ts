import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyFeed, receive, type RunFeed } from '../../../../media/report/shared/runFeed.ts';
import { applyEvent } from '../../../../src/core/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/state/events.ts';
import { type RunState, emptyState } from '../../../../src/core/state/runState.ts';
import { pack, unpack, type ToWebview } from '../../../../src/views/report/protocol.ts';
import { reportFeed } from '../../../../src/views/report/reportFeed.ts';
import { generatedEvents } from '../../../support/runStates.ts';

const events = generatedEvents({ end: 'succeeded', chunks: 14, findings: 20 });

/** A host that folds events, a page that VS Code may throw away, and a clock turned by hand. */
function bench() {
  const posted: ToWebview[] = [];
  let state: RunState = emptyState();
  let due: (() => void) | undefined;
  let page: RunFeed = emptyFeed;
  let alive = true;
  let asks = 0;
  let draws = true;
  let clock = 0;
  const waits: number[] = [];
  const feed = reportFeed({
    state: () => Promise.resolve(state),
    now: () => clock,
    later: (work, ms) => {
      waits.push(ms);
      due = work;
      return () => {
        due = undefined;
      };
    },
    post: message => {
      const sent = structuredClone(message);
      posted.push(sent);
      if (!alive || sent.type === 'reply' || sent.type === 'show' || sent.type === 'since') return;
      const received = receive(page, sent, 0);
      page = received.feed;
      if (received.stale) asks += 1;
      if (sent.type === 'events' && draws) feed.drawn(sent.seq);
    },
  });
  return {
    feed,
    posted,
    page: () => page,
    fire: (from: number, to: number) => {
      state = events.slice(from, to).reduce(applyEvent, state);
      feed.push(events.slice(from, to));
    },
    go: (event: RunEvent) => {
      state = applyEvent(state, event);
      feed.push([event]);
    },
    /** The page is busy: nothing it gets is drawn from now on. */
    stall: () => {
      draws = false;
    },
    tick: () => due?.(),
    /** What the page got last is drawn now, `ms` after it was sent. */
    drawAfter: (ms: number) => {
      clock += ms;
      const last = posted.at(-1);
      if (last?.type === 'events') feed.drawn(last.seq);
    },
    waits,
    hide: () => {
      alive = false;
      feed.setVisible(false);
    },
    show: async () => {
      alive = true;
      page = emptyFeed;
      feed.setVisible(true);
      await feed.ready();
    },
    /** Hides it for a moment that VS Code did not throw it away for. */
    blink: (from: number, to: number) => {
      feed.setVisible(false);
      state = events.slice(from, to).reduce(applyEvent, state);
      feed.push(events.slice(from, to));
      due?.();
      feed.setVisible(true);
    },
    answer: async () => {
      for (; asks > 0; asks -= 1) await feed.ready();
    },
    state: () => state,
  };
}

/** What a report shows of a run: once findings are merged, not what each branch said. */
const visible = (state: RunState | undefined): RunState | undefined => {
  const copy = structuredClone(state);
  if (!copy?.merged) return copy;
  for (const { outcome } of Object.values(copy.branches))
    if (outcome?.status === 'succeeded') {
      Object.assign(outcome, { findings: [] });
      delete (outcome as { facts?: unknown }).facts;
    }
  return copy;
};

describe('reportFeed', () => {
  it('a merged run is sent without what its branches said, and whole again when it goes on', async () => {
    const b = bench();
    b.fire(0, events.length);
    await b.feed.ready();
    const { posted } = b;
    const [first] = posted;
    assert.ok(first?.type === 'snapshot' && first.state.merged);
    const said = (state: RunState): number =>
      Object.values(state.branches).reduce(
        (sum, { outcome }) => sum + (outcome?.status === 'succeeded' ? outcome.findings.length : 0),
        0,
      );
    assert.equal(said(first.state), 0);
    assert.equal(first.state.findings.length, b.state().findings.length);
    assert.ok(said(b.state()) > 0, 'the host keeps it');
    const [branchId = ''] = b.state().branchIds;
    b.go({ type: 'branch.requeued', branchId, at: 1 });
    b.tick();
    await b.answer();
    assert.equal(b.page().state?.merged, false);
    assert.ok((b.page().state?.findings.length ?? 0) > 0);
    assert.deepEqual(b.page().state, structuredClone(b.state()));
  });

  it('a page that takes long to draw is sent less, at least once a second', async () => {
    const b = bench();
    b.fire(0, 2);
    await b.feed.ready();
    b.stall();
    for (const [ms, wait] of [
      [10, 250],
      [150, 600],
      [900, 1000],
      [20, 250],
    ] as const) {
      const at = b.waits.length;
      b.fire(2, 3);
      b.tick();
      b.drawAfter(ms);
      b.fire(2, 3);
      assert.equal(b.waits.at(-1), wait, `after ${ms} ms, ${at}`);
      b.tick();
      b.drawAfter(0);
    }
  });

  it('sends nothing more to a page that has not drawn the last post, for 3 s at most', async () => {
    const b = bench();
    b.fire(0, 2);
    await b.feed.ready();
    b.stall();
    b.fire(2, 4);
    b.tick();
    const before = b.posted.length;
    b.fire(4, 9);
    for (let turns = 0; turns < 12; turns += 1) {
      b.tick();
      assert.equal(b.posted.length, before);
    }
    b.tick();
    assert.deepEqual(b.page().state, b.state());
    assert.equal(b.posted.length, before + 1);
  });

  it('sends a snapshot when asked, then events in batches, the end at once', async () => {
    const b = bench();
    b.fire(0, 2);
    assert.equal(b.posted.length, 0);
    await b.feed.ready();
    b.fire(2, 3);
    b.fire(3, 9);
    assert.deepEqual(
      b.posted.map(m => m.type),
      ['snapshot'],
    );
    b.tick();
    b.fire(9, events.length);
    assert.deepEqual(
      b.posted.map(m => (m.type === 'events' ? m.events.length : m.type)),
      ['snapshot', 7, events.length - 9],
    );
    assert.deepEqual(b.page().state, structuredClone(b.state()));
  });

  it('a page that loads is sent the run once, before it asks; one that asks again gets it again', async () => {
    const b = bench();
    b.feed.begin();
    await Promise.resolve();
    b.fire(1, 3);
    b.tick();
    assert.equal(await b.feed.ready(), b.state());
    assert.deepEqual(
      b.posted.map(m => m.type),
      ['snapshot', 'events'],
    );
    assert.deepEqual(b.page().state, structuredClone(b.state()));
    await b.feed.ready();
    assert.equal(b.posted.at(-1)?.type, 'snapshot');
  });

  it('what is packed comes out as it was', async () => {
    const b = bench();
    await b.show();
    const [snapshot] = b.posted;
    assert.ok(snapshot);
    assert.deepEqual(unpack(pack(snapshot)), JSON.parse(JSON.stringify(snapshot)));
  });

  it('says when the run is not kept any more', async () => {
    const posted: ToWebview[] = [];
    const feed = reportFeed({
      state: () => undefined,
      now: () => 0,
      later: () => () => undefined,
      post: message => posted.push(message),
    });
    assert.equal(await feed.ready(), undefined);
    assert.deepEqual(posted, [{ type: 'missing' }]);
  });

  it('F83 hidden, thrown away, reloaded and blinking pages end with the state of the host', async () => {
    const step = fc.constantFrom('fire', 'tick', 'hide', 'show', 'blink', 'answer');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 50, maxLength: 120 }), async steps => {
        const b = bench();
        await b.show();
        let at = 0;
        let hidden = false;
        for (const name of steps) {
          const to = Math.min(events.length, at + 2);
          if (name === 'fire') b.fire(at, to);
          else if (name === 'blink' && !hidden) b.blink(at, to);
          if (name === 'fire' || (name === 'blink' && !hidden)) at = to;
          if (name === 'tick') b.tick();
          if (name === 'answer') await b.answer();
          if (name === 'hide') b.hide();
          if (name === 'show' && hidden) await b.show();
          if (name === 'hide') hidden = true;
          if (name === 'show') hidden = false;
        }
        if (hidden) await b.show();
        b.blink(at, events.length);
        await b.answer();
        assert.deepEqual(visible(b.page().state), visible(b.state()));
      }),
      { numRuns: 60 },
    );
  });
});
