import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../core/errors.ts';
import type { Imported, NotImported, WordOptions } from './imported.ts';

export interface ImportRequest {
  readonly id: number;
  readonly format: 'pdf' | 'docx';
  readonly bytes: Uint8Array;
  readonly word: WordOptions;
}

export interface ImportReply {
  readonly id: number;
  readonly result: Imported | NotImported;
}

async function read({ format, bytes, word }: ImportRequest): Promise<Imported | NotImported> {
  try {
    if (format === 'pdf') return await (await import('./pdf.ts')).importPdf(bytes);
    return (await import('./docx.ts')).importDocx(bytes, word);
  } catch (error) {
    return damaged(error);
  }
}

const damaged = (error: unknown): NotImported => ({
  reason: `damaged: ${messageOf(error).replace(/\s+/g, ' ').slice(0, 120)}`,
});

let current: number | undefined;

function reply(id: number, result: Imported | NotImported): void {
  if (current !== id) return;
  current = undefined;
  const message: ImportReply = { id, result };
  parentPort?.postMessage(message);
}

// A parser may drop a promise that rejects: that is one more way to say that the file is damaged.
process.on('unhandledRejection', reason => {
  if (current !== undefined) reply(current, damaged(reason));
});

parentPort?.on('message', (request: ImportRequest) => {
  current = request.id;
  void read(request).then(result => reply(request.id, result));
});
