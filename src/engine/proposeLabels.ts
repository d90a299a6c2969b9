import type { Usage } from '../core/domain/billing.ts';
import type { Label } from '../core/domain/records/labels.ts';
import type { Source } from '../core/domain/source.ts';
import { FanoutError } from '../core/errors.ts';
import { proposeLabelsRequest, readProposedLabels } from '../core/jobs/classify/proposeLabels.ts';
import type { Model } from '../core/ports/model.ts';

/** Calls at most; only an answer that cannot be used is requested again. */
const MAX_CALLS = 2;

/**
 * Labels that a model proposes from a sample of the records. `answered` is told what each call used.
 * @throws FanoutError when a call fails or no answer can be used.
 */
export async function proposeLabels(
  model: Model,
  source: Source,
  about: string | undefined,
  signal: AbortSignal,
  answered?: (usage: Usage) => void,
): Promise<Label[]> {
  const request = proposeLabelsRequest(source, about);
  for (let calls = 1; ; calls++) {
    const { text, usage } = await model.generate(request, { signal });
    answered?.(usage);
    try {
      return readProposedLabels(text);
    } catch (error) {
      if (calls >= MAX_CALLS || !(error instanceof FanoutError)) throw error;
    }
  }
}
