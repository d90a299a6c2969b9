import {
  type Estimating,
  estimateRun,
  FACT_TOKENS,
  OUTPUT_TOKENS,
  type Planning,
  spread,
  withThinking,
} from '../../fanout/estimate/estimate.ts';
import type { Mode } from '../../domain/mode.ts';
import { defaultFactor } from '../../split/tokens/calibrate.ts';
import type { Estimate, Spread } from '../../domain/billing.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { ModelInfo } from '../../domain/model.ts';
import { recall } from '../cache.ts';
import { factorOf } from './calibration.ts';
import { alsoListsFacts, checksOf } from './checks.ts';
import type { Context } from '../context.ts';
import { fanInRatio, outputRatio, paceOf, readingOf, rememberPlan, triesOf } from './history.ts';
import { linkedChunks } from '../plan/linked.ts';
import { portsOf } from '../models.ts';

/** Prompts shorter than this are not cached by the providers. */
export const CACHED_FROM_TOKENS = 1024;

/** Whether a provider keeps the beginning of prompts that others begin with, too. */
export const cachesPrompts = ({ promptCache }: ModelInfo): boolean => promptCache === true;

/** What branches will take that are not in the store, with the call that planned them, if any. */
export function estimateOf(
  context: Context,
  branches: readonly Branch[],
  planning: Planning | undefined,
  chunks: readonly Chunk[],
  mode: Mode = context.state.mode,
): Estimate {
  const { job, options, ports, sourceOf, state } = context;
  const known = {
    ...state,
    chunks: Object.fromEntries(chunks.map(c => [c.id, c])),
    chunkIds: chunks.map(c => c.id),
  };
  const asking = { job, options, ports, sourceOf, state: known };
  const sent = branches.filter(branch => recall(branch, asking) === undefined);
  const assumed = (branch: Branch): Spread => assumedOutput(asking, branch);
  const readings = Map.groupBy(sent, readingOf);
  const countOf = (branch: Branch): number => readings.get(readingOf(branch))?.length ?? 1;
  const ratio = perReading(branch =>
    outputRatio(context, branch, countOf(branch), relative(assumed(branch))),
  );
  const common: Estimating = {
    own: ports.reviewer.model,
    modelOf: ref => portsOf(ports, ref).reviewer.model,
    concurrency: mode === 'sequential' ? 1 : options.policy.concurrency,
    warms: mode === 'sequential' || options.policy.optimize === 'cost',
    ...(mode === 'economy'
      ? { batchShareOf: ref => portsOf(ports, ref).model?.batch?.priceShare }
      : {}),
    synthesis: job.fanIn.kind === 'findings' && options.synthesis && ports.model !== undefined,
    answerTokens: assumed,
    prefixTokens: branch =>
      cachesPrompts(portsOf(ports, branch.model).reviewer.model) &&
      (known.chunks[branch.chunkId]?.tokens ?? 0) >= CACHED_FROM_TOKENS
        ? (known.chunks[branch.chunkId]?.tokens ?? 0) * factorOf(context, branch.model)
        : 0,
    limitsOf: ref => portsOf(ports, ref).pacer.limits?.() ?? [],
    ...(planning ? { planning } : {}),
    checks: checksOf(context, asking, { branches, sent: sent.length }, chunks),
  };
  const cached = branches.length - sent.length;
  const fanIn = fanInRatio(context);
  const pace = paceOf(context);
  const calculated = estimateRun(sent, cached, common);
  const estimate = estimateRun(sent, cached, {
    ...common,
    answerTokens: branch => {
      const by = ratio(branch);
      const { expected } = assumed(branch);
      return spread(level => expected * by[level]);
    },
    tries: perReading(branch => triesOf(context, branch, countOf(branch))),
    inputError: model => inputError(context, model),
    ...(fanIn ? { fanIn } : {}),
    ...(pace ? { pace } : {}),
  });
  const linked = linkedChunks(context);
  if (mode !== 'economy')
    rememberPlan(context, mode, {
      assumedOutput: branch => assumed(branch).expected,
      fanIn: {
        calls: calculated.calls - sent.length,
        input: calculated.inputTokens - sum(sent.map(({ inputTokens }) => inputTokens)),
        output: calculated.outputTokens - sum(sent.map(branch => assumed(branch).expected)),
      },
      seconds: estimate.seconds.expected / (pace?.expected ?? 1),
    });
  return linked ? { ...estimate, linked } : estimate;
}

/** Tokens of a branch's answer before anything is known of its perspective and model. */
function assumedOutput(
  asking: Pick<Context, 'job' | 'options' | 'ports' | 'sourceOf' | 'state'>,
  branch: Branch,
): Spread {
  const { job, ports, sourceOf, state } = asking;
  const chunk = state.chunks[branch.chunkId];
  const source = chunk && sourceOf.get(chunk.sourceId);
  const answer = withThinking(
    (chunk && source && job.answerTokens?.(chunk, source)) ?? OUTPUT_TOKENS,
    portsOf(ports, branch.model).reviewer.model,
  );
  if (!alsoListsFacts(asking, branch)) return answer;
  return spread(level => answer[level] + FACT_TOKENS[level]);
}

/** What a branch's answer is expected to take, by what earlier runs took. */
export function expectedOutput(
  context: Context,
  chunks: Readonly<Record<string, Chunk>>,
): (branch: Branch) => Spread {
  const asking = { ...context, state: { ...context.state, chunks } };
  const ratio = perReading(branch =>
    outputRatio(context, branch, 1, relative(assumedOutput(asking, branch))),
  );
  return branch => {
    const { expected } = assumedOutput(asking, branch);
    const by = ratio(branch);
    return spread(level => expected * by[level]);
  };
}

/** Computed once for every perspective and model. */
function perReading<T>(of: (branch: Branch) => T): (branch: Branch) => T {
  const found = new Map<string, T>();
  return branch => {
    const key = readingOf(branch);
    const before = found.get(key);
    if (before !== undefined) return before;
    const value = of(branch);
    found.set(key, value);
    return value;
  };
}

const relative = ({ low, expected, high }: Spread): Spread =>
  expected > 0
    ? { low: low / expected, expected: 1, high: high / expected }
    : { low: 1, expected: 1, high: 1 };

/** Where our tokenizer is the provider's, tokens are counted exactly; of others the count is calibrated, closely once some were billed. */
function inputError(context: Context, model: ModelInfo): Spread {
  if (model.tokensPerO200k === 1) return around(0.02);
  const isLearned = factorOf(context, model.ref) !== defaultFactor(model);
  return around(isLearned ? 0.04 : 0.15);
}

const around = (error: number): Spread => ({ low: 1 - error, expected: 1, high: 1 + error });

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
