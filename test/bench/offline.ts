import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { linkProbe } from '../../src/rules/linkProbe.ts';
import { runRules } from '../../src/rules/runRules.ts';
import type { PlacedHit } from '../../src/rules/types.ts';
import { kindOfPath } from '../../src/sources/files/kinds.ts';
import { LINK_PLANS } from './linkPlants.ts';
import type { Plan } from './plantDraws.ts';
import { plant } from './planting.ts';
import { REFERENCE_PLANS } from './referencePlants.ts';
import { sampleContract } from '../support/sampleContract.ts';

/** What a finding on a text nobody planted errors in was worth to an expert reader. */
type Verdict = 'useful' | 'nitpick' | 'false';

interface Place {
  readonly start: number;
  readonly end: number;
}
interface Planted extends Place {
  readonly kind: string;
  /** Of a folder's truth: the file it is in. */
  readonly file?: string;
  readonly related?: readonly Place[];
}
interface Judged {
  readonly rule: string;
  readonly severity: string;
  readonly judged: Verdict;
  /** Absent: one. */
  readonly count?: number;
  /** The rules said it when the text was first read, and no longer do: a mend was made from it. */
  readonly gone?: true;
}

export interface OfflineOptions {
  /** Folder of texts with `NAME.truth.json` beside each; absent: the sample contract. */
  readonly planted?: string;
  /** Folder of texts in which errors are planted by this bench; absent: the project's own texts and code. */
  readonly plant?: string;
  /** Folder of texts without planted errors: what is said of them is counted by rule. */
  readonly clean?: string;
  /** JSON list of findings with a verdict each; absent: the stored verdicts. */
  readonly judged?: string;
}

export interface OfflineResult {
  readonly recall: Readonly<Record<string, { readonly found: number; readonly of: number }>>;
  /** Of errors that this bench planted in the texts of `plant`. */
  readonly planting: Readonly<Record<string, { readonly found: number; readonly of: number }>>;
  readonly usefulness: Readonly<Record<string, Readonly<Record<Verdict, number>>>>;
  readonly findings: Readonly<Record<string, number>>;
}

const STORED = 'test/fixtures/judgedFindings.json';

/** Recall of planted errors by kind, usefulness of judged findings by rule, and findings on clean texts. */
export function offline({ planted, plant: folder, clean, judged }: OfflineOptions): OfflineResult {
  const recall = planted === undefined ? sampleRecall() : folderRecall(planted);
  const verdicts = JSON.parse(readFileSync(judged ?? STORED, 'utf8')) as readonly Judged[];
  const today = verdicts.filter(({ gone }) => !gone);
  const usefulness = usefulnessOf(today);
  const findings = clean === undefined ? {} : findingsOn(clean);
  const planting = plantedRecall(
    folder === undefined ? OWN_TEXTS.flatMap(filesIn) : filesIn(folder),
  );
  printRecall('planted errors', recall);
  printRecall('errors planted by the bench', planting);
  printUsefulness('Findings on texts without planted errors, judged, by rule', today, usefulness);
  // What a rule is worth on texts it was not mended on.
  if (today.length < verdicts.length)
    printUsefulness(
      'The same at first sight, before a mend was made from them',
      verdicts,
      usefulnessOf(verdicts),
    );
  if (clean !== undefined) {
    console.log(`\nFindings on the texts of ${clean}, by rule:`);
    console.table(findings);
  }
  return { recall, planting, usefulness, findings };
}

function read(file: string): { readonly text: string; readonly hits: readonly PlacedHit[] } {
  const text = readFileSync(file, 'utf8');
  const { hits, broken } = runRules(
    { text, ...kindOfPath(file) },
    linkProbe(pathToFileURL(resolve(file)).href),
  );
  for (const { rule, reason } of broken) console.log(`${file}: ${rule} failed: ${reason}`);
  return { text, hits };
}

const overlaps = (a: Place, b: Place): boolean =>
  a.start < Math.max(b.end, b.start + 1) && b.start < a.end;

type Recall = Record<string, { found: number; of: number }>;

function score(recall: Recall, hits: readonly PlacedHit[], errors: readonly Planted[]): void {
  for (const error of errors) {
    const counted = (recall[error.kind] ??= { found: 0, of: 0 });
    counted.of += 1;
    const places: readonly Place[] = [error, ...(error.related ?? [])];
    if (hits.some(hit => places.some(place => overlaps(hit, place)))) counted.found += 1;
  }
}

function sampleRecall(): Recall {
  const { text, flaws } = sampleContract();
  const recall: Recall = {};
  score(recall, runRules({ text, kind: 'markdown', languageId: 'markdown' }).hits, flaws);
  return recall;
}

function folderRecall(folder: string): Recall {
  const recall: Recall = {};
  for (const name of readdirSync(folder).filter(file => file.endsWith('.truth.json'))) {
    const { errors } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      readonly errors: readonly Planted[];
    };
    const target = join(folder, basename(name, '.truth.json'));
    if (!statSync(target).isDirectory()) {
      score(recall, read(target).hits, errors);
      continue;
    }
    for (const [file = '', own] of Map.groupBy(errors, error => error.file)) {
      const path = [join(target, file), join(folder, file)].find(existsSync);
      if (path !== undefined) score(recall, read(path).hits, own);
    }
  }
  return recall;
}

/** Texts and code of this project: enough to try a rule on, not to judge it by. */
const OWN_TEXTS = ['README.md', 'CONTRIBUTING.md', 'docs', 'media/sample', 'test/unit/rules'];

const filesIn = (folder: string): readonly string[] =>
  statSync(folder).isFile()
    ? [folder]
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map(name => join(folder, name))
        .filter(file => statSync(file).isFile() && !file.endsWith('.truth.json'));

const referencePlans = Object.entries(REFERENCE_PLANS);
/**
 * A text has few mistakes in its references, and many of one kind are said as one: these are planted apart, one of a
 * kind. Absent: all other plans, two of a kind.
 */
const ROUNDS: readonly (Readonly<Record<string, Plan>> | undefined)[] = [
  undefined,
  LINK_PLANS,
  Object.fromEntries(referencePlans.filter((_, at) => at % 2 === 0)),
  Object.fromEntries(referencePlans.filter((_, at) => at % 2 === 1)),
];

/** Plants errors of every kind in each text and counts those that the rules find. */
function plantedRecall(files: readonly string[]): Recall {
  const recall: Recall = {};
  for (const file of files) {
    const source = { text: readFileSync(file, 'utf8'), ...kindOfPath(file) };
    const probe = linkProbe(pathToFileURL(resolve(file)).href);
    const before = new Set(runRules(source, probe).hits.map(hit => `${hit.rule} ${hit.message}`));
    for (const plans of source.kind === 'code' ? [undefined] : ROUNDS) {
      const each = plans === undefined ? 2 : 1;
      const { text, errors } = plant(source, basename(file), each, plans, probe);
      // What the rules say of the text as it was finds nothing that was planted.
      const hits = runRules({ ...source, text }, probe).hits.filter(
        hit => !before.has(`${hit.rule} ${hit.message}`),
      );
      const isLinks = plans === LINK_PLANS;
      score(
        recall,
        hits,
        errors.map(error =>
          isLinks ? { ...error, kind: `${source.languageId}: ${error.kind}` } : error,
        ),
      );
    }
  }
  return recall;
}

function usefulnessOf(judged: readonly Judged[]): Record<string, Record<Verdict, number>> {
  const rules: Record<string, Record<Verdict, number>> = {};
  for (const { rule, judged: verdict, count = 1 } of judged) {
    const counts = (rules[rule] ??= { useful: 0, nitpick: 0, false: 0 });
    counts[verdict] += count;
  }
  return rules;
}

function findingsOn(folder: string): Record<string, number> {
  const findings: Record<string, number> = {};
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, entry);
    if (!statSync(file).isFile()) continue;
    for (const { rule, severity } of read(file).hits) {
      const key = `${rule} ${severity}`;
      findings[key] = (findings[key] ?? 0) + 1;
    }
  }
  return findings;
}

const share = (part: number, of: number): string =>
  of === 0 ? '-' : `${((100 * part) / of).toFixed(0)} %`;

function printRecall(what: string, recall: Recall): void {
  console.log(
    `\nOffline rules: ${what} found, by kind (a kind that no rule looks for, or only one that is off: 0):`,
  );
  console.table(
    Object.fromEntries(
      Object.entries(recall)
        .sort()
        .map(([kind, { found, of }]) => [kind, { found, of, recall: share(found, of) }]),
    ),
  );
}

function printUsefulness(
  what: string,
  judged: readonly Judged[],
  usefulness: Readonly<Record<string, Readonly<Record<Verdict, number>>>>,
): void {
  const sum = (fits: (one: Judged) => boolean): number =>
    judged.filter(fits).reduce((sofar, { count = 1 }) => sofar + count, 0);
  const grave = ({ severity }: Judged): boolean => severity === 'major' || severity === 'critical';
  const all = sum(() => true);
  console.log(`\n${what}:`);
  console.table(
    Object.fromEntries(
      Object.entries(usefulness)
        .sort()
        .map(([rule, counts]) => {
          const of = counts.useful + counts.nitpick + counts.false;
          return [rule, { ...counts, share: share(counts.useful, of) }];
        }),
    ),
  );
  console.log(
    [
      `useful among major and critical: ${share(
        sum(one => grave(one) && one.judged === 'useful'),
        sum(grave),
      )} of ${sum(grave)} (at least 70 %)`,
      `false over all: ${share(
        sum(one => one.judged === 'false'),
        all,
      )} of ${all} (at most 15 %)`,
    ].join('\n'),
  );
}
