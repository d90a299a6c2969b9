import { parentPort } from 'node:worker_threads';
import { messageOf } from '../core/errors.ts';
import type { Imported, NotImported } from './imported.ts';

export interface ImportRequest {
  readonly id: number;
  readonly format: 'pdf' | 'docx';
  readonly bytes: Uint8Array;
}

export interface ImportReply {
  readonly id: number;
  readonly result: Imported | NotImported;
}

async function read({ format, bytes }: ImportRequest): Promise<Imported | NotImported> {
  try {
    if (format === 'pdf') return await (await import('./pdf.ts')).importPdf(bytes);
    return await (await import('./docx.ts')).importDocx(bytes);
  } catch (error) {
    return { reason: `damaged: ${messageOf(error).replace(/\s+/g, ' ').slice(0, 120)}` };
  }
}

parentPort?.on('message', (request: ImportRequest) => {
  void read(request).then(result => {
    const reply: ImportReply = { id: request.id, result };
    parentPort?.postMessage(reply);
  });
});
