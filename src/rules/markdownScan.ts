import createMarkdown from 'markdown-it';
import type { Range } from '../core/domain/range.ts';
import { frontMatterEnd, markdownParser, markdownPieces } from '../core/text/markdownPieces.ts';
import type { MarkdownToken } from '../core/text/markdownPieces.ts';

export type LineKind =
  | 'blank'
  | 'text'
  | 'heading'
  | 'underline'
  | 'fence'
  | 'code'
  | 'table'
  | 'html'
  | 'frontMatter'
  | 'comment'
  | 'definition'
  | 'rule';

/** What one line of Markdown is, according to the splitter's parser. */
export interface MarkdownLine extends Range {
  readonly kind: LineKind;
  /** Headings: 1 to 6. */
  readonly level?: number;
  /** First line of a list item: where its text starts. */
  readonly itemStart?: number;
  /** Nesting depth of the item's list, from 1. */
  readonly depth?: number;
  /** Lines of one paragraph, heading, table or HTML block have the same number. */
  readonly block?: number;
  /** First line of a fence that is never closed. */
  readonly unclosed?: boolean;
}

/** The blocks of about ten books; a text with more consists of markup, and its rest is read line by line. */
const MAX_TOKENS = 1_000_000;

const ITEM = /^[\s>]{0,40}(?:(?:[-*+]|\d{1,9}[.)])\s+){1,8}/;

type Mutable = { -readonly [key in keyof MarkdownLine]: MarkdownLine[key] };

/** Classifies every line by CommonMark's rules. */
export function scanMarkdown(text: string, lines: readonly Range[]): readonly MarkdownLine[] {
  const scanned: Mutable[] = lines.map(({ start, end }) => ({ start, end, kind: 'blank' }));
  const starts = { starts: Int32Array.from(lines, line => line.start), length: text.length };
  const given = new Uint8Array(lines.length);
  let block = 0;
  const mark = (from: number, to: number, kind: LineKind, numbered = false): void => {
    if (numbered) block += 1;
    for (let at = from; at < Math.min(to, scanned.length); at += 1) {
      const line = scanned[at];
      if (!line) continue;
      line.kind = kind;
      if (numbered) line.block = block;
      given[at] = 1;
    }
  };
  mark(0, frontMatterEnd(text, starts), 'frontMatter');
  const parser = markdownParser(createMarkdown);
  let read = 0;
  for (const { tokens, line, endLine } of markdownPieces(parser, text, starts, {})) {
    let depth = 0;
    for (const token of tokens) {
      if (token.type.endsWith('_list_open')) depth += 1;
      else if (token.type.endsWith('_list_close')) depth -= 1;
      if (!token.map) continue;
      const [from, to] = [line + token.map[0], line + token.map[1]];
      const first = scanned[from];
      if (!first) continue;
      if (token.type === 'list_item_open') markItem(text, first, depth);
      else markLeaf(text, token, from, to, scanned, mark);
    }
    read += tokens.length;
    if (read > MAX_TOKENS) {
      for (let at = endLine; at < scanned.length; at += 1) mark(at, at + 1, 'text', true);
      break;
    }
  }
  for (const [at, line] of scanned.entries()) {
    // A non-blank line outside all blocks is a link definition.
    if (given[at] === 0 && /\S/.test(text.slice(line.start, Math.min(line.end, line.start + 400))))
      line.kind = 'definition';
  }
  readFootnotes(text, scanned, () => (block += 1));
  return scanned;
}

const FOOTNOTE = /^ {0,3}\[\^[^\]\s]{1,100}\]:/;
/** One level, where code is indented by two. */
const INDENTED = /^(?: {4}|\t)(?! {4}|\t)\s*\S/;

/** CommonMark has no footnotes: it parses them as link definitions, and their indented paragraphs as code. */
function readFootnotes(text: string, lines: readonly Mutable[], nextBlock: () => number): void {
  let isInside = false;
  let block: number | undefined;
  for (const line of lines) {
    const begins = text.slice(line.start, Math.min(line.end, line.start + 200));
    if (begins.trim() === '') {
      block = undefined;
      continue;
    }
    if (!/^\s/.test(begins)) isInside = false;
    const isNote = (line.kind === 'text' || line.kind === 'definition') && FOOTNOTE.test(begins);
    isInside ||= isNote;
    const isRead = line.kind === 'code' || line.kind === 'definition';
    if (!isInside || !isRead || !(isNote || INDENTED.test(begins))) {
      block = undefined;
      continue;
    }
    line.kind = 'text';
    line.block = block ??= nextBlock();
  }
}

type Mark = (from: number, to: number, kind: LineKind, numbered?: boolean) => void;

function markLeaf(
  text: string,
  token: MarkdownToken,
  from: number,
  to: number,
  scanned: readonly Mutable[],
  mark: Mark,
): void {
  const first = scanned[from];
  if (!first) return;
  switch (token.type) {
    case 'paragraph_open':
      return mark(from, to, 'text', true);
    case 'heading_open': {
      mark(from, to, 'heading', true);
      for (let at = from; at < to; at += 1) {
        const line = scanned[at];
        if (line) line.level = Number(token.tag.slice(1));
      }
      if ('=-'.includes(token.markup) && to - from > 1) mark(to - 1, to, 'underline');
      return;
    }
    case 'fence': {
      mark(from, to, 'code');
      first.kind = 'fence';
      const last = scanned[to - 1];
      const closed = to - from > 1 && last && closes(text, last, token.markup);
      if (closed) last.kind = 'fence';
      else first.unclosed = true;
      return;
    }
    case 'code_block':
      return mark(from, to, 'code');
    case 'html_block':
      return mark(
        from,
        to,
        token.content.trimStart().startsWith('<!--') ? 'comment' : 'html',
        true,
      );
    case 'table_open':
      return mark(from, to, 'table', true);
    case 'hr':
      return mark(from, to, 'rule');
    default:
  }
}

function closes(text: string, line: Range, markup: string): boolean {
  const body = text.slice(line.start, Math.min(line.end, line.start + 400)).replace(/^[\s>]+/, '');
  const bare = body.trimEnd();
  const sign = markup[0] ?? '`';
  return bare.length >= markup.length && bare === sign.repeat(bare.length);
}

function markItem(text: string, line: Mutable, depth: number): void {
  const marker = ITEM.exec(text.slice(line.start, Math.min(line.end, line.start + 120)));
  line.itemStart = line.start + (marker?.[0].length ?? 0);
  line.depth ??= depth;
}
