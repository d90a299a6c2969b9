import { review, type Review } from './review.ts';
import { startRun, type StartParts } from './startRun.ts';

/** What starts runs, by job. */
export interface Jobs {
  readonly review: Review;
}

export function jobs(parts: StartParts): Jobs {
  const start = startRun(parts);
  return { review: review({ ...parts, start }) };
}
