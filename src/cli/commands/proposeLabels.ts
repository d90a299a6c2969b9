import { count, grouped, money } from '../../core/format/format.ts';
import { systemClock } from '../../core/clock.ts';
import { costOf } from '../../core/domain/cost.ts';
import { FanoutError, usageError } from '../../core/errors.ts';
import { jobOf } from '../../core/jobs/jobOf.ts';
import {
  proposeLabelsRequest,
  readProposedLabels,
} from '../../core/jobs/classify/proposeLabels.ts';
import { REVIEW } from '../../core/domain/jobSpec.ts';
import type { Label } from '../../core/domain/labels.ts';
import type { Source } from '../../core/domain/source.ts';
import type { Limits, RunSettings } from '../options/types.ts';
import { chooseModels } from '../chooseModels.ts';
import { tell } from '../output/output.ts';

/** Tries of the one call; only an answer that cannot be used is asked for again. */
const TRIES = 2;

/** One call that proposes labels from a sample of the records. @throws FanoutError. */
export async function proposeLabels(
  source: Source,
  about: string,
  settings: RunSettings,
  limits: Limits,
  signal: AbortSignal,
): Promise<Label[]> {
  const request = proposeLabelsRequest(source, about === '' ? undefined : about);
  const prompt = { maxOutputTokens: request.maxOutputTokens };
  const chosen = chooseModels(settings, {
    env: process.env,
    job: jobOf(REVIEW),
    prompt,
    clock: systemClock,
    limits,
    planOnly: false,
  });
  const { model } = chosen;
  await chosen.dispose();
  if (!model)
    throw usageError(
      'labels needs a model, and the offline rules are not one. Nothing was sent. Give --model PROVIDER:ID.',
    );
  for (let tries = 1; ; tries++) {
    const { text, usage } = await model.generate(request, { signal });
    const cost = costOf(usage, model.info.price);
    tell(
      `1 call, ${count(usage.inputTokens, 'token')} in, ${grouped(usage.outputTokens)} out, ${money(cost)}`,
    );
    try {
      return readProposedLabels(text);
    } catch (error) {
      if (tries >= TRIES || !(error instanceof FanoutError)) throw error;
    }
  }
}
