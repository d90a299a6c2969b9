import { atOnce } from '../../core/yieldToEventLoop.ts';
import { lineWriter, type LineWriter } from './lineWriter.ts';
import { cellEnd, headerRule } from './tableMarks.ts';
import { hasNoText, isText, textIn, unitsOf, type Element, type Text } from './tree.ts';
import type { Written } from './viewWriter.ts';

/** How an element appears to a reader. */
export type Role =
  /** Not read; `said`: its words are counted under this name. */
  | { readonly kind: 'skip'; readonly said?: string }
  /**
   * Its text belongs to the surrounding line. `before` and `after` are displayed with it and do not occur in the file.
   */
  | {
      readonly kind: 'inline';
      readonly before?: string;
      readonly after?: string;
      /** Its paragraphs are not separate lines: a note inside a sentence. */
      readonly flat?: boolean;
    }
  | { readonly kind: 'block' | 'paragraph' | 'list' | 'quote' | 'code' | 'break' | 'row' | 'cell' }
  | { readonly kind: 'heading'; readonly level: number }
  /** A symbol: the state of a check box. */
  | { readonly kind: 'sign'; readonly text: string }
  | { readonly kind: 'item'; readonly mark: string }
  /** Lines that are kept unchanged. */
  | { readonly kind: 'verbatim'; readonly language?: string }
  /** `grid`: its rows are written as table rows; otherwise each cell is a block. */
  | { readonly kind: 'table'; readonly grid: boolean }
  /** Text displayed in place of the element: of a picture, of a field. */
  | {
      readonly kind: 'instead';
      readonly text: Text;
      readonly before: string;
      readonly after: string;
    };

export interface Vocabulary {
  /** `ancestors` begins with the root. */
  readonly roleOf: (element: Element, ancestors: readonly Element[]) => Role;
  /** The name under which the words directly in an element are counted and not read; undefined if they are read. */
  readonly unreadIn?: (element: Element) => string | undefined;
  /** What is read although it is not seen, and what marks it. */
  readonly aside?: Aside;
  /** Decodes a reference such as `&amp;`; returns unknown references unchanged. */
  readonly decode: (reference: string) => string;
}

export interface Aside {
  readonly before: string;
  readonly after: string;
  /** The element and all that is in it. */
  readonly element: (element: Element) => boolean;
  /** The text directly in the element. */
  readonly textOf: (element: Element) => boolean;
}

export interface MarkdownView extends Written {
  /** Number of words that were not read, by kind. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Number of words that were read although the page hides them: they are most of it. */
  readonly unhidden?: number;
  /** Number of words that were read and marked although they are not seen. */
  readonly marked: number;
  /** Number of linked style sheets that were not applied. */
  readonly unlinked?: number;
  /** Number of places where its marks are not well-formed. */
  readonly illFormed?: number;
}

interface Grid {
  rows: number;
  cells: number;
}

interface Writing {
  readonly out: LineWriter;
  /** The open tables; undefined for one that is not a grid. */
  readonly grids: (Grid | undefined)[];
  readonly leftOut: Map<string, number>;
  readonly write: (text: Text) => void;
  verbatim: number;
}

type Leave = () => void;
const NOTHING: Leave = () => undefined;

/** The text of a tree as its reader sees it, in Markdown, and the place of each piece in `source`. */
export const markdownView = (source: string, root: Element, words: Vocabulary): MarkdownView =>
  atOnce(markdownViewSteps(source, root, words));

/** Nodes written in one step. */
const STEP = 256;

/** The same in steps of a few milliseconds. */
export function* markdownViewSteps(
  source: string,
  root: Element,
  words: Vocabulary,
): Generator<void, MarkdownView> {
  const out = lineWriter();
  const writing: Writing = {
    out,
    grids: [],
    leftOut: new Map(),
    verbatim: 0,
    write: text => {
      for (const { value, from, to } of unitsOf(source, text, words.decode))
        if (writing.verbatim > 0) out.verbatim(value, from, to);
        else out.text(value, from, to);
    },
  };
  const ancestors: Element[] = [];
  const open: { readonly node: Element; next: number; readonly leave: Leave }[] = [];
  let [asides, marked] = [0, 0];
  /** Marks what is written until it is closed. Marks in marks would say nothing more. */
  const openAside = ({ before, after }: Aside, text: string): Leave => {
    const inText = text.match(/\S+/g)?.length ?? 0;
    if (inText === 0) return NOTHING;
    const isFlat = writing.verbatim === 0;
    marked += inText;
    asides += 1;
    out.mark(before);
    if (isFlat) out.flatten(1);
    out.glue();
    return () => {
      asides -= 1;
      if (isFlat) out.flatten(-1);
      out.glue();
      out.mark(after);
    };
  };
  const visit = (node: Element): void => {
    const leave = enter(writing, node, words.roleOf(node, ancestors));
    if (!leave) return;
    ancestors.push(node);
    const isAside = asides === 0 && words.aside?.element(node) === true;
    const leaveAside = isAside ? openAside(words.aside, textIn(node)) : NOTHING;
    open.push({
      node,
      next: 0,
      leave: () => {
        leaveAside();
        leave();
      },
    });
  };
  visit(root);
  let done = 0;
  for (let top = open.at(-1); top; top = open.at(-1)) {
    if (++done % STEP === 0) yield;
    const child = top.node.children[top.next++];
    if (!child) {
      open.pop();
      ancestors.pop();
      top.leave();
    } else if (!isText(child)) visit(child);
    else {
      // White space parts the words around it, whatever its colour.
      const unread = child.value.trim() === '' ? undefined : words.unreadIn?.(top.node);
      if (unread === undefined) {
        const isAside = asides === 0 && words.aside?.textOf(top.node) === true;
        const leave = isAside ? openAside(words.aside, child.value) : NOTHING;
        writing.write(child);
        leave();
      } else leaveOut(writing, unread, child.value);
    }
  }
  return { ...out.done(), leftOut: writing.leftOut, marked };
}

function leaveOut({ leftOut }: Writing, name: string, text: string): void {
  const words = text.match(/\S+/g)?.length ?? 0;
  if (words > 0) leftOut.set(name, (leftOut.get(name) ?? 0) + words);
}

/** Writes what precedes an element's content. Returns what to do after the content, or undefined if there is none. */
function enter(writing: Writing, element: Element, role: Role): Leave | undefined {
  const { out } = writing;
  if (writing.verbatim > 0 && role.kind !== 'skip') {
    if (role.kind === 'break') out.verbatim('\n', -1, -1);
    return NOTHING;
  }
  const between = (lines: 1 | 2): Leave => {
    if (!out.hasLead) out.breakLine(lines);
    return () => out.breakLine(lines);
  };
  switch (role.kind) {
    case 'skip':
      if (role.said !== undefined) leaveOut(writing, role.said, textIn(element));
      return undefined;
    case 'inline': {
      const { before = '', after = '' } = role;
      if (before === '' && after === '') return NOTHING;
      if (hasNoText(element)) return NOTHING;
      if (before !== '') out.mark(before);
      if (role.flat !== true) return () => out.closingMark(after);
      out.flatten(1);
      out.glue();
      return () => {
        out.flatten(-1);
        out.glue();
        out.mark(after);
      };
    }
    case 'instead':
      if (role.text.value.trim() === '') return undefined;
      out.mark(role.before);
      writing.write(role.text);
      out.closingMark(role.after);
      return undefined;
    case 'sign':
      out.mark(role.text);
      return undefined;
    case 'break':
      out.softBreak();
      return undefined;
    case 'code':
      return out.isCode ? NOTHING : enterCode(out, textIn(element));
    case 'verbatim':
      return out.isFlat ? NOTHING : enterVerbatim(writing, textIn(element), role.language);
    case 'heading':
      return out.isFlat || out.hasLead ? between(2) : enterHeading(out, role.level);
    case 'list':
      return between(2);
    case 'item':
      return out.isFlat ? between(1) : indented(out, ' '.repeat(role.mark.length), role.mark, 1);
    case 'quote':
      return out.isFlat ? between(1) : indented(out, '> ', '> ', 2);
    case 'table': {
      const leave = between(2);
      writing.grids.push(role.grid && !out.isFlat ? { rows: 0, cells: 0 } : undefined);
      return () => {
        writing.grids.pop();
        leave();
      };
    }
    case 'row':
      return enterRow(out, writing.grids.at(-1)) ?? between(1);
    case 'cell':
      return enterCell(out, writing.grids.at(-1)) ?? between(2);
    case 'paragraph':
      return between(2);
    case 'block':
      return between(1);
  }
}

function indented(out: LineWriter, prefix: string, lead: string, lines: 1 | 2): Leave {
  if (!out.hasLead) out.breakLine(lines);
  out.indent(prefix, lead);
  return () => {
    out.outdent();
    out.breakLine(lines);
  };
}

function enterHeading(out: LineWriter, level: number): Leave {
  out.breakLine(2);
  out.indent('', `${'#'.repeat(Math.max(1, Math.min(6, level)))} `);
  out.flatten(1);
  return () => {
    out.flatten(-1);
    out.outdent();
    out.breakLine(2);
  };
}

const longestTicks = (text: string): number =>
  [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);

function enterCode(out: LineWriter, text: string): Leave {
  if (text.trim() === '') return NOTHING;
  const ticks = '`'.repeat(longestTicks(text) + 1);
  const gap = ticks.length > 1 ? ' ' : '';
  out.mark(ticks + gap);
  out.asCode(1);
  return () => {
    out.asCode(-1);
    out.closingMark(gap + ticks);
  };
}

function enterVerbatim(writing: Writing, text: string, language = ''): Leave | undefined {
  if (text.trim() === '') return undefined;
  const { out } = writing;
  if (!out.hasLead) out.breakLine(2);
  out.begin();
  const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  out.mark(fence + language);
  out.newLine();
  writing.verbatim += 1;
  return () => {
    writing.verbatim -= 1;
    if (!/\n[ \t]*$/.test(text)) out.newLine();
    out.mark(fence);
    out.breakLine(2);
  };
}

function enterRow(out: LineWriter, grid: Grid | undefined): Leave | undefined {
  if (!grid) return undefined;
  out.breakLine(grid.rows === 0 ? 2 : 1);
  out.begin();
  out.mark('|');
  grid.cells = 0;
  return () => {
    if (grid.rows === 0) {
      out.newLine();
      out.mark(headerRule(grid.cells));
    }
    grid.rows += 1;
    out.breakLine(1);
  };
}

function enterCell(out: LineWriter, grid: Grid | undefined): Leave | undefined {
  if (!grid) return undefined;
  out.cell(1);
  grid.cells += 1;
  return () => {
    const end = cellEnd(!out.isFresh);
    out.cell(-1);
    out.mark(end);
  };
}
