/** Code split into executable code, comments and strings. All views have the same length. */
export interface CodeMask {
  /** Comments and the insides of strings blanked. */
  readonly bare: string;
  /** Comments blanked, strings kept. */
  readonly withStrings: string;
  /** Everything but comments blanked. */
  readonly comments: string;
}

interface Syntax {
  readonly line: readonly string[];
  readonly block?: readonly [string, string];
  readonly quotes: readonly string[];
  /** Quotes whose strings may span lines. */
  readonly multiline: readonly string[];
  readonly regex?: boolean;
  /** Texts from the next line to a line with their name: `<<~SQL`. */
  readonly heredocs?: boolean;
}

const C_LIKE: Syntax = {
  line: ['//'],
  block: ['/*', '*/'],
  quotes: ['"', "'"],
  multiline: [],
};
const SCRIPT: Syntax = { ...C_LIKE, quotes: ['"', "'", '`'], multiline: ['`'], regex: true };
const HASH: Syntax = {
  line: ['#'],
  quotes: ['"""', "'''", '"', "'"],
  multiline: ['"""', "'''"],
};
/** Languages whose texts over several lines stand between three quotes. */
const TEXT_BLOCKS: Syntax = { ...C_LIKE, quotes: ['"""', '"', "'"], multiline: ['"""'] };
const SYNTAX: Readonly<Record<string, Syntax>> = {
  java: TEXT_BLOCKS,
  kotlin: TEXT_BLOCKS,
  scala: TEXT_BLOCKS,
  swift: TEXT_BLOCKS,
  csharp: TEXT_BLOCKS,
  elixir: HASH,
  javascript: SCRIPT,
  javascriptreact: SCRIPT,
  typescript: SCRIPT,
  typescriptreact: SCRIPT,
  go: { ...C_LIKE, quotes: ['"', "'", '`'], multiline: ['`'] },
  rust: { ...C_LIKE, quotes: ['"'], multiline: ['"'] },
  php: { ...C_LIKE, line: ['//', '#'], multiline: ['"', "'"] },
  python: HASH,
  ruby: { ...HASH, quotes: ['"', "'"], multiline: ['"', "'"], heredocs: true },
  shellscript: { ...HASH, quotes: ['"', "'"], multiline: ['"', "'"], heredocs: true },
  yaml: { ...HASH, quotes: ['"', "'"], multiline: [] },
  toml: HASH,
  perl: { ...HASH, quotes: ['"', "'"] },
  r: { ...HASH, quotes: ['"', "'"] },
  sql: { line: ['--'], block: ['/*', '*/'], quotes: ["'", '"'], multiline: ["'"] },
  lua: { line: ['--'], quotes: ['"', "'"], multiline: [] },
  css: { line: [], block: ['/*', '*/'], quotes: ['"', "'"], multiline: [] },
};

/** Separates code, comments and strings in one pass. Unknown languages are read as C-like. */
export function maskCode(text: string, languageId: string): CodeMask {
  const syntax = SYNTAX[languageId] ?? C_LIKE;
  const starters = new Set(
    [...syntax.line, ...(syntax.block ? [syntax.block[0]] : []), ...syntax.quotes].map(s => s[0]),
  );
  const bare = new Blanker(text);
  const strings = new Blanker(text);
  const comments = new Blanker(text);
  let codeFrom = 0;
  let at = 0;
  let lastToken = '';
  const texts: string[] = [];
  while (at < text.length) {
    const char = text[at] ?? '';
    if (
      syntax.regex &&
      char === '/' &&
      !'/*'.includes(text[at + 1] ?? ' ') &&
      opensRegex(lastToken)
    ) {
      const end = endOfRegex(text, at);
      if (end > at) {
        bare.hide(at + 1, end - 1);
        at = end;
        lastToken = '/';
        continue;
      }
    }
    if (syntax.heredocs && char === '\n' && texts.length > 0) {
      const end = texts.splice(0).reduce((from, name) => endOfHeredoc(text, from, name), at + 1);
      bare.hide(at + 1, end);
      at = end;
      continue;
    }
    if (syntax.heredocs && char === '<' && text.startsWith('<<', at)) {
      const [whole = '', , name = ''] = HEREDOC.exec(text.slice(at, at + 60)) ?? [];
      if (name !== '') {
        texts.push(name);
        at += whole.length;
        lastToken = 'x';
        continue;
      }
    }
    if (!starters.has(char)) {
      if (/\S/.test(char)) lastToken = /[\w$]/.test(char) ? wordEnding(text, at) : char;
      at += 1;
      continue;
    }
    const line = syntax.line.find(mark => text.startsWith(mark, at));
    const block = syntax.block && text.startsWith(syntax.block[0], at) ? syntax.block : undefined;
    const quote = syntax.quotes.find(mark => text.startsWith(mark, at));
    if (line !== undefined || block) {
      const stop = block ? text.indexOf(block[1], at + 2) : text.indexOf('\n', at);
      const end = stop < 0 ? text.length : block ? stop + block[1].length : stop;
      comments.hide(codeFrom, at);
      bare.hide(at, end);
      strings.hide(at, end);
      at = end;
      codeFrom = end;
    } else if (quote !== undefined) {
      const end = endOfString(text, at, quote, syntax.multiline.includes(quote));
      bare.hide(at + quote.length, Math.max(at + quote.length, end - quote.length));
      at = end;
      lastToken = 'x';
    } else {
      lastToken = char;
      at += 1;
    }
  }
  comments.hide(codeFrom, text.length);
  return { bare: bare.done(), withStrings: strings.done(), comments: comments.done() };
}

const HEREDOC = /^<<[~-]?(["'`]?)([A-Z][A-Z_\d]{1,30})\1/;

/** The end of the name that closes the text; its start if none does. */
function endOfHeredoc(text: string, from: number, name: string): number {
  const end = new RegExp(`^[ \\t]*${name}\\b`, 'm').exec(text.slice(from));
  return end ? from + end.index + end[0].length : from;
}

class Blanker {
  private readonly parts: string[] = [];
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  hide(start: number, end: number): void {
    if (end <= start) return;
    this.parts.push(
      this.text.slice(this.at, start),
      this.text.slice(start, end).replace(/[^\n\r]/g, ' '),
    );
    this.at = end;
  }

  done(): string {
    return this.parts.join('') + this.text.slice(this.at);
  }
}

function endOfString(text: string, start: number, quote: string, multiline: boolean): number {
  for (let at = start + quote.length; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '\n' && !multiline) return at;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}

const opensRegex = (last: string): boolean =>
  last === '' ||
  '(,=:[!&|?{};+-*%~^<>'.includes(last) ||
  /^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)$/.test(last);

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < Math.min(text.length, start + 2000); at += 1) {
    const char = text[at];
    if (char === '\n') return -1;
    if (char === '\\') at += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return at + 1;
  }
  return -1;
}

function wordEnding(text: string, at: number): string {
  if (/[\w$]/.test(text[at + 1] ?? '')) return 'x';
  let start = at;
  while (start > 0 && at - start < 12 && /[\w$]/.test(text[start - 1] ?? '')) start -= 1;
  return text.slice(start, at + 1);
}
