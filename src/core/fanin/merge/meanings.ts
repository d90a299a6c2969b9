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
 * word is matched with the most similar one of the other remark, and counts by its weight.
 */
export function meaningOf(
  remarks: readonly (readonly Term[])[],
  weightOf: (stem: string) => number,
  vectors: WordVectors,
): number[][] {
  const known = remarks.map(terms =>
    terms.map(({ stem, word }) => ({ stem, vector: vectors(word), weight: weightOf(stem) })),
  );
  const isKnown = known.map(
    terms => terms.length > 0 && terms.filter(t => t.vector).length >= terms.length * MIN_KNOWN,
  );
  const alike = known.map(() => new Array<number>(known.length).fill(-1));
  known.forEach((a, i) => {
    known.forEach((b, j) => {
      if (j < i || !isKnown[i] || !isKnown[j]) return;
      const value = common(a, b);
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

/** The share of each remark that the other one says too, on average. */
function common(a: readonly Weighed[], b: readonly Weighed[]): number {
  const best = new Float64Array(b.length);
  let [sum, all] = [0, 0];
  for (const term of a) {
    let most = 0;
    for (let n = 0; n < b.length; n++) {
      const alike = likenessOfWords(term, b[n] as Weighed);
      if (alike > most) most = alike;
      if (alike > (best[n] as number)) best[n] = alike;
    }
    sum += most * term.weight;
    all += term.weight;
  }
  let [others, allOthers] = [0, 0];
  b.forEach(({ weight }, n) => {
    others += (best[n] as number) * weight;
    allOthers += weight;
  });
  return all > 0 && allOthers > 0 ? (sum / all + others / allOthers) / 2 : 0;
}

function likenessOfWords(a: Weighed, b: Weighed): number {
  if (a.stem === b.stem) return 1;
  const [one, other] = [a.vector, b.vector];
  if (!one || !other) return 0;
  let cosine = 0;
  for (let d = 0; d < one.length; d++) cosine += (one[d] as number) * (other[d] as number);
  return cosine <= MIN_COSINE
    ? 0
    : Math.min(MAX_OTHER, ((cosine - MIN_COSINE) / (1 - MIN_COSINE)) ** 2);
}
