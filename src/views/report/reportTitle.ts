import { day } from '../../core/format/format.ts';
import type { JobKind } from '../../core/domain/jobSpec.ts';
import type { RunState } from '../../core/state/runState.ts';

const MAX_NAME = 60;

/** What each job's report is called. */
const WORD: Readonly<Record<JobKind, string>> = {
  review: 'Review',
  summarize: 'Summary',
  ask: 'Answer',
  classify: 'Labels',
};

/** `Review of contract.md, 09:17`: which run a tab shows. `now` is the wall clock. */
export const reportTitle = (
  { job, name, startedAt }: Pick<RunState, 'job' | 'name' | 'startedAt'>,
  now: number,
): string => `${WORD[job]} of ${name.slice(0, MAX_NAME)}, ${day(startedAt, now)}`;
