/** Where each row begins, in pixels, and at the end the height of all of them. */
export function rowOffsets(
  keys: readonly string[],
  heights: ReadonlyMap<string, number>,
  closed: number,
): Float64Array {
  const offsets = new Float64Array(keys.length + 1);
  keys.forEach((key, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + (heights.get(key) ?? closed);
  });
  return offsets;
}

/** The rows `[first, last)` that touch the pixels from `top` to `bottom`. */
export function rowsBetween(
  offsets: Float64Array,
  top: number,
  bottom: number,
): { readonly first: number; readonly last: number } {
  const rows = offsets.length - 1;
  const first = Math.max(0, upperBound(offsets, top) - 1);
  const last = Math.min(rows, upperBound(offsets, bottom));
  return { first: Math.min(first, rows), last: Math.max(last, Math.min(first, rows)) };
}

/** Index of the first offset greater than `value`. */
function upperBound(offsets: Float64Array, value: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
