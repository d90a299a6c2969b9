import type { Citation } from '../domain/results/statements.ts';
import { playbookView } from '../state/playbookView.ts';
import type { RunState } from '../state/runState.ts';
import type { ReportCitation } from './digest/digestFormat.ts';
import type { ReportPlaybook } from './playbookFormat.ts';

/** The verdict on every rule and text, with places that hold their quotes; undefined for runs without a playbook. */
export function playbookData(
  state: RunState,
  placeOf: (citation: Citation) => ReportCitation | undefined,
): ReportPlaybook | undefined {
  const view = playbookView(state, citation => placeOf(citation) !== undefined);
  return (
    view && {
      title: view.title,
      texts: view.texts.map(({ sourceId, notProven, rules, ...text }) => ({
        source: sourceId,
        ...text,
        isWhole: notProven === '',
        notProven,
        rules: rules.map(({ places, fallback, ...rule }) => ({
          ...rule,
          places: places.flatMap(({ citation }) => placeOf(citation) ?? []),
          fallback: fallback ?? null,
        })),
      })),
    }
  );
}
