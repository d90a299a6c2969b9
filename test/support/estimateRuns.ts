import { modelReviewer } from '../../src/core/branches/modelReviewer.ts';
import { createPacer } from '../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../src/core/jobs/review/review.ts';
import type { Model, ModelRequest } from '../../src/core/ports/model.ts';
import type { Store } from '../../src/core/ports/ports.ts';
import { run } from '../../src/core/run.ts';
import type { TokenCounter } from '../../src/core/split/tokens/tokens.ts';
import type { Estimate, Usage } from '../../src/core/domain/billing.ts';
import type { ModelInfo } from '../../src/core/domain/model.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { lognormal, uniform } from '../bench/draws.ts';
import { virtualClock } from './virtualClock.ts';

/** What one run was expected to take, and what it took. */
export interface Measured {
  readonly estimate: Estimate;
  readonly costUsd: number;
  /** What it would have cost had every answer been as long as answers to its question are on average. */
  readonly averageUsd: number;
  readonly seconds: number;
  /** Planned and billed input tokens of the branches. */
  readonly planned: number;
  readonly billed: number;
}

export interface Provider {
  readonly info: ModelInfo;
  /** Tokens of the answers: median by perspective, how much answers and documents differ. */
  readonly medians: readonly number[];
  readonly sigma: number;
  readonly documents: number;
  /** Sections of a document, least and most; 30 to 120 when absent. */
  readonly sections?: readonly [number, number];
}

/**
 * Runs of documents of different length over one store, on a virtual clock, each through the whole engine
 * with a provider whose answers vary as real ones do: lognormal lengths that differ by perspective and by
 * document, thinking time, speed that differs from run to run, and an answer in fifty that cannot be used.
 */
export async function estimateRuns(
  provider: Provider,
  runs: number,
  count: TokenCounter,
  seed = 1,
): Promise<Measured[]> {
  const store = memoryStore();
  const measured: Measured[] = [];
  for (let i = 0; i < runs; i += 1) measured.push(await oneRun(provider, store, i, count, seed));
  return measured;
}

async function oneRun(
  provider: Provider,
  store: Store,
  index: number,
  count: TokenCounter,
  seed: number,
): Promise<Measured> {
  const clock = virtualClock();
  const source = documentOf(index, seed, provider.sections);
  const luck = { tokens: 0 };
  const model = modelOf(provider, clock, index, count, seed, luck);
  const prompt = { maxOutputTokens: 8_000 };
  const state = await clock.run(
    run(
      reviewJob,
      [source],
      {
        ...prompt,
        runId: `r${index}`,
        name: source.path,
        skipped: [],
        perspectivesOf: s => reviewJob.perspectivesFor(s.kind),
        chunkTokens: 1_500,
        policy: {
          concurrency: 16,
          onFailure: 'partial',
          maxAttempts: 4,
          optimize: 'speed',
          hedge: false,
          budget: { whenReached: 'stop' },
        },
        synthesis: true,
        consistency: false,
        useCache: true,
        signal: new AbortController().signal,
        onEvent: () => undefined,
      },
      {
        reviewer: modelReviewer(model, reviewJob, prompt),
        model,
        store,
        count,
        clock,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        pacer: createPacer({
          clock,
          concurrency: 16,
          random: () => 0.5,
          limits: { requests: 600, tokens: 400_000 },
        }),
      },
    ),
  );
  const branches = state.branchIds.flatMap(id => state.branches[id] ?? []);
  const starts = branches.map(({ startedAt }) => startedAt ?? Infinity);
  return {
    estimate: state.estimate!,
    costUsd: state.costUsd ?? 0,
    averageUsd: (state.costUsd ?? 0) - (luck.tokens * (provider.info.price?.output ?? 0)) / 1e6,
    seconds: (state.endedAt! - Math.min(...starts)) / 1000,
    planned: sum(branches.map(({ branch }) => branch.inputTokens)),
    billed: sum(
      branches.map(({ outcome }) =>
        outcome?.status === 'succeeded' ? outcome.usage.inputTokens / outcome.attempts : 0,
      ),
    ),
  };
}

const WORDS =
  'the party lease shall notice term not any amount paid when due under this part of each year'.split(
    ' ',
  );

/** Sections of 120 to 400 words. */
function documentOf(
  index: number,
  seed: number,
  [least, most]: readonly [number, number] = [30, 120],
): Source {
  const sections = least + Math.floor(uniform('sections', seed, index) * (most - least));
  const text = Array.from({ length: sections }, (_, s) => {
    const words = 120 + Math.floor(uniform('words', seed, index, s) * 280);
    const body = Array.from(
      { length: words },
      (_word, w) => WORDS[Math.floor(uniform('word', seed, index, s, w) * WORDS.length)],
    );
    return `## Section ${s + 1} of ${index}\n\n${body.join(' ')}.\n\n`;
  }).join('');
  const path = `document-${index}.md`;
  return { id: path, path, kind: 'markdown', languageId: 'markdown', text };
}

function modelOf(
  { info, medians, sigma, documents }: Provider,
  clock: ReturnType<typeof virtualClock>,
  index: number,
  count: TokenCounter,
  seed: number,
  /** Answer tokens above the average, summed up here. */
  luck: { tokens: number },
): Model {
  const document = lognormal(1, documents, 'document', seed, index);
  const speed = lognormal(60, 0.15, 'speed', seed, index);
  let calls = 0;
  const answer = (request: ModelRequest): { text: string; tokens: number } => {
    calls += 1;
    const kind = perspectiveOf(request);
    const isBroken = uniform('broken', seed, index, calls) < 0.02;
    const median = medians[kind % medians.length] ?? 300;
    const tokens = Math.max(
      20,
      Math.round(document * lognormal(median, sigma, seed, index, calls)),
    );
    luck.tokens += tokens - median * Math.exp((sigma ** 2 + documents ** 2) / 2);
    return {
      text: isBroken ? '{"findings": [' : JSON.stringify({ findings: [], assessment: 'Read.' }),
      tokens,
    };
  };
  return {
    info,
    lane: info.ref,
    generate: async (request, { signal, onFirstToken }) => {
      const { text, tokens } = answer(request);
      await clock.sleep(1000 * lognormal(0.8, 0.4, 'first', seed, index, calls), signal);
      onFirstToken?.();
      await clock.sleep((1000 * tokens) / speed, signal);
      const { system, shared, task, schema } = request;
      const usage: Usage = {
        inputTokens: count([system, shared, task, JSON.stringify(schema)].join('\n')),
        outputTokens: tokens,
        cachedTokens: 0,
        cacheWriteTokens: 0,
        estimated: false,
      };
      return { text, usage };
    },
  };
}

/** Which of the perspectives a prompt asks for: by its words. */
const perspectiveOf = ({ task }: ModelRequest): number =>
  reviewJob
    .perspectivesFor('markdown')
    .findIndex(({ instructions }) => task.includes(instructions.slice(0, 60))) + 1;

function memoryStore(): Store {
  const kept = new Map<string, string>();
  return {
    append: () => undefined,
    recall: key => {
      const text = kept.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    remember: (key, value) => void kept.set(key, JSON.stringify(value)),
  };
}

export interface Accuracy {
  /** Share of the runs whose actual lay within low and high. */
  readonly inside: number;
  /** Median of |actual - expected| / actual, of the runs after the first five. */
  readonly medianError: number;
}

export function accuracyOf(
  measured: readonly Measured[],
  of: (one: Measured) => { readonly low: number; readonly expected: number; readonly high: number },
  actual: (one: Measured) => number,
): Accuracy {
  const inside = measured.filter(one => of(one).low <= actual(one) && actual(one) <= of(one).high);
  const errors = measured
    .slice(5)
    .map(one => Math.abs(actual(one) - of(one).expected) / actual(one))
    .sort((a, b) => a - b);
  return {
    inside: inside.length / measured.length,
    medianError: errors[Math.floor(errors.length / 2)] ?? 0,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
