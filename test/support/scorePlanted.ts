/**
 * Scores the rules by hand: `npx node test/support/scorePlanted.ts <planted dir> <clean dir...> [--list]`.
 * The planted folder holds texts with a `.truth.json` beside each; a hit counts when its range
 * overlaps the planted quote or a related place. The clean folders are searched for each text's base.
 */
import fs from 'node:fs';
import path from 'node:path';
import { rulesFor, runRules } from '../../src/rules/runRules.ts';
import type { PlacedHit } from '../../src/rules/types.ts';
import type { SourceKind } from '../../src/core/domain/source.ts';

interface Place {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}
interface Planted extends Place {
  readonly kind: string;
  readonly file?: string;
  readonly focus?: { readonly text: string };
  readonly related?: readonly Place[];
}
interface Truth {
  readonly source: string;
  readonly errors: readonly Planted[];
}

const VISIBLE = new Set([
  'wrong-cross-reference',
  'placeholder',
  'sum-does-not-add-up',
  'contradicting-number-or-date',
  'duplicated-paragraph-one-word',
  'undefined-term',
  'insulting-or-casual',
]);
const LANGUAGES: Readonly<Record<string, string>> = {
  '.ts': 'typescript',
  '.tsx': 'typescriptreact',
  '.js': 'javascript',
  '.py': 'python',
  '.go': 'go',
  '.md': 'markdown',
};

const args = process.argv.slice(2).filter(arg => !arg.startsWith('--'));
const list = process.argv.includes('--list');
const [plantedDir, ...cleanDirs] = args;
if (plantedDir === undefined) {
  console.error('usage: scorePlanted.ts <planted dir> <clean dir...> [--list]');
  process.exit(2);
}

const found = new Map<string, [number, number]>();
const print = (...cells: (string | number)[]): void => console.log(cells.join('\t'));

for (const name of fs.readdirSync(plantedDir).filter(file => file.endsWith('.truth.json'))) {
  const truth = JSON.parse(fs.readFileSync(path.join(plantedDir, name), 'utf8')) as Truth;
  const target = path.join(plantedDir, name.replace('.truth.json', ''));
  if (fs.statSync(target).isDirectory()) scoreTree(target, truth);
  else scoreText(target, truth);
}

print('', 'found', 'of', 'recall');
let [seen, planted] = [0, 0];
for (const [kind, [got, of]] of [...found].sort()) {
  print(kind, got, of, `${Math.round((100 * got) / of)}%`);
  if (VISIBLE.has(kind)) {
    seen += got;
    planted += of;
  }
}
if (planted > 0)
  print('kinds a rule can see', seen, planted, `${Math.round((100 * seen) / planted)}%`);

function scoreText(file: string, truth: Truth): void {
  const text = fs.readFileSync(file, 'utf8');
  const began = performance.now();
  const { hits, broken } = run(file, text);
  print(
    `== ${path.basename(file)}`,
    `${hits.length} hits`,
    `${Math.round(performance.now() - began)} ms`,
  );
  for (const failure of broken) print('BROKEN', failure.rule, failure.reason);
  score(hits, truth.errors);
  const base = cleanDirs
    .map(dir => path.join(dir, path.basename(truth.source)))
    .find(fs.existsSync);
  if (base !== undefined) clean(base);
}

function scoreTree(dir: string, truth: Truth): void {
  print(`== ${path.basename(dir)}`);
  const files = new Set(truth.errors.map(error => error.file ?? ''));
  for (const file of files) {
    const full = [path.join(dir, file), path.join(path.dirname(dir), file)].find(fs.existsSync);
    if (full === undefined) continue;
    const { hits } = run(full, fs.readFileSync(full, 'utf8'));
    score(
      hits,
      truth.errors.filter(error => error.file === file),
    );
  }
  for (const base of cleanDirs
    .map(d => path.join(d, path.basename(truth.source)))
    .filter(fs.existsSync)) {
    cleanTree(base);
  }
}

function run(file: string, text: string): ReturnType<typeof runRules> {
  const extension = path.extname(file);
  const kind: SourceKind =
    extension === '.md' ? 'markdown' : LANGUAGES[extension] ? 'code' : 'prose';
  return runRules({ text, kind, languageId: LANGUAGES[extension] ?? 'plaintext' });
}

function score(hits: readonly PlacedHit[], errors: readonly Planted[]): void {
  for (const error of errors) {
    const places: readonly Place[] = [error, ...(error.related ?? [])];
    const hit = hits.find(h =>
      places.some(p => h.start < Math.max(p.end, p.start + 1) && p.start < h.end),
    );
    const [got, of] = found.get(error.kind) ?? [0, 0];
    found.set(error.kind, [got + (hit ? 1 : 0), of + 1]);
    if (list && VISIBLE.has(error.kind)) {
      print(
        hit ? `  + ${hit.rule}` : '  -',
        error.kind,
        error.quote.replace(/\s+/g, ' ').slice(0, 150),
      );
    }
  }
}

function clean(file: string): void {
  const text = fs.readFileSync(file, 'utf8');
  const { hits } = run(file, text);
  report(path.basename(file), hits, text.length);
  if (list) for (const hit of hits) printHit(hit, text);
}

function cleanTree(dir: string): void {
  const all: PlacedHit[] = [];
  let length = 0;
  for (const entry of fs.readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(dir, entry);
    if (!LANGUAGES[path.extname(file)] || !fs.statSync(file).isFile()) continue;
    const text = fs.readFileSync(file, 'utf8');
    if (rulesFor({ kind: 'code', languageId: 'typescript' }).length === 0) continue;
    const { hits } = run(file, text);
    length += text.length;
    all.push(...hits);
    if (list) for (const hit of hits) printHit(hit, text, entry);
  }
  report(path.basename(dir), all, length);
}

function report(name: string, hits: readonly PlacedHit[], length: number): void {
  const per = ((hits.length * 100_000) / length).toFixed(1);
  const rules = Map.groupBy(hits, hit => hit.rule);
  const each = [...rules].map(([rule, group]) => `${rule} ${group.length}`).join(', ');
  print(`   clean ${name}`, `${hits.length} hits`, `${per} per 100 KB`, each);
}

function printHit(hit: PlacedHit, text: string, file = ''): void {
  const quote = text.slice(hit.start, hit.end).replace(/\s+/g, ' ').slice(0, 120);
  const before = text.slice(Math.max(0, hit.start - 50), hit.start).replace(/\s+/g, ' ');
  const after = text.slice(hit.end, hit.end + 50).replace(/\s+/g, ' ');
  print('     ', file, hit.rule, `${before}>>${quote}<<${after}`, '|', hit.message.slice(0, 160));
}
