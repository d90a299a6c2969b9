import { changedLinesIn } from '../../domain/changes.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import { trails, type Heading } from '../blocks.ts';
import { isSafeCut } from '../prose/graphemes.ts';
import { contentHash } from '../../text/hash.ts';
import { lineAt, linesOf } from '../../text/lines.ts';
import { chunkTitle } from '../context/title.ts';
import type { TokenCounter } from '../tokens/tokens.ts';

/** Chunks shorter than this (UTF-16 code units) are not split again. */
const MIN_LENGTH = 200;
/** Characters on each side of the middle that are searched for a place to cut. */
const REACH = 16_384;

/**
 * The two halves of a chunk that was too long for the model, cut at the best boundary near its middle: before a
 * heading, at a blank line, line, sentence or word, outside code fences if possible. Undefined under 200 characters or
 * for a single grapheme. The halves' index is the chunk's own.
 */
export function halves(
  source: Source,
  chunk: Chunk,
  count: TokenCounter,
  headings: readonly Heading[],
): readonly [Chunk, Chunk] | undefined {
  if (chunk.end - chunk.start < MIN_LENGTH) return undefined;
  const cut = bestCut(source, chunk, headings);
  if (cut === undefined) return undefined;
  const lines = linesOf(source.text);
  const half = (start: number, end: number): Chunk => {
    const text = source.text.slice(start, end);
    const hash = contentHash(text);
    let first = start;
    while (first < end && /\s/.test(source.text[first]!)) first++;
    const known = trails(headings)(first).map(heading => heading.title);
    const trail = start === chunk.start || known.length === 0 ? chunk.headings : known;
    return {
      ...chunk,
      id: hash,
      hash,
      start,
      end,
      startLine: lineAt(lines, start) + 1,
      endLine: lineAt(lines, end - 1) + 1,
      headings: trail,
      title: chunkTitle(source, { start, end }, trail, headings),
      tokens: count(text),
      ...(source.changed ? { changedLines: changedLinesIn(source, { start, end }) } : {}),
    };
  };
  return [half(chunk.start, cut), half(cut, chunk.end)];
}

function bestCut(source: Source, chunk: Chunk, headings: readonly Heading[]): number | undefined {
  const { text } = source;
  const length = chunk.end - chunk.start;
  const middle = chunk.start + (length >> 1);
  const low = Math.max(chunk.start + Math.ceil(length / 4), middle - REACH);
  const high = Math.min(chunk.end - Math.ceil(length / 4), middle + REACH);
  const sectionStarts = new Map(headings.map(heading => [heading.start, heading.level]));
  const fenced = source.kind === 'markdown' ? fences(text, chunk.start, high) : [];
  let best: number | undefined;
  let bestScore = -Infinity;
  for (let at = low; at <= high; at++) {
    const quality = qualityOf(text, at, sectionStarts);
    if (quality === 0) continue;
    const inFence = fenced.some(([start, end]) => at > start && at < end);
    const score = quality - (inFence ? 2.5 : 0) - (4 * Math.abs(at - middle)) / length;
    if (score > bestScore && isSafeCut(text, at)) {
      best = at;
      bestScore = score;
    }
  }
  if (best !== undefined) return best;
  for (let off = 0; middle + off < chunk.end; off++) {
    if (isSafeCut(text, middle + off)) return middle + off;
    if (middle - off > chunk.start && isSafeCut(text, middle - off)) return middle - off;
  }
  return undefined;
}

/** 6 before a heading, 5 after a blank line, 3 at a line, 2 after a sentence, 1 after a blank, 0 elsewhere. */
function qualityOf(text: string, at: number, sectionStarts: ReadonlyMap<number, number>): number {
  if (sectionStarts.has(at)) return 6;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (after === 10 || after === 13 || after === 32) return 0;
  if (before === 10 || before === 13) {
    return /(?:\n|\r\n?)[ \t\u00a0]*(?:\n|\r\n?)$/.test(text.slice(Math.max(0, at - 40), at))
      ? 5
      : 3;
  }
  if (/[。！？]/.test(text[at - 1]!)) return 2;
  if (before === 32 || before === 9 || before === 0xa0)
    return /[.!?;}]/.test(text[at - 2] ?? '') ? 2 : 1;
  return 0;
}

/** Ranges of fenced code in `[start, end)`; an unclosed one extends to `end`. */
function fences(text: string, start: number, end: number): [number, number][] {
  const found: [number, number][] = [];
  const mark = /^[ \t]{0,12}(`{3,}|~{3,})/gm;
  mark.lastIndex = start;
  let open: { at: number; fence: string } | undefined;
  for (let match = mark.exec(text); match && match.index < end; match = mark.exec(text)) {
    const fence = match[1]!;
    if (!open) open = { at: match.index, fence };
    else if (fence.startsWith(open.fence)) {
      found.push([open.at, match.index + match[0].length]);
      open = undefined;
    }
  }
  if (open) found.push([open.at, end]);
  return found;
}
