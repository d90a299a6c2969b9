import { changedLinesIn } from '../domain/changes.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Source } from '../domain/source.ts';
import type { Range } from '../domain/range.ts';
import { changedPieces } from './code/changedParts.ts';
import { clip, trails, type Heading, type Structure } from './blocks.ts';
import { codeStructure, type CodeSymbol } from './code/code.ts';
import { contentHash } from '../text/hash.ts';
import type { CutMark } from './pack/keep.ts';
import { lineAt, linesOf } from '../text/lines.ts';
import { markdownStructure } from './markdown.ts';
import { meterOf, type Meter } from './pack/meter.ts';
import type { Piece } from './pack/cuts.ts';
import { pack } from './pack/pack.ts';
import { markupStructure, proseSyntax } from './markup/markup.ts';
import { proseStructure } from './prose/prose.ts';
import { halves } from './pack/halves.ts';
import { MAX_RECORDS, recordChunks, recordHalves, type RecordOptions } from './records.ts';
import { fileTextOf, rangeInFile } from '../text/fileWords.ts';
import { chunkTitle } from './context/title.ts';
import type { TokenCounter } from './tokens/tokens.ts';

export interface SplitOptions {
  /** Maximum tokens of a chunk, at least 1. Only a single grapheme may exceed it. */
  readonly maxTokens: number;
  readonly count: TokenCounter;
  /** Awaited after every few ms of work, 20 ms at most: `takeTurns` yields to other work if it is time. */
  readonly pause?: () => Promise<void>;
  /** Names and nesting of a code source, if an editor or parser provides them. */
  readonly symbols?: readonly CodeSymbol[];
  /** How the text was cut before it was edited (`marksOf`): unchanged chunks are kept. */
  readonly kept?: readonly CutMark[];
  /** Maximum records of a chunk, for a record set. */
  readonly maxRecords?: number;
}

const recordOptions = ({ symbols: _symbols, ...options }: SplitOptions): RecordOptions => ({
  ...options,
  maxRecords: options.maxRecords ?? MAX_RECORDS,
});

/** Headings of sources that were split: a chunk that is cut later needs them for its trail. */
const headingsOf = new WeakMap<Source, readonly Heading[]>();

/**
 * Cuts a source (or its range) into chunks of at most `maxTokens`: every character is in exactly one chunk, in order;
 * for a source that came from a change, every changed line with its surroundings. The same text and options give the
 * same chunks. An empty range gives none. With `kept`, an edit of one paragraph changes at most two chunks; without,
 * one edit in four changes a few more.
 */
export async function split(source: Source, options: SplitOptions): Promise<Chunk[]> {
  const { text } = source;
  if (source.kind === 'records')
    return uniqueIds(await recordChunks(source, recordOptions(options)));
  const range = rangeOf(source);
  if (range.end <= range.start) return [];
  const meter = meterOf(options.pause);
  const { blocks, headings } = await structureOf(source, options, meter);
  headingsOf.set(source, headings);
  const packing = {
    maxTokens: Math.max(1, Math.floor(options.maxTokens)),
    count: options.count,
    meter,
    ...(options.kept && { kept: options.kept }),
  };
  const pieces = source.changed
    ? await changedPieces(source, { blocks, headings }, packing)
    : await pack(text, clip(blocks, range), packing);
  return uniqueIds(await toChunks(source, pieces, headings, meter));
}

function rangeOf(source: Source): Range {
  const start = Math.max(0, source.range?.start ?? 0);
  return { start, end: Math.min(source.text.length, source.range?.end ?? source.text.length) };
}

function structureOf(source: Source, options: SplitOptions, meter: Meter): Promise<Structure> {
  switch (source.kind) {
    case 'markdown':
      return markdownStructure(source.text, meter);
    case 'records':
    case 'prose': {
      const syntax = proseSyntax(source.text, source.languageId);
      return syntax
        ? markupStructure(source.text, syntax, meter)
        : proseStructure(source.text, meter);
    }
    case 'code':
      return codeStructure(
        source.text,
        { languageId: source.languageId, ...(options.symbols && { symbols: options.symbols }) },
        meter,
      );
  }
}

/** The headings (or symbols) of a source that was split; none for another source. */
export const headingsAt = (source: Source): readonly Heading[] => headingsOf.get(source) ?? [];

/** Pieces as chunks, with their places and trails; ids are hashes and may repeat. */
export async function toChunks(
  source: Source,
  pieces: readonly Piece[],
  headings: readonly Heading[],
  meter: Meter,
): Promise<Chunk[]> {
  const { text } = source;
  const lines = linesOf(fileTextOf(source));
  const trailAt = trails(headings);
  const chunks: Chunk[] = [];
  for (const { start, end, tokens } of pieces) {
    if (meter.add((end - start) >> 5)) await meter.pause();
    const trail = trailAt(firstContent(text, start, end)).map(heading => heading.title);
    const hash = contentHash(text.slice(start, end));
    const inFile = rangeInFile(source, { start: firstContent(text, start, end), end });
    const from = source.original ? inFile.start : start;
    chunks.push({
      id: hash,
      hash,
      sourceId: source.id,
      index: chunks.length,
      start,
      end,
      startLine: lineAt(lines, from) + 1,
      endLine: lineAt(lines, Math.max(from, inFile.end - 1)) + 1,
      headings: trail,
      title: chunkTitle(source, { start, end }, trail, headings),
      tokens,
      ...(source.changed ? { changedLines: changedLinesIn(source, { start, end }) } : {}),
    });
  }
  return chunks;
}

/** The first character that is not white space: the actual start of the chunk's first block. */
function firstContent(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /\s/.test(text[at]!)) at++;
  return at < end ? at : start;
}

/** Makes ids unique in a run: the hash, then `hash.2`, `hash.3` ... for repeated text. */
export function uniqueIds(chunks: readonly Chunk[]): Chunk[] {
  const seen = new Map<string, number>();
  return chunks.map(chunk => {
    const times = (seen.get(chunk.hash) ?? 0) + 1;
    seen.set(chunk.hash, times);
    return { ...chunk, id: times === 1 ? chunk.hash : `${chunk.hash}.${times}` };
  });
}

/**
 * The two halves of a chunk that was too long for the model; see `halves`. Undefined under 200 characters. Their ids
 * are the chunk's with `-1` and `-2`: unique if the chunk's id is, even for repeated text, and the same for every
 * caller.
 */
export function splitInTwo(
  source: Source,
  chunk: Chunk,
  count: TokenCounter,
): readonly [Chunk, Chunk] | undefined {
  const found =
    source.kind === 'records'
      ? recordHalves(source, chunk, count)
      : halves(source, chunk, count, headingsAt(source));
  if (!found) return undefined;
  const [first, second] = found;
  return [
    { ...first, id: `${chunk.id}-1` },
    { ...second, id: `${chunk.id}-2` },
  ];
}
