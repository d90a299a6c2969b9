import type { Estimate, Spread } from '../../core/domain/billing.ts';
import type { ModelInfo } from '../../core/domain/model.ts';
import { FanoutError } from '../../core/errors.ts';
import { inBatches } from '../../core/state/foldBatches.ts';
import type { Agreement, RunHooks } from '../runHooks.ts';
import { t } from '../../core/text/l10n.ts';

/** A resumed run sends text again: perhaps for another folder, perhaps long after the first time. */
export async function askAgain(
  resume: NonNullable<RunHooks['resume']>,
  models: readonly ModelInfo[],
  consent: RunHooks['consent'],
): Promise<Agreement> {
  const planned = resume.events.findLast(event => event.type === 'run.planned');
  if (!planned) return true;
  // What is at the provider was agreed to, and is paid for.
  const sent = inBatches(resume.events);
  const asked = resume.requeue.filter(id => !sent.has(id)).length;
  if (asked === 0 && sent.size > 0) return true;
  const share = Math.min(1, asked / Math.max(1, planned.branches.length));
  const { estimate } = planned;
  const part: Estimate = {
    ...estimate,
    calls: Math.min(estimate.calls, asked),
    inputTokens: Math.ceil(estimate.inputTokens * share),
    ...(estimate.costUsd ? { costUsd: scaled(estimate.costUsd, share) } : {}),
    seconds: scaled(estimate.seconds, share),
  };
  const agreed = await consent(part, models);
  if (agreed) return agreed;
  throw new FanoutError('consentRefused', t('Not sent. What was answered before is kept.'));
}

const scaled = ({ low, expected, high }: Spread, by: number): Spread => ({
  low: low * by,
  expected: expected * by,
  high: high * by,
});
