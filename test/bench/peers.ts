import { ChatOpenAI } from '@langchain/openai';
import Bottleneck from 'bottleneck';
import OpenAI from 'openai';
import pLimit from 'p-limit';
import PQueue from 'p-queue';
import type { VirtualClock } from '../support/virtualClock.ts';
import type { Driver, World } from './drivers.ts';
import { chargedTokens, promptOf, SYSTEM, type Job } from './jobs.ts';

const BASE_URL = 'https://sim.example/v1';

export interface Peer {
  readonly name: string;
  /** Most calls at once when the workload sets no cap. */
  readonly driver: Driver;
}

/** What people use today, as their documentation shows it. */
export const PEERS: readonly Peer[] = [
  { name: 'p-limit(16) + SDK', driver: limited(16) },
  { name: 'p-limit(64) + SDK', driver: limited(64) },
  { name: 'p-queue, 60 s window', driver: queued(60) },
  { name: 'p-queue, 1 s window', driver: queued(1) },
  { name: 'bottleneck', driver: bottleneck },
  { name: 'LangChain batch(64)', driver: langchain },
  { name: 'cookbook port', driver: cookbook },
];

const clientOf = (world: World, maxRetries?: number): OpenAI =>
  new OpenAI({
    apiKey: 'sk-bench',
    baseURL: BASE_URL,
    timeout: world.timeoutMs,
    logLevel: 'off',
    fetch: (input, init) => globalThis.fetch(input, init),
    ...(maxRetries === undefined ? {} : { maxRetries }),
  });

async function ask(client: OpenAI, job: Job): Promise<void> {
  const answer = await client.chat.completions.create({
    model: 'sim',
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: promptOf(job) },
    ],
    max_completion_tokens: job.maxTokens,
  });
  usable(answer.choices[0]?.message.content);
}

function usable(text: unknown): void {
  if (typeof text !== 'string') throw new Error('no text');
  JSON.parse(text);
}

/** Runs all, and tells which failed. */
async function failedOf(jobs: readonly Job[], run: (job: Job) => Promise<unknown>): Promise<Job[]> {
  const settled = await Promise.allSettled(jobs.map(run));
  return jobs.filter((_, i) => settled[i]?.status === 'rejected');
}

function limited(cap: number): Driver {
  return (jobs, world) => {
    const client = clientOf(world);
    // A cap that the workload sets holds for every tool.
    const limit = pLimit(world.needed ? cap : world.cap);
    return failedOf(jobs, job => limit(() => ask(client, job)));
  };
}

/** Requests that fit a window of this many seconds, by the limit that binds. */
function perWindow(jobs: readonly Job[], world: World, seconds: number): number {
  if (!world.needed) return Infinity;
  const mean = jobs.reduce((sum, job) => sum + chargedTokens(job), 0) / jobs.length;
  const { requestsPerMinute, tokensPerMinute = Infinity } = world.needed;
  const perMinute = Math.min(requestsPerMinute, tokensPerMinute / mean);
  return Math.max(1, Math.floor((perMinute * seconds) / 60));
}

function queued(seconds: number): Driver {
  return (jobs, world) => {
    const client = clientOf(world);
    const queue = new PQueue({
      concurrency: world.cap,
      interval: seconds * 1_000,
      intervalCap: perWindow(jobs, world, seconds),
    });
    return failedOf(jobs, job => queue.add(() => ask(client, job)));
  };
}

async function bottleneck(jobs: readonly Job[], world: World): Promise<Job[]> {
  const client = clientOf(world);
  const perMinute = perWindow(jobs, world, 60);
  const limiter = new Bottleneck({
    maxConcurrent: world.cap,
    ...(perMinute < Infinity && {
      reservoir: perMinute,
      reservoirIncreaseInterval: 5_000,
      reservoirIncreaseAmount: Math.max(1, Math.floor(perMinute / 12)),
      reservoirIncreaseMaximum: perMinute,
    }),
  });
  const failed = await failedOf(jobs, job => limiter.schedule(() => ask(client, job)));
  await limiter.disconnect();
  return failed;
}

async function langchain(jobs: readonly Job[], world: World): Promise<Job[]> {
  const model = new ChatOpenAI({
    apiKey: 'sk-bench',
    model: 'sim',
    maxTokens: 256,
    maxConcurrency: Math.min(world.cap, world.needed ? 64 : world.cap),
    timeout: world.timeoutMs,
    configuration: { baseURL: BASE_URL, fetch: (input, init) => globalThis.fetch(input, init) },
  });
  const prompts = jobs.map(
    job =>
      [
        ['system', SYSTEM],
        ['human', promptOf(job)],
      ] as [string, string][],
  );
  const answers = await model.batch(prompts, {}, { returnExceptions: true });
  return jobs.filter((_, i) => {
    const answer: unknown = answers[i];
    if (answer === undefined || answer instanceof Error) return true;
    try {
      usable((answer as { readonly content?: unknown }).content);
      return false;
    } catch {
      return true;
    }
  });
}

/**
 * The idea of OpenAI's cookbook script for parallel requests: two buckets that refill continuously and
 * start full, retries first, five tries, and 15 s of silence after a rate limit.
 */
async function cookbook(jobs: readonly Job[], world: World): Promise<Job[]> {
  const { clock } = world;
  const client = clientOf(world, 0);
  const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = world.needed ?? {};
  const buckets = { requests: requestsPerMinute, tokens: tokensPerMinute, at: clock.now() };
  const queue = jobs.map(job => ({ job, tries: 5 }));
  const again: { job: Job; tries: number }[] = [];
  const failed: Job[] = [];
  let active = 0;
  let quietUntil = 0;
  while (queue.length > 0 || again.length > 0 || active > 0) {
    const next = again[0] ?? queue[0];
    refill(buckets, requestsPerMinute, tokensPerMinute, clock);
    const fits = next && buckets.requests >= 1 && buckets.tokens >= chargedTokens(next.job);
    if (fits && active < world.cap && clock.now() >= quietUntil) {
      if (again[0] === next) again.shift();
      else queue.shift();
      buckets.requests -= 1;
      buckets.tokens -= chargedTokens(next.job);
      active += 1;
      void ask(client, next.job)
        .catch((error: unknown) => {
          if ((error as { status?: number }).status === 429) quietUntil = clock.now() + 15_000;
          if (next.tries > 1) again.push({ ...next, tries: next.tries - 1 });
          else failed.push(next.job);
        })
        .finally(() => {
          active -= 1;
        });
    }
    await clock.sleep(fits ? 1 : 10);
  }
  return failed;
}

function refill(
  buckets: { requests: number; tokens: number; at: number },
  requestsPerMinute: number,
  tokensPerMinute: number,
  clock: VirtualClock,
): void {
  const minutes = (clock.now() - buckets.at) / 60_000;
  if (minutes === 0) return;
  buckets.requests = Math.min(requestsPerMinute, buckets.requests + minutes * requestsPerMinute);
  buckets.tokens = Math.min(tokensPerMinute, buckets.tokens + minutes * tokensPerMinute);
  buckets.at = clock.now();
}
