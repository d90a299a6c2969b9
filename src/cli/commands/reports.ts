import type { RunStore } from '../../store/runStore.ts';
import type { LoadedRun } from '../../store/runStore.ts';
import type { CliArgs, OutputArgs } from '../options/types.ts';
import { requireFormat } from '../options/args.ts';
import { compareRuns, renderComparison } from './compare.ts';
import { decide, decided, knownDecisions } from './decide.ts';
import { loadRun } from './history.ts';
import { fold, placeOf } from '../inStore.ts';
import { hasGrave, report } from '../output/outcome.ts';
import { deliver } from '../output/output.ts';

type CompareArgs = Extract<CliArgs, { command: 'compare' }>;
type MarkArgs = Extract<CliArgs, { command: 'dismiss' | 'accept' | 'reopen' }>;

/** The report of a stored run. @returns the exit code, as all of these. */
export async function show(stored: LoadedRun, output: OutputArgs): Promise<number> {
  const state = decided(fold(stored), knownDecisions(placeOf(output), stored.sources));
  requireFormat(output.format, state.job);
  return report(state, stored.sources, output);
}

/** What is new, fixed and unchanged. */
export async function compare(
  { before, after, output }: CompareArgs,
  store: RunStore,
): Promise<number> {
  const load = (id: string) => {
    const stored = loadRun(store, id);
    const decisions = knownDecisions(placeOf(output), stored.sources);
    return { state: decided(fold(stored), decisions), sources: stored.sources };
  };
  const compared = compareRuns(load(before), load(after));
  await deliver(renderComparison(compared, output.format), output.out);
  return hasGrave(compared.added, output) ? 1 : 0;
}

/** What a person decided about a finding, or takes back. */
export function mark(args: MarkArgs, store: RunStore): Promise<number> {
  const { command, runId, findingId, reason, output } = args;
  const kind = command === 'accept' ? 'accepted' : 'dismissed';
  const decision = command === 'reopen' ? undefined : ({ kind, reason } as const);
  const stored = loadRun(store, runId);
  decide(fold(stored), stored.sources, findingId, decision, placeOf(output));
  return Promise.resolve(0);
}
