import type { PageMark, Source, SourceKind } from '../../core/domain/source.ts';

/** Files whose text is taken out by a parser of their own. */
export type ImportFormat = 'pdf' | 'docx' | 'ipynb';

/** What a file says, as text, with where its pages, paragraphs or cells begin. */
export interface Imported {
  readonly text: string;
  readonly kind: SourceKind;
  readonly languageId: string;
  readonly pages: readonly PageMark[];
  readonly textless?: NonNullable<Source['textless']>;
  readonly told?: readonly string[];
}

/** How a Word document is read. */
export interface WordOptions {
  /** Tracked changes as if they were accepted or rejected, or both shown and marked. */
  readonly changes: 'accepted' | 'rejected' | 'both';
  /** Whether hidden and struck-out text is read too, and marked. */
  readonly hidden: boolean;
}

export const WORD_DEFAULTS: WordOptions = { changes: 'accepted', hidden: false };

/** Why a file's text could not be taken out: a few words that stand behind its path. */
export interface NotImported {
  readonly reason: string;
}

const FORMATS: Readonly<Record<string, ImportFormat>> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  ipynb: 'ipynb',
};

/** The parser a path needs, by its extension; undefined for plain text. */
export function importFormat(path: string): ImportFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
}

/** Longest text that is taken from one file, in UTF-16 code units: some 6,000 dense pages. */
export const MAX_TEXT = 20_000_000;
