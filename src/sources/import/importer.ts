import fs from 'node:fs';
import { displayLanguage, t } from '../../core/text/l10n.ts';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { WORD_DEFAULTS, type Imported, type ImportOptions, type NotImported } from './imported.ts';
import type { View, Viewed } from '../markup/view.ts';
import type { WordReview } from '../wordReview/reviewDocx.ts';
import type { NotebookPart } from './notebook.ts';
import type {
  NotebookReply,
  Packed,
  Review,
  ReviewReply,
  ViewReply,
  WorkerFormat,
  WorkerReply,
  WorkerRequest,
} from './importWorker.ts';

export interface ImporterOptions {
  /** The worker's script. Default: `importWorker` beside the running code. */
  readonly workerFile?: string;
  /** Longest time of work for one file, in ms; by the clock it may take up to ten times as long. */
  readonly deadlineMs?: number;
  /** Heap of the thread, in MB. */
  readonly heapMb?: number;
  /** How much the process may grow while a file is parsed, in bytes. */
  readonly maxGrowth?: number;
}

export interface Importer {
  /** The text of a file, or why there is none; `bytes` may be taken over. Never rejects. */
  read(
    format: WorkerFormat,
    bytes: Uint8Array,
    options?: ImportOptions,
  ): Promise<Imported | NotImported>;
  /** The readable text of a text in markup; undefined if it is read unchanged. Never rejects. */
  view(viewed: Viewed): Promise<View | NotImported | undefined>;
  /** The parts of a notebook's text. Never rejects. */
  notebook(text: string): Promise<readonly NotebookPart[] | NotImported>;
  /** A Word document with its review in it, or why there is none. Never rejects. */
  review(asked: Review): Promise<WordReview | NotImported>;
  /** Ends the thread. */
  dispose(): Promise<void>;
}

type Result = WorkerReply['result'];
type Asked = WorkerRequest extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never;

/** Numbers copied between two pauses. */
const PIECES_AT_ONCE = 65_536;

async function unpacked<T extends { readonly pieces: readonly number[] }>(
  one: Packed<T>,
): Promise<Omit<T, 'pieces'> & { pieces: number[] }> {
  const pause = yieldToEventLoop(systemClock);
  const pieces: number[] = [];
  for (let at = 0; at < one.pieces.length; at += PIECES_AT_ONCE) {
    for (const piece of one.pieces.subarray(at, at + PIECES_AT_ONCE)) pieces.push(piece);
    await pause();
  }
  return { ...one, pieces };
}

/** Of work, not of waiting for other programs: 200 pages take about a second, and a slow machine some ten times that. */
const DEADLINE_MS = 60_000;
/** On a machine that does other work, a file may take so many times as long by the clock. */
const MAX_WAIT = 10;
/** Time for any file, and more per megabyte up to the deadline: a small file that takes long is hostile. */
const MIN_MS = 15_000;
const MS_PER_MB = 2000;
/** Limit for JavaScript values; the largest documents in use need about a third. */
const HEAP_MB = 768;
/** Limit for the whole process: buffers are outside the heap and have no other limit. */
const MAX_GROWTH = 768 * 1024 * 1024;
const WATCH_MS = 50;
const tooMuchMemory = (): string => t('needs too much memory: too large or damaged');

/**
 * Parses documents in a thread of their own under limits of time and memory: the parsers are fed
 * files of strangers. One file at a time; the thread starts with the first and again after a crash.
 */
export function createImporter(options: ImporterOptions = {}): Importer {
  const { deadlineMs = DEADLINE_MS, maxGrowth = MAX_GROWTH } = options;
  let worker: Worker | undefined;
  let active: { readonly id: number; settle(result: Result): void } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let nextId = 1;

  const stop = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const startWorker = (): Worker => {
    const started = start(options.workerFile ?? workerBeside(), options.heapMb ?? HEAP_MB);
    // An error event precedes the exit. Messages of a thread that was given up are ignored.
    const lost = (reason: string): void => {
      if (worker !== started) return;
      worker = undefined;
      active?.settle({ reason });
    };
    started.on('message', ({ id, result }: WorkerReply) => {
      if (id === active?.id) active.settle(result);
    });
    started.on('error', error => lost(crashReason(error)));
    started.on('exit', code => lost(t('its parser ended with code {0}', code)));
    return started;
  };

  const parse = (
    asked: Asked,
    size: number,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<Result> =>
    new Promise(resolve => {
      const id = nextId++;
      const before = process.memoryUsage.rss();
      const settle = (result: Result): void => {
        clearTimeout(timer);
        clearInterval(watch);
        // By the time a given-up thread has ended, the next file may be under way.
        if (active?.id === id) active = undefined;
        resolve(result);
      };
      const giveUp = (reason: string): void => {
        clearTimeout(timer);
        clearInterval(watch);
        void stop().then(() => settle({ reason }));
      };
      const allowed = Math.min(deadlineMs, MIN_MS + (MS_PER_MB * size) / 2 ** 20);
      const begun = process.cpuUsage();
      const started = performance.now();
      const atDeadline = (): void => {
        const { user, system } = process.cpuUsage(begun);
        // The whole process works at least as long as the thread.
        const left = allowed - (user + system) / 1000;
        if (left > 0 && performance.now() - started < MAX_WAIT * allowed)
          timer = setTimeout(atDeadline, Math.max(WATCH_MS, left));
        else
          giveUp(t('not read within {0} s: too large or damaged', Math.round(allowed / 100) / 10));
      };
      let timer = setTimeout(atDeadline, allowed);
      const watch = setInterval(() => {
        if (process.memoryUsage.rss() - before > maxGrowth) giveUp(tooMuchMemory());
      }, WATCH_MS);
      active = { id, settle };
      try {
        worker ??= startWorker();
        worker.postMessage({ id, ...asked }, transfer);
      } catch (error) {
        giveUp(crashReason(error));
      }
    });

  /** One at a time. */
  const next = (work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result;
    return result;
  };

  return {
    read: async (format, bytes, options = WORD_DEFAULTS) => {
      // A Buffer may share its memory with others.
      const isOwn = !Buffer.isBuffer(bytes) && bytes.buffer instanceof ArrayBuffer;
      const result = await next(() =>
        parse({ format, bytes, options }, bytes.length, isOwn ? [bytes.buffer] : []),
      );
      return result as Imported | NotImported;
    },
    view: async viewed => {
      const result = (await next(() =>
        parse({ viewed }, viewed.text.length),
      )) as ViewReply['result'];
      return result && 'pieces' in result ? unpacked<View>(result) : result;
    },
    notebook: async text => {
      const result = (await next(() =>
        parse({ notebook: text }, text.length),
      )) as NotebookReply['result'];
      return 'reason' in result
        ? result
        : Promise.all(result.map(part => unpacked<NotebookPart>(part)));
    },
    review: async asked =>
      (await next(() => parse({ review: asked }, Infinity))) as ReviewReply['result'],
    dispose: async () => {
      await last;
      await stop();
    },
  };
}

function start(workerFile: string, heapMb: number): Worker {
  return new Worker(workerFile, {
    // Node warns once per TypeScript file that the package names no module type.
    ...(workerFile.endsWith('.ts')
      ? { execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] }
      : {}),
    // A hostile file finds no keys in the environment, and parsers cannot print to the terminal.
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    workerData: { language: displayLanguage() },
  });
}

/** The bundled worker (`dist/`, or `dist/lib/` for parts loaded later), or the source where Node runs TypeScript. */
function workerBeside(): string {
  const here = import.meta.dirname;
  const found = ['importWorker.js', '../importWorker.js', 'importWorker.ts']
    .map(name => path.join(here, name))
    .find(file => fs.existsSync(file));
  if (found === undefined) throw new Error('its parser is not installed');
  return found;
}

const crashReason = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? tooMuchMemory()
    : t('its parser stopped: {0}', messageOf(error).replace(/\s+/g, ' ').slice(0, 120));
