import { changesIn } from '../../domain/changes.ts';
import type { Range } from '../../domain/range.ts';
import type { Source } from '../../domain/source.ts';
import { clip, type Heading, type Structure } from '../blocks.ts';
import type { Piece } from '../pack/cuts.ts';
import { lineAt, lineStart, linesOf, type Lines } from '../../text/lines.ts';
import { pack, type PackOptions } from '../pack/pack.ts';
import { approximateTokens } from '../tokens/tokens.ts';

/** Share of a chunk's budget that a symbol around a change may take; larger symbols are shown in part. */
const MAX_ENCLOSING = 0.5;
/** Lines and characters shown on each side of a change if no symbol of suitable size encloses it. */
const LINES_AROUND = 8;
const CHARACTERS_AROUND = 1000;
/** Parts with fewer unchanged tokens between them are joined: the instructions of another call would cost more. */
const JOINED = 1000;

/**
 * The future chunks of a source that came from a change: the changed lines with the function, class or section around
 * them. Every changed line is in exactly one; each contains at least one.
 */
export async function changedPieces(
  source: Source,
  { blocks, headings }: Structure,
  options: PackOptions,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of partsOf(source, headings, options.maxTokens))
    pieces.push(...(await pack(source.text, clip(blocks, part), options)));
  return pieces.filter(piece => changesIn(source, piece).length > 0);
}

/** In order, not overlapping, and on whole lines. */
function partsOf(
  { text, changed = [] }: Source,
  headings: readonly Heading[],
  maxTokens: number,
): Range[] {
  const lines = linesOf(text);
  const parts: Range[] = [];
  const around = enclosing(text, headings, maxTokens * MAX_ENCLOSING);
  for (const { start, end } of changed) {
    const first = start === end ? Math.max(0, start - 1) : start;
    const last = Math.max(first, start === end ? Math.min(start, text.length - 1) : end - 1);
    const own = wholeLines(lines, { start: first, end: last });
    const found = [around(first), around(last)].filter(range => range !== undefined);
    const wide = found.length > 0 ? found : [nearby(text, lines, own)];
    const part = wholeLines(lines, {
      start: Math.min(own.start, ...wide.map(range => range.start)),
      end: Math.max(own.end, ...wide.map(range => range.end)) - 1,
    });
    const before = parts.at(-1);
    if (before && joins(text, before, part, maxTokens))
      parts[parts.length - 1] = {
        start: Math.min(before.start, part.start),
        end: Math.max(before.end, part.end),
      };
    else parts.push(part);
  }
  return parts;
}

/** The lines that hold the characters from `start` to `end`, both included. */
const wholeLines = (lines: Lines, { start, end }: Range): Range => ({
  start: lineStart(lines, lineAt(lines, start)),
  end: lineStart(lines, lineAt(lines, Math.max(start, end)) + 1),
});

/** The innermost symbol around an offset, unless it is too large. */
function enclosing(
  text: string,
  headings: readonly Heading[],
  maxTokens: number,
): (offset: number) => Range | undefined {
  return offset => {
    let inner: Heading | undefined;
    for (const heading of headings) {
      if (heading.start > offset) break;
      if (
        heading.end > offset &&
        (!inner || heading.end - heading.start <= inner.end - inner.start)
      )
        inner = heading;
    }
    if (!inner) return undefined;
    return fits(text, inner, maxTokens) ? inner : undefined;
  };
}

function nearby(text: string, lines: Lines, own: Range): Range {
  const first = lineAt(lines, own.start);
  const last = lineAt(lines, Math.max(own.start, own.end - 1));
  let { start, end } = own;
  for (let i = 1; i <= LINES_AROUND && first - i >= 0; i++) {
    const at = lineStart(lines, first - i);
    if (own.start - at > CHARACTERS_AROUND) break;
    start = at;
  }
  for (let i = 1; i <= LINES_AROUND && end < text.length; i++) {
    const at = lineStart(lines, last + 1 + i);
    if (at - own.end > CHARACTERS_AROUND) break;
    end = at;
  }
  return { start, end };
}

function joins(text: string, before: Range, part: Range, maxTokens: number): boolean {
  if (part.start <= before.end) return true;
  const between = { start: before.end, end: part.start };
  const whole = { start: before.start, end: part.end };
  return fits(text, between, JOINED) && fits(text, whole, maxTokens);
}

/** A character takes at least a quarter of a token: text that is certainly too long is not counted. */
const fits = (text: string, { start, end }: Range, tokens: number): boolean =>
  end - start <= 4 * tokens && approximateTokens(text.slice(start, end)) <= tokens;
