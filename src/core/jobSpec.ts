/**
 * What a run is asked to do, as JSON: stored with the run, so that it can go on or be begun again.
 * `jobs/jobOf.ts` makes the job of it.
 */
export type JobSpec = ReviewSpec;

/** Find problems, from every perspective. */
export interface ReviewSpec {
  readonly kind: 'review';
}

export const REVIEW: ReviewSpec = { kind: 'review' };
