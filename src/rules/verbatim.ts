import type { Range } from '../core/domain/range.ts';

/**
 * Lines in markup languages that are not running text: code listings, comments, headers.
 * By VS Code language id; plain text has the blocks of AsciiDoc and fences, which often occur in it.
 */
export function verbatimLines(
  text: string,
  lines: readonly Range[],
  languageId: string,
): ReadonlySet<number> {
  switch (languageId) {
    case 'restructuredtext':
      return restructured(text, lines);
    case 'latex':
    case 'tex':
      return delimited(text, lines, LATEX);
    case 'org':
      return delimited(text, lines, ORG);
    case 'asciidoc':
      return delimited(text, lines, ASCIIDOC);
    default:
      return delimited(
        text,
        lines,
        Object.hasOwn(OTHERS, languageId) ? OTHERS[languageId]! : PLAIN,
      );
  }
}

interface Blocks {
  /** Opens a hidden block; the closing pattern is derived from the match. */
  readonly open: RegExp;
  readonly closes: (opened: RegExpExecArray) => (line: string) => boolean;
  /** True if a block opens only after a blank line, an attribute or a block title. */
  readonly apart?: boolean;
  /** A line that is hidden on its own. */
  readonly line?: RegExp;
}

const MAX_BLOCK_LINES = 5000;
const same = (opened: RegExpExecArray) => {
  const mark = (opened[1] ?? opened[0]).trim();
  return (line: string): boolean => line.trimEnd() === mark;
};
const LATEX: Blocks = {
  // Code under the names that packages give it, or under that of its language; then formulas and drawings.
  open: /\\begin\{((?:[bBlLsS]?[vV]erbatim\w*|lstlisting|minted|comment|alltt|(?:source|pseudo)?code\w*|listing|algorithm\w*|program|console|terminal|tcblisting|filecontents|Bash|[cC]|Cpp|CSharp|Erlang|Go|Haskell|Java|JavaScript|Lisp|Lua|ML|OCaml|Pascal|Perl|PHP|Prolog|[pP]ython|Ruby|Rust|Scala|Scheme|Shell|SQL|Swift|TypeScript|equation|align|alignat|gather|multline|eqnarray|displaymath|math|array|tikzpicture)\*?)\}/,
  closes: opened => line => line.includes(`\\end{${opened[1] ?? ''}}`),
  line: /^\s*%|^\s*\\(?:documentclass|usepackage|newcommand|renewcommand|def|hypersetup|author|date)\b/,
};
const ORG: Blocks = {
  open: /^\s*#\+begin_(\w+)/i,
  closes: opened => line =>
    line
      .trim()
      .toLowerCase()
      .startsWith(`#+end_${(opened[1] ?? '').toLowerCase()}`),
  line: /^\s*#(?:\+\w+:|\s|$)|^\s*:\s|^\s*:[\w-]+:/,
};
const ASCIIDOC: Blocks = {
  apart: true,
  open: /^(-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,})(?:\w*)\s*$/,
  closes: same,
  line: /^\/\/(?!\/)|^:[\w-]+!?:|^\[[^\]]*\]$|^(?:include|image|ifdef|ifndef|endif|ifeval)::/,
};
const TAGGED: Blocks = {
  open: /<(pre|syntaxhighlight|source|code|file)\b[^>]*>(?!.*<\/\1>)/i,
  closes: opened => line => line.toLowerCase().includes(`</${(opened[1] ?? '').toLowerCase()}>`),
  line: /^(?:\{\||\|[-}]|!|<!--.*-->\s*$|\[\[(?:File|Image|Category):|\{\{[\w\s-]+\}\}\s*$|__\w+__)/,
};
const OTHERS: Readonly<Record<string, Blocks>> = {
  typst: {
    open: /^\s*(`{3,})[^`]*$/,
    closes: opened => line => line.trim().startsWith(opened[1] ?? '```'),
    line: /^\s*(?:\/\/|#(?:set|show|import|include|let|figure|image|pagebreak|bibliography|outline)\b)/,
  },
  texinfo: {
    open: /^@(verbatim|example|smallexample|lisp|ignore|tex|html|docbook|menu|direntry|copying)\b/,
    closes: opened => line => line.startsWith(`@end ${opened[1] ?? ''}`),
    line: /^(?:@(?:c|comment|node|anchor|[cfkptv]index|set|clear|include|settitle|setfilename|page|printindex|end|item|itemx|table|itemize|enumerate)\b|\\input)/,
  },
  wikitext: TAGGED,
  mediawiki: TAGGED,
  dokuwiki: TAGGED,
  textile: { ...TAGGED, line: /^(?:bc|pre|notextile)\.|^\|/ },
  pod: {
    open: /^=begin\s+(\w+)/,
    closes: opened => line => line.startsWith(`=end ${opened[1] ?? ''}`),
    line: /^(?:\s+\S|=(?:pod|cut|over|item|back|encoding|for)\b)/,
  },
};
const PLAIN: Blocks = {
  open: /^(`{3,})[\w+-]*\s*$|^\s*<(source|syntaxhighlight|pre)\b[^>]*>(?!.*<\/\2>)/,
  closes: opened =>
    opened[2] === undefined
      ? same(opened)
      : (line): boolean => line.includes(`</${opened[2] ?? ''}>`),
  // A command follows a prompt; `$12,000,000 outstanding` and `% of the shares` are wrapped text.
  line: /^\s*(?:>>>\s|\.\.\. \S|#!\S|sudo \S|[$%] (?=[a-z./~_][\w./~-]*(?:\s|$)))/,
};

function delimited(
  text: string,
  lines: readonly Range[],
  { open, closes, line: alone, apart }: Blocks,
): ReadonlySet<number> {
  const hidden = new Set<number>();
  for (let at = 0; at < lines.length; at += 1) {
    const body = bodyOf(text, lines[at]);
    if (alone?.test(body)) {
      hidden.add(at);
      continue;
    }
    const opened = open.exec(body);
    // Below a line of text the same characters underline a title.
    if (!opened || (apart && /^[^\s[.+]/.test(bodyOf(text, lines[at - 1])))) continue;
    const closed = closes(opened);
    let to = at + 1;
    const last = Math.min(lines.length, at + MAX_BLOCK_LINES);
    while (to < last && !closed(bodyOf(text, lines[to]))) to += 1;
    // A marker that is never closed hides nothing: `----` also underlines titles.
    if (to >= last) continue;
    for (let i = at; i <= to; i += 1) hidden.add(i);
    at = to;
  }
  return hidden;
}

/** Directives whose body is not running text. */
const NO_TEXT =
  /^\s*\.\. (?:code|code-block|sourcecode|literalinclude|highlight|parsed-literal|productionlist|math|image|figure|toctree|csv-table|index|raw|doctest|testcode|testoutput|graphviz|kernel-doc|include)::/;

function restructured(text: string, lines: readonly Range[]): ReadonlySet<number> {
  const hidden = new Set<number>();
  for (let at = 0; at < lines.length; at += 1) {
    const body = bodyOf(text, lines[at]);
    const indent = indentOf(body);
    if (/^\s*>>>/.test(body)) {
      while (at < lines.length && bodyOf(text, lines[at]).trim() !== '') hidden.add(at++);
      continue;
    }
    const explicit = /^\s*\.\.(?:\s|$)/.test(body);
    const directive = explicit && /^\s*\.\. [\w:.+-]+::/.test(body);
    const comment = explicit && !directive && !/^\s*\.\. (?:_|\[|\||__)/.test(body);
    if (explicit) hidden.add(at);
    if (directive || explicit) {
      // Options of a directive, right below it.
      while (/^\s+:[\w-]+:/.test(bodyOf(text, lines[at + 1]))) hidden.add((at += 1));
    }
    const literal = !explicit && /::\s*$/.test(body);
    if (!literal && !comment && !(directive && NO_TEXT.test(body))) continue;
    while (at + 1 < lines.length) {
      const next = bodyOf(text, lines[at + 1]);
      if (next.trim() !== '' && indentOf(next) <= indent) break;
      at += 1;
      if (next.trim() !== '') hidden.add(at);
    }
  }
  return hidden;
}

const indentOf = (body: string): number => body.length - body.trimStart().length;

const bodyOf = (text: string, line: Range | undefined): string =>
  line ? text.slice(line.start, Math.min(line.end, line.start + 400)) : '';
