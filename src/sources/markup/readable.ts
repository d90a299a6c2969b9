import type { Source } from '../../core/domain/source.ts';
import { t } from '../../core/text/l10n.ts';
import { rangeFromOriginal } from '../../core/domain/original.ts';
import { kindOfLanguage } from '../files/kinds.ts';
import type { NotImported } from '../import/imported.ts';
import type { Importer } from '../import/importer.ts';
import type { HtmlOptions } from './html.ts';
import { isDocument, viewOf, type ReadAs, type View } from './view.ts';

export type { ReadAs };

/** Longer texts are parsed in a thread, so that nothing else has to wait: in UTF-16 code units. */
const MAX_IN_PLACE = 32_000;
/** Longer files are read unchanged, in UTF-16 code units: a tree takes many times the memory of its text. */
const MAX_LENGTH = 8_000_000;
const TOO_LONG = t('too long to be read as its reader sees it: read with its marks');

/**
 * A source as its reader sees it: for HTML, DocBook, DITA, JATS and TEI the text without markup, with a mapping back to
 * the file. Any other source is unchanged, except for its kind if `readAs` names it. A page that consists mostly of code
 * (templates, applications) stays code. A long text is parsed by `importing`, by default in a thread for it alone; one
 * that cannot be parsed is read unchanged, and `told` says so.
 */
export async function readable(
  source: Source,
  readAs: ReadAs = 'auto',
  importing?: () => Promise<Importer>,
  html: HtmlOptions = {},
): Promise<Source> {
  if (source.original ?? source.records) return source;
  if (source.languageId === NOTEBOOK) {
    const parts = await notebookSources(source, importing);
    return ('reason' in parts ? undefined : parts.find(({ id }) => id === source.id)) ?? source;
  }
  if (readAs === 'code') return source.kind === 'code' ? source : { ...source, kind: 'code' };
  const { text, languageId } = source;
  const plain: Source =
    readAs === 'text' && source.kind === 'code' ? { ...source, kind: 'prose' } : source;
  if (!(await isDocument(languageId, text))) return plain;
  if (text.length > MAX_LENGTH) return unchanged(plain, TOO_LONG);
  const asked = { text, languageId, readAs, html };
  const view =
    text.length > MAX_IN_PLACE
      ? await inThread(importer => importer.view(asked), importing)
      : await viewOf(asked);
  if (!view) return plain;
  return 'reason' in view
    ? unchanged(plain, t('{0}: read with its marks', view.reason))
    : seen(source, view);
}

const unchanged = (source: Source, why: string): Source => ({
  ...source,
  told: [...(source.told ?? []), why],
});

async function inThread<T>(
  read: (importer: Importer) => Promise<T>,
  importing?: () => Promise<Importer>,
): Promise<T> {
  if (importing) return read(await importing());
  const importer = (await import('../import/importer.ts')).createImporter();
  try {
    return await read(importer);
  } finally {
    void importer.dispose();
  }
}

function seen(source: Source, { pieces, told = [], ...view }: View): Source {
  const original = { text: source.text, languageId: source.languageId, pieces };
  const range = source.range && (rangeFromOriginal(original, source.range) ?? { start: 0, end: 0 });
  return {
    ...source,
    ...view,
    original,
    ...(range ? { range } : {}),
    ...(told.length > 0 ? { told: [...(source.told ?? []), ...told] } : {}),
  };
}

/** The language id of a notebook's file. */
export const NOTEBOOK = 'jupyter';
/** Suffix of the id of a notebook's code. */
const CODE_PART = '#code';

/**
 * The text of a notebook's file, and its code with its outputs as comments: separate sources, each read by its type.
 * With a URI, their places lead back into the file.
 */
export async function notebookSources(
  source: Source,
  importing?: () => Promise<Importer>,
): Promise<Source[] | NotImported> {
  const parts =
    source.text.length > MAX_IN_PLACE
      ? await inThread(importer => importer.notebook(source.text), importing)
      : (await import('../import/notebook.ts')).readNotebook(source.text);
  if ('reason' in parts) return parts;
  if (parts.length === 0) return { reason: 'empty' };
  const id = source.id.endsWith(CODE_PART) ? source.id.slice(0, -CODE_PART.length) : source.id;
  const { text, languageId } = source;
  return parts.map(({ pieces, ...part }) => ({
    ...source,
    id: part.kind === 'code' ? id + CODE_PART : id,
    ...part,
    ...(source.uri === undefined ? {} : { original: { text, languageId, pieces } }),
  }));
}

/** The same for cells from an editor, which are not in a file. */
export async function cellSources(path: string, cells: readonly EditorCell[]): Promise<Source[]> {
  const { notebookParts } = await import('../import/notebook.ts');
  const read = cells.map(({ text, ...cell }) => ({
    ...cell,
    units: [{ value: text.replace(/\r\n?/g, '\n'), from: -1, to: -1 }],
  }));
  return notebookParts(read).map(({ pieces: _pieces, ...part }) => ({
    id: part.kind === 'code' ? path + CODE_PART : path,
    path,
    ...part,
  }));
}

/** A cell of an open notebook. */
export interface EditorCell {
  readonly text: string;
  /** Only for a code cell. */
  readonly language?: string;
  /** The output of a code cell, as text. */
  readonly output?: string;
}

/** The source as it occurs in its file. */
export function asInFile(source: Source): Source {
  const { original, pages: _pages, told: _told, range: _range, ...rest } = source;
  if (!original) return source;
  const { text, languageId } = original;
  return { ...rest, text, languageId, kind: kindOfLanguage(languageId) };
}
