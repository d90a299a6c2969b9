import { branch, reply, simulate } from '../unit/core/fanout/simulate.ts';
import { lognormal, uniform } from './draws.ts';

/** How evenly the perspectives went through a text. */
export interface Reading {
  readonly slots: number;
  readonly chunks: number;
  readonly cached: boolean;
  /** From this share of the answers on, at least 80 % of the chunks read by any perspective are read by all. */
  readonly from: number;
  /** The same in plain reading order without waits for a prefix: what is bound by the calls under way alone. */
  readonly bound: number;
  /** Chunks that some have read and others not, over the run's time; and the least there can be. */
  readonly partial: number;
  readonly leastPartial: number;
  /** Makespan over the work that all slots share. */
  readonly makespan: number;
  /** Calls that found their prefix cached, of those that could. */
  readonly warm: number;
}

const PERSPECTIVES = ['a', 'b', 'c'];
/** Of the chunks that any perspective has read, those that all have are to be this share. */
const EVEN = 0.8;
/** Ms to the first token, as a share of a call. */
const FIRST = 0.15;

/** Every combination of a short and a long text, few and many slots, with and without cached prefixes. */
export async function reading(): Promise<Reading[]> {
  const results: Reading[] = [];
  for (const chunks of [84, 334])
    for (const slots of [16, 64])
      for (const cached of [true, false]) results.push(await read(chunks, slots, cached));
  return results;
}

export async function read(chunks: number, slots: number, cached: boolean): Promise<Reading> {
  const spans = new Map<string, { started: number; first: number; ms: number; ended: number }[]>();
  const ended: string[] = [];
  const tokens = new Map<string, number>();
  let work = 0;
  let warm = 0;
  const run = await simulate({
    branches: Array.from({ length: chunks }, (_, c) =>
      PERSPECTIVES.map(p =>
        branch(`${c}.${p}`, {
          chunkId: `c${c}`,
          perspectiveId: p,
          inputTokens: 2000 + Math.round(1000 * uniform('size', c)),
          outputTokens: p === 'a' ? 400 : 300,
        }),
      ),
    ).flat(),
    latency: 0,
    script: async (b, _n, call, clock) => {
      const ms = durationOf(b.id, b.perspectiveId);
      const started = clock.now();
      const known = tokens.get(b.chunkId);
      if (known !== undefined && known <= started) warm += 1;
      work += ms;
      await clock.sleep(FIRST * ms);
      if (known === undefined) tokens.set(b.chunkId, clock.now());
      call.onFirstToken?.();
      await clock.sleep((1 - FIRST) * ms);
      const span = { started, first: FIRST * ms, ms, ended: clock.now() };
      spans.set(b.chunkId, [...(spans.get(b.chunkId) ?? []), span]);
      ended.push(b.chunkId);
      return reply();
    },
    policy: { concurrency: slots, ...(cached && { cachesPrefixOf: () => true }) },
  });
  const makespan = run.clock.now();
  const all = [...spans.values()];
  const partial = sum(all.map(of => spread(of.map(s => s.ended)))) / makespan;
  const leastPartial = sum(all.map(of => leastSpread(of, cached))) / makespan;
  const two = (n: number): number => Math.round(100 * n) / 100;
  return {
    slots,
    chunks,
    cached,
    from: two(evenFrom(ended)),
    bound: two(evenFrom(inReadingOrder(chunks, slots))),
    partial: two(partial),
    leastPartial: two(leastPartial),
    makespan: two(makespan / (work / slots)),
    warm: two(warm / (chunks * (PERSPECTIVES.length - 1))),
  };
}

/** From the first answer to the last, had every sibling started with the leader's first token, or all at once. */
function leastSpread(
  spans: readonly { readonly started: number; readonly first: number; readonly ms: number }[],
  cached: boolean,
): number {
  const [leader, ...others] = [...spans].sort((a, b) => a.started - b.started);
  if (!leader) return 0;
  return spread([leader.ms, ...others.map(({ ms }) => (cached ? leader.first : 0) + ms)]);
}

/** Share of the answers after which `EVEN` holds. `ended`: the chunk of each answer, in their order. */
function evenFrom(ended: readonly string[]): number {
  const seen = new Map<string, number>();
  let byAll = 0;
  let from = 0;
  ended.forEach((chunk, i) => {
    const n = (seen.get(chunk) ?? 0) + 1;
    seen.set(chunk, n);
    if (n === PERSPECTIVES.length) byAll += 1;
    if (byAll < EVEN * seen.size) from = (i + 1) / ended.length;
  });
  return from;
}

/** The chunk of each answer when every slot takes the next branch of the text. */
function inReadingOrder(chunks: number, slots: number): string[] {
  const free = new Array<number>(slots).fill(0);
  const answers: { readonly at: number; readonly chunk: string }[] = [];
  for (let c = 0; c < chunks; c += 1)
    for (const p of PERSPECTIVES) {
      const slot = free.indexOf(Math.min(...free));
      const at = (free[slot] ?? 0) + durationOf(`${c}.${p}`, p);
      free[slot] = at;
      answers.push({ at, chunk: `c${c}` });
    }
  return answers.sort((a, b) => a.at - b.at).map(({ chunk }) => chunk);
}

/** Ms: 6 s (lognormal, sigma 0.4), a third longer from the first perspective. */
const durationOf = (id: string, perspective: string): number =>
  lognormal(6000, 0.4, id) * (perspective === PERSPECTIVES[0] ? 4 / 3 : 1);

const spread = (times: readonly number[]): number => Math.max(...times) - Math.min(...times);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
