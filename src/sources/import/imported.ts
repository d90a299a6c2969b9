import type { PageMark, Source, SourceKind } from '../../core/domain/source.ts';

/** Formats that have a parser. */
export type ImportFormat =
  | 'pdf'
  | 'docx'
  | 'doc'
  | 'ipynb'
  | 'pptx'
  | 'xlsx'
  | 'odt'
  | 'rtf'
  | 'epub'
  | 'eml'
  | 'msg'
  | 'srt'
  | 'vtt'
  | 'po'
  | 'xliff';

/** What a file says, as text, with where its pages, paragraphs or cells begin. */
export interface Imported {
  readonly text: string;
  readonly kind: SourceKind;
  readonly languageId: string;
  readonly pages: readonly PageMark[];
  readonly textless?: NonNullable<Source['textless']>;
  readonly told?: readonly string[];
  /** Files that it holds, to be read as files of their own. */
  readonly attachments?: readonly Attachment[];
}

/** A file inside another, or the reason why its bytes are missing. */
export interface Attachment {
  readonly name: string;
  readonly bytes?: Uint8Array;
  readonly reason?: string;
}

/** How a Word document is read. */
export interface WordOptions {
  /** Tracked changes as if they were accepted or rejected, or both shown and marked. */
  readonly changes: 'accepted' | 'rejected' | 'both';
  /** Whether hidden and struck-out text is read too, and marked. */
  readonly hidden: boolean;
}

/** How any document is read. */
export interface ImportOptions extends WordOptions {
  /** Read sheets, translations and subtitles as rows that are labelled one by one. */
  readonly records?: boolean;
  /** Encoding of files that are not Unicode; detected when absent. */
  readonly encoding?: string;
}

export const WORD_DEFAULTS: WordOptions = { changes: 'accepted', hidden: false };

/** Why a file's text could not be taken out: a few words that follow its path. */
export interface NotImported {
  readonly reason: string;
}

const FORMATS: Readonly<Record<string, ImportFormat>> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  doc: 'doc',
  dot: 'doc',
  ipynb: 'ipynb',
  pptx: 'pptx',
  pptm: 'pptx',
  ppsx: 'pptx',
  ppsm: 'pptx',
  potx: 'pptx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xltx: 'xlsx',
  xltm: 'xlsx',
  odt: 'odt',
  ott: 'odt',
  fodt: 'odt',
  ods: 'odt',
  ots: 'odt',
  fods: 'odt',
  odp: 'odt',
  otp: 'odt',
  fodp: 'odt',
  rtf: 'rtf',
  epub: 'epub',
  eml: 'eml',
  msg: 'msg',
  srt: 'srt',
  vtt: 'vtt',
  po: 'po',
  pot: 'po',
  xlf: 'xliff',
  xliff: 'xliff',
};

/** The parser a path needs, by its extension; undefined for plain text. */
export function importFormat(path: string): ImportFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
}

/** Formats whose files are lines of text that can be compared. */
export const hasLines = (format: ImportFormat): boolean =>
  ['srt', 'vtt', 'po', 'xliff'].includes(format);

/** First bytes count more than the extension: a `.doc` is often rich text. */
const BEGINNINGS: readonly (readonly [RegExp, ImportFormat])[] = [
  [/^\{\\rtf\d/, 'rtf'],
  [/^%PDF-\d/, 'pdf'],
  [/^(?:\ufeff|\xef\xbb\xbf)?(?:<\?xml[^>]*\?>\s*)?<office:document[\s>]/, 'odt'],
];
/** The part that identifies the kind of an Office package. */
const PARTS: readonly (readonly [string, ImportFormat])[] = [
  ['word/document.xml', 'docx'],
  ['ppt/presentation.xml', 'pptx'],
  ['xl/workbook.xml', 'xlsx'],
];
const DIRECTORY = 256 * 1024;

/** The parser that a file needs by its content; undefined if the content does not say. */
export function sniffFormat(bytes: Uint8Array): ImportFormat | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = view.toString('latin1', 0, 512).trimStart();
  const found = BEGINNINGS.find(([begins]) => begins.test(head));
  if (found) return found[1];
  if (!head.startsWith('PK\x03\x04')) return undefined;
  const type =
    /^.{26,30}mimetypeapplication\/(epub\+zip|vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation))/s.exec(
      head,
    )?.[1];
  if (type !== undefined) return type.startsWith('epub') ? 'epub' : 'odt';
  const names = view.subarray(Math.max(0, view.length - DIRECTORY));
  return PARTS.find(([name]) => names.includes(name))?.[1];
}

/** Maximum text from one file, in UTF-16 code units: some 6,000 dense pages. */
export const MAX_TEXT = 20_000_000;
