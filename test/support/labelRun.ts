import { systemClock } from '../../src/core/clock.ts';
import { callFailed } from '../../src/core/errors.ts';
import type { RunEvent } from '../../src/core/state/events.ts';
import { createPacer } from '../../src/core/fanout/pacing/pacer.ts';
import { modelReviewer } from '../../src/core/branches/modelReviewer.ts';
import { jobOf } from '../../src/core/jobs/jobOf.ts';
import type { ClassifySpec } from '../../src/core/domain/jobSpec.ts';
import type { Model } from '../../src/core/ports/model.ts';
import type { Store } from '../../src/core/ports/ports.ts';
import { run, type RunOptions } from '../../src/core/run.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { readRecords, type RecordChoice } from '../../src/sources/records/records.ts';
import type { Behaviour } from './chaosServer.ts';

export const count = (text: string): number => Math.ceil(text.length / 4);

/** A text as a record set. */
export async function recordSource(
  path: string,
  text: string,
  choice: RecordChoice = {},
): Promise<Source> {
  const source: Source = { id: path, path, kind: 'prose', languageId: 'plaintext', text };
  return (await readRecords(source, choice, () => Promise.resolve())).source;
}

/** Numbered questions with a gold label each. */
export const questionsCsv = (rows: number, gold: (text: string) => string): string =>
  `text,gold\r\n${Array.from({ length: rows }, (_, i) => question(i))
    .map(text => `"${text}",${gold(text)}\r\n`)
    .join('')}`;

export const question = (i: number): string => `Question ${i}, about thing ${i % 37}`;

/** A model that answers as the script of a server would. */
export function labelModel(
  script: (request: { body: never }) => Behaviour,
  ref = 'compatible:m',
): Model & { calls: number } {
  const counted = { calls: 0 };
  const model = {
    info: { provider: 'compatible', ref, id: ref, label: ref },
    lane: 'test',
    generate: (request: { shared: string }) => {
      counted.calls += 1;
      const said = script({ body: { messages: [{ content: request.shared }] } as never });
      if (said.kind !== 'ok')
        return Promise.reject(
          callFailed({ code: 'serverError', message: 'scripted', status: 500 }),
        );
      const text = typeof said.answer === 'string' ? said.answer : JSON.stringify(said.answer);
      const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, cacheWriteTokens: 0 };
      return Promise.resolve({ text, usage: { ...usage, estimated: false } });
    },
  } as const;
  return Object.assign(counted, model as unknown as Model);
}

/** One classifying run, whole. */
export async function labelRun(
  sources: readonly Source[],
  spec: ClassifySpec,
  model: Model,
  more: {
    readonly options?: Partial<RunOptions>;
    readonly store?: Store;
    /** Takes the second look. */
    readonly second?: Model;
  } = {},
): Promise<{ readonly state: RunState; readonly events: readonly RunEvent[] }> {
  const job = jobOf(spec);
  const events: RunEvent[] = [];
  const state = await run(
    job,
    sources,
    {
      runId: 'r1',
      name: 'records',
      skipped: [],
      perspectivesOf: source => job.perspectivesFor(source.kind),
      chunkTokens: 3000,
      policy: {
        concurrency: 8,
        onFailure: 'partial',
        maxAttempts: 4,
        optimize: 'speed',
        hedge: false,
        budget: { whenReached: 'stop' },
      },
      synthesis: true,
      maxOutputTokens: 16_000,
      useCache: true,
      signal: new AbortController().signal,
      onEvent: event => events.push(event),
      ...more.options,
    },
    {
      reviewer: modelReviewer(model, job, { maxOutputTokens: 16_000 }),
      model,
      ...(more.store ? { store: more.store } : {}),
      ...(more.second
        ? {
            verifier: {
              reviewer: modelReviewer(more.second, job, { maxOutputTokens: 16_000 }),
              model: more.second,
              pacer: createPacer({ clock: systemClock, concurrency: 8 }),
            },
          }
        : {}),
      count,
      clock: systemClock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pacer: createPacer({ clock: systemClock, concurrency: 8 }),
    },
  );
  return { state, events };
}
