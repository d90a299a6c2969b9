import { systemClock } from '../../src/core/clock.ts';
import { createPacer } from '../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../src/core/jobs/review/review.ts';
import type { Store } from '../../src/core/ports/ports.ts';
import { run } from '../../src/core/run.ts';
import { loadTokenCounter } from '../../src/core/split/tokens/tokens.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { nothing, scriptedReviewer } from '../support/scriptedReviewer.ts';
import { sampleContract } from '../support/sampleContract.ts';

export interface EditedResult {
  readonly characters: number;
  readonly branches: number;
  /** Input tokens of the branches that an edit of one paragraph sends again, as a share of the first run's: the worst of the trials. */
  readonly worstShare: number;
  readonly medianShare: number;
}

/** W7: a contract of 200 pages and more is reviewed; one paragraph is edited; it is reviewed again. */
export async function edited(trials: number, random: () => number): Promise<EditedResult> {
  const text = Array.from({ length: 5 }, (_, i) => part(i)).join('\n\n');
  const answers = new Map<string, unknown>();
  const first = await sent(text, answers);
  const shares: number[] = [];
  for (let trial = 0; trial < trials; trial += 1)
    shares.push((await sent(withEdit(text, random), answers)).tokens / first.tokens);
  shares.sort((a, b) => a - b);
  return {
    characters: text.length,
    branches: first.branches,
    worstShare: shares.at(-1) ?? 0,
    medianShare: shares[Math.floor(shares.length / 2)] ?? 0,
  };
}

/** The sample again under other names, so that no two parts are equal. */
const part = (n: number): string =>
  sampleContract()
    .text.replaceAll(
      'Contractor',
      ['Contractor', 'Builder', 'Supplier', 'Vendor', 'Operator'][n] ?? '',
    )
    .replaceAll('Authority', ['Authority', 'Owner', 'Client', 'Employer', 'Board'][n] ?? '');

function withEdit(text: string, random: () => number): string {
  const paragraphs = text.split('\n\n');
  const long = paragraphs.flatMap((p, i) => (p.length > 200 && !p.startsWith('|') ? [i] : []));
  const at = long[Math.floor(random() * long.length)] ?? 0;
  paragraphs[at] = `${paragraphs[at]} This sentence was added by an editor later on.`;
  return paragraphs.join('\n\n');
}

async function sent(
  text: string,
  answers: Map<string, unknown>,
): Promise<{ tokens: number; branches: number }> {
  const reviewer = scriptedReviewer(() => nothing);
  const source: Source = { id: 's', path: 's.md', kind: 'markdown', languageId: 'markdown', text };
  const store: Store = {
    append: () => undefined,
    recall: key => answers.get(key),
    remember: (key, answer) => answers.set(key, answer),
  };
  const state = await run(
    reviewJob,
    [source],
    {
      runId: 'bench',
      name: 'bench',
      skipped: [],
      perspectivesOf: s => reviewJob.perspectivesFor(s.kind),
      chunkTokens: 3000,
      policy: {
        concurrency: 64,
        onFailure: 'partial',
        maxAttempts: 1,
        optimize: 'speed',
        hedge: false,
        budget: {},
      },
      synthesis: false,
      maxOutputTokens: 1000,
      useCache: true,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    },
    {
      reviewer,
      count: await loadTokenCounter(),
      store,
      clock: systemClock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pacer: createPacer({ clock: systemClock, concurrency: 64, remote: false }),
    },
  );
  const asked = new Set(reviewer.asked);
  const tokens = [...asked].reduce(
    (sum, id) => sum + (state.branches[id]?.branch.inputTokens ?? 0),
    0,
  );
  return { tokens, branches: state.branchIds.length };
}
