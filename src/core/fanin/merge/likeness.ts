import { conceptsIn } from './concepts.ts';
import { wordsOf } from './similarity.ts';

/**
 * How similar remarks are in subject, 0 to 1, for each pair. Four views of their texts, each weighted by rarity among
 * these remarks (tf-idf, cosine): words, names of code, runs of four letters, which match across endings and compounds,
 * and kinds of problem. A view in which one of two remarks has nothing does not count for them. Weights and smoothing
 * were chosen on 25 reviews of pull requests in which 12 tools described 60 problems in different words.
 */
export function likenessOf(texts: readonly string[]): number[][] {
  const views = VIEWS.map(({ weight, pieces }) => ({
    weight,
    vectors: vectorsOf(texts.map(pieces)),
  }));
  return texts.map((_, i) =>
    texts.map((__, j) => {
      if (i === j) return 1;
      const shared = views.filter(({ vectors }) => vectors[i]?.size && vectors[j]?.size);
      const all = shared.reduce((sum, { weight }) => sum + weight, 0);
      const alike = shared.reduce(
        (sum, { weight, vectors }) => sum + weight * cosine(vectors[i], vectors[j]),
        0,
      );
      return all > 0 ? alike / all : 0;
    }),
  );
}

interface View {
  readonly weight: number;
  readonly pieces: (text: string) => Iterable<string>;
}

const VIEWS: readonly View[] = [
  { weight: 0.3, pieces: subjectsIn },
  { weight: 0.2, pieces: namesIn },
  { weight: 0.35, pieces: runsIn },
  { weight: 0.15, pieces: conceptsIn },
];

/** Words with which any remark is phrased. */
const PHRASING = new Set(
  'when while if that does doesn don isn not no without because since using use used instead being still even though which causing cause causes can could may might should potential potentially issue problem bug lead leads leading result results resulting'.split(
    ' ',
  ),
);

function subjectsIn(text: string): string[] {
  const words = wordsOf(text.replace(/(?<=[a-z\d])(?=[A-Z])|_/g, ' '));
  return [...words].filter(word => !PHRASING.has(word));
}

/** `camelCase`, `snake_case`, `a.b`, `call()`, and text between backticks. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [name] of text.matchAll(
    /[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|#|->)[\p{L}_$][\p{L}\p{N}_$]*)*/gu,
  ))
    if (/\p{Ll}\p{Lu}|[_$.#:>\d]/u.test(name))
      for (const part of [name, ...name.split(/\.|::|#|->/)])
        if (part.length > 2) names.add(part.toLowerCase());
  for (const [, code = ''] of text.matchAll(/`([^`]+)`/g)) names.add(code.toLowerCase());
  return names;
}

const RUN = 4;

function runsIn(text: string): Set<string> {
  const plain = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const runs = new Set<string>();
  for (let i = 0; i + RUN <= plain.length; i++) runs.add(plain.slice(i, i + RUN));
  return runs;
}

type Vector = ReadonlyMap<string, number>;

/** Smoothing: assumes this many additional remarks on other subjects, because among two or three every word is rare. */
const OTHERS = 20;

function vectorsOf(all: readonly Iterable<string>[]): Vector[] {
  const sets = all.map(pieces => new Set(pieces));
  const known = new Map<string, number>();
  for (const set of sets) for (const piece of set) known.set(piece, (known.get(piece) ?? 0) + 1);
  return sets.map(set => {
    const weights = new Map<string, number>();
    let square = 0;
    for (const piece of set) {
      const weight = Math.log((sets.length + OTHERS) / ((known.get(piece) ?? 0) + 0.5));
      weights.set(piece, weight);
      square += weight * weight;
    }
    const length = Math.sqrt(square) || 1;
    for (const [piece, weight] of weights) weights.set(piece, weight / length);
    return weights;
  });
}

function cosine(a: Vector | undefined, b: Vector | undefined): number {
  if (!a || !b) return 0;
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [piece, weight] of small) sum += weight * (large.get(piece) ?? 0);
  return sum;
}

/**
 * Additional similarity required for each doubling of the smaller cluster's size: joining two frequently reported
 * problems creates as many wrong pairs as there are remarks, and large clusters are already distinct. Chosen on the
 * reviews that `likenessOf` names.
 */
const PER_DOUBLING = 0.08;

/**
 * Members that belong together: the two most similar clusters are joined while their members' average similarity is at
 * least `least` (average linkage), and more if both clusters are large. Indexes into `likeness`, each once, in order.
 */
export function clustersOf(likeness: readonly (readonly number[])[], least: number): number[][] {
  const clusters = likeness.map((_, i) => [i]);
  const between = likeness.map(row => [...row]);
  for (;;) {
    let best = -1;
    let pair: [number, number] | undefined;
    for (let a = 0; a < clusters.length; a++)
      for (let b = a + 1; b < clusters.length; b++) {
        const smaller = Math.min(clusters[a]?.length ?? 1, clusters[b]?.length ?? 1);
        const alike = (between[a]?.[b] ?? 0) - PER_DOUBLING * Math.log2(smaller);
        if (alike > best) [best, pair] = [alike, [a, b]];
      }
    if (!pair || best < least) return clusters;
    const [a, b] = pair;
    const [first = [], second = []] = [clusters[a], clusters[b]];
    for (let c = 0; c < clusters.length; c++) {
      const alike =
        ((between[a]?.[c] ?? 0) * first.length + (between[b]?.[c] ?? 0) * second.length) /
        (first.length + second.length);
      const [row, other] = [between[a], between[c]];
      if (row && other) row[c] = other[a] = alike;
    }
    clusters[a] = [...first, ...second].sort((x, y) => x - y);
    clusters.splice(b, 1);
    between.splice(b, 1);
    for (const row of between) row.splice(b, 1);
  }
}
