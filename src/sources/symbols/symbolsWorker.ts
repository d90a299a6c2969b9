import fs from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import treeSitter, { type Parser } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../../core/split/code/code.ts';
import { GRAMMARS, symbolTree } from './symbolTree.ts';

export interface SymbolsRequest {
  readonly id: number;
  readonly languageId: string;
  readonly text: string;
}

export interface SymbolsReply {
  readonly id: number;
  /** Absent if the text could not be read. */
  readonly symbols?: readonly CodeSymbol[];
}

/** Folder of the grammars and of the parser's own wasm. */
const { grammars } = workerData as { readonly grammars: string };
/** Options for the wasm loader: the location of its file, and no log output. */
const WASM = {
  locateFile: (name: string) => path.join(grammars, name),
  printErr: () => undefined,
};
const parsers = new Map<string, Promise<Parser>>();
let ready: Promise<void> | undefined;

parentPort?.on('message', ({ id, languageId, text }: SymbolsRequest) => {
  void read(languageId, text).then(
    symbols => parentPort?.postMessage({ id, symbols } satisfies SymbolsReply),
    () => parentPort?.postMessage({ id } satisfies SymbolsReply),
  );
});

async function read(languageId: string, text: string): Promise<readonly CodeSymbol[]> {
  const grammar = GRAMMARS[languageId];
  if (grammar === undefined) throw new Error(`no grammar reads ${languageId}`);
  const parser = await (parsers.get(grammar) ?? load(grammar));
  const tree = parser.parse(text);
  if (!tree) throw new Error('the parser gave nothing');
  try {
    return symbolTree(tree.walk());
  } finally {
    tree.delete();
  }
}

function load(grammar: string): Promise<Parser> {
  const loading = (async () => {
    ready ??= treeSitter.Parser.init(WASM);
    await ready;
    const file = path.join(grammars, `tree-sitter-${grammar}.wasm`);
    const parser = new treeSitter.Parser();
    parser.setLanguage(await treeSitter.Language.load(fs.readFileSync(file)));
    return parser;
  })();
  parsers.set(grammar, loading);
  return loading;
}
