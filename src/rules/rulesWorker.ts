import fs from 'node:fs';
import { displayLanguage } from '../core/text/l10n.ts';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { callFailed, messageOf } from '../core/errors.ts';
import type { RulesResult, RuleSource } from './runRules.ts';
import type { RulesReply, RulesRequest } from './worker.ts';
import { t } from '../core/text/l10n.ts';

export type WorkerSource = RuleSource & { readonly uri?: string };

/** Runs the rules over sources, one source at a time, off the caller's thread. */
export interface RulesRunner {
  /** Rejects with a FanoutError if the thread dies or takes too long, and with the abort reason if aborted. */
  run(source: WorkerSource, signal: AbortSignal): Promise<RulesResult>;
  dispose(): Promise<void>;
}

/** No text of an accepted size takes this long; catastrophic backtracking does. */
const DEADLINE_MS = 120_000;
/** An idle thread is ended after this time, to free its memory. */
const IDLE_MS = 60_000;

interface Job {
  readonly request: RulesRequest;
  readonly settle: (outcome: { result: RulesResult } | { error: Error }) => void;
}

/**
 * A runner over one worker thread, started on first use and again after a crash.
 * `workerFile` is the bundled worker, or the `.ts` file itself where Node runs TypeScript.
 */
export function rulesWorker(workerFile: string, deadlineMs = DEADLINE_MS): RulesRunner {
  let worker: Worker | undefined;
  let active: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  let nextId = 1;
  const queue: Job[] = [];

  const finish = (outcome: Parameters<Job['settle']>[0]): void => {
    clearTimeout(timer);
    const job = active;
    active = undefined;
    job?.settle(outcome);
    advance();
  };

  const stop = (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    clearTimeout(timer);
    ending?.removeAllListeners();
    // A terminated thread may still report an error; without a listener that would end the process.
    ending?.on('error', () => undefined);
    return ending ? ending.terminate().then(() => undefined) : Promise.resolve();
  };

  const died = (reason: string): void => {
    void stop();
    finish({
      error: callFailed({
        code: 'bug',
        message: t(
          'The offline rules stopped on this text ({0}). Other texts are not affected; retry, or review it with a model.',
          reason,
        ),
      }),
    });
  };

  const start = (): Worker => {
    const started = new Worker(workerFile, {
      // Node warns once per TypeScript file that the package names no module type.
      ...(workerFile.endsWith('.ts')
        ? { execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] }
        : {}),
      resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 },
      workerData: { language: displayLanguage() },
    });
    started.on('message', (reply: RulesReply) => {
      if (reply.id === active?.request.id) finish({ result: reply.result });
    });
    started.on('error', error => died(messageOf(error)));
    started.on('exit', code => died(t('its thread ended with code {0}', code)));
    started.unref();
    return started;
  };

  const advance = (): void => {
    if (active) return;
    active = queue.shift();
    if (!active) {
      timer = setTimeout(() => void stop(), IDLE_MS).unref();
      return;
    }
    try {
      worker ??= start();
      worker.ref();
      worker.postMessage(active.request);
    } catch (error) {
      died(messageOf(error));
      return;
    }
    timer = setTimeout(() => {
      void stop();
      finish({
        error: callFailed({
          code: 'timeout',
          message: t(
            'The offline rules took longer than {0} s on this text and were stopped. Other texts are not affected.',
            Math.round(deadlineMs / 1000),
          ),
        }),
      });
    }, deadlineMs);
  };

  return {
    run: (source, signal) =>
      new Promise<RulesResult>((resolve, reject) => {
        const abortReason = (): Error =>
          signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
        if (signal.aborted) {
          reject(abortReason());
          return;
        }
        const job: Job = {
          request: { id: nextId++, source },
          settle: outcome => {
            signal.removeEventListener('abort', abort);
            if ('result' in outcome) resolve(outcome.result);
            else reject(outcome.error);
          },
        };
        const abort = (): void => {
          if (active === job) {
            void stop();
            finish({ error: abortReason() });
          } else {
            queue.splice(queue.indexOf(job), 1);
            job.settle({ error: abortReason() });
          }
        };
        signal.addEventListener('abort', abort, { once: true });
        queue.push(job);
        clearTimeout(active ? undefined : timer);
        advance();
      }),
    dispose: async () => {
      for (const job of queue.splice(0)) job.settle({ error: new Error('The rules were closed.') });
      const ended = stop();
      const job = active;
      active = undefined;
      job?.settle({ error: new Error('The rules were closed.') });
      await ended;
    },
  };
}

/** Runs the rules on the caller's thread, yielding between rules: for platforms without a worker. */
export function rulesInProcess(): RulesRunner {
  return {
    run: async (source, signal) => {
      const [{ ruleSteps }, { linkProbe }] = await Promise.all([
        import('./runRules.ts'),
        import('./linkProbe.ts'),
      ]);
      const steps = ruleSteps(source, linkProbe(source.uri));
      for (;;) {
        signal.throwIfAborted();
        const step = steps.next();
        if (step.done) return step.value;
        await new Promise(resolve => setImmediate(resolve));
      }
    },
    dispose: () => Promise.resolve(),
  };
}

/** The worker beside the running bundle (`dist/`, or `dist/lib/` for parts loaded later), if there is one. */
export function bundledWorker(): string | undefined {
  if (typeof __dirname !== 'string') return undefined;
  return ['rulesWorker.js', '../rulesWorker.js']
    .map(name => path.join(__dirname, name))
    .find(file => fs.existsSync(file));
}
