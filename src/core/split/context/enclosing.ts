import type { Source } from '../../domain/source.ts';
import { atOnce, stepwise } from '../../yieldToEventLoop.ts';
import { lineStart, linesOf, type Lines } from '../../text/lines.ts';

/** A table or block of code, and the lines of its beginning that a part from its middle needs. */
interface Enclosure {
  /** Start of the rest after `shown`. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'table' | 'code';
  readonly shown: string;
  /** 1-based line of the shown text. */
  readonly line: number;
}

/** Longest beginning that is shown, in characters. */
const MAX_SHOWN = 1000;
/** Maximum lines of a header. */
const MAX_HEADER_LINES = 12;

const known = new WeakMap<Source, readonly Enclosure[]>();

/**
 * The header row of the table, or the opening line of the block of code, around `offset`, in words; empty outside both.
 * Tables of Markdown, Org, HTML, reStructuredText, AsciiDoc and LaTeX, and files of rows; code in fences, listings and
 * `<pre>`. Linear in the source, computed once.
 */
export function enclosingAt(source: Source, offset: number): string {
  if (source.kind === 'code' || source.kind === 'records') return '';
  let all = known.get(source);
  if (!all) known.set(source, (all = atOnce(enclosuresOf(source))));
  const inside = all.findLast(({ start, end }) => start <= offset && offset < end);
  if (!inside) return '';
  const what =
    inside.kind === 'table'
      ? 'The part begins inside a table. The first rows of the table'
      : 'The part begins inside a block of code. The block begins with';
  return `${what} (line ${inside.line}):\n${inside.shown}`;
}

/** Finds them ahead of the first question, in steps, so that a long text does not keep others waiting. */
export async function indexEnclosures(source: Source, pause: () => Promise<void>): Promise<void> {
  if (known.has(source) || source.kind === 'code' || source.kind === 'records') return;
  known.set(source, await stepwise(enclosuresOf(source), pause));
}

interface Text {
  readonly text: string;
  readonly lines: Lines;
  readonly count: number;
  readonly at: (line: number) => string;
}

/** The block that begins at a line and the line after it; undefined if none begins. Yields after every few hundred lines. */
type Reader = (of: Text, line: number) => Generator<void, Found | undefined>;
interface Found {
  readonly kind: Enclosure['kind'];
  /** Line after the shown text. */
  readonly shownUntil: number;
  /** Line after the last. */
  readonly until: number;
}

function* enclosuresOf({ text, path }: Source): Generator<void, Enclosure[]> {
  const lines = linesOf(text);
  const count = lines.starts.length;
  let last = { line: -1, content: '' };
  const at = (line: number): string => {
    if (line >= count) return '';
    // Every reader asks for the line, and most for no other.
    if (last.line !== line) {
      const content = text.slice(lineStart(lines, line), lineStart(lines, line + 1)).trimEnd();
      last = { line, content };
    }
    return last.content;
  };
  const of: Text = { text, lines, count, at };
  const found: Enclosure[] = [];
  const add = (line: number, { kind, shownUntil, until }: Found): void => {
    const shown = firstLines(of, line, shownUntil);
    found.push({
      kind,
      start: lineStart(lines, shownUntil),
      end: until >= count ? text.length + 1 : lineStart(lines, until),
      shown,
      line: line + 1,
    });
  };
  if (/\.(?:csv|tsv|tab|psv)$/i.test(path)) {
    add(0, { kind: 'table', shownUntil: 1, until: count });
    return found;
  }
  for (let line = 0; line < count;) {
    if (line % STEP === 0) yield;
    const next = MAY_BEGIN.test(at(line)) ? yield* blockAt(of, line) : undefined;
    if (next) add(line, next);
    line = next ? Math.max(next.until, line + 1) : line + 1;
  }
  return found;
}

/** A character that the first line of every kind of block has. */
const MAY_BEGIN = /[`~\\[<|+=]/;

function* blockAt(of: Text, line: number): Generator<void, Found | undefined> {
  for (const read of READERS) {
    const found = yield* read(of, line);
    if (found) return found;
  }
  return undefined;
}

function firstLines({ at }: Text, from: number, until: number): string {
  const shown: string[] = [];
  let left = MAX_SHOWN;
  for (let line = from; line < until; line++) {
    const row = at(line);
    if (row.length > left) {
      if (shown.length === 0) shown.push(`${row.slice(0, left)} …`);
      break;
    }
    shown.push(row);
    left -= row.length + 1;
  }
  return shown.join('\n');
}

/** Lines examined in one step. */
const STEP = 512;

/** The first line from `from` for which `ends` is true; otherwise `to` or the end of the text. */
function* find(
  { count, at }: Text,
  from: number,
  ends: (line: string) => boolean,
  to = count,
): Generator<void, number> {
  for (let line = from; line < Math.min(to, count); line++) {
    if (ends(at(line))) return line;
    if ((line - from) % STEP === STEP - 1) yield;
  }
  return Math.min(to, count);
}

// ---------------------------------------------------------------- code

const FENCE =
  /^((?:[ \t]{0,3}>[ \t]?)*)([ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?)(`{3,}(?=[^`]*$)|~{3,})/;

/** A CommonMark fence: it ends with its container. */
const fence: Reader = function* (of, line) {
  const [, quote = '', indent = '', mark = ''] = FENCE.exec(of.at(line)) ?? [];
  if (mark === '') return undefined;
  const depth = quote.split('>').length - 1;
  // In a list item, lines with less indentation are outside.
  const least = /\S/.test(indent) ? indent.length : 0;
  const closing = new RegExp(`^[ \\t>]*\\${mark[0] ?? ''}{${mark.length},}[ \\t]*$`);
  let isClosed = false;
  const end = yield* find(of, line + 1, text => {
    const leaves =
      (depth > 0 && !text.trimStart().startsWith('>')) ||
      (least > 0 && text.trim() !== '' && text.length - text.trimStart().length < least);
    isClosed = !leaves && closing.test(text) && /^ {0,3}\S|^[ \t]*>|^\s/.test(text);
    return leaves || isClosed;
  });
  return { kind: 'code', shownUntil: line + 1, until: isClosed ? end + 1 : end };
};

const CODE_ENVIRONMENT = /\\begin\{(lstlisting|[vV]erbatim|minted|alltt)\*?\}/;
const listing: Reader = function* (of, line) {
  const name = CODE_ENVIRONMENT.exec(of.at(line))?.[1];
  if (name === undefined) return undefined;
  return {
    kind: 'code',
    shownUntil: line + 1,
    until: (yield* find(of, line, text => text.includes(`\\end{${name}`))) + 1,
  };
};

/** `[source,json]` above a line of dashes, or alone on a line in AsciiDoc. */
const sourceBlock: Reader = function* (of, line) {
  if (!/^\[(?:source|listing)\b.*\]$/.test(of.at(line)) || !/^-{4,}$/.test(of.at(line + 1)))
    return undefined;
  const mark = of.at(line + 1);
  return {
    kind: 'code',
    shownUntil: line + 2,
    until: (yield* find(of, line + 2, text => text === mark)) + 1,
  };
};

const pre: Reader = function* (of, line) {
  if (!/<pre\b/i.test(of.at(line))) return undefined;
  return {
    kind: 'code',
    shownUntil: line + 1,
    until: (yield* find(of, line, text => /<\/pre>/i.test(text))) + 1,
  };
};

// ---------------------------------------------------------------- tables

/** Dashes under each column, with bars or (in Org) plus signs between them. */
const UNDERLINE =
  /^[ \t>]*(?:\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)+\|?|\|[ \t]*:?-+:?[ \t]*\|)$/;

const barTable: Reader = function* (of, line) {
  if (!of.at(line).includes('|') || !UNDERLINE.test(of.at(line + 1))) return undefined;
  if (UNDERLINE.test(of.at(line))) return undefined;
  const until = yield* find(of, line + 2, text => /^[ \t>]*$/.test(text));
  return { kind: 'table', shownUntil: line + 2, until };
};

const GRID = /^[ \t]*\+(?:[-=]+\+)+$/;
const gridTable: Reader = function* (of, line) {
  if (!GRID.test(of.at(line))) return undefined;
  const until = yield* find(of, line + 1, text => !/^[ \t]*[+|]/.test(text));
  const most = Math.min(until, line + MAX_HEADER_LINES);
  const double = yield* find(of, line + 1, text => /^[ \t]*\+=/.test(text), most);
  const single = yield* find(of, line + 1, text => GRID.test(text), most);
  return {
    kind: 'table',
    shownUntil: Math.min(double < most ? double : single, until - 1) + 1,
    until,
  };
};

const RULED = /^[ \t]*={2,}(?:[ \t]+={2,})+$/;
/** A simple table of reStructuredText: rules above and below the header, and at the end. */
const ruledTable: Reader = function* (of, line) {
  if (!RULED.test(of.at(line))) return undefined;
  const under = yield* find(of, line + 1, text => RULED.test(text) || text === '');
  if (!RULED.test(of.at(under)) || under - line > MAX_HEADER_LINES) return undefined;
  return {
    kind: 'table',
    shownUntil: under + 1,
    until: (yield* find(of, under + 1, text => RULED.test(text))) + 1,
  };
};

const asciidocTable: Reader = function* (of, line) {
  const mark = /^[|,:!]={3,}$/.exec(of.at(line))?.[0];
  if (mark === undefined) return undefined;
  const until = (yield* find(of, line + 1, text => text === mark)) + 1;
  const first = yield* find(of, line + 1, text => text !== '');
  // The header is the first row: one line, or one cell per line up to a blank line.
  const blank = yield* find(of, first, text => text === '');
  const header = blank - first <= MAX_HEADER_LINES ? blank : first + 1;
  return { kind: 'table', shownUntil: Math.min(header, until), until };
};

const TABLE_ENVIRONMENT =
  /\\begin\{((?:long|super|x?l?t?)?tabular[xy]?\*?|longtable|xltabular|tabulary)\}/;
const latexTable: Reader = function* (of, line) {
  const name = TABLE_ENVIRONMENT.exec(of.at(line))?.[1];
  if (name === undefined) return undefined;
  const until = (yield* find(of, line, text => text.includes(`\\end{${name}}`))) + 1;
  const row = yield* find(of, line + 1, text => text.includes('\\\\'), line + MAX_HEADER_LINES);
  return { kind: 'table', shownUntil: Math.min(row + 1, line + MAX_HEADER_LINES, until), until };
};

const htmlTable: Reader = function* (of, line) {
  if (!/<table\b/i.test(of.at(line))) return undefined;
  const until = (yield* find(of, line, text => /<\/table>/i.test(text))) + 1;
  const most = Math.min(until, line + 3 * MAX_HEADER_LINES);
  const row = yield* find(of, line, text => /<\/(?:thead|tr)>/i.test(text), most);
  const head = yield* find(of, line, text => /<thead\b/i.test(text), row + 1);
  const headed = head <= row ? yield* find(of, head, text => /<\/thead>/i.test(text), most) : row;
  return {
    kind: 'table',
    shownUntil: Math.min(headed + 1, most),
    until,
  };
};

const READERS: readonly Reader[] = [
  fence,
  listing,
  sourceBlock,
  pre,
  barTable,
  gridTable,
  ruledTable,
  asciidocTable,
  latexTable,
  htmlTable,
];
