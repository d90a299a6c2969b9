import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fork } from 'node:child_process';
import OpenAI from 'openai';
import pLimit from 'p-limit';
import { systemClock } from '../../src/core/clock.ts';
import { createBudget } from '../../src/core/fanout/budget.ts';
import { fanOut } from '../../src/core/fanout/fanOut.ts';
import { createPacer } from '../../src/core/fanout/pacing/pacer.ts';
import { createRecorder } from '../../src/core/run/record.ts';
import { applyEvent } from '../../src/core/state/applyEvent.ts';
import { emptyState, type RunState } from '../../src/core/state/runState.ts';
import type { Reply } from '../../src/core/ports/ports.ts';
import { createModel } from '../../src/models/createModel.ts';
import { openStore } from '../../src/store/openStore.ts';
import type { Branch } from '../../src/core/domain/branch.ts';

export type Tool = 'fanout' | 'p-limit' | 'fetch';
export type Network = 'none' | 'http';

export interface BranchCost {
  readonly tool: Tool;
  readonly network: Network;
  /** Per branch, microseconds. */
  readonly cpuUs: number;
  readonly wallUs: number;
  /** At its highest, garbage that waits for its collection included. */
  readonly heapGrowthMb: number;
  /** What is held at the end, when the garbage is collected. */
  readonly heldMb: number;
  readonly maxRssMb: number;
  /** 99th percentile of the event loop's delay, ms. */
  readonly loopP99Ms: number;
}

const COUNT = 10_000;
const CAP = 64;
const LATENCY_MS = 2;
const ANSWER = '{"findings":[],"assessment":"sound"}';

/** W5: 10,000 branches of 2 ms, in a process of their own. */
export function branchCost(tool: Tool, network: Network): Promise<BranchCost> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['measure', tool, network], {
      execArgv: ['--no-warnings', '--expose-gc'],
    });
    child.once('message', message => resolve(message as BranchCost));
    child.once('exit', code => reject(new Error(`the ${tool} bench ended with ${code}`)));
  });
}

async function measure(tool: Tool, network: Network): Promise<BranchCost> {
  const server = network === 'http' ? await startServer() : undefined;
  const url = server ? `http://127.0.0.1:${server.port}/v1` : '';
  await (tool === 'fanout' ? ours(url, 200) : other(tool, url, 200));
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  let heapMost = heapBefore;
  const sampler = setInterval(() => {
    heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
  }, 50);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const held = await (tool === 'fanout' ? ours(url, COUNT) : other(tool, url, COUNT));
  const { user, system } = process.cpuUsage(cpu);
  const wallMs = performance.now() - wall;
  loop.disable();
  clearInterval(sampler);
  server?.stop();
  globalThis.gc?.();
  const heldMb = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
  // Read after the collection, so that the run's state is not collected before.
  if (held && held.branchIds.length !== COUNT) throw new Error('branches were lost');
  return {
    tool,
    network,
    cpuUs: (user + system) / COUNT,
    wallUs: (wallMs * 1_000) / COUNT,
    heapGrowthMb: (heapMost - heapBefore) / 2 ** 20,
    heldMb,
    maxRssMb: process.resourceUsage().maxRSS / 1_024,
    loopP99Ms: loop.percentile(99) / 1e6,
  };
}

const nap = (): Promise<void> => new Promise(resolve => setTimeout(resolve, LATENCY_MS));

async function other(tool: Tool, url: string, count: number): Promise<void> {
  const limit = pLimit(CAP);
  const client = new OpenAI({
    apiKey: 'sk-bench',
    baseURL: url || 'http://127.0.0.1',
    logLevel: 'off',
  });
  const call = async (): Promise<void> => {
    if (!url) return nap();
    const body = { model: 'sim', messages: [{ role: 'user' as const, content: 'part' }] };
    if (tool === 'p-limit') {
      await client.chat.completions.create(body);
      return;
    }
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    await response.json();
  };
  await Promise.all(Array.from({ length: count }, () => limit(call)));
}

/** With the fold and, over HTTP, with the real model and the store: what a run does for each branch. */
async function ours(url: string, count: number): Promise<RunState> {
  const folder = url ? mkdtempSync(join(tmpdir(), 'fanout-cost-')) : '';
  const store = url ? await openStore(folder) : undefined;
  const model =
    url === ''
      ? undefined
      : createModel('compatible:sim', { apiKey: '', baseUrl: url, clock: systemClock });
  const pacer = createPacer({ clock: systemClock, concurrency: CAP });
  const branches = Array.from({ length: count }, (_, i): Branch => ({
    id: `b${i}`,
    chunkId: `c${i}`,
    perspectiveId: 'tone',
    model: 'compatible:sim',
    inputTokens: 300 + (i % 97),
    outputTokens: 60,
  }));
  const state = applyEvent(emptyState(), {
    type: 'run.planned',
    at: 0,
    branches,
    estimate: { calls: count, cached: 0, inputTokens: 0, outputTokens: 0, seconds: NO_TIME },
  });
  store?.begin({ id: 'bench', job: 'review', name: 'bench', startedAt: Date.now() }, [], null);
  const record = createRecorder({
    clock: systemClock,
    store: events => store?.append('bench', events),
    show: event => void applyEvent(state, event),
    onFailure: error => {
      throw error;
    },
  });
  await fanOut({
    branches,
    attempt: async (_branch, call): Promise<Reply> => {
      const answer = { findings: [], assessment: 'sound', dropped: 0 };
      if (!model) {
        await nap();
        return { answer, usage: USAGE };
      }
      const { usage, limits } = await model.generate(
        {
          system: 'Review.',
          shared: 'part',
          task: 'Review it.',
          schema: { type: 'object' },
          schemaName: 'answer',
          maxOutputTokens: 256,
        },
        call,
      );
      return { answer, usage, ...(limits && { limits }) };
    },
    succeed: (_branch, { answer }, bill) => ({
      status: 'succeeded',
      findings: [],
      assessment: answer.assessment,
      dropped: 0,
      ...bill,
      cached: false,
    }),
    split: () => undefined,
    pacerOf: () => pacer,
    policy: {
      concurrency: CAP,
      onFailure: 'partial',
      maxAttempts: 4,
      optimize: 'speed',
      hedge: false,
      budget: {},
    },
    budget: createBudget({}),
    clock: systemClock,
    signal: new AbortController().signal,
    emit: record.emit,
  });
  record.flush();
  store?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
  return state;
}

const NO_TIME = { low: 0, expected: 0, high: 0 };

const USAGE = {
  inputTokens: 300,
  outputTokens: 60,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
};

/** In a process of its own, so that its work is not counted. */
function startServer(): Promise<{ readonly port: number; readonly stop: () => void }> {
  return new Promise(resolve => {
    const child = fork(import.meta.filename, ['serve'], { execArgv: ['--no-warnings'] });
    child.once('message', port => resolve({ port: port as number, stop: () => child.kill() }));
  });
}

function serve(): void {
  const usage = { prompt_tokens: 300, completion_tokens: 60, total_tokens: 360 };
  const base = { id: 'c', created: 1, model: 'sim' };
  const whole = JSON.stringify({
    ...base,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: ANSWER }, finish_reason: 'stop' }],
    usage,
  });
  const event = (more: object): string =>
    `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', ...more })}\n\n`;
  const stream =
    event({ choices: [{ index: 0, delta: { content: ANSWER }, finish_reason: null }] }) +
    event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) +
    event({ choices: [], usage }) +
    'data: [DONE]\n\n';
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', piece => (body += piece));
    request.on('end', () =>
      setTimeout(() => {
        const streamed = body.includes('"stream":true');
        response.setHeader('content-type', streamed ? 'text/event-stream' : 'application/json');
        response.end(streamed ? stream : whole);
      }, LATENCY_MS),
    );
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

const [role, tool, network] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && role === 'serve') serve();
if (process.argv[1] === import.meta.filename && role === 'measure')
  void measure(tool as Tool, network as Network).then(result => {
    process.send?.(result, () => process.exit(0));
  });
