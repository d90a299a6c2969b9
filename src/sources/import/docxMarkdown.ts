import type { PageMark } from '../../core/domain/source.ts';
import { cellEnd, headerRule } from '../markup/tableMarks.ts';
import type { Block, Origin, Paragraph, Table } from './word/body.ts';

/** Words of a paragraph that are enough to search for. */
const SEARCH_WORDS = 6;

interface Item {
  readonly level: number;
  readonly indent: number;
  readonly width: number;
}

/** Where the words of a paragraph occur in the text, without its number, and where they come from. */
export interface Printed {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** In a table, where a bar has a backslash before it. */
  readonly isCell: boolean;
  readonly origin: Origin;
}

/**
 * The blocks of a Word document as plain Markdown, numbers as they are shown, with a mark where each paragraph
 * begins: its clause, or the words it begins with.
 */
export function docxMarkdown(
  blocks: readonly Block[],
  levels: ReadonlyMap<Block, number>,
): { text: string; pages: PageMark[]; printed: Printed[] } {
  const parts: string[] = [];
  const pages: PageMark[] = [];
  const printed: Printed[] = [];
  let length = 0;
  let clause: string | undefined;
  const write = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  const writeWords = ({ origin }: Paragraph, text: string, isCell: boolean): void => {
    if (origin) printed.push({ start: length, end: length + text.length, text, isCell, origin });
    write(text);
  };
  const mark = ({ text, label, level, spot }: Paragraph): void => {
    if (spot !== undefined) {
      if (pages.at(-1)?.spot !== spot) pages.push({ start: length, spot });
      return;
    }
    if (label && !label.bullet) clause = label.full;
    // A heading without a number ends the numbered clause before it.
    else if (level !== undefined) clause = undefined;
    const typed = label ? undefined : /^(?:§\s*)?\d{1,3}(?:\.\d{1,3})+(?=\.?\s)/.exec(text)?.[0];
    const own = typed ?? (label && !label.bullet ? label.full : undefined);
    const words = flat(text)
      .split(' ')
      .slice(0, SEARCH_WORDS)
      .join(' ')
      .slice(0, 60)
      .toWellFormed();
    pages.push({
      start: length,
      paragraph: pages.length + 1,
      ...(own === undefined ? (clause === undefined ? {} : { under: clause }) : { clause: own }),
      words,
    });
  };

  let items: Item[] = [];
  const writeParagraph = (paragraph: Paragraph, level: number | undefined): void => {
    if (paragraph.code) {
      items = [];
      mark(paragraph);
      write(fenced(paragraph.text).trimEnd());
      return;
    }
    const lead = leadOf(paragraph, level);
    mark(paragraph);
    const lines = level === undefined ? paragraph.text.split('\n') : [flat(paragraph.text)];
    const hang = ' '.repeat(isListLead(lead) ? lead.length : 0);
    const first = lead.trim() === '' ? guarded(lines[0]!) : lines[0]!.trim();
    const more = lines.slice(1).map(line => `\n${hang}${guarded(line)}`);
    write(lead);
    writeWords(paragraph, first + more.join(''), false);
  };

  const leadOf = ({ label }: Paragraph, level: number | undefined): string => {
    const shown = label ? label.text + (label.tight ? '' : ' ') : '';
    if (level !== undefined) {
      items = [];
      return `${'#'.repeat(level)} ${label?.bullet === true ? '' : shown}`;
    }
    if (!label || !isListLead(shown)) {
      items = [];
      return shown;
    }
    items = items.filter(item => item.level < label.level);
    const outer = items.at(-1);
    const indent = outer ? outer.indent + outer.width : 0;
    items.push({ level: label.level, indent, width: shown.length });
    return ' '.repeat(indent) + shown;
  };

  const writeTable = ({ rows }: Table): void => {
    items = [];
    const width = Math.max(...rows.map(row => row.length));
    rows.forEach((row, i) => {
      if (i > 0) write('\n');
      write('|');
      for (let column = 0; column < width; column++) {
        const start = length;
        (row[column] ?? []).forEach((paragraph, n) => {
          if (n > 0) write(' ');
          mark(paragraph);
          const { label } = paragraph;
          write(label ? `${label.text} ` : '');
          writeWords(paragraph, flat(paragraph.text).replaceAll('|', '\\|'), true);
        });
        write(cellEnd(length > start));
      }
      if (i === 0) write(`\n${headerRule(width)}`);
    });
  };

  let wasItem = false;
  blocks.forEach((block, i) => {
    const level = levels.get(block);
    const { label = undefined } = block.kind === 'paragraph' ? block : {};
    const isItem = level === undefined && label !== undefined && isListLead(`${label.text} `);
    if (i > 0) write(wasItem && isItem ? '\n' : '\n\n');
    if (block.kind === 'table') writeTable(block);
    else writeParagraph(block, level);
    wasItem = isItem;
  });
  write('\n');
  return { text: parts.join(''), pages, printed };
}

/** Numbers that Markdown knows. Others, such as `(a)`, are part of the paragraph. */
const isListLead = (lead: string): boolean => /^\s*(?:-(?: [☐☑☒✓✗])?|\d{1,9}[.)])\s$/u.test(lead);

const flat = (text: string): string => text.replace(/(?<!\s)\s*\n\s*/g, ' ');

/** Escapes a line only if Markdown would read it as something other than a paragraph: quotes must match the text. */
export const guarded = (line: string): string =>
  line
    .trim()
    .replace(/^(?=#{1,6}(?:\s|$)|>|```|~~~|<[!/?a-z]|(?:=+|-{2,}|(?:[*_-] *){3,})$|\|)/i, '\\');

/** Lines as a fenced block, its fence longer than any run of ticks in them. */
function fenced(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const body = content.endsWith('\n') ? content : `${content}\n`;
  return `${fence}\n${body}${fence}\n`;
}
