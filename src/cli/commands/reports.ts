import type { RunState } from '../../core/state/runState.ts';
import type { LoadedRun, RunStore } from '../../engine/openRuns.ts';
import type { CliArgs, OutputArgs } from '../options/types.ts';
import { requireFormat } from '../options/args.ts';
import { compareRuns, renderComparison } from './compare.ts';
import { decide, decided } from './decide.ts';
import { knownDecisions } from './knownDecisions.ts';
import { loadRun } from './history.ts';
import { fold, placeOf } from '../openStore.ts';
import { hasAtLeast, report } from '../output/outcome.ts';
import { deliver } from '../output/output.ts';

type CompareArgs = Extract<CliArgs, { command: 'compare' }>;
type MarkArgs = Extract<CliArgs, { command: 'dismiss' | 'accept' | 'reopen' }>;

/** The report of a stored run. @returns the exit code, as all of these. */
export async function show(stored: LoadedRun, output: OutputArgs): Promise<number> {
  const state = await decidedToday(stored, output);
  requireFormat(output.format, state.job);
  return report(state, stored.sources, output);
}

/** A stored run with what was decided about it until today. */
export async function decidedToday(stored: LoadedRun, output: OutputArgs): Promise<RunState> {
  const state = fold(stored);
  return decided(state, await knownDecisions(placeOf(output), stored.sources, state.spec));
}

/** What is new, fixed and unchanged. */
export async function compare(
  { before, after, output }: CompareArgs,
  store: RunStore,
): Promise<number> {
  const load = async (id: string) => {
    const stored = loadRun(store, id);
    return { state: await decidedToday(stored, output), sources: stored.sources };
  };
  const compared = compareRuns(await load(before), await load(after));
  await deliver(renderComparison(compared, output.format), output.out);
  return hasAtLeast(compared.added, output) ? 1 : 0;
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
