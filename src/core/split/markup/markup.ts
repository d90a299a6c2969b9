import { lineStart, linesOf, type Lines } from '../../text/lines.ts';
import { CUT, nestHeadings, type Block, type Heading, type Structure } from '../blocks.ts';
import type { Meter } from '../pack/meter.ts';
import { linesInside, sentencesInside } from '../prose/fine.ts';
import { wikiTitles } from './lineSyntaxes.ts';
import { printedManual } from './printedManual.ts';
import type { LineOf, Syntax } from './syntax.ts';
import { syntaxOf, underlinedTitles } from './syntaxes.ts';

/** Longest line that is examined as a possible heading. */
const MAX_LINE = 2000;
/** Longest text before a title that does not count as text by itself, in UTF-16 code units. */
const MAX_BEFORE_TITLE = 500;
/** A stretch that is not closed within this many lines is not a stretch. */
const MAX_STRETCH = 5000;

/** The lines of a text, truncated to the length of a possible heading. */
const lineOf =
  (text: string, lines: Lines): LineOf =>
  line => {
    if (line < 0 || line >= lines.starts.length) return '';
    const start = lineStart(lines, line);
    return text.slice(start, Math.min(lineStart(lines, line + 1), start + MAX_LINE)).trimEnd();
  };

/**
 * The syntax of running text: by its language, or by its shape: a printed manual, titles that are underlined or between
 * signs throughout.
 */
export function proseSyntax(text: string, languageId: string): Syntax | undefined {
  if (languageId !== 'plaintext') return syntaxOf(languageId);
  const lines = linesOf(text);
  const at = lineOf(text, lines);
  const total = lines.starts.length;
  return printedManual(total, at) ?? underlinedTitles(total, at) ?? wikiTitles(total, at);
}

/**
 * Sections and blocks of a markup language (reStructuredText, AsciiDoc, LaTeX, Org …): headings, blocks without
 * headings (such as code), and paragraphs. Anchors before a heading belong to it. The text is read unchanged.
 */
export async function markupStructure(
  text: string,
  syntax: Syntax,
  meter: Meter,
): Promise<Structure> {
  const lines = linesOf(text);
  const total = lines.starts.length;
  const at = lineOf(text, lines);
  const headingAt = syntax.headings();
  const inners = { lines: linesInside(text), sentences: sentencesInside(text) };
  const blocks: Block[] = [];
  const flat: Omit<Heading, 'end'>[] = [];
  let from = 0;
  let cost = 0;
  let titled = false;
  let announced = false;
  const close = (line: number, inner: 'lines' | 'sentences', next: number): void => {
    const [start, end] = [from, lineStart(lines, line)];
    if (end > start) {
      const isBlank = text.slice(start, Math.min(end, start + 2000)).trim() === '';
      blocks.push({
        start,
        end,
        cost,
        inner: inners[inner],
      });
      if (!isBlank) titled = false;
      from = end;
    }
    cost = next;
  };
  const afterBlanks = (line: number): number => {
    let next = line;
    while (next < total && at(next).trim() === '') next++;
    return next;
  };
  const usual = (): number => (titled ? CUT.titled : announced ? CUT.announced : CUT.paragraph);
  /** Budget of lines examined for the ends of stretches: markers that open many stretches and close none are text. */
  let looks = total * 20;
  /** The line after the stretch that begins at a line; undefined if none begins there. */
  const behindStretch = (line: number): number | undefined => {
    const stretch = syntax.verbatim?.(at(line), at(line - 1));
    if (!stretch) return undefined;
    const last = Math.min(total, line + MAX_STRETCH, line + looks);
    for (let next = line + 1; next < last; next++) {
      looks -= 1;
      if (stretch.ends(at(next))) return stretch.ownsEnd ? next + 1 : next;
    }
    return last === total && !stretch.ownsEnd ? total : undefined;
  };

  let lead: number | undefined;
  for (let line = 0; line < total; line++) {
    const current = at(line);
    if (meter.add((current.length >> 3) + 4)) await meter.pause();
    const found = headingAt(line, at);
    if (found) {
      const start = lead ?? line;
      const open = flat.at(-1);
      const joins = titled && open !== undefined && open.level < found.level;
      close(start, 'sentences', joins ? CUT.titled : CUT.heading(found.level));
      if (blocks.length === 0) cost = 0;
      flat.push({ start: lineStart(lines, start), level: found.level, title: found.title });
      line += found.lines - 1;
      const next = afterBlanks(line + 1);
      close(next, 'sentences', CUT.titled);
      titled = true;
      announced = false;
      lead = undefined;
      line = next - 1;
      continue;
    }
    const behind = behindStretch(line);
    if (behind !== undefined && behind > line + 1) {
      close(lead ?? line, 'sentences', usual());
      lead = undefined;
      close(afterBlanks(behind), 'lines', CUT.paragraph);
      announced = false;
      line = Math.max(line, afterBlanks(behind) - 1);
      continue;
    }
    if (syntax.leads?.test(current) === true) lead ??= line;
    else if (current.trim() !== '') lead = undefined;
    const begins = at(line - 1).trim() === '' || syntax.begins?.test(current) === true;
    if (current.trim() !== '' && begins && line > 0) {
      close(lead ?? line, 'sentences', usual());
      announced = false;
    }
    if (current.trim() !== '') announced = /[:：]$/.test(current);
  }
  close(total, 'sentences', 0);
  if (from < text.length)
    blocks.push({
      start: from,
      end: text.length,
      cost,
      inner: inners.sentences,
    });
  // Options and comments before the title of a text belong to it.
  const [first] = flat;
  if (first && first.start > 0 && first.start < MAX_BEFORE_TITLE) flat[0] = { ...first, start: 0 };
  return { blocks, headings: await nestHeadings(flat, text.length, meter) };
}
