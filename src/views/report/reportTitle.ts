import { day } from '../../core/format/format.ts';
import { JOBS } from '../../core/domain/jobs.ts';
import type { RunState } from '../../core/state/runState.ts';
import { t } from '../../core/text/l10n.ts';

const MAX_NAME = 60;

/** `Review of contract.md, 09:17`: which run a tab shows. `now` is the wall clock. */
export function reportTitle(
  { job, spec, name, startedAt }: Pick<RunState, 'job' | 'spec' | 'name' | 'startedAt'>,
  now: number,
): string {
  const words = [name.slice(0, MAX_NAME), day(startedAt, now)];
  if (spec.kind !== 'ask') return t('{0} of {1}, {2}', JOBS[job].title, ...words);
  return spec.playbook
    ? t('Playbook check of {0}, {1}', ...words)
    : t('Answer from {0}, {1}', ...words);
}
