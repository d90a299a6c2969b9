import type {
  ProposedBranch,
  ProposedPart,
  ProposedPlan,
} from '../../core/run/plan/proposedPlan.ts';
import { count, grouped, money } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

/** A line of a list to tick; without `tick` it only informs. */
export interface TickLine<T> {
  readonly label: string;
  readonly description?: string;
  /** A heading of the lines below it. */
  readonly heading?: boolean;
  readonly tick?: { readonly value: T; readonly ticked: boolean };
}

/** The plan as lines to tick: every part with its reason, under it its perspectives with size and price. */
export const planLines = ({ parts }: ProposedPlan): TickLine<string>[] =>
  parts.flatMap(part => [
    { label: partLine(part), heading: true },
    ...part.branches.map(({ id, title, keep, inputTokens, costUsd }) => ({
      label: title,
      description: [
        part.title,
        count(inputTokens, 'token'),
        ...(costUsd === undefined ? [] : [money(costUsd)]),
        ...(keep ? [] : [t('left out by the plan')]),
      ].join(', '),
      tick: { value: id, ticked: keep },
    })),
  ]);

const partLine = ({ path, startLine, endLine, tokens, reason }: ProposedPart): string =>
  `${path.split(/[\\/]/).at(-1)} ${startLine}–${endLine}, ${count(tokens, 'token')}${reason === '' ? '' : `: ${reason}`}`;

/** What the ticked branches come to: "34 of 60 calls, 120,000 tokens, $0.42". */
export function planSum({ parts }: ProposedPlan, chosen: ReadonlySet<string>): string {
  const all = parts.flatMap(({ branches }) => branches);
  const made = all.filter(({ id }) => chosen.has(id));
  const sum = (of: (branch: ProposedBranch) => number) =>
    made.reduce((total, branch) => total + of(branch), 0);
  const priced = made.every(({ costUsd }) => costUsd !== undefined);
  return [
    t('{0} of {1}##counted', grouped(made.length), count(all.length, 'call')),
    count(
      sum(({ inputTokens }) => inputTokens),
      'token',
    ),
    ...(priced ? [money(sum(({ costUsd }) => costUsd ?? 0))] : []),
  ].join(', ');
}
