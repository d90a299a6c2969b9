import type { RunEvent } from '../../src/core/state/events.ts';
import { labelRows } from '../../src/core/state/labelRows.ts';
import type { Model } from '../../src/core/ports/model.ts';
import type { Store } from '../../src/core/ports/ports.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import { createModel } from '../../src/models/createModel.ts';
import { startBatches } from './batchServer.ts';
import { ok, startChaos } from './chaosServer.ts';
import { labelRun, questionsCsv, recordSource } from './labelRun.ts';
import { labelFor, recordsOf } from './labelScript.ts';

export const BATCH_MODELS = {
  openai: 'openai:gpt-6-luna',
  anthropic: 'anthropic:claude-haiku-5-5',
} as const;

export interface BatchLabels {
  /** The label of each record, in the order of the input. */
  readonly live: readonly string[];
  readonly batched: readonly string[];
  /** How the run stood when its window was closed. */
  readonly closedAs: RunState['status'];
  /** What was spent, and what was estimated, of what live mode takes. */
  readonly spentShare: number;
  readonly estimatedShare: number;
  /** Batches that the provider accepted, and calls that were made beside them. */
  readonly batches: number;
  readonly liveCalls: number;
}

const NAMES = ['billing', 'delivery', 'refund', 'other'];

/**
 * The same records labelled live and in batches, through the provider's own client over HTTP. The window is
 * closed while the provider works on the batch, and opened again.
 */
export async function labelsBothWays(
  api: keyof typeof BATCH_MODELS,
  records: number,
): Promise<BatchLabels> {
  const answer = (body: unknown) => ({
    results: recordsOf(body).map(({ id, text }) => ({
      id,
      reason: 'By its words.',
      label: labelFor(text, NAMES),
      confidence: 0.9,
    })),
  });
  const usage = { input: 900, output: 80 };
  const live = await startChaos(({ body }) => ok(answer(body), { usage }));
  const server = await startBatches({
    item: ({ body }) => ({ text: JSON.stringify(answer(body)), usage }),
    polls: 1,
    live: live.url,
  });
  const modelAt = (url: string): Model =>
    createModel(BATCH_MODELS[api], {
      apiKey: 'test',
      baseUrl: api === 'openai' ? `${url}/v1` : url,
      clock: systemClock,
    });
  const spec = { kind: 'classify', labels: NAMES.map(name => ({ name })), multi: false } as const;
  const source = await recordSource(
    'q.csv',
    questionsCsv(records, () => ''),
    {
      columns: ['text'],
    },
  );
  const label = (url: string, options: Parameters<typeof labelRun>[3]) =>
    labelRun([source], spec, modelAt(url), options);
  try {
    const inLive = await label(live.url, {});
    const before = live.requests.length;
    const leave = new AbortController();
    const events: RunEvent[] = [];
    const closed = await label(server.url, {
      options: {
        mode: 'economy',
        leave: leave.signal,
        onEvent(event) {
          events.push(event);
          if (event.type === 'batch.submitted') leave.abort(new DOMException('', 'AbortError'));
        },
      },
      store: NO_ANSWERS,
    });
    const { state } = await label(server.url, {
      options: { resume: { events: [...events], requeue: [] } },
      store: NO_ANSWERS,
    });
    const share = (of: number | undefined, whole: number | undefined) => (of ?? 1) / (whole ?? 1);
    return {
      live: labelsOf(inLive.state),
      batched: labelsOf(state),
      closedAs: closed.state.status,
      spentShare: share(state.costUsd, inLive.state.costUsd),
      estimatedShare: share(
        state.estimate?.costUsd?.expected,
        inLive.state.estimate?.costUsd?.expected,
      ),
      batches: server.batches.length,
      liveCalls: live.requests.length - before,
    };
  } finally {
    await server.close();
    await live.close();
  }
}

/** What was answered is nowhere but in the events. */
const NO_ANSWERS: Store = {
  append: () => undefined,
  recall: () => undefined,
  remember: () => undefined,
};

const labelsOf = (state: RunState): string[] =>
  labelRows(state).map(({ status, labels }) => `${status} ${labels.join()}`);
