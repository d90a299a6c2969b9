import { conceptsIn, namesKind } from './concepts.ts';
import { meaningOf, type Term } from './meanings.ts';
import { wordsByStem } from './similarity.ts';
import type { WordVectors } from './wordVectors.ts';

/**
 * How similar remarks are in subject, 0 to 1, for each pair. Views of their texts, each weighted by rarity among these
 * remarks: words by their meaning (without `vectors`, or where few words have one, by equality), names of code, runs of
 * letters, which match across endings and compounds, and kinds of problem (tf-idf, cosine). A view in which one of
 * two remarks has nothing does not count for them. Weights and smoothing were chosen on 25 reviews of pull requests in
 * which 12 tools described 60 problems in different words, and on `test/support/{reviews,reworded}.ts`.
 */
export function likenessOf(texts: readonly string[], vectors?: WordVectors): number[][] {
  const views = VIEWS.map(({ weight, pieces }) => ({ weight, alike: cosines(texts.map(pieces)) }));
  const equal = cosines(texts.map(text => termsIn(text).map(({ stem }) => stem)));
  const meaning = vectors && meaningsOf(texts, vectors);
  return texts.map((_, i) =>
    texts.map((__, j) => {
      if (i === j) return 1;
      const meant = meaning?.[i]?.[j] ?? -1;
      const words =
        meant < 0
          ? { weight: EQUAL, alike: equal[i]?.[j] ?? -1 }
          : { weight: MEANING, alike: meant };
      let [sum, all] = [0, 0];
      for (const { weight, alike } of [
        words,
        ...views.map(view => ({ weight: view.weight, alike: view.alike[i]?.[j] ?? -1 })),
      ]) {
        if (alike < 0) continue;
        sum += weight * alike;
        all += weight;
      }
      return all > 0 ? sum / all : 0;
    }),
  );
}

interface View {
  readonly weight: number;
  readonly pieces: (text: string) => Iterable<string>;
}

const MEANING = 0.6;
/** Weight of a word that says what is wrong, relative to one that says with what. */
const KIND = 0.5;
const EQUAL = 0.3;
const VIEWS: readonly View[] = [
  { weight: 0.15, pieces: namesIn },
  { weight: 0.3, pieces: runsIn },
  { weight: 0.1, pieces: conceptsIn },
];

function meaningsOf(texts: readonly string[], vectors: WordVectors): number[][] {
  const terms = texts.map(termsIn);
  const rarity = rarityIn(terms.map(own => new Set(own.map(({ stem }) => stem))));
  const weight = (stem: string): number => rarity(stem) * (namesKind(stem) ? KIND : 1);
  return meaningOf(terms, weight, vectors);
}

/** For each pair of texts the cosine of their pieces, by rarity; -1 where one has none. */
function cosines(pieces: readonly Iterable<string>[]): number[][] {
  const all = vectorsOf(pieces);
  return all.map((a, i) =>
    // From the same side for both orders, so that the sums are the same to the last bit.
    all.map((b, j) => (a.size && b.size ? (i <= j ? cosine(a, b) : cosine(b, a)) : -1)),
  );
}

/** Average similarity of two remarks of a review, and the number of pairs that it counts as. */
const USUAL = { likeness: 0.15, pairs: 60 };

/**
 * The same relative to how similar these remarks are on average: in a review of one subject all remarks share words, and
 * in one of many subjects two remarks on one problem share few.
 */
export function comparedWithOthers(likeness: readonly (readonly number[])[]): number[][] {
  let [sum, pairs] = [USUAL.likeness * USUAL.pairs, USUAL.pairs];
  likeness.forEach((row, i) => {
    for (const alike of row.slice(i + 1)) [sum, pairs] = [sum + alike, pairs + 1];
  });
  const more = sum / pairs - USUAL.likeness;
  return likeness.map(row => row.map(alike => alike - more));
}

/** Words with which any remark is phrased. */
const PHRASING = new Set(
  'when while if that does doesn don isn not no without because since using use used instead being still even though which causing cause causes can could may might should potential potentially issue problem bug lead leads leading result results resulting'.split(
    ' ',
  ),
);

function termsIn(text: string): Term[] {
  const words = wordsByStem(text.replace(/(?<=[a-z\d])(?=[A-Z])|_/g, ' '));
  return [...words]
    .filter(([, word]) => !PHRASING.has(word))
    .flatMap(([stem, word]) =>
      UNSPACED.test(word)
        ? pairsIn(word).map(pair => ({ stem: pair, word: pair }))
        : [{ stem, word }],
    );
}

/** Scripts in which words are not separated: what their remarks share are pairs of characters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function pairsIn(word: string): string[] {
  const characters = [...word];
  return characters.length < 2
    ? characters
    : characters.slice(1).map((character, i) => `${characters[i]}${character}`);
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
/** A character of these scripts is about half a word. */
const UNSPACED_RUN = 2;

function runsIn(text: string): Set<string> {
  const plain = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const runs = new Set<string>();
  const length = UNSPACED.test(plain) ? UNSPACED_RUN : RUN;
  for (let i = 0; i + length <= plain.length; i++) runs.add(plain.slice(i, i + length));
  return runs;
}

type Vector = ReadonlyMap<string, number>;

/** Smoothing: assumes this many additional remarks on other subjects, because among two or three every word is rare. */
const OTHERS = 20;

function vectorsOf(all: readonly Iterable<string>[]): Vector[] {
  const sets = all.map(pieces => new Set(pieces));
  const rarity = rarityIn(sets);
  return sets.map(set => {
    const weights = new Map<string, number>();
    let square = 0;
    for (const piece of set) {
      const weight = rarity(piece);
      weights.set(piece, weight);
      square += weight * weight;
    }
    const length = Math.sqrt(square) || 1;
    for (const [piece, weight] of weights) weights.set(piece, weight / length);
    return weights;
  });
}

function rarityIn(sets: readonly ReadonlySet<string>[]): (piece: string) => number {
  const known = new Map<string, number>();
  for (const set of sets) for (const piece of set) known.set(piece, (known.get(piece) ?? 0) + 1);
  return piece => Math.log((sets.length + OTHERS) / ((known.get(piece) ?? 0) + 0.5));
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
const PER_DOUBLING = 0.06;

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
