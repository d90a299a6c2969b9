import { count } from '../core/format/format.ts';
import { addSpendings, isOver, spendingOf, spendingText } from '../core/state/spending.ts';
import type { RunState } from '../core/state/runState.ts';
import type { RunEntry } from '../host/runs/runEntry.ts';
import { isCutOff } from '../host/runs/unfinished.ts';
import { activeIcon, progressOf, tallyOf } from './tree/runRow.ts';
import { t } from '../core/text/l10n.ts';

export interface StatusLook {
  readonly text: string;
  readonly lines: readonly string[];
  readonly isWarning: boolean;
  readonly command: {
    readonly command: string;
    readonly title: string;
    readonly arguments?: string[];
  };
}

/** What the item says; undefined: it is not shown. `now` is the wall clock. */
export function lookOf(entries: readonly RunEntry[], now: number): StatusLook | undefined {
  const active = entries.filter(entry => entry.active && entry.state);
  const [first] = active;
  if (!first?.state) return cutOffLook(entries.filter(entry => isCutOff(entry, now)));
  const tallies = active.map(entry => tallyOf(entry.state as RunState));
  const ended = tallies.reduce((sum, t) => sum + t.ended, 0);
  const total = tallies.reduce((sum, t) => sum + t.total, 0);
  const spending = addSpendings(active.flatMap(entry => spendingOf(entry.state as RunState) ?? []));
  const far = total > 0 ? ` ${ended}/${total}` : '';
  const several = active.length > 1 ? ` ${count(active.length, 'run')},` : '';
  const spent = spendingText(spending);
  return {
    text: t(
      '$({0}) Fanout{1}{2}{3}',
      activeIcon(first.state),
      several,
      far,
      spent === undefined ? '' : `, ${spent}`,
    ),
    lines: active.map(entry => `${entry.name}: ${progressOf(entry.state as RunState, now)}`),
    isWarning: isOver(spending),
    command: { command: 'fanout.openReport', title: t('Open Report'), arguments: [first.id] },
  };
}

function cutOffLook(cut: readonly RunEntry[]): StatusLook | undefined {
  const [first] = cut;
  if (!first) return undefined;
  return {
    text: t('$(debug-disconnect) Fanout: {0} cut off', count(cut.length, 'run')),
    lines: [
      ...cut.map(({ name }) => t('{0} was cut off.', name)),
      t('What was answered is kept. Click to read only the rest.'),
    ],
    isWarning: false,
    command: {
      command: 'fanout.finishRun',
      title: t('Finish Run'),
      ...(cut.length === 1 ? { arguments: [first.id] } : {}),
    },
  };
}
