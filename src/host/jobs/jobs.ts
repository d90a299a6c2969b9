import type { Classify } from './classify.ts';
import { digests, type Digests } from './digests.ts';
import { review, type Review } from './review.ts';
import { startRun, type StartParts } from './startRun.ts';

/** What starts runs, by job. */
export interface Jobs {
  readonly review: Review;
  readonly classify: Classify;
  readonly digests: Digests;
}

export function jobs(parts: StartParts): Jobs {
  const start = startRun(parts);
  const reviews = review({ ...parts, start });
  return {
    review: reviews,
    digests: digests(reviews, parts.memento, parts.extensionUri),
    classify: {
      records: async (uri, options) =>
        (await import('./classify.ts')).classify({ ...parts, start }).records(uri, options),
    },
  };
}
