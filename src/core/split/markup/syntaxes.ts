import { creole, dokuwiki, muse, pod, roff, textile, wikitext } from './lineSyntaxes.ts';
import { between, byLine, closedBy, heading, type LineOf, type Syntax } from './syntax.ts';

const ADORNED = /^([!-/:-@[-`{-~])\1{2,}$/;
const INLINE_RST =
  /:[\w:+-]+:`([^`<]+?)(?:\s*<[^>]*>)?`|``(.+?)``|`([^`<]+?)(?:\s*<[^>]*>)?`_{0,2}|\*\*(.+?)\*\*|\*(.+?)\*|\|([^|]+)\|/g;
const plainRst = (title: string): string =>
  title.replace(
    INLINE_RST,
    (_, ...groups: (string | undefined)[]) => groups.slice(0, 6).find(Boolean) ?? '',
  );

/** Titles are underlined, some overlined; the order in which the characters first occur determines their level. */
const restructured: Syntax = {
  headings: () => {
    const styles: string[] = [];
    const levelOf = (style: string): number => {
      const known = styles.indexOf(style);
      return known >= 0 ? known + 1 : styles.push(style);
    };
    return (line, at) => {
      const [first, second, third] = [at(line), at(line + 1), at(line + 2)];
      if (
        ADORNED.test(first) &&
        third === first &&
        second.trim() !== '' &&
        width(second) <= first.length + 2
      )
        return heading(levelOf(first[0]! + first[0]!), plainRst(second), 3);
      if (!/^\S/.test(first) || ADORNED.test(first) || !ADORNED.test(second)) return undefined;
      if (second.length < Math.max(3, width(first) * 0.75) || /^\.\. |^[-*+] /.test(first))
        return undefined;
      const above = at(line - 1);
      if (above.trim() !== '' && !/^\.\. _/.test(above)) return undefined;
      return heading(levelOf(second[0]!), plainRst(first), 2);
    };
  },
  leads: /^\.\. _[^:]*:\s*$|^\.\. (?:index|only|meta|highlight)::/,
  verbatim: text => {
    const open =
      /^(\s*)(?:\.\. (?!_)(?!note|warning|tip|important|caution|danger|hint|attention|admonition|seealso|versionadded|versionchanged|deprecated|topic|sidebar|epigraph)|.*::$)/.exec(
        text,
      );
    if (!open) return undefined;
    const indent = open[1]!.length;
    return {
      ends: next => next.trim() !== '' && next.length - next.trimStart().length <= indent,
      ownsEnd: false,
    };
  },
};

/** East Asian characters are two columns wide. */
const width = (text: string): number =>
  text.length +
  (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0);

const UNDERLINES = '=-~^+';
const plainAsciidoc = (title: string): string =>
  title
    .replace(/<<[^,>]*,?\s*([^>]*)>>/g, '$1')
    .replace(/(?:https?:\S+?|link:\S+?|xref:\S+?)\[([^\]]*)\]/g, '$1')
    .replace(/\[\[[^\]]*\]\]|\[[^\]]*\](?=[#`*_])/g, '')
    .replace(
      /\+{2,3}(.+?)\+{2,3}|([`*_#+])\2?(\S(?:.*?\S)?)\2{1,2}/g,
      (_, pass?: string, _mark?: string, words?: string) => pass ?? words ?? '',
    );

const asciidoc: Syntax = {
  headings: () => (line, at) => {
    const marked = /^(={1,6}|#{1,6})\s+(\S.*?)(?:\s+\1)?$/.exec(at(line));
    if (marked) return heading(marked[1]!.length, plainAsciidoc(marked[2]!));
    const [title, under] = [at(line), at(line + 1)];
    const sign = UNDERLINES.indexOf(under[0] ?? ' ');
    if (sign < 0 || under.length < 3 || !/^(.)\1*$/.test(under) || !/^\w/.test(title))
      return undefined;
    if (at(line - 1).trim() !== '' && !/^\[/.test(at(line - 1))) return undefined;
    return Math.abs(width(title) - under.length) <= 2
      ? heading(sign + 1, plainAsciidoc(title), 2)
      : undefined;
  },
  leads: /^\[.*\]$|^\[\[.*\]\]$|^\.\S.*$|^:[\w-]+!?:/,
  verbatim: (text, before) => {
    const open = /^(-{4,}|\.{4,}|\+{4,}|\/{4,}|={4,}|\*{4,}|_{4,}|`{3,}|--|[|,:!]===)\w*$/.exec(
      text,
    );
    // Under a line of text the same characters underline a title.
    if (!open || (/^\w/.test(before) && Math.abs(width(before) - text.length) <= 2))
      return undefined;
    return closedBy(next => next === open[1]);
  },
};

const LATEX_LEVELS = [
  'part',
  'chapter',
  'section',
  'subsection',
  'subsubsection',
  'paragraph',
  'subparagraph',
];
const LATEX_HEADING = new RegExp(
  `^(?:\\s*\\\\hypertarget\\{[^}]*\\}\\{%?)?\\s*\\\\(${LATEX_LEVELS.join('|')})\\*?\\s*(?:\\[[^\\]]*\\]\\s*)?\\{`,
);
/** Maximum lines of a title. */
const MAX_TITLE_LINES = 6;

/** The end of a group whose opening brace is before `from`; undefined if it is not closed. */
function groupEnd(text: string, from: number): number | undefined {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '{') depth += 1;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return undefined;
}

/** Commands whose first argument is not displayed. */
const UNSHOWN = /\\(?:label|index|footnote|texorpdfstring|hspace\*?|vspace\*?)\s*\{/;

function plainLatex(title: string): string {
  let plain = title.replace(/(^|[^\\])%.*$/gm, '$1');
  for (let open = UNSHOWN.exec(plain), n = 0; open && n < 20; open = UNSHOWN.exec(plain), n++) {
    const end = groupEnd(plain, open.index + open[0].length);
    plain = plain.slice(0, open.index) + (end === undefined ? '' : plain.slice(end + 1));
  }
  for (let i = 0; i < 4; i++)
    plain = plain.replace(/\\[a-zA-Z]+\*?\s*(?:\[[^\]]*\])?\{([^{}]*)\}/g, '$1');
  return plain
    .replace(/\\(?:ldots|dots)\b(?:\{\})?/g, '…')
    .replace(/\\([&%$#_{}])/g, '$1')
    .replace(/\\\\|~/g, ' ')
    .replace(/\\[a-zA-Z]+\s?|[{}]/g, '')
    .replace(/``|''/g, '"');
}

const latex: Syntax = {
  headings: () => (line, at) => {
    const open = LATEX_HEADING.exec(at(line));
    if (!open) return undefined;
    const stretch = [at(line).slice(open[0].length)];
    for (let n = 1; n <= MAX_TITLE_LINES; n++) {
      const text = stretch.join('\n');
      const end = groupEnd(text, 0);
      if (end !== undefined)
        return heading(LATEX_LEVELS.indexOf(open[1]!) + 1, plainLatex(text.slice(0, end)), n);
      stretch.push(at(line + n));
    }
    return undefined;
  },
  leads:
    /^\s*\\(?:hypertarget\{[^}]*\}\{%?|label\{[^}]*\}|phantomsection|clearpage|newpage|cleardoublepage|appendix)\s*%?$/,
  verbatim: between(
    /^\s*\\begin\{(verbatim\*?|lstlisting|minted|Verbatim|comment|alltt|filecontents\*?)\}/,
    open => text => text.includes(`\\end{${open[1]!}}`),
  ),
};

const org: Syntax = {
  headings: byLine(
    /^(\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|CANCELED)\s+)?(?:\[#\w\]\s+)?(.*?)(?:\s+:[\w@#%:]+:)?$/,
    match =>
      heading(
        match[1]!.length,
        match[2]!
          .replace(/\[\[[^\]]*\](?:\[([^\]]*)\])?\]/g, '$1')
          .replace(/(^|[\s(])([*/_=~+])(\S(?:.*?\S)?)\2(?=$|[\s.,;:!?)])/g, '$1$3'),
      ),
  ),
  verbatim: between(/^\s*#\+begin_(\w+)/i, open => {
    const end = `#+end_${open[1]!.toLowerCase()}`;
    return text => text.trim().toLowerCase().startsWith(end);
  }),
};

const typst: Syntax = {
  headings: byLine(/^(=+)\s+(.+?)(?:\s*<[\w:.-]+>)?$/, match =>
    heading(
      match[1]!.length,
      match[2]!
        .replace(/\s\/\/.*$/, '')
        .replace(/([`*_])(\S(?:.*?\S)?)\1/g, '$2')
        .replace(/\\(.)/g, '$1'),
    ),
  ),
  verbatim: text => {
    const fence = /^\s*(`{3,})[^`]*$/.exec(text);
    if (fence) return closedBy(next => next.trim().startsWith(fence[1]!));
    return /^\s*\/\*(?!.*\*\/)/.test(text) ? closedBy(next => next.includes('*/')) : undefined;
  },
};

const TEXINFO_LEVELS: Readonly<Record<string, number>> = {
  top: 1,
  part: 1,
  chapter: 1,
  unnumbered: 1,
  appendix: 1,
  chapheading: 1,
  majorheading: 1,
  centerchap: 1,
  section: 2,
  unnumberedsec: 2,
  appendixsec: 2,
  appendixsection: 2,
  heading: 2,
  subsection: 3,
  unnumberedsubsec: 3,
  appendixsubsec: 3,
  subheading: 3,
  subsubsection: 4,
  unnumberedsubsubsec: 4,
  appendixsubsubsec: 4,
  subsubheading: 4,
};

const texinfo: Syntax = {
  headings: byLine(/^@(\w+)\s+(\S.*)$/, match => {
    const level = Object.hasOwn(TEXINFO_LEVELS, match[1]!) ? TEXINFO_LEVELS[match[1]!] : undefined;
    return level === undefined
      ? undefined
      : heading(
          level,
          match[2]!
            .replace(/@anchor\{[^{}]*\}/g, '')
            .replace(/@\w+\{([^{}]*)\}/g, '$1')
            .replace(/@([@{}])/g, '$1'),
        );
  }),
  leads: /^@(?:node|anchor|cindex|findex|kindex|pindex|tindex|vindex|page)\b/,
  verbatim: between(
    /^@(verbatim|example|smallexample|lisp|smalllisp|ignore|tex|html|docbook|menu|direntry|copying|format|display)\b\s*$/,
    open => text => text.startsWith(`@end ${open[1]!}`),
  ),
};

const SYNTAXES: Readonly<Record<string, Syntax>> = {
  restructuredtext: restructured,
  asciidoc,
  latex,
  tex: latex,
  org,
  typst,
  wikitext,
  mediawiki: wikitext,
  texinfo,
  textile,
  dokuwiki,
  creole,
  muse,
  roff,
  troff: roff,
  pod,
};

/** From this many titles on, a plain text has underlined titles, as programs that print manuals write them. */
const MIN_UNDERLINED = 8;

/**
 * The syntax of a plain text whose titles are underlined throughout, with more than one character; otherwise undefined.
 */
export function underlinedTitles(lines: number, at: LineOf): Syntax | undefined {
  const signs = new Map<string, number>();
  for (let line = 1; line < lines; line++) {
    const under = at(line);
    if (!ADORNED.test(under)) continue;
    const title = at(line - 1);
    if (/^\S/.test(title) && !ADORNED.test(title) && Math.abs(width(title) - under.length) <= 1)
      signs.set(under[0]!, (signs.get(under[0]!) ?? 0) + 1);
  }
  const total = [...signs.values()].reduce((sum, n) => sum + n, 0);
  return signs.size > 1 && total >= MIN_UNDERLINED
    ? { headings: restructured.headings }
    : undefined;
}

/** The syntax of a markup language by VS Code language id; undefined for any other language. */
export const syntaxOf = (languageId: string): Syntax | undefined =>
  Object.hasOwn(SYNTAXES, languageId) ? SYNTAXES[languageId] : undefined;
