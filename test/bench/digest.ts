import { modelReviewer } from '../../src/core/branches/modelReviewer.ts';
import { lineageOf, rootOf } from '../../src/core/domain/results/digest.ts';
import { jobOf } from '../../src/core/jobs/jobOf.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { digestModel } from '../support/digestModel.ts';
import { longDocument } from '../support/longDocument.ts';
import { scriptedRun } from '../support/scriptedRun.ts';

interface DigestRow {
  readonly input: string;
  readonly chunks: number;
  readonly calls: number;
  readonly planned: number;
  readonly rounds: number;
  readonly roundsAllowed: number;
  readonly reachRoot: number;
  /** Of the model's calls in all; the calls themselves take no time. */
  readonly ms: number;
  readonly missed: readonly string[];
}

const source = (path: string, text: string): Source => ({
  id: path,
  path,
  kind: 'markdown',
  languageId: 'markdown',
  text,
});

const FOLDERS = ['docs/legal', 'docs/guide', 'src', 'src/core', 'notes'];

/** Long inputs summed up by a model that answers at once: what is left is ours. */
export async function digest(): Promise<readonly DigestRow[]> {
  const big = longDocument(320).text;
  const inputs: readonly (readonly [string, readonly Source[]])[] = [
    ['1.1 MB document', [source('long.md', big)]],
    ['4.4 MB document', [source('longer.md', longDocument(1_280).text)]],
    [
      '300 files',
      Array.from({ length: 300 }, (_, i) =>
        source(
          `${FOLDERS[i % FOLDERS.length] ?? ''}/f${i}.md`,
          big.slice(i * 3_000, i * 3_000 + (i % 7 === 0 ? 30_000 : 2_500)),
        ),
      ),
    ],
  ];
  const rows: DigestRow[] = [];
  for (const [input, sources] of inputs) rows.push(await measure(input, sources));
  console.log('\nSummaries: calls within 2 % of the plan, rounds within log2 of the chunks:');
  console.table(rows.map(({ missed, ...row }) => ({ ...row, bar: missed.join(', ') || 'met' })));
  return rows;
}

async function measure(input: string, sources: readonly Source[]): Promise<DigestRow> {
  const job = jobOf({ kind: 'summarize', length: 'medium' });
  const model = digestModel();
  const started = performance.now();
  const { state } = await scriptedRun({
    job,
    sources,
    model,
    reviewer: modelReviewer(model, job, { maxOutputTokens: 1_000 }),
    options: { chunkTokens: 3_000 },
  });
  const ms = Math.round(performance.now() - started);
  const tree = state.digest;
  const root = tree && rootOf(tree);
  const reached = root ? new Set(lineageOf(tree).get(root.id)) : new Set<string>();
  const planned = state.estimate?.calls ?? 0;
  const calls = model.asked.length + model.joins.length;
  const chunks = state.chunkIds.length;
  const rounds = root?.rounds ?? Infinity;
  const roundsAllowed = Math.ceil(Math.log2(chunks));
  const reachRoot = state.chunkIds.filter(id => reached.has(id)).length;
  return {
    input,
    chunks,
    calls,
    planned,
    rounds,
    roundsAllowed,
    reachRoot,
    ms,
    missed: [
      ...(Math.abs(calls / planned - 1) > 0.02 ? ['calls'] : []),
      ...(rounds > roundsAllowed ? ['rounds'] : []),
      ...(reachRoot < chunks ? ['lineage'] : []),
    ],
  };
}
