import { count } from '../../../src/core/format/format.ts';
import type { RunStatus } from '../../../src/core/domain/runStatus.ts';
import { t } from '../../../src/core/text/l10n.ts';

/** Why a run has no summary, after "There is no summary:". */
export function endedHow(status: RunStatus): string {
  if (status === 'cancelled') return t('the run was cancelled');
  return status === 'interrupted' ? t('the run was cut off') : t('the run ended');
}

/** Before what is missing in a run that did not come to its end; else ''. */
export function keptWords(status: RunStatus): string {
  if (status === 'cancelled') return t('The run was cancelled; what was read is kept. ');
  return status === 'interrupted' ? t('The run was cut off; what was read is kept. ') : '';
}

/** On the button that reads what is missing. */
export const againWords = (status: RunStatus, branches: number): string =>
  status === 'interrupted'
    ? t('Finish Run')
    : t('Retry {0}', count(branches, 'Branch', 'Branches'));
