/** Where each character of a printed text occurs in the text it was printed from. */
export interface Alignment {
  /** Offset into the raw text of each character; -1 for what printing added. */
  readonly from: Int32Array;
  /** Behind it. */
  readonly to: Int32Array;
}

/** What reading leaves out: control characters and soft hyphens. */
const DROPPED = /(?![\n\t])[\p{Cc}\u00ad]/u;
const isBlank = (sign: string | undefined): boolean => sign !== undefined && /\s/.test(sign);
const isDropped = (sign: string): boolean => DROPPED.test(sign);

/**
 * Finds the characters of `printed` in `raw`, of which it is a copy with white space tidied, control characters
 * and soft hyphens left out, and backslashes added where Markdown needs them. Offsets are UTF-16 code units.
 * @returns undefined where it is no such copy.
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

/** Behind the white space and what is left out at an offset. */
function blankEnd(raw: string, at: number): number {
  let end = at;
  while (end < raw.length && (isBlank(raw[end]) || isDropped(raw[end]!))) end++;
  return end;
}

/** Half a character is printed as the sign for one that is lost. */
const isCopy = (printed: string, raw: string | undefined): boolean =>
  raw !== undefined && (printed === raw || (printed === '\ufffd' && /[\ud800-\udfff]/.test(raw)));
