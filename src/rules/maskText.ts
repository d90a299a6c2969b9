import type { Range } from '../core/domain/range.ts';
import type { LineKind, MarkdownLine } from './markdownScan.ts';

const HIDDEN_KINDS: ReadonlySet<LineKind> = new Set([
  'fence',
  'code',
  'frontMatter',
  'comment',
  'definition',
]);
/** Longer blocks are data: their inline markup is read in pieces. */
const MAX_INLINE_LENGTH = 50_000;
const MARKUP = new RegExp(
  [
    '\\]\\([^()\\s]{1,1000}(?:\\s"[^"\\n]{0,200}")?\\)',
    '<!--[^>]{0,2000}-->',
    '</?[A-Za-z][^<>]{0,2000}>',
    '\\b(?:https?|ftp|mailto|file):[^\\s<>"\')\\]]{1,1000}',
    '\\bwww\\.[^\\s<>"\')\\]]{1,500}',
  ].join('|'),
  'g',
);
const URLS = /\b(?:https?|ftp|mailto|file):[^\s<>"')\]]{1,1000}|\bwww\.[^\s<>"')\]]{1,500}/g;

/** A letter in place of code, so that a sentence keeps its words: `x is` does not become ` is`. */
export const CODE_MARK = '\u0001';

/** Spaces of the same length, with line breaks kept. */
export const blank = (text: string): string => text.replace(/[^\n\r]/g, ' ');
const asCode = (text: string): string => (text === '' ? '' : `${CODE_MARK}${blank(text.slice(1))}`);

/**
 * Markdown with everything that is not wording blanked: code, front matter, comments, tags, link targets and URLs. Same
 * length, same line breaks.
 */
export function maskMarkdown(text: string, markdown: readonly MarkdownLine[]): string {
  const parts: string[] = [];
  let at = 0;
  for (let index = 0; index < markdown.length; index += 1) {
    const first = markdown[index];
    if (!first) continue;
    parts.push(text.slice(at, first.start));
    let last = first;
    // Code spans and tags may span the lines of one block.
    while (first.block !== undefined && markdown[index + 1]?.block === first.block) {
      index += 1;
      last = markdown[index] ?? last;
    }
    const body = text.slice(first.start, last.end);
    parts.push(HIDDEN_KINDS.has(first.kind) ? blank(body) : maskInline(body));
    at = last.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Prose with URLs, code in backticks and the given lines blanked. Same length, same line breaks. */
export function maskProse(
  text: string,
  lines: readonly Range[],
  hidden: ReadonlySet<number>,
): string {
  const parts: string[] = [];
  let at = 0;
  for (const index of [...hidden].sort((a, b) => a - b)) {
    const line = lines[index];
    if (!line) continue;
    parts.push(text.slice(at, line.start), blank(text.slice(line.start, line.end)));
    at = line.end;
  }
  parts.push(text.slice(at));
  return parts
    .join('')
    .replace(URLS, blank)
    .replace(/(?<!`)``(?!`)[^`\n]{1,300}``(?!`)|(?<![`\w])`[^`\n]{1,200}`(?!`)/g, asCode);
}

function maskInline(body: string): string {
  if (!/[`<\]:.]/.test(body)) return body;
  if (body.length > MAX_INLINE_LENGTH) {
    const middle = body.lastIndexOf(' ', body.length >> 1) + 1 || body.length >> 1;
    return maskInline(body.slice(0, middle)) + maskInline(body.slice(middle));
  }
  return maskCodeSpans(body).replace(MARKUP, blank);
}

/** Code spans: from a run of backticks to the next run of the same length. */
function maskCodeSpans(body: string): string {
  if (!body.includes('`')) return body;
  const runs = [...body.matchAll(/`+/g)];
  const next = new Map<number, number>();
  const closer = new Array<number>(runs.length).fill(-1);
  for (let at = runs.length - 1; at >= 0; at -= 1) {
    const length = runs[at]?.[0].length ?? 0;
    closer[at] = next.get(length) ?? -1;
    next.set(length, at);
  }
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < runs.length; at += 1) {
    const close = runs[closer[at] ?? -1];
    const open = runs[at];
    if (!open || !close || body[open.index - 1] === '\\') continue;
    const end = close.index + close[0].length;
    parts.push(body.slice(from, open.index), asCode(body.slice(open.index, end)));
    from = end;
    at = closer[at] ?? at;
  }
  parts.push(body.slice(from));
  return parts.join('');
}

/**
 * The masked text as a reader sees it, same length: typographic quotes and blanks made plain, and
 * a line break inside a paragraph made a space, so that a wrapped phrase matches like any other.
 */
export function flatten(masked: string, markdown: readonly MarkdownLine[] | undefined): string {
  const plain = masked
    .replace(/[\u00a0\u2007\u202f\t\f\v]/g, ' ')
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2010\u2011]/g, '-');
  return markdown ? flattenBlocks(plain, markdown) : flattenLines(plain);
}

function flattenBlocks(plain: string, markdown: readonly MarkdownLine[]): string {
  const parts: string[] = [];
  for (const [index, line] of markdown.entries()) {
    const before = markdown[index - 1];
    const goesOn =
      line.block !== undefined &&
      before?.block === line.block &&
      line.kind === 'text' &&
      line.itemStart === undefined;
    let body = plain.slice(line.start, line.end);
    // A quote marker on a continuation line is not part of the sentence.
    if (goesOn) body = body.replace(/^[\s>]+/, blank);
    if (before) {
      const gap = plain.slice(before.end, line.start);
      parts.push(goesOn ? ' '.repeat(gap.length) : gap.length > 1 ? ' \n' : gap);
    }
    parts.push(body);
  }
  return parts.join('').replaceAll('\r', '\n');
}

function flattenLines(plain: string): string {
  return plain
    .replace(/\r\n/g, ' \n')
    .replaceAll('\r', '\n')
    .replace(/\n(?=[^\n])/g, (_, offset: number, all: string) =>
      keepsBreak(all, offset) ? '\n' : ' ',
    );
}

const STARTS_BLOCK =
  /^\s*(?:[-*+#>|]|\d{1,3}[.)]\s|\d{1,3}(?:\.\d{1,3}){1,6}\.?\s|\([a-z0-9]{1,4}\)|\[|(?:ARTICLE|Article|SECTION|Section|EXHIBIT|Exhibit)\s+[\dIVX]+[.:]|$)/;

function keepsBreak(all: string, offset: number): boolean {
  const next = all.slice(offset + 1, offset + 40);
  const newline = next.indexOf('\n');
  if (STARTS_BLOCK.test(newline >= 0 ? next.slice(0, newline) : next)) return true;
  // Look back only a fixed distance: a long line must not be searched for its start.
  const before = all.slice(Math.max(0, offset - 200), offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const previous = before.slice(lineStart, lineStart + 12);
  if (lineStart === 0 && offset > 200) return false;
  return /^\s*(?:#|\||$)/.test(previous);
}
