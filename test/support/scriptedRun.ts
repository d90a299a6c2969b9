import { systemClock } from '../../src/core/clock.ts';
import type { RunEvent } from '../../src/core/state/events.ts';
import { createPacer } from '../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../src/core/jobs/review/review.ts';
import type { Job } from '../../src/core/ports/job.ts';
import type { Model, ModelRequest } from '../../src/core/ports/model.ts';
import type { Reviewer, Store } from '../../src/core/ports/ports.ts';
import { run, type RunOptions } from '../../src/core/run.ts';
import type { ModelPorts } from '../../src/core/run/models.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { scriptedModel } from './scriptedReviewer.ts';

export interface Scripted {
  readonly sources: readonly Source[];
  readonly reviewer: Reviewer;
  readonly model?: Model;
  readonly store?: Store;
  /** Models beside the run's own, and who takes the second look. */
  readonly others?: readonly ModelPorts[];
  readonly verifier?: ModelPorts;
  readonly options?: Partial<RunOptions>;
  /** A review when absent. */
  readonly job?: Job;
}

export interface Ran {
  readonly state: RunState;
  readonly events: RunEvent[];
}

/** One whole run on the real clock, with what the test scripts of reviewer, model and store. */
export async function scriptedRun(scripted: Scripted): Promise<Ran> {
  const { sources, reviewer, model, store, others, verifier, options, job = reviewJob } = scripted;
  const events: RunEvent[] = [];
  const state = await run(
    job,
    sources,
    {
      runId: 'r1',
      name: 'scripted',
      skipped: [],
      perspectivesOf: s => job.perspectivesFor(s.kind),
      chunkTokens: 200,
      policy: {
        concurrency: 4,
        onFailure: 'partial',
        maxAttempts: 2,
        optimize: 'speed',
        hedge: false,
        budget: { whenReached: 'stop' },
      },
      synthesis: false,
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
      ...(others ? { others } : {}),
      ...(verifier ? { verifier } : {}),
      count: text => Math.ceil(text.length / 4),
      clock: systemClock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pacer: createPacer({ clock: systemClock, concurrency: 4 }),
    },
  );
  return { state, events };
}

export interface AskedModel extends Model {
  readonly requests: ModelRequest[];
}

/** A model that answers each request as the test says, and keeps what it was asked. */
export function askedModel(
  answer: (request: ModelRequest) => string | Promise<string>,
): AskedModel {
  const requests: ModelRequest[] = [];
  return {
    requests,
    info: scriptedModel,
    lane: 'scripted',
    generate: async request => {
      requests.push(request);
      return {
        text: await answer(request),
        usage: {
          inputTokens: 100,
          outputTokens: 10,
          cachedTokens: 0,
          cacheWriteTokens: 0,
          estimated: false,
        },
      };
    },
  };
}

/** Keeps what a store keeps, as JSON, in memory. */
export function memoryStore(): Store {
  const answers = new Map<string, string>();
  return {
    append: () => undefined,
    recall: key => {
      const text = answers.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    remember: (key, value) => answers.set(key, JSON.stringify(value)),
  };
}
