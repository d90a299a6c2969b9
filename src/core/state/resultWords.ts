import { resultTitle } from '../domain/jobs.ts';
import { rootOf } from '../domain/results/digest.ts';
import { makesStatements, unsupportedCount } from './digestView.ts';
import { playbookView, verdictTally } from './playbookView.ts';
import { isRunEnded, type RunState } from './runState.ts';

/** What a run of statements or rows has come to, in a few words; undefined for runs of findings. */
export function digestResult(state: RunState): string | undefined {
  const { job, digest, extraction } = state;
  const isDigest = extraction !== undefined || makesStatements(state);
  if (isDigest && isRunEnded(state.status) && !hasAnswer(state)) return 'not answered';
  const many = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  const unsupported = unsupportedCount(state);
  if (unsupported > 0) return 'answered, but its quotes could not be found';
  const playbook = playbookView(state);
  if (playbook) return verdictTally(playbook.texts.flatMap(({ rules }) => rules));
  if (extraction)
    return extraction.rows.length === 0 ? 'no rows' : many(extraction.rows.length, 'row');
  const root = digest && rootOf(digest);
  if (!root) return makesStatements(state) ? 'nothing joined' : undefined;
  const said = digest.joined[root.id]?.statements.length ?? 0;
  if (said === 0) return isComplete(state) ? 'nothing found' : 'nothing found in what was read';
  return `${resultTitle(job, false).toLowerCase()} of ${many(said, 'statement')}`;
}

const hasAnswer = ({ branches }: RunState): boolean =>
  Object.values(branches).some(({ status }) => status === 'succeeded');
const isComplete = ({ branchIds, branches }: RunState): boolean =>
  branchIds.every(id => branches[id]?.status === 'succeeded');
