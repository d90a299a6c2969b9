import type * as markdownIt from 'markdown-it';

type MarkdownParser = ReturnType<typeof markdownIt.default>;
type Block = Parameters<Parameters<MarkdownParser['block']['ruler']['before']>[2]>[0];

/** Directives of MyST whose content is running text; others show code, data or pictures. */
const PROSE = new Set(
  (
    'note warning tip important caution danger attention hint error seealso admonition topic sidebar epigraph ' +
    'highlights pull-quote compound container figure figure-md table dropdown card grid grid-item grid-item-card ' +
    'tab-set tab-item margin aside div exercise solution versionadded versionchanged deprecated todo abstract quote ' +
    'blockquote glossary rubric details callout footer header legend centered'
  ).split(' '),
);
const isProse = (name: string): boolean => PROSE.has(name) || name.startsWith('prf:');

/** A fence of backticks, tildes or colons that opens a directive, at most three blanks in. */
const OPENS = /^(`{3,}|~{3,}|:{3,})\{([\w:-]{1,40})\}/;

/** Reads the content of such directives as blocks, like that of a quote; what is not closed ends with its container. */
export function readDirectives(markdown: MarkdownParser): MarkdownParser {
  markdown.block.ruler.before('fence', 'directive', directive, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  return markdown;
}

function directive(state: Block, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.sCount[startLine]! - state.blkIndent >= 4) return false;
  const [, fence = '', name = ''] = OPENS.exec(textOf(state, startLine)) ?? [];
  if (!isProse(name)) return false;
  if (silent) return true;
  const closes = new RegExp(`^\\${fence.charAt(0)}{${fence.length},}[ \\t]*$`);
  let next = startLine + 1;
  let isClosed = false;
  for (; next < endLine; next++) {
    if (state.sCount[next]! < state.blkIndent && textOf(state, next) !== '') break;
    if (state.sCount[next]! - state.blkIndent < 4 && closes.test(textOf(state, next))) {
      isClosed = true;
      break;
    }
  }
  const { parentType, lineMax } = state;
  state.parentType = 'blockquote';
  state.lineMax = next;
  const open = state.push('blockquote_open', 'blockquote', 1);
  open.markup = fence;
  open.map = [startLine, next + (isClosed ? 1 : 0)];
  state.md.block.tokenize(state, startLine + 1, next);
  state.push('blockquote_close', 'blockquote', -1).markup = fence;
  state.parentType = parentType;
  state.lineMax = lineMax;
  state.line = next + (isClosed ? 1 : 0);
  return true;
}

const textOf = ({ src, bMarks, tShift, eMarks }: Block, line: number): string =>
  src.slice(bMarks[line]! + tShift[line]!, eMarks[line]);
