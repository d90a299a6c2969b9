import type { Range } from '../../domain/range.ts';
import { CUT, type Block, type Heading, type InnerBlocks, type Structure } from '../blocks.ts';
import { codeLines, type CodeLines } from './codeLines.ts';
import { declaredName } from './codeSymbols.ts';
import { lineBlocks, linesInside } from '../prose/fine.ts';
import { atOnce } from '../../yieldToEventLoop.ts';
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
  const steps = groupsInSteps(lines, 0, lines.length);
  let step = steps.next();
  for (; !step.done; step = steps.next()) if (meter.add(STEP)) await meter.pause();
  const top = step.value;
  const code: Code = { text, lines, inLines: linesInside(text) };
  const blocks: Block[] = [];
  for (const [index, group] of top.entries()) {
    if (meter.add(4)) await meter.pause();
    blocks.push(blockOf(code, group, index));
  }
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
        text.slice(lines.start(part.head), lineEndOf(lines, part.head)),
        options.languageId,
      );
      const start = lines.start(part.from);
      const end = lines.start(part.to);
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
function withCommentsAbove(text: string, lines: CodeLines): (offset: number) => number {
  return offset => {
    let line = lines.at(offset);
    if (text.slice(lines.start(line), offset).trim() !== '') return offset;
    while (
      line > 0 &&
      !lines.blank(line - 1) &&
      (lines.attaches(line - 1) || lines.inside(line - 1))
    )
      line--;
    return Math.min(offset, lines.attaches(line) ? lines.start(line) : offset);
  };
}

/** Lines `[from, to)`; `head` is the first that is neither comment, decorator nor blank. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly head: number;
}

/** Lines examined in one step. */
const STEP = 4096;

/** Splits lines `[from, to)` at the lines of least indentation. */
const groups = (lines: CodeLines, from: number, to: number): readonly Group[] =>
  atOnce(groupsInSteps(lines, from, to));

function* groupsInSteps(lines: CodeLines, from: number, to: number): Generator<void, Group[]> {
  let least = Infinity;
  for (let i = from; i < to; i++) {
    if ((i - from) % STEP === STEP - 1) yield;
    if (!lines.blank(i) && !lines.inside(i)) least = Math.min(least, lines.indent(i));
  }
  const begins = (i: number) => !lines.blank(i) && !lines.inside(i) && lines.indent(i) <= least;
  const found: Group[] = [];
  let start = from;
  let head = -1;
  let due = from + STEP;
  for (let i = from; i < to; i++) {
    if (i >= due) {
      yield;
      due = i + STEP;
    }
    if (!begins(i) || (lines.closes(i) && head >= 0)) continue;
    if (head >= 0) {
      found.push({ from: start, to: i, head });
      start = i;
    }
    // Comments and decorators belong to the line below them.
    let next = i;
    while (next < to && !lines.blank(next) && (lines.attaches(next) || lines.inside(next))) next++;
    head = next > i && next < to && begins(next) && !lines.closes(next) ? next : i;
    i = head;
  }
  if (start < to) found.push({ from: start, to, head: Math.max(start, head) });
  return found;
}

/** The lines inside a group: those indented more than its head. */
function bodyOf(
  lines: CodeLines,
  group: Group,
): { parts: readonly Group[]; first: number } | undefined {
  const base = lines.indent(group.head);
  let first = group.head + 1;
  while (
    first < group.to &&
    (lines.blank(first) || lines.inside(first) || lines.indent(first) <= base)
  )
    first++;
  if (first >= group.to) return undefined;
  let last = group.to;
  while (last > first && (lines.blank(last - 1) || lines.indent(last - 1) <= base)) last--;
  if (last <= first) return undefined;
  return { parts: groups(lines, first, last), first };
}

/** A text, its lines, and how its blocks are split into lines, shared by all blocks. */
interface Code {
  readonly text: string;
  readonly lines: CodeLines;
  readonly inLines: InnerBlocks;
}

function blockOf(code: Code, group: Group, index: number): Block {
  const { lines, inLines } = code;
  const start = lines.start(group.from);
  const end = lines.start(group.to);
  return {
    start,
    end,
    cost: index === 0 ? 0 : costOf(lines, group),
    inner: group.to - group.head > 1 ? () => innerBlocks(code, group, start, end) : inLines,
  };
}

/** Declarations after a blank line are the best places to cut; adjacent statements the worst. */
function costOf(lines: CodeLines, group: Group): number {
  const blank = group.from > 0 && lines.blank(group.from - 1);
  const large = group.to - group.from > 3;
  return (blank ? CUT.heading(3) : CUT.item) + (large ? 0 : 0.06);
}

function innerBlocks(code: Code, group: Group, start: number, end: number): readonly Block[] {
  const { text, lines, inLines } = code;
  const body = bodyOf(lines, group);
  if (!body) return lineBlocks(text, start, end);
  const first = lines.start(body.first);
  const inner = body.parts.map((part, index) => {
    const block = blockOf(code, part, index + 1);
    return { ...block, cost: block.cost + 0.1 };
  });
  const blocks: Block[] = [];
  if (first > start) blocks.push({ start, end: first, cost: 0, inner: inLines });
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
      inner: inLines,
    });
  return blocks.length > 1 ? blocks : lineBlocks(text, start, end);
}

const lineEndOf = (lines: CodeLines, line: number) =>
  Math.min(lines.start(line + 1), lines.start(line) + 400);
