import { count, grouped, money } from '../../core/format/format.ts';
import { costOf } from '../../core/domain/cost.ts';
import { FanoutError, usageError } from '../../core/errors.ts';
import {
  proposeLabelsRequest,
  readProposedLabels,
} from '../../core/jobs/classify/proposeLabels.ts';
import type { Label } from '../../core/domain/records/labels.ts';
import type { Source } from '../../core/domain/source.ts';
import { openModel, timeoutsOf } from '../../engine/openModel.ts';
import type { RunRequest } from '../../engine/runRequest.ts';
import { OFFLINE } from '../../engine/settings/settings.ts';
import { atOwnPrice, readPrices } from '../../models/priceOverrides.ts';
import { terminalModels } from '../request.ts';
import { tell } from '../output/output.ts';

/** Tries of the one call; only an answer that cannot be used is asked for again. */
const TRIES = 2;

/** One call that proposes labels from a sample of the records. @throws FanoutError. */
export async function proposeLabels(
  source: Source,
  about: string,
  asked: RunRequest,
  signal: AbortSignal,
): Promise<Label[]> {
  const request = proposeLabelsRequest(source, about === '' ? undefined : about);
  if (asked.model === OFFLINE)
    throw usageError(
      'labels needs a model, and the offline rules are not one. Nothing was sent. Name one with --model PROVIDER:ID.',
    );
  const listed = await openModel(asked, terminalModels(process.env), timeoutsOf(asked.settings));
  const model = atOwnPrice(listed, readPrices(asked.settings.prices));
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
