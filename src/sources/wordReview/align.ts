/** Maps each character of a printed text to the raw text it was printed from. */
export interface Alignment {
  /** Offset into the raw text of each character; -1 for characters that printing added. */
  readonly from: Int32Array;
  /** Offset after it. */
  readonly to: Int32Array;
}

/** Characters that reading drops: control characters and soft hyphens. */
const DROPPED = /(?![\n\t])[\p{Cc}\u00ad]/u;
const isBlank = (sign: string | undefined): boolean => sign !== undefined && /\s/.test(sign);
const isDropped = (sign: string): boolean => DROPPED.test(sign);

/**
 * Finds the characters of `printed` in `raw`. `printed` is a copy of `raw` with white space normalised, control
 * characters and soft hyphens dropped, and backslashes added where Markdown needs them. Offsets are UTF-16 code units.
 * @returns undefined if it is not such a copy.
 */
export function align(raw: string, printed: string): Alignment | undefined {
  const from = new Int32Array(printed.length).fill(-1);
  const to = new Int32Array(printed.length).fill(-1);
  let i = 0;
  let j = 0;
  while (i < printed.length || j < raw.length) {
    const group = blankEnd(raw, j);
    let blanks = i;
    while (isBlank(printed[blanks])) blanks++;
    if (group > j) {
      const isSame = blanks - i === group - j;
      for (let k = i; k < blanks; k++) {
        from[k] = isSame ? j + k - i : j;
        to[k] = isSame ? j + k - i + 1 : group;
      }
      i = blanks;
      j = group;
    } else if (blanks > i) i = blanks;
    else if (i < printed.length && isCopy(printed[i]!, raw[j])) {
      from[i] = j;
      to[i] = j + 1;
      i++;
      j++;
    } else if (printed[i] === '\\' && isCopy(printed[i + 1] ?? '', raw[j])) i++;
    else return undefined;
  }
  return { from, to };
}

/** Offset after the white space and dropped characters at an offset. */
function blankEnd(raw: string, at: number): number {
  let end = at;
  while (end < raw.length && (isBlank(raw[end]) || isDropped(raw[end]!))) end++;
  return end;
}

/** A lone surrogate is printed as U+FFFD. */
const isCopy = (printed: string, raw: string | undefined): boolean =>
  raw !== undefined && (printed === raw || (printed === '\ufffd' && /[\ud800-\udfff]/.test(raw)));
