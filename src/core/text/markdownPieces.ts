import type * as markdownIt from 'markdown-it';
import { readDirectives } from './directives.ts';
import { lineAt, lineStart, type Lines } from './lines.ts';

export type MarkdownParser = ReturnType<typeof markdownIt.default>;
export type MarkdownToken = ReturnType<MarkdownParser['parse']>[number];

/** Characters parsed in one go: a few milliseconds. A single block longer than this is parsed alone. */
const PIECE = 48 * 1024;
/** Characters of a piece for each line it may have: lines of one or two characters are as much work as longer ones. */
const LINE_SHARE = 12;
/** A list (at an item) or other block longer than this is parsed in parts; what goes on is then read as new. */
const MAX_BLOCK_LENGTH = 384 * 1024;
/** The same for one with more tokens than this: about 20 milliseconds. */
const MAX_BLOCK_TOKENS = 45_000;
/** The same for lines of a paragraph. */
const MAX_PARAGRAPH_LINES = 16_000;
/** Characters of the head of a table that is parsed again before each part of its rows. */
const MAX_TABLE_HEAD = 8192;

/** The parser of every reader of Markdown here: CommonMark with tables and with the directives of MyST. */
export const markdownParser = (create: typeof markdownIt.default): MarkdownParser =>
  readDirectives(create('commonmark').enable('table'));

/** Block tokens of whole blocks; their `map` counts from `line`. */
export interface MarkdownPiece {
  readonly tokens: readonly MarkdownToken[];
  /** 0-based line of the text that the piece begins with. */
  readonly line: number;
  /** The line after its last; equal to `line` where the piece was too short for its first block and is parsed again. */
  readonly endLine: number;
  /** Characters that were parsed for it. */
  readonly parsed: number;
}

/** Parses a text block by block in bounded pieces, front matter left out. `env` collects link definitions. */
export function* markdownPieces(
  markdown: MarkdownParser,
  text: string,
  lines: Lines,
  env: Record<string, unknown>,
): Generator<MarkdownPiece> {
  let line = frontMatterEnd(text, lines);
  const skip = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let size = PIECE;
  let table: { readonly line: number; readonly head: string } | undefined;
  while (line < lines.starts.length) {
    const start = lineStart(lines, line);
    const stop = Math.min(
      start + size >= text.length ? lines.starts.length : lineAt(lines, start + size) + 1,
      line + Math.ceil(size / LINE_SHARE),
    );
    const end = lineStart(lines, stop);
    const tokens: MarkdownToken[] = [];
    const content = normalized(text.slice(Math.max(start, skip), end));
    markdown.block.parse((table?.head ?? '') + content, markdown, env, tokens);
    const parsed = end - start;
    const atEnd = end >= text.length;
    const origin = table?.line ?? line;
    if (table) joinTable(tokens, line - origin - HEAD_LINES);
    const last = tokens.findLastIndex(t => t.level === 0 && t.nesting >= 0 && t.map !== null);
    if (!atEnd && last === 0 && tokens[0]?.type === 'table_open') {
      const head = table?.head ?? headOf(content);
      if (tokens[0].map?.[1] === stop - origin && head.length <= MAX_TABLE_HEAD) {
        table ??= { line, head };
        yield { tokens: [], line: origin, endLine: origin, parsed };
        line = stop;
        size = PIECE;
        continue;
      }
    }
    const lastLine = last < 0 ? undefined : origin + (tokens[last]?.map?.[0] ?? 0);
    // The last block may go on in the next piece, so the next piece begins with it.
    const isOneBlock = !atEnd && lastLine === origin;
    const isOverlong =
      parsed >= MAX_BLOCK_LENGTH ||
      tokens.length >= MAX_BLOCK_TOKENS ||
      (tokens[0]?.type === 'paragraph_open' && stop - line >= MAX_PARAGRAPH_LINES);
    if (isOneBlock && !isOverlong) {
      yield { tokens: [], line: origin, endLine: origin, parsed };
      size *= 2;
      continue;
    }
    const item = isOneBlock ? lastItem(tokens) : -1;
    const kept = item > 0 ? item : last;
    const keptLine = item > 0 ? origin + (tokens[item]?.map?.[0] ?? 0) : lastLine;
    const whole = atEnd || keptLine === undefined || keptLine === origin;
    const endLine = whole ? stop : keptLine;
    yield { tokens: whole ? tokens : tokens.slice(0, kept), line: origin, endLine, parsed };
    line = endLine;
    table = undefined;
    // What goes on after a part of an overlong block is as long again, more often than not.
    if (!isOneBlock && !whole) size = PIECE;
  }
}

/** Lines of a table's head: its titles and the rule below them. */
const HEAD_LINES = 2;

const headOf = (content: string): string =>
  content
    .split('\n', HEAD_LINES)
    .map(line => `${line}\n`)
    .join('');

/** Moves the tokens of a part that was parsed below the head of its table, so that the table begins at line 0. */
function joinTable(tokens: readonly MarkdownToken[], lines: number): void {
  tokens.forEach((token, index) => {
    if (token.map) token.map = [index === 0 ? 0 : token.map[0] + lines, token.map[1] + lines];
  });
}

/** The last item of the list that the tokens begin with; 0 or less where that is its only one. */
function lastItem(tokens: readonly MarkdownToken[]): number {
  const at = tokens.findLastIndex(t => t.type === 'list_item_open' && t.level === 1);
  return (tokens[at]?.map?.[0] ?? 0) > 0 ? at : -1;
}

/** What markdown-it's own first step does; none of it changes the number of lines. */
const normalized = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');

/**
 * The line after `---` front matter; 0 when there is none. Real front matter is short and begins with a key, if
 * need be behind comments; a rule at the top of a page holds anything.
 */
export function frontMatterEnd(text: string, lines: Lines): number {
  if (!/^\uFEFF?---[ \t]*(?:\r|\n)/.test(text)) return 0;
  let hasKey = false;
  for (let line = 1; line < Math.min(lines.starts.length, MAX_FRONT_MATTER); line++) {
    const content = text.slice(lineStart(lines, line), lineStart(lines, line + 1));
    if (/^(?:---|\.\.\.)\s*$/.test(content)) return line + 1;
    if (hasKey || /^#/.test(content)) continue;
    if (!/^(?:[\w"'$.-]+(?: [\w"'.-]+)?\s*:(?:\s|$)|-\s|[[{])/.test(content)) return 0;
    hasKey = true;
  }
  return 0;
}

const MAX_FRONT_MATTER = 400;
