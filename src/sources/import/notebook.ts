import type { PageMark, SourceKind } from '../../core/domain/source.ts';
import { count } from '../../core/format/format.ts';
import { jsonTree, jsonUnits, type JsonNode, type JsonUnit } from '../markup/jsonTree.ts';
import { viewWriter } from '../markup/viewWriter.ts';
import { t } from '../../core/text/l10n.ts';

/** A cell as it is read. */
export interface NotebookCell {
  /** Its text; `from` is -1 where it is in no file. */
  readonly units: readonly JsonUnit[];
  /** Of a code cell. */
  readonly language?: string;
  /** What a code cell printed, as text. */
  readonly output?: string;
  /** Pictures and the like among what it printed. */
  readonly pictures?: number;
}

/** The text cells or the code cells of a notebook, in order. */
export interface NotebookPart {
  readonly kind: SourceKind;
  readonly languageId: string;
  readonly text: string;
  readonly pieces: readonly number[];
  readonly pages: readonly PageMark[];
  readonly told?: readonly string[];
}

/** Maximum lines of an output, and characters of each: outputs are context, not text under review. */
const MAX_OUTPUT_LINES = 12;
const MAX_OUTPUT_WIDTH = 160;
/** Of terminals. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** The parts of a Jupyter notebook; or why there are none. */
export function readNotebook(text: string): NotebookPart[] | { readonly reason: string } {
  const cells = notebookCells(text);
  return 'reason' in cells ? cells : notebookParts(cells);
}

/** The cells of a Jupyter notebook, of any version, with their place in its text; or why there are none. */
export function notebookCells(text: string): readonly NotebookCell[] | { readonly reason: string } {
  let root: JsonNode;
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    root = jsonTree(text);
  } catch {
    return { reason: t('damaged: not the JSON of a notebook') };
  }
  const cells = cellsOf(root);
  if (!cells) return { reason: t('not a notebook: it has no cells') };
  const metadata = field(root, 'metadata');
  const name =
    stringOf(text, field(field(metadata, 'language_info'), 'name')) ??
    stringOf(text, field(field(metadata, 'kernelspec'), 'language'));
  const language = name !== undefined && /^[\w+#.-]{1,30}$/.test(name) ? name : 'python';
  return cells.map(cell => {
    const type = stringOf(text, field(cell, 'cell_type'));
    const units = linesOf(text, field(cell, 'source') ?? field(cell, 'input'));
    return type === 'code'
      ? { units, language: language.toLowerCase(), ...outputsOf(text, field(cell, 'outputs')) }
      : { units };
  });
}

/**
 * A notebook as two texts: what is written in it, as Markdown, and its code with what it printed as remarks.
 * Empty cells are left out; a notebook without any text gives none.
 */
export function notebookParts(cells: readonly NotebookCell[]): NotebookPart[] {
  const language = cells.find(cell => cell.language !== undefined)?.language ?? 'python';
  const prose = partOf(cells, cell => cell.language === undefined);
  const code = partOf(cells, cell => cell.language !== undefined);
  const outputs = cells.filter(({ output }) => output !== undefined);
  const cut = outputs.filter(({ output = '' }) => shortened(output).isCut).length;
  const pictures = cells.reduce((sum, cell) => sum + (cell.pictures ?? 0), 0);
  const told = [
    ...(outputs.length > 0
      ? [
          cut > 0
            ? t(
                '{0} shown with the code as context, {1} of them shortened',
                count(outputs.length, 'output'),
                cut,
              )
            : t('{0} shown with the code as context', count(outputs.length, 'output')),
        ]
      : []),
    ...(pictures > 0 ? [t('{0} in outputs left out', count(pictures, 'picture'))] : []),
  ];
  const parts: NotebookPart[] = [];
  if (prose) parts.push({ ...prose, kind: 'markdown', languageId: 'markdown' });
  if (code)
    parts.push({
      ...code,
      kind: 'code',
      languageId: language,
      ...(told.length > 0 ? { told } : {}),
    });
  return parts;
}

function partOf(
  cells: readonly NotebookCell[],
  wanted: (cell: NotebookCell) => boolean,
): Pick<NotebookPart, 'text' | 'pieces' | 'pages'> | undefined {
  const writer = viewWriter();
  const pages: PageMark[] = [];
  let last = '\n';
  const add = (text: string): void => {
    writer.add(text);
    last = text.at(-1) ?? last;
  };
  cells.forEach((cell, index) => {
    if (!wanted(cell) || cell.units.every(({ value }) => value.trim() === '')) return;
    if (pages.length > 0) add('\n');
    pages.push({ start: writer.length, cell: index + 1 });
    for (const { value, from, to } of cell.units) {
      const text = value.toWellFormed();
      if (from < 0) writer.add(text);
      else writer.copy(text, from, to);
      last = text.at(-1) ?? last;
    }
    if (last !== '\n') add('\n');
    if (cell.output !== undefined) add(remark(cell.output, cell.language ?? ''));
  });
  return pages.length === 0 ? undefined : { ...writer.done(), pages };
}

const SLASHES =
  /^(?:javascript|typescript|java|scala|kotlin|c|c\+\+|cpp|c#|csharp|f#|go|rust|swift|groovy)$/;
const DASHES = /^(?:sql|haskell|lua)$/;

/** What a cell printed, as remarks of its language. */
function remark(output: string, language: string): string {
  const sign = SLASHES.test(language) ? '//' : DASHES.test(language) ? '--' : '#';
  const { lines } = shortened(output);
  return `${[`${sign} Output, for context:`, ...lines.map(line => `${sign} | ${line}`.trimEnd())].join('\n')}\n`;
}

function shortened(output: string): { readonly lines: readonly string[]; readonly isCut: boolean } {
  const all = output.trimEnd().split(/\r\n?|\n/);
  const lines = all
    .slice(0, MAX_OUTPUT_LINES)
    .map(line =>
      line.length > MAX_OUTPUT_WIDTH ? `${line.slice(0, MAX_OUTPUT_WIDTH).toWellFormed()}…` : line,
    );
  const isCut = all.length > MAX_OUTPUT_LINES || all.some(line => line.length > MAX_OUTPUT_WIDTH);
  return { lines: all.length > MAX_OUTPUT_LINES ? [...lines, '…'] : lines, isCut };
}

const field = (node: JsonNode | undefined, name: string): JsonNode | undefined =>
  node?.kind === 'object' ? node.fields.get(name) : undefined;

const itemsOf = (node: JsonNode | undefined): readonly JsonNode[] =>
  node?.kind === 'array' ? node.items : [];

/** Notebooks before version 4 keep their cells in worksheets. */
function cellsOf(root: JsonNode): readonly JsonNode[] | undefined {
  const cells = field(root, 'cells');
  if (cells?.kind === 'array') return cells.items;
  const sheets = field(root, 'worksheets');
  return sheets?.kind === 'array'
    ? sheets.items.flatMap(sheet => itemsOf(field(sheet, 'cells')))
    : undefined;
}

const stringOf = (text: string, node: JsonNode | undefined): string | undefined =>
  node?.kind === 'string'
    ? jsonUnits(text, node.from, node.to)
        .map(({ value }) => value)
        .join('')
    : undefined;

/** A text is a string or a list of lines with their ends. CRLF counts as one character. */
function linesOf(text: string, node: JsonNode | undefined): readonly JsonUnit[] {
  const strings = node?.kind === 'array' ? node.items : node ? [node] : [];
  return strings.flatMap(each =>
    each.kind === 'string'
      ? jsonUnits(text, each.from, each.to).filter(({ value }) => value !== '\r')
      : [],
  );
}

function outputsOf(
  text: string,
  node: JsonNode | undefined,
): Pick<NotebookCell, 'output' | 'pictures'> {
  let output = '';
  let pictures = 0;
  const shown = (lines: JsonNode | undefined): string =>
    linesOf(text, lines)
      .map(({ value }) => value)
      .join('');
  for (const each of itemsOf(node)) {
    const data = field(each, 'data');
    if (data?.kind === 'object' && [...data.fields.keys()].some(type => type.startsWith('image')))
      pictures += 1;
    const problem = stringOf(text, field(each, 'ename'));
    const own =
      problem !== undefined
        ? `${problem}: ${stringOf(text, field(each, 'evalue')) ?? ''}`
        : shown(field(each, 'text')) + shown(field(data, 'text/plain'));
    if (own.trim() !== '') output += own.endsWith('\n') ? own : `${own}\n`;
  }
  const plain = output.replace(COLOURS, '');
  return {
    ...(plain.trim() === '' ? {} : { output: plain }),
    ...(pictures > 0 ? { pictures } : {}),
  };
}
