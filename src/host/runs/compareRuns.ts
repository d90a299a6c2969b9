import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { dateAndTime } from '../../core/format/format.ts';
import { MAX_READ, runFacts } from './runFacts.ts';
import type { RunEntry } from './runEntry.ts';
import type { Runs } from './runs.ts';
import { t } from '../../core/text/l10n.ts';

/** Two reviews, the earlier first. */
export type ComparedRuns = readonly [earlier: RunEntry, later: RunEntry];

/**
 * Asks for the review to compare one with; undefined: cancelled.
 * @throws FanoutError `usage` when there is no other review.
 */
export async function pickCompared(
  runs: Runs,
  chosen: RunEntry,
): Promise<ComparedRuns | undefined> {
  const others = runs.list().filter(run => run.id !== chosen.id && !run.active && isReview(run));
  if (others.length === 0)
    throw new FanoutError(
      'usage',
      t('There is no other review to compare with. Review the text again after it has changed.'),
    );
  const sameFirst = [
    ...others.filter(run => run.name === chosen.name),
    ...others.filter(run => run.name !== chosen.name),
  ];
  for (const { id } of sameFirst.slice(0, MAX_READ)) await runs.load(id);
  const picked = await vscode.window.showQuickPick(
    sameFirst.map(({ id }) => {
      const entry = runs.get(id) ?? chosen;
      return {
        label: entry.name,
        description: dateAndTime(entry.startedAt),
        detail: [
          entry.startedAt < chosen.startedAt ? t('earlier') : t('later'),
          ...runFacts(entry),
        ].join(', '),
        entry,
      };
    }),
    {
      title: t('Fanout: Compare {0}, {1}', chosen.name, dateAndTime(chosen.startedAt)),
      placeHolder: t('The run to compare with'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!picked) return undefined;
  return picked.entry.startedAt < chosen.startedAt
    ? [picked.entry, chosen]
    : [chosen, picked.entry];
}

const isReview = ({ state, stored }: RunEntry): boolean =>
  (state?.job ?? stored?.job ?? 'review') === 'review';
