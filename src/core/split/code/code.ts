import type { Range } from '../../domain/range.ts';
import { CUT, type Block, type Heading, type Structure } from '../blocks.ts';
import { codeLines, type CodeLine } from './codeLines.ts';
import { declaredName } from './codeSymbols.ts';
import { lineBlocks } from '../prose/fine.ts';
import { lineAt } from '../../text/lines.ts';
import type { Meter } from '../pack/meter.ts';

/** A named range of code from an external source: an editor's document symbols or a parser. */
export interface CodeSymbol extends Range {
  readonly name: string;
  readonly children: readonly CodeSymbol[];
}

export interface CodeOptions {
  readonly languageId: string;
  /** When given, names and nesting come from here and not from the form of the lines. */
  readonly symbols?: readonly CodeSymbol[];
}

/** Maximum depth of names: files, classes, methods, functions in functions. */
const DEEPEST = 8;

/**
 * Blocks of code by indentation, for any language: a block begins at a line of the least indentation that is not a
 * closing bracket, not a continuation and not inside a string or comment, and includes the comments and decorators
 * above it. Headings are the enclosing symbols.
 */
export async function codeStructure(
  text: string,
  options: CodeOptions,
  meter: Meter,
): Promise<Structure> {
  const lines = await codeLines(text, options.languageId, meter);
  const flat: (Heading & { readonly depth: number })[] = [];
  const top = groups(lines, 0, lines.length);
  const blocks = top.map((group, index) => blockOf(text, lines, group, index));
  if (options.symbols) {
    const startOf = withCommentsAbove(text, lines);
    return { blocks, headings: fromSymbols(options.symbols, 1, startOf) };
  }
  await name(top, 1);
  return { blocks, headings: flat };

  async function name(parts: readonly Group[], level: number): Promise<void> {
    for (const part of parts) {
      if (meter.add((part.to - part.from) * 4)) await meter.pause();
      const title = declaredName(
        text.slice(lines[part.head]!.start, lineEndOf(lines, part.head, text)),
        options.languageId,
      );
      const start = lines[part.from]!.start;
      const end = lines[part.to]?.start ?? text.length;
      if (title !== undefined) flat.push({ start, end, level, title, depth: level });
      const body = part.to - part.head > 3 && level < DEEPEST ? bodyOf(lines, part) : undefined;
      if (body) await name(body.parts, title === undefined ? level : level + 1);
    }
  }
}

function fromSymbols(
  symbols: readonly CodeSymbol[],
  level: number,
  startOf: (offset: number) => number,
): Heading[] {
  return symbols
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .flatMap(symbol => [
      { start: startOf(symbol.start), end: symbol.end, level, title: symbol.name },
      ...(level < DEEPEST ? fromSymbols(symbol.children, level + 1, startOf) : []),
    ]);
}

/** Start of the comments and decorators directly above the code at an offset. */
function withCommentsAbove(text: string, lines: readonly CodeLine[]): (offset: number) => number {
  const starts = { starts: lines.map(({ start }) => start), length: text.length };
  return offset => {
    let line = lineAt(starts, offset);
    if (line >= lines.length || text.slice(lines[line]!.start, offset).trim() !== '') return offset;
    while (
      line > 0 &&
      !lines[line - 1]!.blank &&
      (lines[line - 1]!.attaches || lines[line - 1]!.inside)
    )
      line--;
    return Math.min(offset, lines[line]!.attaches ? lines[line]!.start : offset);
  };
}

/** Lines `[from, to)`; `head` is the first that is neither comment, decorator nor blank. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly head: number;
}

/** Splits lines `[from, to)` at the lines of least indentation. */
function groups(lines: readonly CodeLine[], from: number, to: number): Group[] {
  let least = Infinity;
  for (let i = from; i < to; i++) {
    const line = lines[i]!;
    if (!line.blank && !line.inside && line.indent < least) least = line.indent;
  }
  const begins = (i: number) => {
    const line = lines[i]!;
    return !line.blank && !line.inside && line.indent <= least;
  };
  const found: Group[] = [];
  let start = from;
  let head = -1;
  for (let i = from; i < to; i++) {
    if (!begins(i) || (lines[i]!.closes && head >= 0)) continue;
    if (head >= 0) {
      found.push({ from: start, to: i, head });
      start = i;
    }
    // Comments and decorators belong to the line below them.
    let next = i;
    while (next < to && !lines[next]!.blank && (lines[next]!.attaches || lines[next]!.inside))
      next++;
    head = next > i && next < to && begins(next) && !lines[next]!.closes ? next : i;
    i = head;
  }
  if (start < to) found.push({ from: start, to, head: Math.max(start, head) });
  return found;
}

/** The lines inside a group: those indented more than its head. */
function bodyOf(
  lines: readonly CodeLine[],
  group: Group,
): { parts: readonly Group[]; first: number } | undefined {
  const base = lines[group.head]!.indent;
  let first = group.head + 1;
  while (
    first < group.to &&
    (lines[first]!.blank || lines[first]!.inside || lines[first]!.indent <= base)
  )
    first++;
  if (first >= group.to) return undefined;
  let last = group.to;
  while (last > first && (lines[last - 1]!.blank || lines[last - 1]!.indent <= base)) last--;
  if (last <= first) return undefined;
  return { parts: groups(lines, first, last), first };
}

function blockOf(text: string, lines: readonly CodeLine[], group: Group, index: number): Block {
  const start = lines[group.from]!.start;
  const end = lines[group.to]?.start ?? text.length;
  return {
    start,
    end,
    cost: index === 0 ? 0 : costOf(lines, group),
    inner: () => innerBlocks(text, lines, group, start, end),
  };
}

/** Declarations after a blank line are the best places to cut; adjacent statements the worst. */
function costOf(lines: readonly CodeLine[], group: Group): number {
  const blank = group.from > 0 && lines[group.from - 1]!.blank;
  const large = group.to - group.from > 3;
  return (blank ? CUT.heading(3) : CUT.item) + (large ? 0 : 0.06);
}

function innerBlocks(
  text: string,
  lines: readonly CodeLine[],
  group: Group,
  start: number,
  end: number,
): readonly Block[] {
  const body = bodyOf(lines, group);
  if (!body) return lineBlocks(text, start, end);
  const first = lines[body.first]!.start;
  const inner = body.parts.map((part, index) => {
    const block = blockOf(text, lines, part, index + 1);
    return { ...block, cost: block.cost + 0.1 };
  });
  const blocks: Block[] = [];
  if (first > start)
    blocks.push({ start, end: first, cost: 0, inner: () => lineBlocks(text, start, first) });
  blocks.push(
    ...inner.map((block, index) =>
      index === 0 && first > start ? { ...block, cost: CUT.announced } : block,
    ),
  );
  const last = inner.at(-1)!.end;
  if (last < end)
    blocks.push({
      start: last,
      end,
      cost: CUT.announced,
      inner: () => lineBlocks(text, last, end),
    });
  return blocks.length > 1 ? blocks : lineBlocks(text, start, end);
}

const lineEndOf = (lines: readonly CodeLine[], line: number, text: string) =>
  Math.min(lines[line + 1]?.start ?? text.length, lines[line]!.start + 400);
