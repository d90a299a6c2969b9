import { type CostRow, costRows } from '../format/costRows.ts';
import type { Report } from './reportFormat.ts';
import { t } from '../text/l10n.ts';

export const costHead = ['', t('Estimated'), t('Actual')] as const;

/** What the run was to take beside what it took; empty where rules answered and nothing was sent. */
export function costTable({ run, estimate }: Report): CostRow[] {
  if (run.rulesOnly) return [];
  return costRows({
    mode: run.mode,
    estimate: estimate ?? undefined,
    actual: {
      calls: run.calls,
      inputTokens: run.tokens.input,
      outputTokens: run.tokens.output,
      costUsd: run.costUsd,
      ms: run.durationMs,
    },
    byModel:
      run.models.length < 2
        ? []
        : run.models.map(name => {
            const took = run.byModel.find(({ model }) => model === name);
            return {
              name,
              estimate: estimate?.byModel.find(({ model }) => model === name),
              actual: took && {
                calls: took.calls,
                inputTokens: took.tokens.input,
                outputTokens: took.tokens.output,
                costUsd: took.costUsd,
              },
            };
          }),
  });
}
