import { resultTitle } from '../domain/jobs.ts';
import { rootOf } from '../domain/results/digest.ts';
import { makesStatements, unsupportedCount } from './digestView.ts';
import { playbookView, verdictTally } from './playbookView.ts';
import { isRunEnded, type RunState } from './runState.ts';
import { count } from '../format/format.ts';
import { inSentence, t } from '../text/l10n.ts';

/** What a run of statements or rows has come to, in a few words; undefined for runs of findings. */
export function digestResult(state: RunState): string | undefined {
  const { job, digest, extraction } = state;
  const isDigest = extraction !== undefined || makesStatements(state);
  if (isDigest && isRunEnded(state.status) && !hasAnswer(state)) return t('not answered');
  const unsupported = unsupportedCount(state);
  if (unsupported > 0) return t('answered, but its quotes could not be found');
  const playbook = playbookView(state);
  if (playbook) return verdictTally(playbook.texts.flatMap(({ rules }) => rules));
  if (extraction)
    return extraction.rows.length === 0 ? t('no rows') : count(extraction.rows.length, 'row');
  const root = digest && rootOf(digest);
  if (!root) return makesStatements(state) ? t('nothing joined') : undefined;
  const said = digest.joined[root.id]?.statements.length ?? 0;
  if (said === 0)
    return isComplete(state) ? t('nothing found') : t('nothing found in what was read');
  return t('{0} of {1}##result', inSentence(resultTitle(job, false)), count(said, 'statement'));
}

const hasAnswer = ({ branches }: RunState): boolean =>
  Object.values(branches).some(({ status }) => status === 'succeeded');
const isComplete = ({ branchIds, branches }: RunState): boolean =>
  branchIds.every(id => branches[id]?.status === 'succeeded');
