import type { Job } from './ports/job.ts';
import { answerFromStore, fanOutBranches } from './run/branches.ts';
import { begin } from './run/context.ts';
import type { RunOptions, RunPorts } from './run/options.ts';
import { rememberCuts } from './run/plan/cuts.ts';
import { answerByBatch } from './run/batch/batchRun.ts';
import { end } from './run/ending.ts';
import { startFinalize, fanIn } from './run/fanIn.ts';
import { partition } from './run/plan/partition.ts';
import {
  hasConsent,
  indexQuotes,
  indexSources,
  planRun,
  splitSources,
} from './run/plan/prepare.ts';
import { reassignFailedBranches, relabelUncertain } from './run/secondOpinion.ts';
import { verifyFindings } from './run/verify.ts';
import type { RunState } from './state/runState.ts';
import type { Source } from './domain/source.ts';

export type { RunOptions, RunPorts } from './run/options.ts';

/**
 * One run from sources to report: split, plan, fan out, fan in, verify, synthesize.
 * Every expected failure ends up in the returned state; only bugs and unusable input are thrown.
 * Cancelling keeps what is paid for: the report holds what was answered until then. A run whose batches are
 * left at the provider has not ended when it returns: it is resumed another time.
 * @throws FanoutError `emptySource` when no source has text, `noModel` when the job needs a model.
 */
export async function run(
  job: Job,
  sources: readonly Source[],
  options: RunOptions,
  ports: RunPorts,
): Promise<RunState> {
  const context = begin(job, sources, options, ports);
  await indexSources(context);
  if (context.state.branchIds.length === 0) {
    await splitSources(context);
    if (context.stop.signal.aborted) return end(context, { kind: 'cancelled' });
    planRun(context);
    if (!(await hasConsent(context))) return end(context, { kind: 'cancelled' });
    rememberCuts(context);
    if (!(await partition(context))) return end(context, { kind: 'cancelled' });
  }
  await indexQuotes(context);
  await answerFromStore(context);
  const batched = await answerByBatch(context);
  if (batched?.kind === 'left') return context.state;
  const close = startFinalize(context);
  const ending = batched ?? (await reassignFailedBranches(context, await fanOutBranches(context)));
  await fanIn(context);
  await verifyFindings(context);
  await relabelUncertain(context);
  await close();
  return end(context, ending);
}

/** The first half of a run: split and plan, nothing sent. The state holds chunks, branches and estimate. */
export async function plan(
  job: Job,
  sources: readonly Source[],
  options: RunOptions,
  ports: RunPorts,
): Promise<RunState> {
  const context = begin(job, sources, options, ports);
  await indexSources(context);
  await splitSources(context);
  planRun(context);
  return context.state;
}
