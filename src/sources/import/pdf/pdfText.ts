import type { PageMark } from '../../../core/domain/source.ts';
import { guarded } from '../docxMarkdown.ts';
import type { Line } from './pdfLines.ts';

/**
 * Pages of lines as one text: lines that were broken to fit are joined, so that a paragraph is a line;
 * paragraphs, and pages, are a blank line apart, but where a sentence goes on. `marked`: as Markdown, with the
 * headings that lines are.
 */
export function pdfText(
  pages: readonly (readonly Line[])[],
  marked = false,
): {
  text: string;
  pages: PageMark[];
} {
  const words = vocabulary(pages);
  const marks: PageMark[] = [];
  let text = '';
  pages.forEach((lines, index) => {
    if (lines.length === 0) return;
    const own = pageText(lines, words, marked);
    // A sentence that the end of a page broke goes on.
    if (goesOver(text, own)) {
      const end = text.length;
      text = joined(text, own, words);
      const start = text.indexOf(own.slice(0, 8), Math.max(0, end - 2));
      marks.push({ start: start < 0 ? end : start, page: index + 1 });
      return;
    }
    if (text !== '') text += '\n\n';
    marks.push({ start: text.length, page: index + 1 });
    text += own;
  });
  return { text: `${text}\n`, pages: marks };
}

const goesOver = (before: string, after: string): boolean =>
  /[\p{Ll}\d,;-]$/u.test(before) && /^\p{Ll}{2}/u.test(after) && !startsItem(after);

function pageText(lines: readonly Line[], words: Words, marked: boolean): string {
  const shown = ({ level, text }: Line): string =>
    level === undefined ? (marked ? guarded(text) : text) : `${'#'.repeat(level)} ${text}`;
  const leading = usualLeading(lines);
  const edgeOf = rightEdges(lines);
  let text = '';
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    if (before) {
      const join = joint(before, line, edgeOf(before), leading);
      if (join === ' ') text = joined(text, line.text, words);
      else text += join + shown(line);
    } else text = shown(line);
  });
  return text;
}

/** What occurs between two lines: nothing but a space when the second continues the first. */
function joint(before: Line, line: Line, edge: number, leading: number): ' ' | '\n' | '\n\n' {
  if (before.level !== undefined || line.level !== undefined) return '\n\n';
  const down = before.y - line.y;
  if (down <= 0 || down > 1.35 * leading) return '\n\n';
  if (Math.abs(before.size - line.size) > 0.15 * Math.max(before.size, line.size)) return '\n\n';
  if (before.text.includes('\t') || line.text.includes('\t') || startsItem(line.text)) return '\n';
  if (/\p{L}[-‐\u00ad]$/u.test(before.text) && /^\p{Ll}/u.test(line.text)) return ' ';
  // A sentence that goes on in small letters does so, unless it stood in a list of short lines.
  const goesOn = /[\p{L}\d,]$/u.test(before.text) && /^\p{Ll}/u.test(line.text);
  if (goesOn && before.right - before.left > (edge - before.left) / 2) return ' ';
  // A line that had room for the next word ended because the paragraph did.
  const word = /^\S+/.exec(line.text)?.[0].length ?? 0;
  const letter = (line.right - line.left) / line.text.length;
  return before.right + (word + 1) * letter > edge ? ' ' : '\n';
}

/** Where full lines that begin near a line end; the few longest may belong to headings across columns. */
function rightEdges(lines: readonly Line[]): (line: Line) => number {
  const known = new Map<string, number>();
  return line => {
    // Lines that begin within a letter of each other have one edge.
    const key = `${Math.round(line.left / line.size)} ${Math.round(line.size)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    // Hostile pages have thousands of places where lines begin.
    if (known.size >= MAX_COLUMNS) return line.right;
    const column = lines
      .filter(other => Math.abs(other.left - line.left) < 4 * line.size)
      .map(other => other.right)
      .sort((a, b) => b - a);
    const edge = column[Math.floor(column.length / 10)] ?? line.right;
    known.set(key, edge);
    return edge;
  };
}

/** The commonest distance between baselines, which is that of lines in a paragraph. */
function usualLeading(lines: readonly Line[]): number {
  const counts = new Map<number, number>();
  lines.forEach((line, i) => {
    const down = Math.round((lines[i - 1]?.y ?? 0) - line.y);
    if (i > 0 && down > 0) counts.set(down, (counts.get(down) ?? 0) + 1);
  });
  const common = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
  // A page of headings alone has no usual distance; lines are rarely set wider than this.
  return Math.min(common ?? Infinity, 2 * Math.max(...lines.map(line => line.size)));
}

const MAX_COLUMNS = 100;

const startsItem = (text: string): boolean =>
  /^(?:[•▪‣◦·–—*-]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s|\d+(?:\.\d+)+\.?\s)/iu.test(text);

/** Longest word that is looked at where a line was broken. */
const MAX_WORD = 100;

interface Words {
  readonly whole: ReadonlySet<string>;
  readonly compound: ReadonlySet<string>;
}

/** Words that occur unbroken: to decide whether a hyphen at a line's end belongs to the word. */
function vocabulary(pages: readonly (readonly Line[])[]): Words {
  const whole = new Set<string>();
  const compound = new Set<string>();
  for (const lines of pages) {
    lines.forEach((line, i) => {
      let text = line.text.toLowerCase().replace(/[\p{L}‐-]+[-‐\u00ad]$/u, '');
      if (/[-‐\u00ad]$/.test(lines[i - 1]?.text ?? '')) text = text.replace(/^\p{L}+/u, '');
      for (const [word] of text.matchAll(/\p{L}+(?:[-‐]\p{L}+)*/gu)) {
        if (/[-‐]/.test(word)) compound.add(word.replaceAll('‐', '-'));
        else whole.add(word);
      }
    });
  }
  return { whole, compound };
}

/**
 * Appends a line that continues the text. A hyphen at the end goes when it only marked the break: the
 * word is whole elsewhere, or its parts are no words; `well-known` keeps its own.
 */
function joined(text: string, line: string, words: Words): string {
  if (text.endsWith('\u00ad')) return text.slice(0, -1) + line;
  const head = /(\p{L}+(?:[-‐]\p{L}+)*)[-‐]$/u.exec(text.slice(-MAX_WORD))?.[1];
  const tail = /^\p{Ll}+/u.exec(line)?.[0];
  if (head === undefined) return /\S[-‐–—/]$/.test(text) ? text + line : `${text} ${line}`;
  if (tail === undefined) return text + line;
  const first = head.toLowerCase();
  if (words.whole.has(first + tail)) return text.slice(0, -1) + line;
  if (words.compound.has(`${first}-${tail}`)) return text + line;
  const isCompound =
    first.includes('-') || (first.length > 1 && words.whole.has(first) && words.whole.has(tail));
  return isCompound ? text + line : text.slice(0, -1) + line;
}
