import type { Range } from '../core/domain/range.ts';
import { trimmed } from './paragraphs.ts';

/** Longer paragraphs are cut before segmenting: the segmenter's cost grows with the piece. */
const MAX_PIECE_LENGTH = 20_000;
/** What may end a sentence before the end of its paragraph. */
const ENDS =
  /[.!?\u2026]["')\]\u00bb\u201d\u2019]{0,3}\s+\S|[\u3002\uff01\uff1f\u0964\u06d4\u061f]\S?/u;
const ABBREVIATION =
  /(?:^|[\s("'])(?:Sec|Secs|No|Nos|Art|Arts|Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Dr|St|vs|cf|e\.g|i\.e|approx|Fig|Figs|Eq|Ch|pp|U\.S|Jr|Sr|[A-Z])\.$/;

/** Sentences of the paragraphs, in order, found by Unicode's rules and mended after abbreviations. */
export function sentencesOf(flat: string, paragraphs: readonly Range[]): readonly Range[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  const sentences: Range[] = [];
  for (const paragraph of paragraphs) {
    const limit = Math.min(paragraph.end, paragraph.start + MAX_PIECE_LENGTH);
    const body = flat.slice(paragraph.start, limit).replaceAll('\n', ' ');
    // Nothing in it ends a sentence: the segmenter, which costs most of all, has nothing to find.
    if (!ENDS.test(body)) {
      const range = trimmed(flat, paragraph.start, limit);
      if (range) sentences.push(range);
      continue;
    }
    let open: Range | undefined;
    for (const { segment, index } of segmenter.segment(body)) {
      const start = paragraph.start + index;
      const piece = { start: open?.start ?? start, end: start + segment.length };
      if (ABBREVIATION.test(segment.trimEnd().slice(-12))) {
        open = piece;
        continue;
      }
      open = undefined;
      const range = trimmed(flat, piece.start, piece.end);
      if (range) sentences.push(range);
    }
    const rest = open && trimmed(flat, open.start, open.end);
    if (rest) sentences.push(rest);
  }
  return sentences;
}
