import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RecursiveChunker, Tokenizer } from '@chonkiejs/core';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { countTokens, decode, encode } from 'gpt-tokenizer/encoding/o200k_base';
import createMarkdown from 'markdown-it';
import { systemClock } from '../../src/core/clock.ts';
import { yieldToEventLoop } from '../../src/core/yieldToEventLoop.ts';
import { split as splitSource } from '../../src/core/split/split.ts';
import { loadTokenCounter } from '../../src/core/split/tokens/tokens.ts';
import type { Range } from '../../src/core/domain/range.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { markdownOf, oneFunctionOf, oneLineOf } from './splitTexts.ts';

/** The product's own default. */
const BUDGET = 3000;

export interface SplitResult {
  readonly text: string;
  readonly tool: string;
  readonly characters: number;
  /** Of the main thread's own work: what others do on the machine is not in it. */
  readonly ms: number;
  /** Time over that of one Markdown parse and one tokenizer pass of the same text, in the same run. */
  readonly ratio: number;
  /** Most work, in ms, between two turns of the event loop. */
  readonly longestBlockMs: number;
  /** Longest delay of the event loop in ms of real time: on a busy machine others' work is in it. */
  readonly loopDelayMs: number;
  readonly chunks: number;
  readonly overBudget: number;
  /** Characters that are not white space and in no chunk. */
  readonly lost: number;
  readonly cutsInWords: number;
  readonly cutsInFences: number;
  readonly cutsInRows: number;
}

type Tool = (text: string, kind: Source['kind']) => Promise<readonly Range[]>;

const ours: Tool = async (text, kind) =>
  splitSource(
    {
      id: 's',
      path: 's',
      kind,
      languageId: kind === 'code' ? 'javascript' : 'markdown',
      text,
    },
    { maxTokens: BUDGET, count: await loadTokenCounter(), pause: yieldToEventLoop(systemClock) },
  );

const plainCount = (text: string): number =>
  countTokens(text, { disallowedSpecial: new Set<string>() });

const langchain: Tool = async (text, kind) => {
  const splitter = RecursiveCharacterTextSplitter.fromLanguage(
    kind === 'code' ? 'js' : 'markdown',
    { chunkSize: BUDGET, chunkOverlap: 0, lengthFunction: plainCount },
  );
  // It returns texts without their places: each is looked for after the one before it.
  let from = 0;
  return (await splitter.splitText(text)).flatMap(part => {
    const start = text.indexOf(part, from);
    if (start < 0) return [];
    from = start + part.length;
    return [{ start, end: from }];
  });
};

class O200k extends Tokenizer {
  override countTokens(text: string): number {
    return plainCount(text);
  }
  override encode(text: string): number[] {
    return encode(text, { disallowedSpecial: new Set<string>() });
  }
  override decode(tokens: number[]): string {
    return decode(tokens);
  }
}

const chonkie: Tool = async text => {
  const chunker = await RecursiveChunker.create({ chunkSize: BUDGET, tokenizer: new O200k() });
  return (await chunker.chunk(text)).map(({ startIndex, endIndex }) => ({
    start: startIndex,
    end: endIndex,
  }));
};

const TOOLS: Readonly<Record<string, Tool>> = {
  fanout: ours,
  '@langchain/textsplitters': langchain,
  '@chonkiejs/core': chonkie,
};

const markdown = createMarkdown('commonmark').enable('table');

/** CPU milliseconds of this thread so far. */
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of the least that any splitter by structure and tokens has to do. */
function leastWork(text: string): number {
  const began = cpuMs();
  markdown.parse(text, {});
  // A tokenizer's cost grows with the square of an unbroken run, so it gets the text in lines.
  for (let at = 0; at < text.length; at += 8192) plainCount(text.slice(at, at + 8192));
  return cpuMs() - began;
}

setFlagsFromString('--expose-gc');
/** So that no tool pays for what the one before it left behind. */
const collectGarbage = runInNewContext('gc') as () => void;

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ value: T; ms: number; longestBlockMs: number; loopDelayMs: number }> {
  collectGarbage();
  let last = cpuMs();
  let longestBlockMs = 0;
  const tick = (): void => {
    const now = cpuMs();
    longestBlockMs = Math.max(longestBlockMs, now - last);
    last = now;
  };
  const ticker = setInterval(tick, 1);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = cpuMs();
  const value = await work();
  const ms = cpuMs() - began;
  tick();
  clearInterval(ticker);
  // What never let go is seen by the monitor only afterwards.
  await systemClock.sleep(5);
  delay.disable();
  return { value, ms, longestBlockMs, loopDelayMs: delay.max / 1e6 };
}

interface Marks {
  readonly fences: readonly Range[];
  readonly rows: readonly Range[];
}

/** Fences and table rows that fit a chunk: a cut inside one is never needed. */
function marksOf(text: string): Marks {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const fences: Range[] = [];
  const rows: Range[] = [];
  for (const token of markdown.parse(text, {})) {
    if (!token.map || (token.type !== 'fence' && token.type !== 'tr_open')) continue;
    const start = starts[token.map[0]]!;
    const end = (starts[token.map[1]] ?? text.length + 1) - 1;
    if (plainCount(text.slice(start, end)) <= BUDGET)
      (token.type === 'fence' ? fences : rows).push({ start, end });
  }
  return { fences, rows };
}

function judge(text: string, chunks: readonly Range[], { fences, rows }: Marks) {
  const cuts = [...new Set(chunks.flatMap(c => [c.start, c.end]))].filter(
    at => at > 0 && at < text.length,
  );
  const isWord = (at: number) => /[\p{L}\p{N}]/u.test(text[at] ?? '');
  const within = (ranges: readonly Range[]) => {
    const hit = new Set<number>();
    for (const at of cuts) {
      let low = 0;
      let high = ranges.length;
      while (low < high) {
        const mid = (low + high) >>> 1;
        if (ranges[mid]!.end <= at) low = mid + 1;
        else high = mid;
      }
      if (ranges[low] && ranges[low]!.start < at) hit.add(low);
    }
    return hit.size;
  };
  let lost = 0;
  let from = 0;
  for (const chunk of [...chunks, { start: text.length, end: text.length }]) {
    for (let i = from; i < chunk.start; i++) if (!/\s/.test(text[i]!)) lost++;
    from = Math.max(from, chunk.end);
  }
  return {
    chunks: chunks.length,
    overBudget: chunks.filter(c => plainCount(text.slice(c.start, c.end)) > BUDGET).length,
    lost,
    cutsInWords: cuts.filter(at => isWord(at - 1) && isWord(at)).length,
    cutsInFences: within(fences),
    cutsInRows: within(rows),
  };
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly kind: Source['kind'];
}

const CASES: readonly Case[] = [
  { name: 'Markdown 100 KB', text: markdownOf(100_000, 1), kind: 'markdown' },
  { name: 'Markdown 1.1 MB', text: markdownOf(1_100_000, 2), kind: 'markdown' },
  { name: 'Markdown 10 MB', text: markdownOf(10_000_000, 3), kind: 'markdown' },
  { name: 'one function 2 MB', text: oneFunctionOf(2_000_000, 4), kind: 'code' },
  { name: 'one line 2.5 MB', text: oneLineOf(2_500_000, 5), kind: 'markdown' },
];

/** Splits generated texts (and `file`, a Markdown file) with our splitter and its peers. */
export async function split(file?: string): Promise<readonly SplitResult[]> {
  const cases = file
    ? [
        { name: basename(file), text: readFileSync(file, 'utf8'), kind: 'markdown' as const },
        ...CASES,
      ]
    : CASES;
  // Code and tables that run for the first time are slower for everybody.
  const warm = markdownOf(300_000, 99);
  leastWork(warm);
  for (const tool of Object.values(TOOLS)) await tool(warm, 'markdown');
  const results: SplitResult[] = [];
  for (const { name, text, kind } of cases) {
    leastWork(text.slice(0, 100_000));
    const least = leastWork(text);
    const marks = kind === 'markdown' ? marksOf(text) : { fences: [], rows: [] };
    for (const [tool, run] of Object.entries(TOOLS)) {
      const { value, ms, longestBlockMs, loopDelayMs } = await timed(() => run(text, kind));
      results.push({
        text: name,
        tool,
        characters: text.length,
        ms,
        ratio: ms / least,
        longestBlockMs,
        loopDelayMs,
        ...judge(text, value, marks),
      });
    }
  }
  return results;
}

/** Time per character at 10 MB over that at 100 KB: 1 is linear. */
export function growth(results: readonly SplitResult[], tool = 'fanout'): number {
  const perCharacter = (name: string): number => {
    const found = results.find(r => r.text === name && r.tool === tool);
    return found ? found.ms / found.characters : NaN;
  };
  return perCharacter('Markdown 10 MB') / perCharacter('Markdown 100 KB');
}

/** One line a result, the bars beside our own. */
export function splitTable(results: readonly SplitResult[]): string {
  const head =
    'text                 tool                       ms      x least  block ms delay ms  chunks  over  lost    in words  fences  rows';
  const rows = results.map(r =>
    [
      r.text.padEnd(20),
      r.tool.padEnd(24),
      r.ms.toFixed(0).padStart(7),
      r.ratio.toFixed(2).padStart(9),
      r.longestBlockMs.toFixed(0).padStart(9),
      r.loopDelayMs.toFixed(0).padStart(8),
      String(r.chunks).padStart(7),
      String(r.overBudget).padStart(5),
      String(r.lost).padStart(7),
      String(r.cutsInWords).padStart(9),
      String(r.cutsInFences).padStart(7),
      String(r.cutsInRows).padStart(5),
    ].join(' '),
  );
  return [
    head,
    ...rows,
    `bars for fanout: Markdown 1.1 MB at most 2.00 x least; no block over 50 ms; nothing lost, nothing over ${BUDGET} tokens`,
    `growth 100 KB to 10 MB, time per character: ${growth(results).toFixed(2)}`,
  ].join('\n');
}

if (import.meta.filename === process.argv[1]) {
  const results = await split(process.argv[2]);
  console.log(splitTable(results));
  console.log(JSON.stringify(results));
}
