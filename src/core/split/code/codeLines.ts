import { lineAt, lineStart, linesOf, type Lines } from '../../text/lines.ts';
import type { Meter } from '../pack/meter.ts';

const BLANK = 1;
const INSIDE = 2;
const CLOSES_ABOVE = 4;
const ATTACHES = 8;

/**
 * The properties of the lines of a code text that the block finder uses, each by line number from 0. They are kept as
 * numbers: a text of 50 MB has two million lines, and an object for each takes more memory than the text.
 */
export class CodeLines {
  /** How many. */
  readonly length: number;
  readonly #lines: Lines;
  readonly #indents: Int32Array;
  readonly #traits: Uint8Array;

  constructor(lines: Lines, indents: Int32Array, traits: Uint8Array) {
    this.length = lines.starts.length;
    this.#lines = lines;
    this.#indents = indents;
    this.#traits = traits;
  }

  /** The line that holds an offset. */
  at(offset: number): number {
    return lineAt(this.#lines, offset);
  }
  /** Offset of the line; the text's end for lines past the last. */
  start(line: number): number {
    return lineStart(this.#lines, line);
  }
  /** Columns before the first character; a tab extends to the next multiple of 4. */
  indent(line: number): number {
    return this.#indents[line]!;
  }
  blank(line: number): boolean {
    return (this.#traits[line]! & BLANK) > 0;
  }
  /** Begins inside a string or comment that spans lines. */
  inside(line: number): boolean {
    return (this.#traits[line]! & INSIDE) > 0;
  }
  /** Ends or continues the code above it: a closing bracket, `else`, `end` ... */
  closes(line: number): boolean {
    return (this.#traits[line]! & CLOSES_ABOVE) > 0;
  }
  /** Belongs to the code below it: a comment, decorator or attribute. */
  attaches(line: number): boolean {
    return (this.#traits[line]! & ATTACHES) > 0;
  }
}

interface Family {
  readonly lineComment: readonly string[];
  readonly blockComment?: readonly [string, string];
  /** Quotes whose strings may span lines, longest first. */
  readonly multiline: readonly string[];
  /** Quotes whose strings end with the line. */
  readonly quotes: string;
  readonly regex?: boolean;
}

const BRACES: Family = {
  lineComment: ['//'],
  blockComment: ['/*', '*/'],
  multiline: ['"""'],
  quotes: `"'`,
};
const SCRIPT: Family = { ...BRACES, multiline: ['`'], regex: true };
const HASH: Family = { lineComment: ['#'], multiline: [], quotes: `"'` };
const FAMILIES: Readonly<Record<string, Family>> = {
  javascript: SCRIPT,
  javascriptreact: SCRIPT,
  typescript: SCRIPT,
  typescriptreact: SCRIPT,
  vue: SCRIPT,
  svelte: SCRIPT,
  go: { ...BRACES, multiline: ['`'] },
  // Rust's lifetimes look like an open quote.
  rust: { ...BRACES, multiline: [], quotes: '"' },
  python: { lineComment: ['#'], multiline: ['"""', "'''"], quotes: `"'` },
  ruby: HASH,
  shellscript: HASH,
  perl: HASH,
  r: HASH,
  yaml: HASH,
  toml: { ...HASH, multiline: ['"""', "'''"] },
  dockerfile: HASH,
  makefile: HASH,
  powershell: { ...HASH, blockComment: ['<#', '#>'] },
  php: { ...BRACES, lineComment: ['//', '#'] },
  sql: { lineComment: ['--'], blockComment: ['/*', '*/'], multiline: [], quotes: `'"` },
  lua: { lineComment: ['--'], multiline: [], quotes: `"'` },
  haskell: { lineComment: ['--'], blockComment: ['{-', '-}'], multiline: [], quotes: '"' },
  html: { lineComment: [], blockComment: ['<!--', '-->'], multiline: [], quotes: '' },
  xml: { lineComment: [], blockComment: ['<!--', '-->'], multiline: [], quotes: '' },
  css: { lineComment: [], blockComment: ['/*', '*/'], multiline: [], quotes: `"'` },
};

const CLOSES =
  /^(?:[)\]}>]|<\/|else\b|elif\b|elsif\b|elseif\b|except\b|finally\b|catch\b|rescue\b|ensure\b|end\b|fi\b|done\b|esac\b|then\b|do\b|in\b|until\b|while\s.*;\s*$|where\b|\{|&&|\|\||\?|:(?!:)|\.(?!\.)|=>|->|\+\s|,)/;
/** Longest line scanned character by character; in longer ones (minified) only the length counts. */
const MAX_LINE_LENGTH = 20_000;

/** Every line of the text, as needed by the block finder. */
export async function codeLines(
  text: string,
  languageId: string,
  meter: Meter,
): Promise<CodeLines> {
  const family = FAMILIES[languageId] ?? BRACES;
  const { starts } = linesOf(text);
  const indents = new Int32Array(starts.length);
  const traits = new Uint8Array(starts.length);
  let length = 0;
  let open = '';
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i]!;
    const end = Math.min(starts[i + 1] ?? text.length, start + MAX_LINE_LENGTH);
    if (meter.add(((end - start) >> 1) + 8)) await meter.pause();
    if (start === text.length && i > 0) break;
    const line = text.slice(start, end).trimEnd();
    const { indent, from } = indentOf(line);
    const content = line.slice(from);
    const inside = open !== '';
    open = scan(line, inside ? 0 : from, open, family);
    indents[i] = indent;
    traits[i] =
      (content === '' ? BLANK : 0) |
      (inside ? INSIDE : 0) |
      (!inside && CLOSES.test(content) ? CLOSES_ABOVE : 0) |
      (!inside && attaches(content, family) ? ATTACHES : 0);
    length = i + 1;
  }
  return new CodeLines(
    { starts: starts.subarray(0, length), length: text.length },
    indents,
    traits,
  );
}

function indentOf(line: string): { indent: number; from: number } {
  let indent = 0;
  let from = 0;
  for (; from < line.length; from++) {
    const c = line.charCodeAt(from);
    if (c === 9) indent += 4 - (indent % 4);
    else if (c === 32 || c === 0xa0) indent++;
    else if (c !== 0xfeff) break;
  }
  return { indent, from };
}

function attaches(content: string, family: Family): boolean {
  if (/^(?:@[\w(]|#\[|#!\[|\[[A-Z]\w*[(\]])/.test(content)) return true;
  if (family.lineComment.some(mark => content.startsWith(mark))) return true;
  const block = family.blockComment;
  return block !== undefined && content.startsWith(block[0]);
}

/** Scans a line; returns what is open at its end: the closing marker of a string or comment, or ''. */
function scan(line: string, from: number, open: string, family: Family): string {
  let i = from;
  while (i < line.length) {
    if (open !== '') {
      const close = closing(line, i, open);
      if (close < 0) return open;
      i = close;
      open = '';
      continue;
    }
    const c = line[i]!;
    if (
      family.lineComment.some(mark => line.startsWith(mark, i)) &&
      (c !== '#' || i === 0 || /\s/.test(line[i - 1]!))
    ) {
      return '';
    }
    const block = family.blockComment;
    if (block && line.startsWith(block[0], i)) {
      open = block[1];
      i += block[0].length;
      continue;
    }
    const long = family.multiline.find(quote => line.startsWith(quote, i));
    if (long !== undefined) {
      open = long;
      i += long.length;
      continue;
    }
    if (family.quotes.includes(c)) {
      const close = closing(line, i + 1, c);
      if (close < 0) return '';
      i = close;
      continue;
    }
    if (
      c === '/' &&
      family.regex &&
      /(?:^|[(,=:[!&|?{};+]|\b(?:return|typeof|case))\s*$/.test(line.slice(Math.max(0, i - 12), i))
    ) {
      const literal = /^\/(?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+\//.exec(line.slice(i));
      if (literal) {
        i += literal[0].length;
        continue;
      }
    }
    i++;
  }
  return open;
}

/** Offset after the first `mark` that is not escaped by a backslash, or -1. */
function closing(line: string, from: number, mark: string): number {
  if (mark === '*/' || mark === '-->' || mark === '#>' || mark === '-}') {
    const at = line.indexOf(mark, from);
    return at < 0 ? -1 : at + mark.length;
  }
  for (let i = from; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line.startsWith(mark, i)) return i + mark.length;
  }
  return -1;
}
