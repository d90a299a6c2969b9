import type { ProposedPlan } from '../../core/run/plan/proposedPlan.ts';
import { planLines, planSum } from '../../engine/request/planLines.ts';
import { tickList } from '../sources/tickList.ts';
import { t } from '../../core/text/l10n.ts';

/**
 * Shows a run's plan with everything ticked that it would ask, to be changed before it is paid for.
 * @returns the ids of the branches to make; undefined when the user, or `signal`, wants none.
 */
export async function reviewPlan(
  name: string,
  plan: ProposedPlan,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const ticked = await tickList(
    planLines(plan),
    {
      title: ids => t('Fanout: Plan of {0}: {1}', name, planSum(plan, new Set(ids))),
      placeholder: [
        plan.problem,
        t('Ticked items are sent and paid for; Enter starts the run, Escape ends it'),
      ]
        .filter(Boolean)
        .join(' '),
    },
    signal,
  );
  return ticked && new Set(ticked);
}
