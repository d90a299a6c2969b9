import type * as markdownIt from 'markdown-it';
import { readDirectives } from './directives.ts';
import { lineAt, lineStart, type Lines } from './lines.ts';

export type MarkdownParser = ReturnType<typeof markdownIt.default>;
export type MarkdownToken = ReturnType<MarkdownParser['parse']>[number];

/** Characters parsed in one go: a few milliseconds. A single block longer than this is parsed alone. */
const PIECE = 96 * 1024;
/** A list or quote longer than this is parsed in parts; what goes on after a part is then read as new. */
const MAX_BLOCK_LENGTH = 384 * 1024;

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
  while (line < lines.starts.length) {
    const start = lineStart(lines, line);
    const stop =
      start + size >= text.length ? lines.starts.length : lineAt(lines, start + size) + 1;
    const end = lineStart(lines, stop);
    const tokens: MarkdownToken[] = [];
    markdown.block.parse(normalized(text.slice(Math.max(start, skip), end)), markdown, env, tokens);
    const parsed = end - start;
    const last = tokens.findLastIndex(t => t.level === 0 && t.nesting >= 0 && t.map !== null);
    const lastLine = last < 0 ? undefined : line + (tokens[last]?.map?.[0] ?? 0);
    const atEnd = end >= text.length;
    // The last block may go on in the next piece, so the next piece begins with it.
    if (!atEnd && lastLine === line && parsed < MAX_BLOCK_LENGTH) {
      yield { tokens: [], line, endLine: line, parsed };
      size *= 2;
      continue;
    }
    const whole = atEnd || lastLine === undefined || lastLine === line;
    const endLine = whole ? stop : lastLine;
    yield { tokens: whole ? tokens : tokens.slice(0, last), line, endLine, parsed };
    line = endLine;
    // What goes on after a part of an overlong block is as long again, more often than not.
    size = whole && !atEnd ? MAX_BLOCK_LENGTH : PIECE;
  }
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
