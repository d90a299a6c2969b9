import { between, byLine, closedBy, heading, type LineOf, type Syntax } from './syntax.ts';

const plainWiki = (title: string): string =>
  title
    .replace(/<!--.*?-->|<[^>]+>|\{\{anchor\|[^}]*\}\}/gi, '')
    .replace(/\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|\[\S+\s+([^\]]*)\]/g, '$1$2')
    .replace(/'{2,}/g, '');
const HTML_BLOCK = /<(pre|nowiki|syntaxhighlight|source|code|file)\b[^>]*>(?!.*<\/\1>)/i;
const htmlBlock = between(
  HTML_BLOCK,
  open => text => text.toLowerCase().includes(`</${open[1]!.toLowerCase()}>`),
);

export const wikitext: Syntax = {
  headings: byLine(/^(={1,6})\s*(\S.*?)\s*\1\s*(?:<!--.*-->\s*)?$/, match =>
    heading(match[1]!.length, plainWiki(match[2]!)),
  ),
  leads: /^<span id="[^"]*"><\/span>$/,
  verbatim: text =>
    htmlBlock(text) ??
    (/^<!--(?!.*-->)/.test(text) ? closedBy(next => next.includes('-->')) : undefined),
};

export const textile: Syntax = {
  headings: byLine(/^h([1-6])(?:\([^)]*\)|\{[^}]*\}|\[[^\]]*\]|[<>=])*\.\s+(.+)$/, match =>
    heading(Number(match[1]), match[2]!.replace(/([@*_])(\S(?:.*?\S)?)\1/g, '$2')),
  ),
  verbatim: text =>
    /^(?:bc|pre)\.\s/.test(text)
      ? { ends: next => next.trim() === '', ownsEnd: false }
      : htmlBlock(text),
};

export const dokuwiki: Syntax = {
  headings: byLine(/^\s*(={2,6})\s*([^=\s].*?)\s*={2,}\s*$/, match =>
    heading(7 - match[1]!.length, plainWiki(match[2]!)),
  ),
  verbatim: htmlBlock,
};

export const creole: Syntax = {
  headings: byLine(/^\s*(={1,6})\s*([^=\s].*?)\s*=*\s*$/, match =>
    heading(match[1]!.length, plainWiki(match[2]!).replace(/\*\*|\/\//g, '')),
  ),
  verbatim: text => (text === '{{{' ? closedBy(next => next === '}}}') : undefined),
};

/** A list item of Muse is indented. */
export const muse: Syntax = {
  headings: byLine(/^(\*{1,5})\s+(\S.*)$/, match =>
    heading(
      match[1]!.length,
      match[2]!
        .replace(/<\/?\w+>/g, '')
        .replace(/\[\[[^\]]*\](?:\[([^\]]*)\])?\]/g, '$1')
        .replace(/(^|[\s(])([*=]{1,3}|_)(\S(?:.*?\S)?)\2(?=$|[\s.,;:!?)])/g, '$1$3'),
    ),
  ),
  verbatim: between(
    /^\s*(?:<(example|src|verse|literal|verbatim|quote)\b[^>]*>(?!.*<\/\1>)|\{\{\{)/,
    open => text => text.includes(open[1] === undefined ? '}}}' : `</${open[1]}>`),
  ),
};

/** From this many titles on, a plain text is a page of a wiki. */
const MIN_WIKI_TITLES = 3;
const WIKI_TITLE = /^\s?(={2,6})\s*[^=\s](?:[^=]*[^=\s])?\s*\1$/;

/**
 * The syntax of a plain text with titles between equals signs. In DokuWiki, whose pages are text files, the most signs
 * are outermost, and the title of the page comes first; in other wikis the fewest.
 */
export function wikiTitles(lines: number, at: LineOf): Syntax | undefined {
  const depths: number[] = [];
  for (let line = 0; line < lines; line++) {
    const signs = WIKI_TITLE.exec(at(line))?.[1];
    if (signs !== undefined) depths.push(signs.length);
  }
  if (depths.length < MIN_WIKI_TITLES) return undefined;
  const [first = 0] = depths;
  return first >= 5 && depths.every(depth => depth <= first) ? dokuwiki : wikitext;
}

/** Escapes of roff that are not displayed, and named characters. */
const ROFF_SIGNS: Readonly<Record<string, string>> = {
  aq: "'",
  cq: '’',
  oq: '‘',
  dq: '"',
  lq: '“',
  rq: '”',
  em: '—',
  en: '–',
  ga: '`',
  ha: '^',
  ti: '~',
  rs: '\\',
  bu: '•',
};
const plainRoff = (title: string): string =>
  title
    .replace(/\\f(?:\[\w*\]|\(\w\w|\w)|\\s[-+]?\d|\\[&/,:%|^]|"/g, '')
    .replace(
      /\\(?:\[(\w+)\]|\((\w\w))/g,
      (all, long?: string, short?: string) => ROFF_SIGNS[long ?? short ?? ''] ?? all,
    )
    .replace(/\\([-. e~0])/g, (_, sign: string) => ({ e: '\\', '~': ' ', '0': ' ' })[sign] ?? sign);

/** Manual pages have two levels of headings; numbers in their titles may name more. */
export const roff: Syntax = {
  headings: byLine(/^\.\s*(SH|SS|Sh|Ss)\s+(.+)$/, match => {
    const title = plainRoff(match[2]!);
    const depth = /^\d+(?:\.\d+)+/.exec(title)?.[0].split('.').length ?? 1;
    return heading(match[1]!.toUpperCase() === 'SH' ? 1 : 1 + depth, title);
  }),
  begins: /^\.\s*(?:[LP]?P|[TIH]P|sp|Pp|It|Bl|RS)\b/,
  verbatim: between(
    /^\.\s*(nf|EX|Bd\b.*-literal)/,
    open => text => /^\.\s*(?:fi|EE|Ed)\b/.test(text) && open.length > 0,
  ),
};

export const pod: Syntax = {
  headings: byLine(/^=head([1-4])\s+(.+)$/, match =>
    heading(Number(match[1]), match[2]!.replace(/[A-Z]<([^<>]*)>/g, '$1')),
  ),
  verbatim: between(/^=begin\s+(\w+)/, open => text => text.startsWith(`=end ${open[1]!}`)),
};
