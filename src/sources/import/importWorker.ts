import { parentPort, workerData } from 'node:worker_threads';
import { type DisplayLanguage, setDisplayLanguage, t } from '../../core/text/l10n.ts';
import { messageOf } from '../../core/errors.ts';
import type { Report } from '../../core/report/reportFormat.ts';
import type { Imported, ImportFormat, ImportOptions, NotImported } from './imported.ts';
import type { View, Viewed } from '../markup/view.ts';
import type { ReviewedText, WordReview } from '../wordReview/reviewDocx.ts';
import type { Tracked } from '../wordReview/tracked.ts';
import type { NotebookPart } from './notebook.ts';
import { isCompound } from './opc.ts';
import { ZipProblem } from './zip.ts';

// Readers are loaded later, so that their words are in the language of the thread that asks.
const asker = workerData as { readonly language?: DisplayLanguage } | null;
if (asker?.language) setDisplayLanguage(asker.language);

/** Notebooks are read where they are: they are JSON. */
export type WorkerFormat = Exclude<ImportFormat, 'ipynb'>;

export interface ImportRequest {
  readonly id: number;
  readonly format: WorkerFormat;
  readonly bytes: Uint8Array;
  readonly options: ImportOptions;
}

/** A text in markup, to be read as its reader sees it. */
export interface ViewRequest {
  readonly id: number;
  readonly viewed: Viewed;
}

/** The text of a notebook's file. */
export interface NotebookRequest {
  readonly id: number;
  readonly notebook: string;
}

/** A report to be put back into its Word document; see `reviewDocx`. */
export interface ReviewRequest {
  readonly id: number;
  readonly review: Review;
}

export interface Review {
  readonly bytes: Uint8Array;
  readonly report: Report;
  readonly reviewed: ReviewedText;
  readonly tracked: Tracked | undefined;
}

export interface ReviewReply {
  readonly id: number;
  readonly result: WordReview | NotImported;
}

export type WorkerRequest = ImportRequest | ViewRequest | NotebookRequest | ReviewRequest;
export type WorkerReply = ImportReply | ViewReply | NotebookReply | ReviewReply;

export interface ImportReply {
  readonly id: number;
  readonly result: Imported | NotImported;
}

export interface ViewReply {
  readonly id: number;
  readonly result: Packed<View> | NotImported | undefined;
}

export interface NotebookReply {
  readonly id: number;
  readonly result: readonly Packed<NotebookPart>[] | NotImported;
}

/** A text whose pieces are handed over without being copied. */
export type Packed<T extends { readonly pieces: readonly number[] }> = Omit<T, 'pieces'> & {
  readonly pieces: Int32Array;
};

const packed = <T extends { readonly pieces: readonly number[] }>(one: T): Packed<T> => ({
  ...one,
  pieces: Int32Array.from(one.pieces),
});

type Reader = (
  bytes: Uint8Array,
  options: ImportOptions,
) => Imported | NotImported | Promise<Imported | NotImported>;

/** One row a format; each is loaded on first use. */
const READERS: Readonly<Record<WorkerFormat, () => Promise<Reader>>> = {
  pdf: async () => (await import('./pdf/pdf.ts')).importPdf,
  docx: async () => (await import('./docx.ts')).importDocx,
  doc: async () => (await import('./doc/doc.ts')).importDoc,
  pptx: async () => (await import('./office/pptx.ts')).importPptx,
  odt: async () => (await import('./odf/odt.ts')).importOdt,
  rtf: async () => (await import('./rtf/rtf.ts')).importRtf,
  epub: async () => (await import('./epub.ts')).importEpub,
  eml: async () => (await import('./mail/eml.ts')).importEml,
  msg: async () => (await import('./mail/msg.ts')).importMsg,
  srt: async () => (await import('./text/subtitles.ts')).importSubtitles,
  vtt: async () => (await import('./text/subtitles.ts')).importSubtitles,
  po: async () => (await import('./text/po.ts')).importPo,
  xliff: async () => (await import('./text/xliff.ts')).importXliff,
  xlsx: async () => (await import('./office/xlsx.ts')).importXlsx,
};

const ZIPPED: ReadonlySet<WorkerFormat> = new Set(['pptx', 'xlsx', 'odt', 'epub']);

async function read({ format, bytes, options }: ImportRequest): Promise<Imported | NotImported> {
  try {
    if (ZIPPED.has(format) && isCompound(bytes))
      return { reason: t('protected by a password, or of an older program') };
    return await (
      await READERS[format]()
    )(bytes, options);
  } catch (error) {
    return error instanceof ZipProblem ? { reason: error.message } : damaged(error);
  }
}

const damaged = (error: unknown): NotImported => ({
  reason: t('damaged: {0}', messageOf(error).replace(/\s+/g, ' ').slice(0, 120)),
});

async function view(viewed: Viewed): Promise<ViewReply['result']> {
  try {
    const { viewOf } = await import('../markup/view.ts');
    const found = await viewOf(viewed);
    return found && packed(found);
  } catch (error) {
    return damaged(error);
  }
}

async function notebook(text: string): Promise<NotebookReply['result']> {
  try {
    const parts = (await import('./notebook.ts')).readNotebook(text);
    return 'reason' in parts ? parts : parts.map(packed);
  } catch (error) {
    return damaged(error);
  }
}

async function review(asked: Review): Promise<ReviewReply['result']> {
  try {
    const { reviewDocx } = await import('../wordReview/reviewDocx.ts');
    return reviewDocx(asked.bytes, asked.report, asked.reviewed, asked.tracked);
  } catch (error) {
    return damaged(error);
  }
}

let current: number | undefined;

function reply(id: number, result: WorkerReply['result']): void {
  if (current !== id) return;
  current = undefined;
  const texts = Array.isArray(result) ? result : result && 'pieces' in result ? [result] : [];
  const buffers = texts.map(({ pieces }: Packed<View>) => pieces.buffer as ArrayBuffer);
  parentPort?.postMessage({ id, result }, buffers);
}

// Parsers may leave a rejected promise unhandled when a file is damaged.
process.on('unhandledRejection', reason => {
  if (current !== undefined) reply(current, damaged(reason));
});

parentPort?.on('message', (request: WorkerRequest) => {
  current = request.id;
  const work: Promise<WorkerReply['result']> =
    'viewed' in request
      ? view(request.viewed)
      : 'notebook' in request
        ? notebook(request.notebook)
        : 'review' in request
          ? review(request.review)
          : read(request);
  void work.then(result => reply(request.id, result));
});
