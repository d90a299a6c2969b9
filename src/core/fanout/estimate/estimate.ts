import { costOf } from '../../domain/cost.ts';
import type { Estimate, ModelShare, Spread } from '../../domain/billing.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Effort, ModelInfo } from '../../domain/model.ts';
import { secondsFor, type CallTime, type RateLimit } from './estimateTime.ts';

/**
 * Answer tokens of one branch: most chunks have little to report, a few have much.
 * Stands in until there is a history of the perspective and model.
 */
export const OUTPUT_TOKENS: Spread = { low: 120, expected: 350, high: 1000 };

/** Tokens of the facts of one chunk, assumed in the same way. */
export const FACT_TOKENS: Spread = { low: 150, expected: 500, high: 1500 };

/**
 * Tokens that a model thinks before an answer when it is asked for an effort, in addition to the answer: assumed until
 * there is a history. By itself a model is taken not to think.
 */
const THINKING_TOKENS: Readonly<Record<Effort, Spread>> = {
  low: { low: 0, expected: 300, high: 1500 },
  medium: { low: 150, expected: 1200, high: 5000 },
  high: { low: 600, expected: 4000, high: 16_000 },
};

/** Tokens of an answer with what a model thinks before it. */
export const withThinking = (answer: Spread, { effort }: Pick<ModelInfo, 'effort'>): Spread =>
  effort === undefined ? answer : spread(level => answer[level] + THINKING_TOKENS[effort][level]);

/** Seconds to the first token, and tokens per second after it, of a hosted model. */
const FIRST_TOKEN_SECONDS: Spread = { low: 0.6, expected: 1.5, high: 6 };
const TOKENS_PER_SECOND: Spread = { low: 150, expected: 70, high: 25 };

/** Both providers promise a day and say that most batches take less than an hour. */
const BATCH_SECONDS: Spread = { low: 120, expected: 1800, high: 86_400 };

export const ONE: Spread = { low: 1, expected: 1, high: 1 };

/** Calls of one kind that fan-in makes, as far as can be said before anything is found. */
export interface Checks {
  readonly calls: Spread;
  readonly inputTokens: number;
  /** Of one answer; absent: what is usual. */
  readonly outputTokens?: Spread;
  /** Who is asked, `provider:id`; absent: the run's own model. */
  readonly model?: string;
  /** How often is known, so that what earlier runs took says nothing. */
  readonly known?: true;
}

/** What the call takes that plans the run, expected. */
export interface Planning {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Estimating {
  /** The run's own model. */
  readonly own: ModelInfo;
  readonly modelOf: (ref: string) => ModelInfo;
  readonly concurrency: number;
  /** Tokens of a branch's answer. */
  readonly answerTokens: (branch: Branch) => Spread;
  /** Calls that a branch takes; absent: one. */
  readonly tries?: (branch: Branch) => Spread;
  /** Billed input tokens per token planned: 1 but for what our count may be wrong by. */
  readonly inputError?: (model: ModelInfo) => Spread;
  /** Tokens of a branch's prompt that its chunk's other branches share in the provider's cache; 0: none. */
  readonly prefixTokens?: (branch: Branch) => number;
  /** Whether branches wait for a sibling that warms the cache. */
  readonly warms?: boolean;
  readonly limitsOf?: (model: string) => readonly RateLimit[];
  readonly synthesis: boolean;
  readonly planning?: Planning;
  /** What fan-in will ask beside the summary: how often, with how many input tokens each. */
  readonly checks?: readonly Checks[];
  /** What fan-in took in earlier runs of what was assumed. */
  readonly fanIn?: { readonly calls: Spread; readonly input: Spread; readonly output: Spread };
  /** Time that earlier runs took of what was calculated. */
  readonly pace?: Spread;
  /** What a model's branches are billed of the list price where they go through a batch engine; else undefined. */
  readonly batchShareOf?: (model: string) => number | undefined;
}

/** What calls of one kind to one model take, at each level; US dollars undefined where the price is not known. */
interface Part {
  readonly model: string;
  readonly calls: Spread;
  readonly inputTokens: Spread;
  readonly outputTokens: Spread;
  readonly costUsd: Spread | undefined;
}

/**
 * What the branches will take. Input tokens are counted; answers, tries and time are what earlier runs
 * took, or assumed within a range. `cached` branches are answered from the store and cost nothing.
 * Rules send nothing: no calls, no tokens, no cost.
 */
export function estimateRun(
  branches: readonly Branch[],
  cached: number,
  options: Estimating,
): Estimate {
  const { own } = options;
  if (own.provider === 'offline')
    return {
      calls: 0,
      cached: 0,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: { low: 0, expected: 0, high: 0 },
      seconds: spread(level => branches.length * { low: 0.001, expected: 0.01, high: 0.05 }[level]),
    };
  const lanes = [...Map.groupBy(branches, ({ model }) => model)];
  const read = lanes.map(([ref, asked]) => partOf(options.modelOf(ref), asked, options));
  const after = fanInParts(branches.length, options);
  const parts = [...read, ...after];
  const all = totalOf(parts);
  const models = new Set(parts.map(({ model }) => model));
  return {
    calls: Math.round(all.calls.expected),
    cached,
    inputTokens: Math.round(all.inputTokens.expected),
    outputTokens: Math.round(all.outputTokens.expected),
    ranges: {
      calls: rounded(all.calls),
      inputTokens: rounded(all.inputTokens),
      outputTokens: rounded(all.outputTokens),
    },
    ...(all.costUsd ? { costUsd: all.costUsd } : {}),
    seconds: secondsOf(lanes, after, options),
    ...atOnceOf(read, after, options),
    ...(models.size > 1
      ? {
          byModel: [...models].map(ref =>
            shareOf(
              ref,
              parts.filter(({ model }) => model === ref),
            ),
          ),
        }
      : {}),
  };
}

function partOf(model: ModelInfo, branches: readonly Branch[], options: Estimating): Part {
  const { answerTokens, tries = () => ONE, inputError = () => ONE } = options;
  const batchShare = options.batchShareOf?.(model.ref);
  const { price } = model;
  const error = inputError(model);
  const prefixes =
    batchShare === undefined ? warmPrefixes(branches, options) : new Map<Branch, Prefix>();
  const each = branches.map(branch => ({
    branch,
    output: answerTokens(branch),
    tries: tries(branch),
    prefix: prefixes.get(branch),
  }));
  const costAt = (level: keyof Spread): number =>
    sum(
      each.map(({ branch, output, tries: tried, prefix }) => {
        const usage = {
          inputTokens: branch.inputTokens * error[level],
          outputTokens: 0,
          cachedTokens: prefix?.read[level] ?? 0,
          cacheWriteTokens: prefix?.written[level] ?? 0,
          estimated: true,
        };
        const input = costOf(usage, price) ?? 0;
        const whole = costOf({ ...usage, outputTokens: output[level] }, price) ?? 0;
        return input * tried[level] + whole - input;
      }),
    );
  const share = batchShare ?? 1;
  return {
    model: model.ref,
    calls: spread(level => sum(each.map(({ tries: tried }) => tried[level]))),
    inputTokens: spread(level =>
      sum(each.map(({ branch, tries: t }) => branch.inputTokens * error[level] * t[level])),
    ),
    outputTokens: spread(level => sum(each.map(({ output }) => output[level]))),
    costUsd: price && spread(level => share * costAt(level)),
  };
}

interface Prefix {
  readonly read: Spread;
  readonly written: Spread;
}

/**
 * What the provider's cache will hold: the first branch of a chunk writes the prefix, the others read it
 * once it is warm. Unless they wait for that, calls that start together with the first find it cold.
 */
function warmPrefixes(
  branches: readonly Branch[],
  { prefixTokens = () => 0, concurrency, warms = false }: Estimating,
): ReadonlyMap<Branch, Prefix> {
  const found = new Map<Branch, Prefix>();
  const groups = [...Map.groupBy(branches, ({ chunkId }) => chunkId).values()].filter(
    ([first, second]) => first && second && prefixTokens(first) > 0,
  );
  const followers = sum(groups.map(group => group.length - 1));
  const cold = warms ? 0 : Math.max(0, concurrency - groups.length);
  const warm = followers === 0 ? 0 : Math.max(0, 1 - cold / followers);
  for (const [leader, ...siblings] of groups) {
    if (!leader) continue;
    const prefix = prefixTokens(leader);
    found.set(leader, { read: flat(0), written: flat(prefix) });
    for (const sibling of siblings) {
      const own = Math.min(prefix, sibling.inputTokens);
      const coldest = warms ? own : 0;
      const read = { low: own, expected: own * warm, high: coldest };
      found.set(sibling, { read, written: spread(level => own - read[level]) });
    }
  }
  return found;
}

/** The planning call, the checks and the summary. */
function fanInParts(branches: number, options: Estimating): Part[] {
  const { own, modelOf, synthesis, planning, checks = [], fanIn } = options;
  // What earlier runs took has its own range; what is assumed has none but the assumption's.
  const levels = (of: Spread): Spread => (fanIn ? flat(of.expected) : of);
  const ratio = fanIn ?? { calls: ONE, input: ONE, output: ONE };
  const part = (
    model: ModelInfo,
    often: Spread,
    input: Spread,
    answer: Spread,
    known = false,
  ): Part => {
    const by = known ? { calls: ONE, input: ONE, output: ONE } : ratio;
    const calls = levels(often);
    const whole = withThinking(answer, model);
    const output = known ? whole : levels(whole);
    const total = (tokens: Spread, share: Spread): Spread =>
      spread(level => calls[level] * tokens[level] * share[level]);
    const inputTokens = total(input, by.input);
    const outputTokens = total(output, by.output);
    const cost = (level: keyof Spread): number =>
      costOf(usageOf(inputTokens[level], outputTokens[level]), withoutTiers(model)) ?? 0;
    return {
      model: model.ref,
      calls: spread(level => calls[level] * by.calls[level]),
      inputTokens,
      outputTokens,
      costUsd: model.price && spread(cost),
    };
  };
  const summary = synthesis && branches > 1;
  return [
    ...(planning
      ? [
          part(
            own,
            ONE,
            flat(planning.inputTokens / ratio.input.expected),
            flat(planning.outputTokens / ratio.output.expected),
          ),
        ]
      : []),
    ...checks.map(({ calls, inputTokens, outputTokens = OUTPUT_TOKENS, model, known }) =>
      part(
        model === undefined ? own : modelOf(model),
        calls,
        flat(inputTokens),
        outputTokens,
        known,
      ),
    ),
    ...(summary ? [part(own, ONE, flat(branches * SUMMARY_TOKENS), doubled(OUTPUT_TOKENS))] : []),
  ];
}

/** Tokens of the summary's prompt per branch it sums up: assumed. */
const SUMMARY_TOKENS = 60;

/** Fan-in's calls are short: each stays in the first tier, whatever their sum. */
const withoutTiers = ({ price }: ModelInfo): ModelInfo['price'] => {
  if (!price) return undefined;
  const { threshold: _threshold, above: _above, ...first } = price;
  return first;
};

/** The models' branches run side by side, batches before the rest; fan-in comes after all of them. */
function secondsOf(
  lanes: readonly (readonly [string, readonly Branch[]])[],
  after: readonly Part[],
  options: Estimating,
): Spread {
  const {
    answerTokens,
    tries = () => ONE,
    concurrency,
    limitsOf = () => [],
    batchShareOf,
  } = options;
  const { pace = PACE } = options;
  const durationOf = (output: Spread): CallTime => ({
    seconds: spread(
      level => FIRST_TOKEN_SECONDS.expected + output[level] / TOKENS_PER_SECOND.expected,
    ),
  });
  const isBatched = (ref: string): boolean => batchShareOf?.(ref) !== undefined;
  const live = lanes
    .filter(([ref]) => !isBatched(ref))
    .map(([ref, branches]) =>
      secondsFor(
        branches.map(branch => {
          const output = answerTokens(branch);
          return { ...durationOf(output), tries: tries(branch), input: branch.inputTokens, output };
        }),
        { concurrency, limits: limitsOf(ref) },
      ),
    );
  const batched = lanes.some(([ref]) => isBatched(ref)) ? BATCH_SECONDS : flat(0);
  const closing = after.map(({ calls, outputTokens }) =>
    spread(level => {
      if (calls[level] === 0) return 0;
      const { seconds } = durationOf(flat(outputTokens[level] / calls[level]));
      return Math.ceil(calls[level] / Math.max(1, concurrency)) * seconds[level];
    }),
  );
  return spread(level => {
    const longest = Math.max(0, ...live.map(seconds => seconds[level]));
    const calculated = longest + sum(closing.map(seconds => seconds[level]));
    // What is asked at once waits until the batches are done; a provider's promise has no pace of ours.
    return batched[level] + calculated * pace[level];
  });
}

/** How far a hosted model's speed is from what is assumed: from idle to busy. */
const PACE: Spread = { low: 0.4, expected: 1, high: 3 };

const shareOf = (model: string, parts: readonly Part[]): ModelShare => {
  const { calls, inputTokens, outputTokens, costUsd } = totalOf(parts);
  return {
    model,
    calls: Math.round(calls.expected),
    inputTokens: Math.round(inputTokens.expected),
    outputTokens: Math.round(outputTokens.expected),
    ...(costUsd ? { costUsd } : {}),
  };
};

/** Calls billed at list price in batch mode: fan-in, and models without a batch API. */
function atOnceOf(
  read: readonly Part[],
  after: readonly Part[],
  { batchShareOf }: Estimating,
): Pick<Estimate, 'atOnce'> {
  if (!batchShareOf) return {};
  const parts = [...read.filter(({ model }) => batchShareOf(model) === undefined), ...after];
  const { calls, costUsd } = totalOf(parts);
  const expected = Math.round(calls.expected);
  return expected === 0 ? {} : { atOnce: { calls: expected, ...(costUsd ? { costUsd } : {}) } };
}

/** The price of the whole is unknown where that of a part is. */
function totalOf(parts: readonly Part[]): Omit<Part, 'model'> {
  const add = (of: (part: Part) => Spread): Spread =>
    spread(level => sum(parts.map(part => of(part)[level])));
  return {
    calls: add(part => part.calls),
    inputTokens: add(part => part.inputTokens),
    outputTokens: add(part => part.outputTokens),
    costUsd: parts.every(({ costUsd }) => costUsd) ? add(part => part.costUsd ?? ONE) : undefined,
  };
}

const usageOf = (inputTokens: number, outputTokens: number) => ({
  inputTokens,
  outputTokens,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: true,
});

export const flat = (value: number): Spread => ({ low: value, expected: value, high: value });

const doubled = (of: Spread): Spread => spread(level => 2 * of[level]);

export const spread = (of: (level: keyof Spread) => number): Spread => ({
  low: of('low'),
  expected: of('expected'),
  high: of('high'),
});

const rounded = (of: Spread): Spread => spread(level => Math.round(of[level]));

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
