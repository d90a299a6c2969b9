import type { Range } from '../core/domain/range.ts';
import { trimmed } from './paragraphs.ts';

/** Longer paragraphs are cut before segmentation: the segmenter's cost grows with the length of the piece. */
const MAX_PIECE_LENGTH = 20_000;
/** What may end a sentence before the end of its paragraph. */
const ENDS =
  /[.!?\u2026]["')\]\u00bb\u201d\u2019]{0,3}\s+\S|[\u3002\uff01\uff1f\u0964\u06d4\u061f]\S?/u;
const ABBREVIATION =
  /(?:^|[\s("'])(?:Sec|Secs|No|Nos|Art|Arts|Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Dr|St|vs|cf|e\.g|i\.e|approx|Fig|Figs|Eq|Ch|pp|U\.S|Jr|Sr|[A-Z])\.$/;

/** Sentences of the paragraphs, in order, by Unicode segmentation, corrected after abbreviations. */
export function sentencesOf(flat: string, paragraphs: readonly Range[]): readonly Range[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  const sentences: Range[] = [];
  for (const paragraph of paragraphs) {
    const limit = Math.min(paragraph.end, paragraph.start + MAX_PIECE_LENGTH);
    const body = flat.slice(paragraph.start, limit).replaceAll('\n', ' ');
    // Without a sentence end inside, skip the segmenter, which is the most expensive step.
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
