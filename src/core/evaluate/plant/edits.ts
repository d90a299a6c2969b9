import type { Range } from '../../domain/range.ts';

/** A change of a text that makes it wrong, and where a reader sees it. */
export interface Edit {
  /** What is replaced in the original text; empty: something is put in. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The wrong words, in `text`. */
  readonly focus: Range;
  /** Places of the original text that the error can as well be seen at. */
  readonly also?: readonly Range[];
  readonly what: string;
}

/** One way to make a text wrong. */
export interface Kind<Spot> {
  readonly id: string;
  /** The built-in perspective that should see it. */
  readonly perspectiveId: string;
  /** Undefined where this spot does not allow it. */
  readonly plant: (spot: Spot) => Edit | undefined;
}

/** The text with the edits made, and for each edit, in the same order, where it is seen. They must not touch. */
export function applyEdits(
  text: string,
  edits: readonly Edit[],
): { readonly text: string; readonly places: readonly (readonly Range[])[] } {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const startOf = new Map<Edit, number>();
  let result = '';
  let at = 0;
  for (const edit of ordered) {
    result += text.slice(at, edit.start);
    startOf.set(edit, result.length);
    result += edit.text;
    at = edit.end;
  }
  result += text.slice(at);
  const shifted = (offset: number): number =>
    ordered.reduce(
      (sum, { start, end, text: put }) =>
        end <= offset && start < offset ? sum + put.length - (end - start) : sum,
      offset,
    );
  const places = edits.map(edit => {
    const start = startOf.get(edit) ?? 0;
    return [
      { start: start + edit.focus.start, end: start + edit.focus.end },
      ...(edit.also ?? []).map(also => ({ start: shifted(also.start), end: shifted(also.end) })),
    ];
  });
  return { text: result, places };
}
