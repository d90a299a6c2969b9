import { callFailed } from '../../src/core/errors.ts';
import { createBudget } from '../../src/core/fanout/budget.ts';
import { fanOut, type FanOutPolicy } from '../../src/core/fanout/fanOut.ts';
import { createPacer, type KnownLimits } from '../../src/core/fanout/pacing/pacer.ts';
import type { Branch } from '../../src/core/domain/branch.ts';
import { createModel } from '../../src/models/createModel.ts';
import { randomOf } from './draws.ts';
import type { Driver } from './drivers.ts';
import { inputTokens, SYSTEM, type Job } from './jobs.ts';

export interface OursOptions {
  readonly hedge?: boolean;
  readonly optimize?: FanOutPolicy['optimize'];
  /** Estimate over truth, per branch. */
  readonly wrong?: (job: Job) => number;
  readonly trace?: (line: string) => void;
}

/** Our engine with its default settings. */
export const ours =
  (options: OursOptions = {}): Driver =>
  async (jobs, { clock, cap, known, seed, timeoutMs, cachesPrefix }) => {
    const model = createModel('compatible:sim', {
      apiKey: 'sk-bench',
      baseUrl: 'https://sim.example/v1',
      clock,
      timeouts: { firstByteMs: timeoutMs, idleMs: timeoutMs },
    });
    const limits: KnownLimits = {
      ...(known?.requestsPerMinute && { requests: known.requestsPerMinute }),
      ...(known?.tokensPerMinute && { tokens: known.tokensPerMinute }),
      ...(known?.inputTokensPerMinute && { inputTokens: known.inputTokensPerMinute }),
      ...(known?.outputTokensPerMinute && { outputTokens: known.outputTokensPerMinute }),
    };
    const random = randomOf(seed);
    const pacer = createPacer({ clock, concurrency: cap, limits, random });
    const byId = new Map(jobs.map(job => [job.id, job]));
    const failed = new Set(jobs.map(job => job.id));
    const branches = jobs.map((job): Branch => {
      const factor = options.wrong?.(job) ?? 1;
      return {
        id: job.id,
        chunkId: job.chunk,
        perspectiveId: '',
        model: model.info.ref,
        inputTokens: inputTokens(job) * factor,
        outputTokens: job.maxTokens * factor,
      };
    });
    await fanOut({
      branches,
      attempt: async (branch, call) => {
        const job = byId.get(branch.id) as Job;
        const reply = await model.generate(
          {
            system: SYSTEM,
            shared: job.shared,
            task: job.task,
            schema: { type: 'object' },
            schemaName: 'answer',
            maxOutputTokens: job.maxTokens,
          },
          call,
        );
        if (!reply.text.startsWith('{'))
          throw callFailed({ code: 'badAnswer', message: 'The answer is not JSON.' });
        return {
          answer: { findings: [], assessment: '', dropped: 0 },
          usage: reply.usage,
          ...(reply.limits && { limits: reply.limits }),
        };
      },
      succeed: (branch, _reply, bill) => {
        failed.delete(branch.id);
        return {
          status: 'succeeded',
          findings: [],
          assessment: '',
          dropped: 0,
          ...bill,
          cached: false,
        };
      },
      split: () => undefined,
      pacerOf: () => pacer,
      policy: {
        concurrency: cap,
        onFailure: 'partial',
        maxAttempts: 4,
        optimize: options.optimize ?? 'speed',
        hedge: options.hedge ?? false,
        budget: {},
        cachesPrefixOf: () => cachesPrefix,
      },
      budget: createBudget({}),
      clock,
      signal: new AbortController().signal,
      random,
      emit: event => options.trace?.(`${clock.now().toFixed(0)} ${JSON.stringify(event)}`),
    });
    return jobs.filter(job => failed.has(job.id));
  };
