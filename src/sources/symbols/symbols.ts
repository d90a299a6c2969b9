import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CodeSymbol } from '../../core/split/code/code.ts';
import type { Source } from '../../core/domain/source.ts';
import { GRAMMARS } from './symbolTree.ts';
import type { SymbolsReply, SymbolsRequest } from './symbolsWorker.ts';

/** Reads the functions, classes and types of code, off the caller's thread. */
export interface SymbolReader {
  /** Undefined for languages without a grammar, texts over the size limit, and parser failures. Never rejects. */
  symbolsOf(
    source: Pick<Source, 'kind' | 'languageId' | 'text'>,
  ): Promise<readonly CodeSymbol[] | undefined>;
  dispose(): Promise<void>;
}

/** Location of the worker and the grammars. */
export interface SymbolFiles {
  readonly worker: string;
  readonly grammars: string;
}

/** Larger files are split by indentation: a syntax tree takes about 30 bytes per character. */
const MAX_LENGTH = 5_000_000;
/** 2 MB take about 2 s. */
const DEADLINE_MS = 15_000;
/** An idle thread is ended after this time. */
const IDLE_MS = 30_000;

/** One worker thread, started on first use. Without `files` (not built) there are no symbols. */
export function symbolReader(files: SymbolFiles | undefined = bundledFiles()): SymbolReader {
  const waiting = new Map<number, (symbols: readonly CodeSymbol[] | undefined) => void>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    for (const settle of [...waiting.values()]) settle(undefined);
    ending?.removeAllListeners();
    // A terminated thread may still report an error; without a listener that would end the process.
    ending?.on('error', () => undefined);
    await ending?.terminate();
  };

  const start = ({ worker: file, grammars }: SymbolFiles): Worker => {
    const started = new Worker(file, {
      workerData: { grammars },
      ...(file.endsWith('.ts')
        ? { execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] }
        : {}),
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    started.on('message', ({ id, symbols }: SymbolsReply) => waiting.get(id)?.(symbols));
    started.on('error', () => void stop());
    started.on('exit', () => void stop());
    started.unref();
    return started;
  };

  return {
    symbolsOf: source =>
      new Promise(resolve => {
        const { kind, languageId, text } = source;
        if (!files || kind !== 'code' || !Object.hasOwn(GRAMMARS, languageId)) {
          resolve(undefined);
          return;
        }
        if (text.length > MAX_LENGTH) {
          resolve(undefined);
          return;
        }
        const id = nextId++;
        const deadline = setTimeout(() => void stop(), DEADLINE_MS);
        clearTimeout(idle);
        waiting.set(id, symbols => {
          clearTimeout(deadline);
          waiting.delete(id);
          if (waiting.size === 0) idle = setTimeout(() => void stop(), IDLE_MS).unref();
          resolve(symbols);
        });
        try {
          worker ??= start(files);
          worker.postMessage({ id, languageId, text } satisfies SymbolsRequest);
        } catch {
          void stop();
        }
      }),
    dispose: stop,
  };
}

/** The files beside the running bundle (`dist/`, or `dist/lib/` for lazily loaded parts), if present. */
function bundledFiles(): SymbolFiles | undefined {
  if (typeof __dirname !== 'string') return undefined;
  const folder = [__dirname, path.join(__dirname, '..')].find(dir =>
    fs.existsSync(path.join(dir, 'symbolsWorker.js')),
  );
  return folder === undefined
    ? undefined
    : { worker: path.join(folder, 'symbolsWorker.js'), grammars: path.join(folder, 'grammars') };
}
