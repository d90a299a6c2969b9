import type { Printed } from '../import/docxMarkdown.ts';
import type { WordReading } from '../import/docx.ts';
import type { Piece } from '../import/word/paragraph.ts';
import { child, elements, NO_XML, type Xml } from '../import/word/xmlTree.ts';
import { align, type Alignment } from './align.ts';

/** A position in a run: before the character `offset` of `xml`, which is a child of `run`. */
export interface Spot {
  readonly run: Xml;
  readonly xml: Xml;
  /** In UTF-16 code units of its text; for an element without text, 0 is before it and 1 after it. */
  readonly offset: number;
}

export type Located =
  | { readonly kind: 'words'; readonly first: Spot; readonly last: Spot }
  /** Only displayed, not stored as text: a paragraph's number, an equation, a form's value. */
  | { readonly kind: 'paragraph'; readonly paragraph: Xml }
  | { readonly kind: 'note'; readonly name: string; readonly reference: Xml }
  /** A header or footer. */
  | { readonly kind: 'around'; readonly name: string };

/** One change of a text: `text` replaces the words from `start` to `end`. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A hunk in the runs: what is deleted, run by run, and where the new words are inserted. */
export interface LocatedHunk {
  readonly deleted: readonly { readonly first: Spot; readonly last: Spot }[];
  readonly text: string;
  /** New words are inserted after or before this place. */
  readonly at: Spot;
  readonly side: 'after' | 'before';
}

export interface WordMap {
  /** Where a range of the extracted text occurs in the document; undefined if nowhere. */
  locate(start: number, end: number): Located | undefined;
  /** The first paragraph of the body with text; the first one that can take a comment where none has text. */
  firstParagraph(): Xml | undefined;
  /** Undefined if part of it is not text of the document, or if it spans paragraphs. */
  locateChange(hunk: Hunk): LocatedHunk | undefined;
}

/** Elements that a deletion may include; notes and pictures are kept. */
const DELETABLE = /^w:(?:t|delText|tab|ptab|br|cr|noBreakHyphen|sym)$/;

/** Maps places of the extracted text to the XML it was read from. */
export function wordMap({ printed, document }: Pick<WordReading, 'printed' | 'document'>): WordMap {
  const known = new Map<Printed, Alignment | undefined>();
  const alignmentOf = (one: Printed, text: string): Alignment | undefined => {
    if (one.origin.kind !== 'body') return undefined;
    if (!known.has(one)) known.set(one, align(one.origin.raw, text));
    return known.get(one);
  };
  return { locate, locateChange, firstParagraph };

  function firstParagraph(): Xml | undefined {
    for (const { origin } of printed) if (origin.kind === 'body') return origin.paragraph;
    // A self-closing element has no inside.
    return elements(child(document, 'w:body') ?? NO_XML).find(
      ({ name, inner, end }) => name === 'w:p' && end > inner,
    );
  }

  function touched(start: number, end: number): Printed[] {
    let low = 0;
    let high = printed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (printed[middle]!.end <= start) low = middle + 1;
      else high = middle;
    }
    let until = low;
    while (until < printed.length && printed[until]!.start < end) until++;
    return printed.slice(low, until);
  }

  function locate(start: number, end: number): Located | undefined {
    const paragraphs = touched(start, end);
    const spots = paragraphs.flatMap(one => {
      const range = rawRange(one, start, end);
      const own = range ? piecesIn(one, range.start, range.end) : [];
      return own.length === 0 ? [] : [own];
    });
    const [first] = spots[0] ?? [];
    const last = spots.at(-1)?.at(-1);
    if (first && last) return { kind: 'words', first: first.first, last: last.last };
    const [other] = paragraphs.length > 0 ? paragraphs : numbered(start);
    switch (other?.origin.kind) {
      case 'body':
        return { kind: 'paragraph', paragraph: other.origin.paragraph };
      case 'note':
      case 'around':
        return other.origin;
      default:
        return undefined;
    }
  }

  /** The paragraph whose number is at an offset: the next one that begins. */
  function numbered(start: number): Printed[] {
    const next = printed.find(one => one.start >= start);
    return next ? [next] : [];
  }

  function locateChange({ start, end, text }: Hunk): LocatedHunk | undefined {
    const one = printed.find(each => each.start <= start && end <= each.end);
    if (one?.origin.kind !== 'body') return undefined;
    const map = alignmentOf(one, one.text);
    if (!map) return undefined;
    const own = one.isCell ? text.replaceAll('\\|', '|') : text;
    if (start === end) {
      const before = start > one.start ? map.to[start - 1 - one.start]! : -1;
      const behind = before > 0 ? piecesIn(one, before - 1, before).at(-1) : undefined;
      if (behind && !behind.isWhole) return undefined;
      if (behind) return { deleted: [], text: own, at: behind.last, side: 'after' };
      const after = start < one.end ? map.from[start - one.start]! : -1;
      const ahead = after >= 0 ? piecesIn(one, after, after + 1)[0] : undefined;
      return ahead?.isWhole
        ? { deleted: [], text: own, at: ahead.first, side: 'before' }
        : undefined;
    }
    for (let at = start; at < end; at++) if (map.from[at - one.start]! < 0) return undefined;
    const [from, to] = [map.from[start - one.start]!, map.to[end - 1 - one.start]!];
    const deleted = piecesIn(one, from, to);
    const covered = deleted.reduce((sum, { length }) => sum + length, 0);
    const isAll =
      covered === to - from &&
      deleted.every(({ first, isWhole }) => isWhole && DELETABLE.test(first.xml.name));
    const last = deleted.at(-1);
    return isAll && last ? { deleted, text: own, at: last.last, side: 'after' } : undefined;
  }

  /** The part of a paragraph's raw text that a range of the printed text shows. */
  function rawRange(
    one: Printed,
    start: number,
    end: number,
  ): { readonly start: number; readonly end: number } | undefined {
    const map = alignmentOf(one, one.text);
    if (!map) return undefined;
    let [first, last] = [-1, -1];
    const until = Math.min(end, one.end) - one.start;
    for (let at = Math.max(start, one.start) - one.start; at < until; at++) {
      if (map.from[at]! < 0) continue;
      if (first < 0) first = map.from[at]!;
      last = map.to[at]!;
    }
    return first < 0 ? undefined : { start: first, end: last };
  }
}

interface Part {
  readonly first: Spot;
  readonly last: Spot;
  readonly length: number;
  /** True if it can be cut there: it contains words, or is entirely in the range. */
  readonly isWhole: boolean;
}

/** The part of each piece that a range of a paragraph's raw text covers. */
function piecesIn({ origin }: Printed, start: number, end: number): Part[] {
  if (origin.kind !== 'body') return [];
  const { pieces } = origin;
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.at + pieces[middle]!.length <= start) low = middle + 1;
    else high = middle;
  }
  const parts: Part[] = [];
  for (; low < pieces.length && pieces[low]!.at < end; low++) {
    const piece = pieces[low]!;
    const from = Math.max(0, start - piece.at);
    const to = Math.min(piece.length, end - piece.at);
    const isWhole = isWords(piece.xml) || to - from === piece.length;
    parts.push({ ...spotsOf(piece, from, to), length: to - from, isWhole });
  }
  return parts;
}

function spotsOf({ xml, run }: Piece, from: number, to: number): Pick<Part, 'first' | 'last'> {
  const isText = isWords(xml);
  return {
    first: { run, xml, offset: isText ? from : 0 },
    last: { run, xml, offset: isText ? to : 1 },
  };
}

/** Whether an element contains text that can be cut anywhere. */
export const isWords = ({ name }: Xml): boolean => name === 'w:t' || name === 'w:delText';
