import type { WordVectors } from './wordVectors.ts';

/** A word of a remark: as it is compared for equality, and as it is looked up. */
export interface Term {
  readonly stem: string;
  readonly word: string;
}

/** Cosine of two words' vectors below which they have nothing in common. */
const MIN_COSINE = 0.2;
/** Maximum likeness of two different words: related words are often each other's opposite. */
const MAX_OTHER = 0.9;
/** Minimum share of a remark's words that must be known for a comparison by meaning. */
const MIN_KNOWN = 0.5;

/**
 * How similar remarks are by the meanings of their words, 0 to 1, for each pair; -1 where too few words are known: each
 * word is matched with the most similar one of the other remark, and counts by its rarity.
 */
export function meaningOf(
  remarks: readonly (readonly Term[])[],
  rarity: (stem: string) => number,
  vectors: WordVectors,
): number[][] {
  const known = remarks.map(terms =>
    terms.map(({ stem, word }) => ({ stem, vector: vectors(word), weight: rarity(stem) })),
  );
  const isKnown = known.map(
    terms => terms.length > 0 && terms.filter(t => t.vector).length >= terms.length * MIN_KNOWN,
  );
  const alike = known.map(() => new Array<number>(known.length).fill(-1));
  known.forEach((a, i) => {
    known.forEach((b, j) => {
      if (j < i || !isKnown[i] || !isKnown[j]) return;
      const value = (covered(a, b) + covered(b, a)) / 2;
      (alike[i] as number[])[j] = (alike[j] as number[])[i] = value;
    });
  });
  return alike;
}

interface Weighed {
  readonly stem: string;
  readonly vector: Float32Array | undefined;
  readonly weight: number;
}

/** The share of a remark that the other one says too. */
function covered(remark: readonly Weighed[], other: readonly Weighed[]): number {
  let [sum, all] = [0, 0];
  for (const term of remark) {
    let best = 0;
    for (const candidate of other) best = Math.max(best, likenessOfWords(term, candidate));
    sum += best * term.weight;
    all += term.weight;
  }
  return all > 0 ? sum / all : 0;
}

function likenessOfWords(a: Weighed, b: Weighed): number {
  if (a.stem === b.stem) return 1;
  if (!a.vector || !b.vector) return 0;
  let cosine = 0;
  for (let d = 0; d < a.vector.length; d++) cosine += (a.vector[d] ?? 0) * (b.vector[d] ?? 0);
  return Math.min(MAX_OTHER, (Math.max(0, cosine - MIN_COSINE) / (1 - MIN_COSINE)) ** 2);
}
