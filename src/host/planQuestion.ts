import type { ProposedBranch, ProposedPart, ProposedPlan } from '../core/run/reviewPlan.ts';
import { count, money } from './wording.ts';

/** A line of the question: a part, or one perspective on it that can be ticked. */
export type PlanLine =
  | { readonly kind: 'part'; readonly label: string }
  | {
      readonly kind: 'branch';
      readonly id: string;
      readonly label: string;
      readonly description: string;
      readonly keep: boolean;
    };

/** The plan as lines to tick: every part with its reason, under it its perspectives with size and price. */
export const planLines = ({ parts }: ProposedPlan): PlanLine[] =>
  parts.flatMap(part => [
    { kind: 'part', label: partLine(part) } as const,
    ...part.branches.map(branch => ({
      kind: 'branch' as const,
      id: branch.id,
      label: branch.title,
      description: [
        part.title,
        count(branch.inputTokens, 'token'),
        ...(branch.costUsd === undefined ? [] : [money(branch.costUsd)]),
        ...(branch.keep ? [] : ['left out by the plan']),
      ].join(', '),
      keep: branch.keep,
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
    `${made.length.toLocaleString('en-US')} of ${count(all.length, 'call')}`,
    count(
      sum(({ inputTokens }) => inputTokens),
      'token',
    ),
    ...(priced ? [money(sum(({ costUsd }) => costUsd ?? 0))] : []),
  ].join(', ');
}
