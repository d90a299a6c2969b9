import { viewWriter, type Written } from './viewWriter.ts';

/** Invisible characters. */
const UNSEEN = '\\u00ad\\u200b\\u2060\\ufeff';
const SPACE = / |[\t\n\r\f]/;
const SPACES = /[ \t\n\r\f]+/y;
/** Text that is copied unchanged. */
const PLAIN = new RegExp(`[^ \\t\\n\\r\\f${UNSEEN}<|\`]+`, 'y');
const IS_UNSEEN = new RegExp(`[${UNSEEN}]`);
/** Text that Markdown would parse as the beginning of something other than a paragraph. */
const STRUCTURE =
  /^(?:#{1,6}(?:\s|$)|>|`{3}|~{3}|\||(?:=+|-{2,}|(?:[*_-] *){3,})\s*$|\[[^\]\s]{1,80}\]:)/;
const TAG = /^<[a-z/!?]/i;
/** Lists and quotes in each other that are told apart; deeper ones would be longer as indents than as text. */
const MAX_INDENTS = 50;
/** Characters of look-ahead to recognize either. */
const AHEAD = 120;

/**
 * Writes running text as lines of Markdown: white space of any length is one space, lines begin with the markers of the
 * enclosing lists and quotes, and text that would be markup is escaped.
 */
export interface LineWriter {
  /** Ends the line; with 2, a blank line follows. In flattened text it is a space. */
  breakLine(lines: 1 | 2): void;
  /** Ends the line inside a paragraph. */
  softBreak(): void;
  /** Begins the line, so that its pending prefix is written. */
  begin(): void;
  /** Text of the file as a reader sees it. */
  text(value: string, from: number, to: number): void;
  /** Lines of the file as they are. */
  verbatim(value: string, from: number, to: number): void;
  /** Adds characters that do not occur in the file to the line. */
  mark(text: string): void;
  /** The same at the end of a word: pending white space goes after them. */
  closingMark(text: string): void;
  /** Joins the next text to the previous one without white space. */
  glue(): void;
  /** A line end and the enclosing markers, without the pending prefix. */
  newLine(): void;
  /** Lines begin with `prefix` from now on, the next one with `lead` instead. */
  indent(prefix: string, lead: string): void;
  outdent(): void;
  /** True until something is written to the line of the innermost indent. */
  readonly hasLead: boolean;
  /** Everything until the matching -1 is on one line. */
  flatten(by: 1 | -1): void;
  readonly isFlat: boolean;
  /** Text is code: nothing is escaped. */
  asCode(by: 1 | -1): void;
  readonly isCode: boolean;
  /** True until something is written to the cell. */
  readonly isFresh: boolean;
  /** Bars are escaped, and white space at the edges is left out. */
  cell(by: 1 | -1): void;
  done(): Written;
}

export function lineWriter(): LineWriter {
  const writer = viewWriter();
  /** What lines begin with, in each of the lists and quotes that are open, from the outermost on. */
  const prefixes: string[] = [];
  const indentAt = (depth: number): string => prefixes[prefixes.length - depth] ?? '';
  let lead: string | undefined;
  let breaks = 0;
  let space: { from: number; to: number } | undefined;
  let fresh = true;
  const depth = { flat: 0, code: 0, cell: 0 };

  const begin = (): void => {
    if (breaks > 0 || writer.length === 0) {
      const indent = indentAt(lead === undefined ? 1 : 2);
      if (writer.length > 0)
        writer.add(breaks === 2 ? `\n${indent.trimEnd()}\n${indent}` : `\n${indent}`);
      else writer.add(indent);
    }
    breaks = 0;
    writer.add(lead ?? '');
    lead = undefined;
  };
  const put = (value: string, from: number, to: number): void => {
    if (breaks > 0 || lead !== undefined || writer.length === 0) begin();
    if (space) {
      if (space.from < 0) writer.add(' ');
      else writer.copy(' ', space.from, space.to);
      space = undefined;
    }
    fresh = false;
    if (from < 0) writer.add(value);
    else writer.copy(value, from, to);
  };
  const escaped = (value: string, at: number): boolean => {
    const sign = value[at]!;
    if (sign === '|') return depth.cell > 0;
    if (depth.code > 0) return false;
    if (sign === '`') return true;
    const ahead = value.slice(at, at + AHEAD);
    // A character written as a reference (`&lt;`) is a unit by itself.
    return (
      (sign === '<' && (ahead === '<' || TAG.test(ahead))) ||
      (fresh && depth.flat === 0 && STRUCTURE.test(ahead))
    );
  };

  return {
    breakLine(lines) {
      if (depth.flat > 0) {
        if (!fresh) space ??= { from: -1, to: -1 };
        return;
      }
      space = undefined;
      fresh = true;
      breaks = Math.max(breaks, lines);
    },
    softBreak() {
      if (depth.flat > 0) {
        if (!fresh) space ??= { from: -1, to: -1 };
      } else if (!fresh) {
        space = undefined;
        fresh = true;
        breaks = Math.max(breaks, 1);
      }
    },
    begin,
    text(value, from, to) {
      const even = value.length === to - from;
      const place = (start: number, end: number): [number, number] =>
        even ? [from + start, from + end] : [from, to];
      let at = 0;
      while (at < value.length) {
        const sign = value[at]!;
        if (IS_UNSEEN.test(sign) || (fresh && sign === '\u00a0')) at += 1;
        else if (SPACE.test(sign)) {
          SPACES.lastIndex = at;
          const end = at + SPACES.exec(value)![0].length;
          const [start, stop] = place(at, end);
          if (!fresh && !space) space = { from: start, to: stop };
          else if (space && space.to === start) space.to = stop;
          at = end;
        } else {
          PLAIN.lastIndex = at;
          const end = at + (PLAIN.exec(value)?.[0].length ?? 1);
          if (escaped(value, at)) put('\\', -1, -1);
          put(value.slice(at, end), ...place(at, end));
          at = end;
        }
      }
    },
    verbatim(value, from, to) {
      const even = value.length === to - from;
      for (const { 0: part, index } of value.matchAll(/[^\n]+|\n/g)) {
        if (from < 0) writer.add(part);
        else if (even) writer.copy(part, from + index, from + index + part.length);
        else writer.copy(part, from, to);
        if (part === '\n') writer.add(indentAt(1));
      }
    },
    mark: text => put(text, -1, -1),
    closingMark(text) {
      const held = space;
      space = undefined;
      put(text, -1, -1);
      space = held;
    },
    glue() {
      space = undefined;
      fresh = true;
    },
    newLine() {
      writer.add(`\n${indentAt(1)}`);
    },
    indent(prefix, first) {
      if (lead !== undefined) {
        begin();
        breaks = 1;
      }
      prefixes.push(indentAt(1) + (prefixes.length < MAX_INDENTS ? prefix : ''));
      lead = first;
    },
    outdent() {
      prefixes.pop();
      lead = undefined;
    },
    get hasLead() {
      return lead !== undefined;
    },
    flatten(by) {
      depth.flat += by;
    },
    get isFlat() {
      return depth.flat > 0;
    },
    asCode(by) {
      depth.code += by;
    },
    get isCode() {
      return depth.code > 0;
    },
    get isFresh() {
      return fresh;
    },
    cell(by) {
      depth.flat += by;
      depth.cell += by;
      space = undefined;
      fresh = true;
    },
    done() {
      if (writer.length > 0) writer.add('\n');
      return writer.done();
    },
  };
}
