import { systemClock } from '../core/clock.ts';
import type { Usage } from '../core/domain/billing.ts';
import { costOf } from '../core/domain/cost.ts';
import { FanoutError } from '../core/errors.ts';
import type { Model } from '../core/ports/model.ts';
import { monthlyBudget } from './monthlyBudget.ts';
import { openModel } from './openModel.ts';

/** Where what a call costs is summed up with what runs cost. */
export interface CountedIn {
  readonly folder: string;
  readonly warn: (text: string) => void;
  /** Sends nothing once this month's budget is used up. */
  readonly isLimited: boolean;
}

/**
 * A model for single calls outside of any run: what they cost counts towards the month, whether they succeed or fail.
 * @throws like `openModel`; its calls also FanoutError `overBudget`.
 */
export async function openCounted(
  choice: Parameters<typeof openModel>[0],
  sources: Parameters<typeof openModel>[1],
  settings: Parameters<typeof openModel>[2] & { readonly monthlyBudgetUsd: number },
  { folder, warn, isLimited }: CountedIn,
): Promise<Model> {
  const model = await openModel(choice, sources, settings);
  const budgetUsd = settings.monthlyBudgetUsd;
  const month = monthlyBudget({ folder, budgetUsd, clock: systemClock, warn });
  const count = (usage: Usage | undefined): void => {
    if (usage) month.add(costOf(usage, model.info.price) ?? 0);
  };
  return {
    ...model,
    async generate(request, options) {
      if (isLimited) month.check();
      try {
        const reply = await model.generate(request, options);
        count(reply.usage);
        return reply;
      } catch (error) {
        if (error instanceof FanoutError) count(error.failure?.usage);
        throw error;
      }
    },
  };
}
