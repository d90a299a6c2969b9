import type { PageMark } from '../../core/domain/source.ts';
import { decode } from '../files/decode.ts';
import type { Imported, NotImported } from './imported.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The cells of a Jupyter notebook in order as Markdown: text as it is, code in fences with the notebook's
 * language. Outputs are left out: they are made, not written.
 */
export function importNotebook(bytes: Uint8Array): Imported | NotImported {
  const decoded = decode(bytes);
  if ('reason' in decoded) return decoded;
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoded.text.replace(/^\ufeff/, ''));
  } catch {
    return { reason: 'damaged: not the JSON of a notebook' };
  }
  const notebook = record(parsed);
  const cells = cellsOf(notebook);
  if (!cells) return { reason: 'not a notebook: it has no cells' };
  const language = languageOf(notebook);
  return notebookText(
    cells.map(cell => {
      const { cell_type: type, source, input } = record(cell);
      const text = lines(source ?? input);
      if (type === 'markdown' || type === 'heading') return { text };
      return { text, language: type === 'code' ? language : '' };
    }),
  );
}

/** A cell as it is read: with a language, maybe an empty one, it is code. */
export interface NotebookCell {
  readonly text: string;
  readonly language?: string;
}

/** Cells in order as Markdown, each with its number from 1; empty ones are left out. */
export function notebookText(cells: readonly NotebookCell[]): Imported | NotImported {
  const pages: PageMark[] = [];
  let text = '';
  cells.forEach((cell, index) => {
    const content = cell.text.replace(/\r\n?/g, '\n');
    if (content.trim() === '') return;
    if (text !== '') text += '\n';
    pages.push({ start: text.length, cell: index + 1 });
    text += cell.language === undefined ? content : fenced(content, cell.language);
    if (!text.endsWith('\n')) text += '\n';
  });
  if (text === '') return { reason: 'empty' };
  return { text: text.toWellFormed(), kind: 'markdown', languageId: 'markdown', pages };
}

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** Notebooks before version 4 keep their cells in worksheets. */
function cellsOf({ cells, worksheets }: Json): readonly unknown[] | undefined {
  if (Array.isArray(cells)) return cells as unknown[];
  if (!Array.isArray(worksheets)) return undefined;
  return worksheets.flatMap(sheet => cellsOf({ cells: record(sheet)['cells'] }) ?? []);
}

function languageOf({ metadata }: Json): string {
  const { language_info: info, kernelspec: kernel } = record(metadata);
  const name = record(info)['name'] ?? record(kernel)['language'];
  return typeof name === 'string' && /^[\w+#.-]{1,30}$/.test(name) ? name : 'python';
}

/** Texts are strings, or lists of lines with their ends. */
const lines = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.filter(line => typeof line === 'string').join('')
      : '';

/** Lines as a fenced block, its fence longer than any run of ticks in them. */
export function fenced(content: string, language: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const body = content.endsWith('\n') ? content : `${content}\n`;
  return `${fence}${language}\n${body}${fence}\n`;
}
