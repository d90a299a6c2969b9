import type { PageMark, Source } from '../../core/domain/source.ts';
import { rangeFromOriginal } from '../../core/domain/original.ts';
import { count, joinList } from '../../core/format/format.ts';
import { kindOfLanguage } from '../files/kinds.ts';
import { unhiddenWords } from '../import/html.ts';
import type { MarkdownView } from './markdownView.ts';
import { t } from '../../core/text/l10n.ts';

/** How a text is read: by its type, or always as running text or as code. */
export type ReadAs = 'auto' | 'text' | 'code';

/** A readable text extracted from a file; see `Original`. */
interface View {
  readonly text: string;
  readonly pieces: readonly number[];
  readonly pages?: readonly PageMark[];
  readonly told?: readonly string[];
}

/** Longer files are read unchanged, in UTF-16 code units: a tree takes many times the memory of its text. */
const MAX_LENGTH = 8_000_000;
const TOO_LONG = t('too long to be read as its reader sees it: read with its marks');

/**
 * A source as its reader sees it: for HTML, DocBook, DITA, JATS and TEI the text without markup, with a mapping back to the file.
 * Any other source is unchanged, except for its kind if `readAs` names it. A page that consists mostly of code
 * (templates, applications) stays code.
 */
export async function readable(source: Source, readAs: ReadAs = 'auto'): Promise<Source> {
  if (source.original ?? source.records) return source;
  if (source.languageId === NOTEBOOK) {
    const parts = await notebookSources(source);
    return ('reason' in parts ? undefined : parts.find(({ id }) => id === source.id)) ?? source;
  }
  if (readAs === 'code') return source.kind === 'code' ? source : { ...source, kind: 'code' };
  const isLong = source.text.length > MAX_LENGTH;
  if (isLong && (source.languageId === 'html' || isXml(source)))
    return { ...source, told: [...(source.told ?? []), TOO_LONG] };
  const view = isLong ? undefined : await viewOf(source, readAs);
  if (!view)
    return readAs === 'text' && source.kind === 'code' ? { ...source, kind: 'prose' } : source;
  const { text, pieces, told = [], pages } = view;
  const original = { text: source.text, languageId: source.languageId, pieces };
  const range = source.range && (rangeFromOriginal(original, source.range) ?? { start: 0, end: 0 });
  return {
    ...source,
    ...kindOfView(text),
    text,
    original,
    ...(range ? { range } : {}),
    ...(pages ? { pages } : {}),
    ...(told.length > 0 ? { told: [...(source.told ?? []), ...told] } : {}),
  };
}

/** A longer text without headings in its markup may have them in its words: "1. Subject", "Article 5". */
const MIN_HEADED = 4000;
const kindOfView = (text: string): Pick<Source, 'kind' | 'languageId'> =>
  text.length > MIN_HEADED && (text.match(/^#{1,6} /gm)?.length ?? 0) < 2
    ? { kind: 'prose', languageId: 'plaintext' }
    : { kind: 'markdown', languageId: 'markdown' };

/** The language id of a notebook's file. */
export const NOTEBOOK = 'jupyter';
/** Suffix of the id of a notebook's code. */
const CODE_PART = '#code';

/**
 * The text of a notebook's file, and its code with its outputs as comments: separate sources, each read by its type.
 * With a URI, their places lead back into the file.
 */
export async function notebookSources(source: Source): Promise<Source[] | { reason: string }> {
  const { notebookCells, notebookParts } = await import('../import/notebook.ts');
  const cells = notebookCells(source.text);
  if ('reason' in cells) return cells;
  const parts = notebookParts(cells);
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

async function viewOf({ text, languageId }: Source, readAs: ReadAs): Promise<View | undefined> {
  if (languageId === 'html') {
    if (readAs !== 'text' && isTemplate(text)) return undefined;
    const { readHtml, readXhtml } = await import('./html.ts');
    const isXhtml =
      /^\s*<\?xml\b/.test(text) || /<!DOCTYPE[^>]*\bXHTML\b/i.test(text.slice(0, 2000));
    const read = (isXhtml ? await readXhtml(text) : undefined) ?? (await readHtml(text));
    if (readAs !== 'text' && isApplication(read.text, text)) return undefined;
    return { ...read, told: toldOf(read) };
  }
  if (XML.has(languageId)) {
    const { isDocumentXml, readXml } = await import('./xml.ts');
    if (!isDocumentXml(text)) return undefined;
    const { htmlReferences } = await import('./html.ts');
    const read = readXml(text, await htmlReferences());
    return read && read.text !== '' ? { ...read, told: toldOf(read) } : undefined;
  }
  return undefined;
}

const isXml = ({ languageId, text }: Source): boolean =>
  XML.has(languageId) && /<(?:book|article|topic|concept|task|TEI)\b/.test(text.slice(0, 8192));

const XML: ReadonlySet<string> = new Set(['xml', 'docbook', 'dita']);

/** What was left out of a page, and what was read although it is hidden, for the user's information. */
const toldOf = ({ leftOut, unhidden }: MarkdownView): readonly string[] => [
  ...(leftOut.size === 0
    ? []
    : [
        t(
          'read as its reader sees it, without {0}',
          joinList([...leftOut].map(([what, words]) => `${count(words, 'word')} ${what}`)),
        ),
      ]),
  ...(unhidden === undefined ? [] : [unhiddenWords(unhidden)]),
];

/** Markers of template languages and frameworks. */
const TEMPLATE =
  /\{\{[^{}]{1,300}\}\}|\{%[^%]{1,300}%\}|<%[^%]{1,300}%>|<\?(?:php|=)|\s(?:\*ng[A-Z]|v-(?:if|for|bind|model)|:[a-z-]+="|@[a-z]+="|\[[a-zA-Z.]+\]="|\([a-z]+\)="|x-data|th:[a-z]+=|data-ng-)/g;
/** Maximum template markers in a page that is not a template: code examples may show some. */
const FEW_MARKS = 2;

function isTemplate(text: string): boolean {
  const bare = text.replace(/<(pre|code|script|style)\b[\s\S]*?<\/\1>/gi, '');
  const marks = bare.match(TEMPLATE)?.length ?? 0;
  return (
    marks > FEW_MARKS + bare.length / 20_000 || /^---\r?\n[\s\S]{0,2000}?\r?\n---\r?\n/.test(text)
  );
}

/** True if there is hardly any text compared with its scripts: the content of such a file is its code. */
const isApplication = (read: string, text: string): boolean => {
  const scripts = [...text.matchAll(/<(script|style)\b[^>]*>([\s\S]*?)<\/\1>/gi)].reduce(
    (sum, [, , body = '']) => sum + body.trim().length,
    0,
  );
  return read.trim().length < 40 ? scripts > 0 || read.trim() === '' : scripts > read.length * 10;
};
