import { parseBaseUrl } from '../models/baseUrl.ts';
import type { Estimate, ModelInfo } from '../core/types.ts';
import { count, money } from './wording.ts';

export interface ConsentQuestion {
  readonly name: string;
  readonly model: ModelInfo;
  readonly estimate: Estimate;
  readonly files: number;
  readonly confirmAboveUsd: number;
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
export const isDear = ({ estimate, confirmAboveUsd }: ConsentQuestion): boolean =>
  estimate.costUsd !== undefined && estimate.costUsd.expected > confirmAboveUsd;

export function detailOf({ model, estimate, files }: ConsentQuestion): string {
  const { costUsd, seconds } = estimate;
  return [
    `${count(files, 'source')} and ${count(estimate.calls, 'call')}, about ${count(estimate.inputTokens, 'token')}, go to ${model.origin ?? model.label}.`,
    estimate.cached > 0
      ? `${count(estimate.cached, 'branch is', 'branches are')} answered from earlier runs and not sent.`
      : '',
    costUsd
      ? `Expected cost ${money(costUsd.expected)}, between ${money(costUsd.low)} and ${money(costUsd.high)}.`
      : 'The price of this model is not known here.',
    `Expected time ${Math.max(1, Math.round(seconds.expected))} s.`,
    'Nothing has been sent yet.',
  ]
    .filter(Boolean)
    .join('\n');
}
