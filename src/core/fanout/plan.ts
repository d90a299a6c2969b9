import { costOf } from '../cost.ts';
import type {
  Branch,
  Chunk,
  Estimate,
  ModelInfo,
  Perspective,
  Price,
  Source,
  Spread,
} from '../types.ts';

/**
 * Answer tokens of one branch: most chunks have little to report, a few have much.
 * Stands in until there is a history of the perspective and model.
 */
export const OUTPUT_TOKENS: Spread = { low: 120, expected: 350, high: 1000 };

/** Tokens of the facts of one chunk, assumed in the same way. */
const FACT_TOKENS: Spread = { low: 150, expected: 500, high: 1500 };

/** Calls of one kind that fan-in makes, as far as can be said before anything is found. */
export interface Checks {
  readonly calls: Spread;
  readonly inputTokens: number;
  /** Of one answer; absent: what is usual. */
  readonly outputTokens?: Spread;
}

/** Seconds to the first token, and tokens per second after it, of a hosted model. */
const FIRST_TOKEN_SECONDS: Spread = { low: 0.6, expected: 1.5, high: 6 };
const TOKENS_PER_SECOND: Spread = { low: 150, expected: 70, high: 25 };

/** Both providers promise a day and say that most batches take less than an hour. */
const BATCH_SECONDS: Spread = { low: 120, expected: 1800, high: 86_400 };

export interface PlanInput {
  readonly sources: readonly Source[];
  readonly chunks: readonly Chunk[];
  readonly perspectivesOf: (source: Source) => readonly Perspective[];
  /** The run's own model, `provider:id`. */
  readonly model: string;
  /** Input tokens that a perspective's prompt adds to its chunk. */
  readonly promptTokens: (perspective: Perspective, model: string) => number;
  /** Tokens the model bills per token counted. */
  readonly tokenFactor: (model: string) => number;
  /** Tokens of the answer on a chunk. */
  readonly answerTokens: (chunk: Chunk, source: Source) => Spread;
}

/** What the call takes that plans the run, expected. */
export interface Planning {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The models a perspective is asked of, each once. */
export const modelsOf = ({ models }: Perspective, own: string): readonly string[] =>
  models && models.length > 0 ? [...new Set(models)] : [own];

/** One branch per chunk, perspective and model, in reading order. */
export function planBranches(input: PlanInput): Branch[] {
  const sources = new Map(input.sources.map(source => [source.id, source]));
  return input.chunks.flatMap(chunk => {
    const source = sources.get(chunk.sourceId);
    if (!source) return [];
    return input.perspectivesOf(source).flatMap(perspective =>
      modelsOf(perspective, input.model).map((model, _at, all) => ({
        id: `${chunk.id}/${perspective.id}${all.length > 1 ? `@${model}` : ''}`,
        chunkId: chunk.id,
        perspectiveId: perspective.id,
        model,
        inputTokens: Math.ceil(
          (chunk.tokens + input.promptTokens(perspective, model)) * input.tokenFactor(model),
        ),
        outputTokens: Math.ceil(input.answerTokens(chunk, source).expected),
      })),
    );
  });
}

/** The halves of a branch whose chunk was too long for the model. */
export function splitBranch(branch: Branch, chunks: readonly [Chunk, Chunk]): Branch[] {
  const overhead = Math.max(0, branch.inputTokens - chunks[0].tokens - chunks[1].tokens);
  return chunks.map(chunk => ({
    ...branch,
    id: chunk.id + branch.id.slice(branch.chunkId.length),
    chunkId: chunk.id,
    inputTokens: chunk.tokens + overhead,
    parentId: branch.id,
  }));
}

/**
 * What the branches will take. Calls and input tokens are counted; answers and time are
 * assumed within a range. `cached` branches are answered from the store and cost nothing.
 * Rules send nothing: no calls, no tokens, no cost.
 */
export function estimateRun(
  branches: readonly Branch[],
  cached: number,
  model: ModelInfo,
  options: {
    readonly concurrency: number;
    readonly synthesis: boolean;
    /** Tokens of a branch's answer; absent: what is usual for a review. */
    readonly answerTokens?: (branch: Branch) => Spread;
    readonly planning?: Planning;
    /** What fan-in will ask beside the summary: how often, with how many input tokens each. */
    readonly checks?: readonly Checks[];
    /** What the model's branches are billed of its list price, when they go through its batch engine. */
    readonly batchShare?: number;
    /** Branches whose answers also list facts. */
    readonly factBranches?: number;
  },
): Estimate {
  if (model.provider === 'offline')
    return {
      calls: 0,
      cached: 0,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: { low: 0, expected: 0, high: 0 },
      seconds: spread(level => branches.length * { low: 0.001, expected: 0.01, high: 0.05 }[level]),
    };
  const extra = options.synthesis && branches.length > 1 ? 1 : 0;
  const { planning, answerTokens = () => OUTPUT_TOKENS } = options;
  const answers = branches.length + extra;
  const { checks = [], factBranches = 0 } = options;
  const checkCalls = (level: keyof Spread): number =>
    Math.round(sum(checks.map(check => check.calls[level])));
  const inputTokens =
    sum(branches.map(branch => branch.inputTokens)) +
    (planning?.inputTokens ?? 0) +
    Math.round(sum(checks.map(check => check.calls.expected * check.inputTokens)));
  const outputTokens =
    Math.ceil(sum(branches.map(branch => answerTokens(branch).expected))) +
    extra * OUTPUT_TOKENS.expected +
    Math.round(sum(checks.map(check => check.calls.expected * answerOf(check).expected))) +
    factBranches * FACT_TOKENS.expected +
    (planning?.outputTokens ?? 0);
  const { price } = model;
  const share = options.batchShare ?? 1;
  const calls = answers + (planning ? 1 : 0) + checkCalls('expected');
  const wavesOf = (n: number): number => Math.ceil(n / Math.max(1, options.concurrency));
  const batched = options.batchShare !== undefined;
  const waves = (batched ? 0 : wavesOf(branches.length)) + extra + (planning ? 1 : 0);
  return {
    calls,
    cached,
    inputTokens,
    outputTokens,
    ...(price
      ? {
          costUsd: spread(level =>
            sum([
              ...branches.map(
                b =>
                  (b.model === model.ref ? share : 1) *
                  callCost(price, b.inputTokens, answerTokens(b)[level]),
              ),
              ...(extra ? [callCost(price, answers * 60, OUTPUT_TOKENS[level] * 2)] : []),
              ...checks.map(
                check =>
                  check.calls[level] * callCost(price, check.inputTokens, answerOf(check)[level]),
              ),
              share * callCost(price, 0, factBranches * FACT_TOKENS[level]),
              ...(planning ? [callCost(price, planning.inputTokens, planning.outputTokens)] : []),
            ]),
          ),
        }
      : {}),
    seconds: spread(
      level =>
        (batched ? BATCH_SECONDS[level] : 0) +
        (waves + wavesOf(checkCalls(level))) *
          (FIRST_TOKEN_SECONDS[level] + OUTPUT_TOKENS[level] / TOKENS_PER_SECOND[level]),
    ),
  };
}

const answerOf = ({ outputTokens }: Checks): Spread => outputTokens ?? OUTPUT_TOKENS;

const callCost = (price: Price, inputTokens: number, outputTokens: number): number =>
  costOf(
    { inputTokens, outputTokens, cachedTokens: 0, cacheWriteTokens: 0, estimated: true },
    price,
  ) ?? 0;

const spread = (of: (level: keyof Spread) => number): Spread => ({
  low: of('low'),
  expected: of('expected'),
  high: of('high'),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
