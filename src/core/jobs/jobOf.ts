import { FanoutError } from '../errors.ts';
import { t } from '../text/l10n.ts';
import type { JobSpec } from '../domain/jobSpec.ts';
import type { Job } from '../ports/job.ts';
import { askJob } from './digest/ask.ts';
import { classifyJob } from './classify/classify.ts';
import { review } from './review/review.ts';
import { summarizeJob } from './digest/summarize.ts';

type Makers = {
  readonly [K in JobSpec['kind']]: (spec: Extract<JobSpec, { kind: K }>) => Job;
};

/** Every job there is. A new one is a file beside this one and a line here. */
const makers: Makers = {
  review,
  summarize: summarizeJob,
  ask: askJob,
  classify: classifyJob,
};

/**
 * The job that a spec asks for. @throws FanoutError `storeUnusable` for a kind this version does
 * not know: a run stored by a newer one.
 */
export function jobOf(spec: JobSpec): Job {
  if (!Object.hasOwn(makers, spec.kind))
    throw new FanoutError(
      'storeUnusable',
      t(
        'This version cannot do the job "{0}". Nothing was sent and nothing was changed. Update Fanout, or start a new run.',
        String(spec.kind),
      ),
    );
  return make(spec);
}

const make = <K extends JobSpec['kind']>(spec: Extract<JobSpec, { kind: K }>): Job =>
  makers[spec.kind](spec);
