import { parseBaseUrl } from '../models/baseUrl.ts';
import type { Estimate, ModelInfo } from '../core/types.ts';
import type { Settings } from './settings.ts';
import { count, money } from './wording.ts';

/** What is about to be sent. */
export interface Asked {
  readonly name: string;
  readonly model: ModelInfo;
  readonly estimate: Estimate;
  readonly files: number;
}

export interface ConsentQuestion extends Asked {
  readonly limits: Pick<Settings, 'confirmAboveUsd' | 'maxCostUsd' | 'maxTokens'>;
}

/** True when the text does not leave the machine. */
export function staysHere(model: ModelInfo): boolean {
  if (model.provider === 'offline') return true;
  if (model.provider === 'vscode' || !model.origin) return false;
  try {
    return parseBaseUrl(model.origin).loopback;
  } catch {
    return false;
  }
}

/** `gpt-5.2-2026-11-01` and `gpt-5.2` are the same choice to a person. */
export const familyOf = (id: string): string =>
  id.toLowerCase().replace(/[-@:](?:\d{4}-?\d{2}-?\d{2}|latest)$/, '');

/** More than the limit for asking. An unknown price is asked about once, with the destination. */
export const isDear = ({ estimate, limits }: ConsentQuestion): boolean =>
  estimate.costUsd !== undefined && estimate.costUsd.expected > limits.confirmAboveUsd;

/** A limit in money is set and cannot hold, for nobody here knows the price; and there is none in tokens. */
export const isUncapped = ({ estimate, limits }: ConsentQuestion): boolean =>
  estimate.costUsd === undefined && limits.maxCostUsd > 0 && limits.maxTokens === 0;

export function detailOf(question: ConsentQuestion): string {
  const { model, estimate, files } = question;
  const { costUsd, seconds } = estimate;
  return [
    `${count(files, 'source')} and ${count(estimate.calls, 'call')}, about ${count(estimate.inputTokens, 'token')}, go to ${model.origin ?? model.label}.`,
    estimate.cached > 0
      ? `${count(estimate.cached, 'branch is', 'branches are')} answered from earlier runs and not sent.`
      : '',
    costUsd
      ? `Expected cost ${money(costUsd.expected)}, between ${money(costUsd.low)} and ${money(costUsd.high)}.`
      : 'The price of this model is not known here.',
    capOf(question),
    `Expected time ${Math.max(1, Math.round(seconds.expected))} s.`,
    'Nothing has been sent yet.',
  ]
    .filter(Boolean)
    .join('\n');
}

/** What stops the run, in words; a limit that cannot hold is said. */
function capOf(question: ConsentQuestion): string {
  const { costUsd } = question.estimate;
  const { maxCostUsd, maxTokens } = question.limits;
  if (isUncapped(question))
    return `Your limit of ${money(maxCostUsd)} cannot hold without a price. A limit in tokens can.`;
  return [
    costUsd && maxCostUsd > 0 && costUsd.high > maxCostUsd
      ? `The run pauses before it costs more than your limit of ${money(maxCostUsd)}.`
      : '',
    maxTokens > 0 ? `The run pauses before it uses more than ${count(maxTokens, 'token')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
