/** A place in a text as editors count: lines and UTF-16 units from 0. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

export interface Span {
  readonly start: Place;
  readonly end: Place;
}

export interface Change {
  /** What is replaced, in the text before. */
  readonly range: Span;
  readonly text: string;
}

/** Where words are after a change elsewhere in the text. Words that the change is in stretch or shrink with it. */
export function shiftedRange(range: Span, change: Change): Span {
  if (compare(change.range.start, range.end) >= 0) return range;
  const isBefore = compare(change.range.end, range.start) <= 0;
  return {
    start: isBefore ? shifted(range.start, change) : earlier(range.start, change.range.start),
    end: shifted(later(range.end, change.range.end), change),
  };
}

/** A place at or after the end of what is replaced. */
function shifted(place: Place, { range, text }: Change): Place {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const line = place.line + lines.length - 1 - (range.end.line - range.start.line);
  if (place.line !== range.end.line) return { line, character: place.character };
  const from = lines.length === 1 ? range.start.character : 0;
  return { line, character: place.character - range.end.character + from + last.length };
}

const compare = (a: Place, b: Place): number => a.line - b.line || a.character - b.character;
const earlier = (a: Place, b: Place): Place => (compare(a, b) <= 0 ? a : b);
const later = (a: Place, b: Place): Place => (compare(a, b) >= 0 ? a : b);
