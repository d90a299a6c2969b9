import { isBlank, lineAt, lineStart, linesOf, type Lines } from '../text/lines.ts';
import {
  frontMatterEnd,
  markdownParser,
  markdownPieces,
  type MarkdownParser,
  type MarkdownToken,
} from '../text/markdownPieces.ts';
import type { Range } from '../domain/range.ts';
import {
  CUT,
  nestHeadings,
  type Block,
  type Heading,
  type InnerBlocks,
  type Structure,
} from './blocks.ts';
import type { Meter } from './pack/meter.ts';
import { linesInside, sentencesInside } from './prose/fine.ts';

type FlatHeading = Omit<Heading, 'end' | 'title'> & { readonly content: string };

let parser: Promise<MarkdownParser> | undefined;

function loadParser(): Promise<MarkdownParser> {
  parser ??= import('markdown-it').then(({ default: create }) => markdownParser(create));
  return parser;
}

/**
 * The blocks and headings (ATX and setext, not those inside quotes or lists) of CommonMark with
 * tables. Front matter at the start of the text is one block.
 */
export async function markdownStructure(text: string, meter: Meter): Promise<Structure> {
  const markdown = await loadParser();
  const lines = linesOf(text);
  const document: Document = {
    text,
    lines,
    inLines: linesInside(text),
    inSentences: sentencesInside(text),
  };
  const blocks: Block[] = [];
  const flat: FlatHeading[] = [];
  const env: Record<string, unknown> = {};
  const frontMatter = frontMatterEnd(text, lines);
  if (frontMatter > 0) {
    const end = lineStart(lines, frontMatter);
    blocks.push({ start: 0, end, cost: 0, inner: document.inLines });
  }
  let before: Node | undefined;
  // Finding the lines of a long text takes a whole turn.
  if (meter.add(text.length >> 7)) await meter.pause();
  for (const { tokens, line, endLine, parsed } of markdownPieces(markdown, text, lines, env)) {
    if (meter.add(parsed >> 2)) await meter.pause();
    const nodes = nodesOf(tokens, { from: 0, to: tokens.length, level: 0, firstLine: line });
    for (const { line: at, level, content } of nodes)
      if (level > 0) flat.push({ start: lineStart(lines, at), level, content });
    const [start, end] = [lineStart(lines, line), lineStart(lines, endLine)];
    for (const block of nodeBlocks(document, nodes, { start, end }, before)) blocks.push(block);
    before = nodes.at(-1) ?? before;
  }
  const headings: Omit<Heading, 'end'>[] = [];
  for (const { start, level, content } of flat) {
    if (meter.add((content.length >> 2) + 16)) await meter.pause();
    headings.push({ start, level, title: plainTitle(markdown, content, env) });
  }
  return { blocks, headings: await nestHeadings(headings, text.length, meter) };
}

/** A text and the ways to split its blocks, shared by all blocks. */
interface Document {
  readonly text: string;
  readonly lines: Lines;
  readonly inLines: InnerBlocks;
  readonly inSentences: InnerBlocks;
}

/**
 * The data kept of a token pair (or single token) that spans lines: the tokens themselves take many times the memory of
 * the text.
 */
interface Node {
  readonly type: string;
  /** Level of a heading, otherwise 0. */
  readonly level: number;
  /** Text of a heading, with inline markup. */
  readonly content: string;
  /** True for a paragraph that ends in a colon. */
  readonly announces: boolean;
  /** 0-based line of the document. */
  readonly line: number;
  readonly endLine: number;
  /** The blocks inside a list, item or quote. */
  readonly inner: readonly Node[];
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly level: number;
  /** Line number in the document of the first parsed line. */
  readonly firstLine: number;
}

const CONTAINERS: ReadonlySet<string> = new Set([
  'bullet_list_open',
  'ordered_list_open',
  'list_item_open',
  'blockquote_open',
]);

function nodesOf(
  tokens: readonly MarkdownToken[],
  { from, to, level, firstLine }: Stretch,
): Node[] {
  const nodes: Node[] = [];
  for (let i = from; i < to; i++) {
    const token = tokens[i]!;
    if (token.level !== level || token.nesting < 0 || !token.map) continue;
    let close = i;
    if (token.nesting === 1) {
      while (close < to - 1 && !(tokens[close]!.nesting === -1 && tokens[close]!.level === level)) {
        close++;
      }
    }
    const { type } = token;
    const words = tokens[i + 1]?.content ?? '';
    nodes.push({
      type,
      level: type === 'heading_open' ? Number(token.tag.slice(1)) : 0,
      content: type === 'heading_open' ? words : '',
      announces: type === 'paragraph_open' && /[:：]\s*$/.test(words),
      line: firstLine + token.map[0],
      endLine: firstLine + token.map[1],
      inner: CONTAINERS.has(type)
        ? nodesOf(tokens, { from: i + 1, to: close, level: level + 1, firstLine })
        : NONE,
    });
    i = close;
  }
  return nodes;
}

const NONE: readonly Node[] = [];

/**
 * Nodes as blocks that join to a range; text outside all nodes (link definitions) is split into lines. `last` is the
 * node before the first.
 */
function nodeBlocks(
  document: Document,
  nodes: readonly Node[],
  { start, end }: Range,
  last?: Node,
): Block[] {
  const { text, lines, inLines } = document;
  const blocks: Block[] = [];
  let from = start;
  let before = last;
  nodes.forEach((node, index) => {
    const next = nodes[index + 1];
    const nodeStart = index === 0 ? start : Math.max(from, lineStart(lines, node.line));
    const nodeEnd = Math.min(end, lineStart(lines, node.endLine));
    const stop = next ? Math.min(end, lineStart(lines, next.line)) : end;
    if (stop <= nodeStart) return;
    const rest = skipBlankLines(text, lines, Math.max(nodeEnd, nodeStart), stop);
    const own = rest < stop ? rest : stop;
    blocks.push({
      start: nodeStart,
      end: own,
      cost: costOf(node, before),
      inner: innerOf(document, node),
    });
    if (own < stop) {
      blocks.push({ start: own, end: stop, cost: CUT.paragraph, inner: inLines });
    }
    from = stop;
    before = node;
  });
  if (blocks.length === 0 && end > start) {
    blocks.push({ start, end, cost: CUT.paragraph, inner: inLines });
  }
  return blocks;
}

/** The first line at or after `from` that is not blank, at most `end`. */
function skipBlankLines(text: string, lines: Lines, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const next = Math.min(end, lineStart(lines, lineAt(lines, at) + 1));
    if (!isBlank(text, at, next)) return at;
    at = next;
  }
  return end;
}

function costOf(node: Node, before: Node | undefined): number {
  if (node.type === 'heading_open') {
    // A heading directly below a heading: they belong together.
    if (before && before.level > 0 && before.level < node.level) return CUT.titled;
    return CUT.heading(node.level);
  }
  if (before && before.level > 0) return CUT.titled;
  if (node.type === 'hr') return CUT.heading(7);
  if (node.type === 'list_item_open') return CUT.item;
  if (before?.announces && node.type !== 'paragraph_open') return CUT.announced;
  return CUT.paragraph;
}

function innerOf(document: Document, node: Node): InnerBlocks {
  const { inLines, inSentences } = document;
  if (node.type === 'paragraph_open' || node.level > 0) return inSentences;
  if (!CONTAINERS.has(node.type)) return inLines;
  return (maxTokens, own) => {
    const blocks = nodeBlocks(document, node.inner, own);
    const [first] = blocks;
    if (!first || blocks.length > 1) return blocks;
    return (first.inner ?? inLines)(maxTokens, first);
  };
}

/** A heading's text without markup: links and emphasis as their text, images as their alternative text. */
function plainTitle(
  markdown: MarkdownParser,
  written: string,
  env: Record<string, unknown>,
): string {
  const content = written.replace(ATTRIBUTES, '');
  if (!/[\\`*_[\]<>&!]/.test(content)) return oneLine(content);
  const tokens: MarkdownToken[] = [];
  markdown.inline.parse(content, markdown, env, tokens);
  return oneLine(textOf(tokens));
}

/** Attributes that Pandoc, Quarto and kramdown add to a heading: `{#name .class key=value}`, `{-}`. */
const ATTRIBUTES = /\s*\{(?:[#.:]|-\}|[\w-]+=)[^{}]*\}?\s*$/;

function textOf(tokens: readonly MarkdownToken[]): string {
  let text = '';
  for (const token of tokens) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') text += ' ';
    else if (token.type === 'image')
      text += token.children ? textOf(token.children) : token.content;
    else if (token.type !== 'html_inline') text += token.content;
  }
  return text;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
