import type { MarkdownLine } from './markdownScan.ts';

const HIDDEN_KINDS = new Set(['fence', 'code', 'frontMatter', 'comment']);
// Each alternative begins with a literal and excludes its own terminator, so matching is linear.
const INLINE = new RegExp(
  [
    '``[^\\n]{1,500}?``',
    '`[^`\\n]{1,500}`',
    '\\]\\([^()\\s]{1,1000}(?:\\s"[^"\\n]{0,200}")?\\)',
    '<!--[^>]{0,2000}-->',
    '</?[A-Za-z][^<>\\n]{0,500}>',
    '\\b(?:https?|ftp|mailto|file):[^\\s<>"\')\\]]{1,1000}',
    '\\bwww\\.[^\\s<>"\')\\]]{1,500}',
  ].join('|'),
  'g',
);
const URLS = /\b(?:https?|ftp|mailto|file):[^\s<>"')\]]{1,1000}|\bwww\.[^\s<>"')\]]{1,500}/g;

/** Spaces of the same length, with line breaks kept. */
export const blank = (text: string): string => text.replace(/[^\n\r]/g, ' ');

/**
 * The text with everything that is not wording blanked: code, front matter, comments, tags,
 * link targets and URLs. Same length, same line breaks.
 */
export function maskText(text: string, markdown: readonly MarkdownLine[] | undefined): string {
  if (!markdown) return text.replace(URLS, blank);
  const parts: string[] = [];
  let at = 0;
  for (const line of markdown) {
    parts.push(text.slice(at, line.start));
    const body = text.slice(line.start, line.end);
    if (HIDDEN_KINDS.has(line.kind)) parts.push(blank(body));
    else if (line.kind === 'definition') parts.push(blank(body));
    else parts.push(/[`<\]:.]/.test(body) ? body.replace(INLINE, maskInline) : body);
    at = line.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

// Inline code stands for a word: a letter keeps sentences whole, so `x is` does not become ` is`.
const maskInline = (found: string): string =>
  found.startsWith('`') ? `\u0001${blank(found.slice(1))}` : blank(found);

/**
 * The masked text as a reader sees it, same length: typographic quotes and blanks made plain, and
 * a line break inside a paragraph made a space, so that a wrapped phrase matches like any other.
 */
export function flatten(masked: string): string {
  return masked
    .replace(/[\u00a0\u2007\u202f\t\f\v]/g, ' ')
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\r\n/g, ' \n')
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
  const lineStart = all.lastIndexOf('\n', offset - 1) + 1;
  const previous = all.slice(lineStart, Math.min(offset, lineStart + 12));
  return /^\s*(?:#|\||$)/.test(previous);
}
