import { CUT, type Block, type InnerBlocks } from '../blocks.ts';
import { isSafeCut, lastSafeCut, nextSafeCut } from './graphemes.ts';
import { localHash } from '../../text/hash.ts';
import { isBlank } from '../../text/lines.ts';

// The locale of the segmenters is fixed, so that all machines cut alike; their rules cover all scripts.
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Characters passed to a segmenter at once: a few milliseconds of work. */
const WINDOW = 8192;

/** Blocks of a range of the text: its lines, or its sentences. */
export const linesInside =
  (text: string): InnerBlocks =>
  (maxTokens, { start, end }) =>
    lineBlocks(text, start, end, CUT.line, Math.max(MAX_LINES_LENGTH, maxTokens * 16));
export const sentencesInside =
  (text: string): InnerBlocks =>
  (_, { start, end }) =>
    sentenceBlocks(text, start, end);
const wordsInside =
  (text: string): InnerBlocks =>
  (maxTokens, { start, end }) =>
    wordBlocks(text, start, end, charsFor(maxTokens));

/** A longer text is cut at lines in two steps, each a few milliseconds of work. */
const MAX_LINES_LENGTH = 64 * 1024;

/**
 * Lines as blocks; blank ones belong to the line before them. Lines over budget are cut as running text. A text over
 * `most` characters gives runs of lines, and these inside them.
 */
export function lineBlocks(
  text: string,
  start: number,
  end: number,
  cost: number = CUT.line,
  most: number = MAX_LINES_LENGTH,
): Block[] {
  const blocks: Block[] = [];
  const inner: InnerBlocks =
    end - start > most
      ? (_, own) => lineBlocks(text, own.start, own.end, cost, Infinity)
      : wordsInside(text);
  const least = end - start > most ? most : 0;
  const lineBlock = (from: number, to: number): Block => ({
    start: from,
    end: to,
    cost: blocks.length === 0 ? 0 : cost * (isBlankLineBefore(text, from) ? BLANK_SHARE : 1),
    inner,
  });
  let from = start;
  let content = false;
  for (let at = start; at < end;) {
    const next = Math.min(end, lineEnd(text, at));
    const blank = isBlank(text, at, next);
    if (!blank && content && at - from >= least) {
      blocks.push(lineBlock(from, at));
      from = at;
    }
    content ||= !blank;
    at = next;
  }
  blocks.push(lineBlock(from, end));
  return blocks;
}

/** A cut after a blank line reads better than one between two full lines. */
const BLANK_SHARE = 0.7;

function isBlankLineBefore(text: string, start: number): boolean {
  const trimmed = text.slice(Math.max(0, start - 4), start).replace(/\r\n?/g, '\n');
  return trimmed.endsWith('\n\n');
}

/** Offset directly after the line end at or after `at`. */
export function lineEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) return i + 1;
    if (c === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
  }
  return text.length;
}

/** Longer text is cut between words in several steps. */
const MAX_AT_ONCE = 16 * 1024;
/** Characters that are searched for the best place for one cut. */
const REACH = 2048;

/** Longer running text is cut at sentences in two steps, each a few milliseconds of work. */
const MAX_LENGTH = 256 * 1024;

/** Sentences of running text in any script, ignoring hard line breaks. For very long text, runs of sentences. */
export function sentenceBlocks(text: string, start: number, end: number): Block[] {
  if (end - start <= MAX_LENGTH) return sentencesOf(text, start, end);
  const costs = new Map<number, number>();
  for (let from = start; end - from > MAX_LENGTH;) {
    const middle = from + MAX_LENGTH / 2;
    // The first block may begin at the start of the window; a window inside one sentence is cut at a word.
    const sentence = sentencesOf(text, middle - WINDOW, middle)
      .slice(1)
      .at(-1)?.start;
    const { at, cost } =
      sentence === undefined
        ? bestCut(text, middle - REACH, end, REACH)
        : { at: sentence, cost: CUT.sentence };
    costs.set(at, cost);
    from = at;
  }
  return toBlocks(
    start,
    end,
    [...costs.keys()],
    CUT.sentence,
    (a, b) => () => sentencesOf(text, a, b),
  ).map(block => ({ ...block, cost: costs.get(block.start) ?? block.cost }));
}

function sentencesOf(text: string, start: number, end: number): Block[] {
  const cuts: number[] = [];
  let from = start;
  while (from < end) {
    let stop = Math.min(end, from + WINDOW);
    if (stop < end) stop = nextSafeCut(text, stop);
    // The segmenter ends a sentence at every line end; in hard-wrapped text that is wrong.
    const flat = text.slice(from, stop).replace(/[\r\n\u0085\u2028\u2029]/g, ' ');
    const found: number[] = [];
    for (const segment of sentences.segment(flat)) found.push(from + segment.index);
    const last = found.at(-1)!;
    // A window begins at the start of a sentence, or where a longer one was interrupted.
    for (const cut of found) if (cut > from) cuts.push(cut);
    // The last sentence of a window may be incomplete: begin the next window with it.
    from = stop < end && last > from ? last : stop;
  }
  const safe = cuts.filter(cut => cut < end && isSafeCut(text, cut));
  const inner = wordsInside(text);
  return toBlocks(start, end, safe, CUT.sentence, () => inner);
}

/** Characters that are certainly fewer tokens than the budget, few enough to balance the pieces. */
const charsFor = (maxTokens: number) => Math.max(1, Math.min(2048, Math.floor(maxTokens / 2)));

/**
 * Cuts text that has no better places into pieces of `limit / 2` to `limit` code units: after blanks, otherwise after
 * punctuation, between words, or between graphemes. Among equal places a hash of the following text decides, so that an
 * edit moves only the cuts beside it.
 */
export function wordBlocks(text: string, start: number, end: number, most: number): Block[] {
  // Text without any place to cut is cut in steps, each a few milliseconds of work.
  const limit = end - start > MAX_AT_ONCE ? Math.max(most, (end - start) >> 4) : most;
  const cuts: { at: number; cost: number }[] = [];
  let from = start;
  while (end - from > limit) {
    const cut = bestCut(text, from, end, limit);
    if (cut.at >= end) break;
    cuts.push(cut);
    from = cut.at;
  }
  if (cuts.length === 0 && (limit <= 1 || nextSafeCut(text, start + 1) >= end)) {
    return [{ start, end, cost: 0 }];
  }
  const costs = new Map(cuts.map(cut => [cut.at, cut.cost]));
  const blocks = toBlocks(
    start,
    end,
    cuts.map(cut => cut.at),
    CUT.word,
    (a, b) =>
      nextSafeCut(text, a + 1) >= b
        ? undefined
        : () => wordBlocks(text, a, b, Math.max(1, Math.floor((b - a) / 4))),
  );
  return blocks.map(block => ({ ...block, cost: costs.get(block.start) ?? block.cost }));
}

function bestCut(
  text: string,
  from: number,
  end: number,
  limit: number,
): { at: number; cost: number } {
  const high = Math.min(end - 1, from + limit);
  const low = Math.max(from + Math.max(1, limit >> 1), high - REACH);
  let best = -1;
  let bestScore = 0;
  for (let at = high; at >= low; at--) {
    const kind = breakKind(text, at);
    if (kind === 0 || kind + 1 <= bestScore) continue;
    const score = kind + localHash(text, at);
    if (score > bestScore && isSafeCut(text, at)) {
      best = at;
      bestScore = score;
    }
  }
  if (best >= 0) return { at: best, cost: CUT.word };
  const first = Math.max(from, low - 64);
  const slice = text.slice(first, Math.min(end, high + 64));
  const edges: number[] = [];
  for (const segment of words.segment(slice)) {
    const at = first + segment.index;
    if (at >= low && at <= high) edges.push(at);
  }
  best = edges.findLast(at => isSafeCut(text, at)) ?? -1;
  if (best >= 0) return { at: best, cost: CUT.word };
  let at = Math.max(from, lastSafeCut(text, high));
  if (at === from) at = Math.min(end, nextSafeCut(text, high));
  return { at, cost: CUT.grapheme };
}

/**
 * 4: after a statement or clause and a blank; 3: after a blank; 2: after punctuation; 1: at a word boundary; 0: not a
 * place to cut.
 */
function breakKind(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (before <= 32 || before === 0xa0) {
    if (after <= 32 || after === 0xa0) return 0;
    return ';.,:!?}'.includes(text[at - 2] ?? '') ? 4 : 3;
  }
  if (';}。！？；'.includes(text[at - 1]!)) return 2;
  if (',{)>]，、：'.includes(text[at - 1]!)) return 2;
  if (before < 128 && after < 128 && isWord(before) !== isWord(after)) return 1;
  return 0;
}

const isWord = (c: number) =>
  (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || c === 95 || (c >= 97 && c <= 122) || c === 36;

/** Consecutive blocks over `[start, end)` cut at `cuts` (ascending). */
export function toBlocks(
  start: number,
  end: number,
  cuts: readonly number[],
  cost: number,
  innerOf: (start: number, end: number) => Block['inner'],
): Block[] {
  const blocks: Block[] = [];
  let from = start;
  for (const cut of [...cuts, end]) {
    if (cut <= from) continue;
    const inner = innerOf(from, cut);
    blocks.push({
      start: from,
      end: cut,
      cost: from === start ? 0 : cost,
      ...(inner && { inner }),
    });
    from = cut;
  }
  return blocks;
}

/** A paragraph over budget is split into sentences; a block of very many short lines into lines. */
export function paragraphBlocks(text: string, start: number, end: number): Block[] {
  const rows = looksLikeRows(text, start, end);
  return rows ? lineBlocks(text, start, end) : sentenceBlocks(text, start, end);
}

/** Most lines contain columns (tabs, wide gaps, bars or separators): a plain-text table, not wrapped prose. */
function looksLikeRows(text: string, start: number, end: number): boolean {
  const sample = text
    .slice(start, Math.min(end, start + 4000))
    .split(/\r\n?|\n/)
    .filter(line => line.trim() !== '');
  if (sample.length < 4) return false;
  const rows = sample.filter(line => /\t|\S\s{3,}\S|\|.*\||,.*,.*,/.test(line.trim())).length;
  return rows > sample.length * 0.6;
}
