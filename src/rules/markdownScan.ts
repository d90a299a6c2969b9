import type { Range } from '../core/domain/range.ts';

export type LineKind =
  | 'blank'
  | 'text'
  | 'heading'
  | 'underline'
  | 'fence'
  | 'code'
  | 'table'
  | 'frontMatter'
  | 'comment'
  | 'definition'
  | 'rule';

/** What one line of Markdown is, by the block rules of CommonMark that matter to a reviewer. */
export interface MarkdownLine extends Range {
  readonly kind: LineKind;
  /** Headings: 1 to 6. */
  readonly level?: number;
  /** Lines of a list item's first line: where its text starts. */
  readonly itemStart?: number;
}

/** Longest line that patterns are run on; longer ones are data, not prose. */
export const LONGEST_LINE = 20_000;

const FENCE = /^ {0,3}(?:[-*+>] {0,3})*(`{3,}|~{3,})/;
const ITEM = /^\s{0,12}(?:[-*+]|\d{1,9}[.)])\s+/;
const HEADING = /^ {0,3}(#{1,6})(?:\s|$)/;
const DEFINITION = /^ {0,3}\[[^\]\n]{1,300}\]:\s*\S/;

/** Classifies every line. Linear in the text. */
export function scanMarkdown(text: string, lines: readonly Range[]): readonly MarkdownLine[] {
  const scanned: MarkdownLine[] = [];
  let fence: string | undefined;
  let comment = false;
  let frontMatter = /^---\s*$/.test(lineText(text, lines[0])) && hasFrontMatterEnd(text, lines);
  for (const [index, line] of lines.entries()) {
    const body = lineText(text, line);
    const add = (kind: LineKind, more: Partial<MarkdownLine> = {}) =>
      scanned.push({ start: line.start, end: line.end, kind, ...more });
    if (frontMatter) {
      add('frontMatter');
      if (index > 0 && /^(?:---|\.\.\.)\s*$/.test(body)) frontMatter = false;
      continue;
    }
    if (fence !== undefined) {
      const close = /^[\s>]*(`{3,}|~{3,})\s*$/.exec(body)?.[1];
      if (close?.startsWith(fence)) {
        fence = undefined;
        add('fence');
      } else add('code');
      continue;
    }
    if (comment) {
      add('comment');
      if (body.includes('-->')) comment = false;
      continue;
    }
    const opened = FENCE.exec(body.replace(ITEM, '') || body)?.[1];
    if (opened) {
      fence = opened;
      add('fence');
      continue;
    }
    if (/^\s*<!--/.test(body)) {
      comment = !body.includes('-->');
      add('comment');
      continue;
    }
    const before = scanned.at(-1);
    const heading = HEADING.exec(body)?.[1];
    if (body.trim() === '') add('blank');
    else if (heading) add('heading', { level: heading.length });
    else if (/^ {0,3}(?:=+|-+)\s*$/.test(body) && before?.kind === 'text' && !before.itemStart) {
      const level = body.trim().startsWith('=') ? 1 : 2;
      scanned[scanned.length - 1] = { ...before, kind: 'heading', level };
      add('underline');
    } else if (/^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/.test(body.slice(0, 200)))
      add('rule');
    else if (/^\s*\|/.test(body) || isTableRow(text, lines, index, before)) add('table');
    else if (DEFINITION.test(body.slice(0, 400))) add('definition');
    else if (/^(?: {4}|\t)/.test(body) && (!before || ['blank', 'code'].includes(before.kind)))
      add(inList(scanned) ? 'text' : 'code', itemOf(body, line));
    else add('text', itemOf(body, line));
  }
  return scanned;
}

function itemOf(body: string, line: Range): Partial<MarkdownLine> {
  const marker = ITEM.exec(body.slice(0, 40));
  return marker ? { itemStart: line.start + marker[0].length } : {};
}

function inList(scanned: readonly MarkdownLine[]): boolean {
  for (let at = scanned.length - 1; at >= Math.max(0, scanned.length - 40); at -= 1) {
    const line = scanned[at];
    if (line?.itemStart !== undefined) return true;
    if (line?.kind === 'heading') return false;
  }
  return false;
}

function isTableRow(
  text: string,
  lines: readonly Range[],
  index: number,
  before: MarkdownLine | undefined,
): boolean {
  const body = lineText(text, lines[index]);
  if (!body.includes('|')) return false;
  const delimiter = /^[\s|:-]+$/;
  if (delimiter.test(body) && body.includes('-')) return true;
  if (before?.kind === 'table') return true;
  const next = lineText(text, lines[index + 1]);
  return next.includes('|') && next.includes('-') && delimiter.test(next);
}

function hasFrontMatterEnd(text: string, lines: readonly Range[]): boolean {
  return lines.slice(1, 200).some(line => /^(?:---|\.\.\.)\s*$/.test(lineText(text, line)));
}

const lineText = (text: string, line: Range | undefined): string =>
  line ? text.slice(line.start, Math.min(line.end, line.start + LONGEST_LINE)) : '';
