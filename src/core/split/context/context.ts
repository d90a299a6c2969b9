import type { ChunkContext } from '../../ports/ports.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import { enclosingAt } from './enclosing.ts';
import { definitionsFor } from './definitions.ts';
import { lastSafeCut, nextSafeCut } from '../prose/graphemes.ts';

/** About 400 tokens. */
const OUTLINE_CHARACTERS = 1500;
const OUTLINE_LINES = 40;
/** Longest neighbour text on each side. */
const NEIGHBOUR_CHARACTERS = 600;
const MAX_LINE_LENGTH = 100;
/** Deeper levels are not indented further. */
const DEEPEST = 10;

/**
 * The context of a chunk for the model: the nearby outline (its trail of headings and their neighbours, with the
 * chunk's place marked), the ends of the neighbouring text, and definitions of what it uses, if the source was indexed
 * (`indexDefinitions`). Nothing comes from outside the source's range. `chunks` may contain other sources' chunks; they
 * are ignored.
 */
export function contextOf(source: Source, chunks: readonly Chunk[], chunk: Chunk): ChunkContext {
  // Each record is judged independently.
  if (source.kind === 'records') return { outline: '', before: '', after: '' };
  const start = source.range?.start ?? 0;
  const end = source.range?.end ?? source.text.length;
  return {
    outline: outlineOf(source, chunks, chunk),
    before: withGapBefore(source.text, start, chunk.start),
    after: withGapAfter(source.text, chunk.end, Math.min(end, source.text.length)),
    definitions: definitionsFor(source, chunk),
    enclosing: enclosingAt(source, chunk.start),
  };
}

/** The last sentences before `end`, and how much text before them is left out. */
function withGapBefore(text: string, start: number, end: number): string {
  const shown = tail(text, start, end);
  const skipped = text.lastIndexOf(shown, end - shown.length) - start;
  return skipped > 0 && shown !== '' ? `${gap(skipped)}\n${shown}` : shown;
}

function withGapAfter(text: string, start: number, end: number): string {
  const shown = head(text, start, end);
  const skipped = end - (text.indexOf(shown, start) + shown.length);
  return skipped > 0 && shown !== '' ? `${shown}\n${gap(skipped)}` : shown;
}

const gap = (characters: number): string => `[... ${characters} characters skipped ...]`;

interface Entry {
  readonly depth: number;
  readonly title: string;
  readonly parents: readonly string[];
  readonly here: boolean;
}

function outlineOf(source: Source, chunks: readonly Chunk[], chunk: Chunk): string {
  const own = chunks.filter(other => other.sourceId === chunk.sourceId);
  const place = own.findIndex(other => other.start === chunk.start && other.end === chunk.end);
  const first = `${clipStart(shortPath(source.path))}, part ${place + 1} of ${own.length}, lines ${chunk.startLine}-${chunk.endLine}`;
  const entries = entriesOf(own, chunk);
  const at = entries.findIndex(entry => entry.here);
  const shown = near(entries, at, OUTLINE_CHARACTERS - first.length);
  const lines = [first];
  let previous = -1;
  for (const index of shown) {
    if (index > previous + 1) lines.push('…');
    lines.push(render(entries[index]!));
    previous = index;
  }
  if (previous < entries.length - 1 && entries.length > 0) lines.push('…');
  return lines.join('\n');
}

/** For an absolute path only the file name: the folder is private to the user. */
const shortPath = (path: string) =>
  /^(?:[\\/]|[A-Za-z]:)/.test(path)
    ? path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    : path;

const render = ({ depth, title, here }: Entry) =>
  `${'  '.repeat(Math.min(depth, DEEPEST))}${here ? '> ' : '- '}${clipLine(title)}${here ? ' (this part)' : ''}`;

/** The headings of all chunks in reading order, without repetition; the chunk's last heading is marked. */
function entriesOf(own: readonly Chunk[], chunk: Chunk): Entry[] {
  const entries: Entry[] = [];
  let trail: readonly string[] = [];
  for (const other of own) {
    const here = other.start === chunk.start && other.end === chunk.end;
    const path = other.headings.length > 0 ? other.headings : [other.title];
    let same = 0;
    while (same < path.length && same < trail.length && path[same] === trail[same]) same++;
    if (here && same === path.length) same = path.length - 1;
    for (let depth = same; depth < path.length; depth++) {
      const last = depth === path.length - 1;
      entries.push({
        depth,
        title: path[depth]!,
        parents: path.slice(0, depth),
        here: here && last,
      });
    }
    trail = path;
  }
  return entries;
}

/** Indices to show: the parents of the marked entry, then its neighbours, nearest first, while they fit. */
function near(entries: readonly Entry[], at: number, characters: number): number[] {
  if (at < 0) return [];
  const shown = new Set<number>([at]);
  let left = characters - render(entries[at]!).length;
  let depth = entries[at]!.depth;
  for (let i = at - 1; i >= 0 && depth > 0; i--) {
    if (entries[i]!.depth >= depth) continue;
    // Headings nest a few levels; hostile code may nest hundreds.
    left -= render(entries[i]!).length + 3;
    if (left < 0) break;
    shown.add(i);
    depth = entries[i]!.depth;
  }
  for (let step = 1; step < entries.length && shown.size < OUTLINE_LINES; step++) {
    for (const index of [at - step, at + step]) {
      const entry = entries[index];
      if (!entry || shown.has(index)) continue;
      const cost = render(entry).length + 3;
      if (cost > left) return [...shown].sort((a, b) => a - b);
      // Further away, only the upper levels help the model to orient itself.
      if (step > 8 && entry.depth > 1) continue;
      shown.add(index);
      left -= cost;
    }
  }
  return [...shown].sort((a, b) => a - b);
}

const clipLine = (line: string) =>
  line.length <= MAX_LINE_LENGTH
    ? line
    : `${line.slice(0, MAX_LINE_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;

/** A long path without its beginning: the end is the most informative part. */
const clipStart = (path: string) =>
  path.length <= MAX_LINE_LENGTH
    ? path
    : `…${path.slice(1 - MAX_LINE_LENGTH).replace(/^[\udc00-\udfff]/, '')}`;

/** The last sentences before `end`. */
function tail(text: string, start: number, end: number): string {
  if (end <= start) return '';
  const from = Math.max(start, end - NEIGHBOUR_CHARACTERS);
  if (from === start) return text.slice(start, end).trim();
  const window = text.slice(from, end);
  const stop = /(?:[.!?]["”’)]*\s+|[。！？]|(?:\r\n?|\n)\s*(?:\r\n?|\n))/.exec(window);
  const limit = NEIGHBOUR_CHARACTERS * 0.6;
  if (stop && stop.index + stop[0].length < limit)
    return window.slice(stop.index + stop[0].length).trim();
  const blank = /\s/.exec(window);
  if (blank && blank.index < limit) return window.slice(blank.index).trim();
  return text.slice(Math.min(end, nextSafeCut(text, from)), end).trim();
}

/** The first sentences after `start`. */
function head(text: string, start: number, end: number): string {
  if (end <= start) return '';
  const to = Math.min(end, start + NEIGHBOUR_CHARACTERS);
  if (to === end) return text.slice(start, end).trim();
  const window = text.slice(start, to);
  const least = NEIGHBOUR_CHARACTERS * 0.4;
  const stops = [...window.matchAll(/[.!?]["”’)]*(?=\s)|[。！？]|(?:\r\n?|\n)\s*(?:\r\n?|\n)/g)];
  const stop = stops.findLast(match => match.index >= least);
  if (stop) return window.slice(0, stop.index + stop[0].length).trim();
  const blank = /\s\S*$/.exec(window);
  if (blank && blank.index >= least) return window.slice(0, blank.index).trim();
  return text.slice(start, Math.max(start, lastSafeCut(text, to))).trim();
}
