import type { Classify } from './classify.ts';
import type { Keys } from './keys.ts';
import { review, type Review } from './review.ts';
import { startRun, type StartParts } from './startRun.ts';

/** What starts runs, by job. */
export interface Jobs {
  readonly review: Review;
  readonly classify: Classify;
}

export function jobs(parts: StartParts & { readonly keys: Keys }): Jobs {
  const start = startRun(parts);
  return {
    review: review({ ...parts, start }),
    classify: {
      records: async (uri, options) =>
        (await import('./classify.ts')).classify({ ...parts, start }).records(uri, options),
    },
  };
}
