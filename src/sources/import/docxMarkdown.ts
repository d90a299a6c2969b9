import type { PageMark } from '../../core/domain/source.ts';
import { htmlBlocks, type Block, type Cell } from './docxBlocks.ts';

/** The HTML of a Word document as plain Markdown, with a mark where each paragraph begins. */
export function docxMarkdown(html: string): { text: string; pages: PageMark[] } {
  const parts: string[] = [];
  const pages: PageMark[] = [];
  let length = 0;
  const write = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  const mark = (): void => {
    pages.push({ start: length, paragraph: pages.length + 1 });
  };

  const writeBlock = (block: Block): void => {
    if (block.kind === 'table') writeTable(block.rows);
    else {
      const lead = block.kind === 'heading' ? `${'#'.repeat(block.level)} ` : (block.marker ?? '');
      const lines = block.kind === 'heading' ? [flat(block.text)] : block.text.split('\n');
      mark();
      const indent = ' '.repeat(lead.length);
      write(lines.map((line, i) => (i === 0 ? lead : indent) + guarded(line)).join('\n'));
    }
  };

  const writeTable = (rows: readonly (readonly Cell[])[]): void => {
    const width = Math.max(...rows.map(row => row.length));
    rows.forEach((row, i) => {
      if (i > 0) write('\n');
      write('|');
      for (let column = 0; column < width; column++) {
        write(' ');
        (row[column] ?? []).forEach((paragraph, n) => {
          if (n > 0) write(' ');
          mark();
          write(flat(paragraph).replaceAll('|', '\\|'));
        });
        write(' |');
      }
      if (i === 0) write(`\n|${' --- |'.repeat(width)}`);
    });
  };

  let previous: Block | undefined;
  for (const block of htmlBlocks(html)) {
    if (previous) write(isItem(previous) && isItem(block) ? '\n' : '\n\n');
    writeBlock(block);
    previous = block;
  }
  write('\n');
  return { text: parts.join(''), pages };
}

const isItem = (block: Block): boolean => block.kind === 'paragraph' && block.marker !== undefined;

const flat = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

/** A line that would be no paragraph in Markdown is kept one; text is not escaped where it need not be. */
const guarded = (line: string): string =>
  line
    .trim()
    .replace(/^(?=#{1,6}(?:\s|$)|>|```|~~~|<[!/?a-z]|(?:=+|-{2,}|(?:[*_-] *){3,})$|\|)/i, '\\');
