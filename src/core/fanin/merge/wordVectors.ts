import table from './wordVectors.json' with { type: 'json' };

/** Vectors of unit length, similar for words of similar meaning; undefined for unknown words. */
export type WordVectors = (word: string) => Float32Array | undefined;

/**
 * Vectors of about 9,000 English words that are frequent in contracts, documentation and code, in lower case. From
 * GloVe's vectors by `test/support/writeWordVectors.ts`. Half a megabyte: import it only where it is used.
 */
export function wordVectors(): WordVectors {
  const { dimensions } = table;
  const bytes = Int8Array.from(atob(table.vectors), sign => sign.charCodeAt(0));
  const places = new Map(table.words.split(' ').map((word, i) => [word, i * dimensions]));
  return word => {
    const at = places.get(word);
    return at === undefined ? undefined : unit(bytes.subarray(at, at + dimensions));
  };
}

function unit(bytes: Int8Array): Float32Array {
  const length = Math.sqrt(bytes.reduce((sum, x) => sum + x * x, 0)) || 1;
  return Float32Array.from(bytes, x => x / length);
}
