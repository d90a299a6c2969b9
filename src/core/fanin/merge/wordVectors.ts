import table from './wordVectors.json' with { type: 'json' };

/** Vectors of unit length, similar for words of similar meaning; undefined for unknown words. */
export type WordVectors = (word: string) => Float32Array | undefined;

/**
 * Vectors of about 9,500 English words that are frequent in contracts, documentation, code and reviews of them, in lower
 * case. From GloVe's vectors and `test/support/synonyms.txt`, which draws words together that reviewers use for the same,
 * by `test/support/writeWordVectors.ts`. Half a megabyte: import it only where it is used.
 */
export function wordVectors(): WordVectors {
  const { dimensions } = table;
  const bytes = Uint8Array.from(atob(table.vectors), sign => sign.charCodeAt(0));
  const places = new Map(table.words.split(' ').map((word, i) => [word, (i * dimensions) / 2]));
  const known = new Map<string, Float32Array>();
  return word => {
    const at = places.get(word);
    if (at === undefined) return undefined;
    const vector = known.get(word) ?? unit(bytes.subarray(at, at + dimensions / 2));
    known.set(word, vector);
    return vector;
  };
}

/** Two dimensions in a byte, each -7 to 7 above 7. */
function unit(bytes: Uint8Array): Float32Array {
  const vector = new Float32Array(2 * bytes.length);
  bytes.forEach((byte, i) => {
    vector[2 * i] = (byte >> 4) - 7;
    vector[2 * i + 1] = (byte & 15) - 7;
  });
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)) || 1;
  return vector.map(x => x / length);
}
