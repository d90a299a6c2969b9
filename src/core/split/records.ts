import { textOf } from '../text/shownRecords.ts';
import type { ChunkRecords, SourceRecord } from '../domain/records/records.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Source } from '../domain/source.ts';
import { lastSafeCut } from './prose/graphemes.ts';
import { contentHash } from '../text/hash.ts';
import { lineAt, linesOf, type Lines } from '../text/lines.ts';
import { meterOf, type Meter } from './pack/meter.ts';
import type { TokenCounter } from './tokens/tokens.ts';
import { t } from '../text/l10n.ts';

export interface RecordOptions {
  /** Maximum tokens of a chunk's records; a longer record is alone in its chunk and shortened. */
  readonly maxTokens: number;
  /** Maximum records of a chunk, from 1 to `MAX_RECORDS`. */
  readonly maxRecords: number;
  readonly count: TokenCounter;
  readonly pause?: () => Promise<void>;
}

/** Halving a chunk of 64 down to one record takes six cuts: as often as a branch may be split. */
export const MAX_RECORDS = 64;

/** Tokens of a record's key and its separators. */
const FRAME_TOKENS = 12;
/** Tokens of the line that says how much of a record was left out. */
const GAP_TOKENS = 16;
/** The last part of a full chunk, in which its end is chosen. */
const ROOM = 0.45;
/** Characters counted in one go. */
const SLICE = 8192;
/** A text this many times as long as the budget is certainly too long and is not counted completely. */
const SURELY_TOO_LONG = 8;
/** Share of a shortened record that is shown from its beginning; the rest is from its end. */
const HEAD = 0.75;

/** A record with its tokens. */
interface Sized {
  readonly index: number;
  readonly text: string;
  readonly tokens: number;
  readonly cut?: NonNullable<ChunkRecords['cut']>;
}

/**
 * Joins records to chunks within both limits. Only a record that alone exceeds a chunk is cut. Where a chunk ends among
 * its last records depends on the following text, so that an added or removed row moves few other cuts. Ids are hashes
 * of the displayed text. The chunks join to the whole text, including text between records, a header, and records that
 * no model sees. Empty if no record can be shown.
 */
export async function recordChunks(source: Source, options: RecordOptions): Promise<Chunk[]> {
  const { records = [], text } = source;
  const meter = meterOf(options.pause);
  const sized = await sizes(source, options, meter);
  const lines = linesOf(text);
  const starts = firsts(sized, options);
  return starts.map((first, at) => {
    const next = starts[at + 1] ?? sized.length;
    const held = sized.slice(first, next);
    const from = at === 0 ? 0 : sized[first]!.index;
    const to = next < sized.length ? sized[next]!.index : records.length;
    const range = {
      start: at === 0 ? 0 : records[from]!.start,
      end: next < sized.length ? records[to]!.start : text.length,
    };
    return chunkOf(source, { held, from, to, index: at, ...range }, lines);
  });
}

/** The two halves of a chunk of several records; undefined for a single record. */
export function recordHalves(
  source: Source,
  chunk: Chunk,
  count: TokenCounter,
): readonly [Chunk, Chunk] | undefined {
  const { records: held } = chunk;
  const { layout, records } = source;
  if (!held || !layout || !records) return undefined;
  const sized: Sized[] = [];
  for (let index = held.from; index < held.to; index++) {
    const record = records[index];
    if (!record || record.problem !== undefined) continue;
    const text = textOf(layout, record);
    sized.push({ index, text, tokens: count(text) + FRAME_TOKENS });
  }
  if (sized.length < 2) return undefined;
  const middle = sized.length >> 1;
  const at = sized[middle]!.index;
  const cut = records[at]!.start;
  const lines = linesOf(source.text);
  const half = (part: readonly Sized[], range: Omit<Span, 'held' | 'index'>): Chunk =>
    chunkOf(source, { held: part, index: chunk.index, ...range }, lines);
  return [
    half(sized.slice(0, middle), { from: held.from, to: at, start: chunk.start, end: cut }),
    half(sized.slice(middle), { from: at, to: held.to, start: cut, end: chunk.end }),
  ];
}

async function sizes(source: Source, options: RecordOptions, meter: Meter): Promise<Sized[]> {
  const { layout, records = [] } = source;
  const sized: Sized[] = [];
  if (!layout) return sized;
  const room = Math.max(GAP_TOKENS * 2, options.maxTokens - FRAME_TOKENS);
  for (const [index, record] of records.entries()) {
    if (record.problem !== undefined) continue;
    const text = textOf(layout, record);
    const tokens = await countUpTo(text, room, options.count, meter);
    if (tokens <= room) sized.push({ index, text, tokens: tokens + FRAME_TOKENS });
    else {
      const cut = await fitting(text, room - GAP_TOKENS, options.count, meter);
      sized.push({ index, text, tokens: options.maxTokens, cut });
    }
  }
  return sized;
}

/** Stops once the count is over `most`. */
async function countUpTo(
  text: string,
  most: number,
  count: TokenCounter,
  meter: Meter,
): Promise<number> {
  if (text.length > most * SURELY_TOO_LONG) return Infinity;
  let tokens = 0;
  for (let from = 0; from < text.length && tokens <= most; from += SLICE) {
    tokens += count(text.slice(from, from + SLICE));
    if (meter.add(Math.min(SLICE, text.length - from))) await meter.pause();
  }
  return tokens;
}

/** Approximately the longest beginning and end that together take at most `most` tokens. */
async function fitting(
  text: string,
  most: number,
  count: TokenCounter,
  meter: Meter,
): Promise<{ readonly head: number; readonly tail: number }> {
  let units = Math.min(text.length, most * SURELY_TOO_LONG);
  for (;;) {
    const head = lastSafeCut(text, Math.floor(units * HEAD));
    const tail = text.length - lastSafeCut(text, text.length - Math.floor(units * (1 - HEAD)));
    const shown = text.slice(0, head) + (tail > 0 ? text.slice(-tail) : '');
    const tokens = await countUpTo(shown, most * SURELY_TOO_LONG * 2, count, meter);
    if (tokens <= most || units <= 16) return { head, tail };
    units = Math.floor(Math.min(units * 0.9, (units * most) / tokens));
  }
}

/** Positions in `sized` where chunks begin. */
function firsts(sized: readonly Sized[], { maxTokens, maxRecords }: RecordOptions): number[] {
  const most = Math.min(MAX_RECORDS, Math.max(1, Math.floor(maxRecords)));
  const starts: number[] = [];
  for (let first = 0; first < sized.length;) {
    starts.push(first);
    let tokens = 0;
    let end = first;
    while (end < sized.length && end - first < most) {
      const next = sized[end]!;
      if (end > first && (tokens + next.tokens > maxTokens || next.cut || sized[first]!.cut)) break;
      tokens += next.tokens;
      end++;
    }
    const forced = end === sized.length || sized[end]!.cut !== undefined;
    first = forced ? end : bestEnd(sized, first, end);
  }
  return starts;
}

/** Among the last possible ends of a chunk, the one selected by a hash of the text after it. */
function bestEnd(sized: readonly Sized[], first: number, end: number): number {
  let best = end;
  let least = Infinity;
  for (let at = end; at > end - Math.max(1, (end - first) * ROOM) && at > first; at--) {
    const mark = markOf(sized[at]!.text);
    if (mark < least) {
      least = mark;
      best = at;
    }
  }
  return best;
}

/** A pseudorandom number that depends only on the text. */
const markOf = (text: string): number => Number.parseInt(contentHash(text).slice(0, 12), 16);

interface Span extends ChunkRecords {
  readonly held: readonly Sized[];
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

function chunkOf(source: Source, span: Span, lines: Lines): Chunk {
  const { held, from, to, start, end, index } = span;
  const { records = [] } = source;
  const cut = held.length === 1 ? held[0]!.cut : undefined;
  const hash = contentHash(JSON.stringify([held.map(({ text }) => text), cut ?? null]));
  return {
    id: hash,
    hash,
    sourceId: source.id,
    index,
    start,
    end,
    startLine: lineAt(lines, start) + 1,
    endLine: lineAt(lines, Math.max(start, end - 1)) + 1,
    headings: [],
    title: to - from === 1 ? `Record ${from + 1}` : `Records ${from + 1}–${to}`,
    tokens: held.reduce((sum, { tokens }) => sum + tokens, 0),
    records: { from, to, ...(cut ? { cut } : {}) },
    ...(cut ? { unread: [leftOut(records[held[0]!.index]!, held[0]!.text, cut)] } : {}),
  };
}

/** The range of the file that corresponds approximately to the part left out of a shortened record. */
function leftOut(
  { start, end }: SourceRecord,
  text: string,
  { head, tail }: NonNullable<ChunkRecords['cut']>,
): NonNullable<Chunk['unread']>[number] {
  const from = Math.min(end, start + head);
  const to = Math.max(from, end - tail);
  const omitted = text.length - head - tail;
  return {
    start: from,
    end: to,
    reason: t(
      'the record is longer than a call takes: {0} of its {1} characters were not shown to the model',
      omitted,
      text.length,
    ),
  };
}
