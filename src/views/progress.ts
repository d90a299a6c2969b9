import * as vscode from 'vscode';
import { batchTally } from '../core/state/foldBatches.ts';
import { tell } from '../host/ui/messages.ts';
import type { Typing } from '../host/ui/typing.ts';
import type { RunEntry } from '../host/runs/runEntry.ts';
import type { Runs } from '../host/runs/runs.ts';
import { progressOf, tallyOf } from './tree/runRow.ts';
import { t } from '../core/text/l10n.ts';

/** Between two updates of the notification, in ms. */
const PACE_MS = 500;

/**
 * One notification for all runs under way, whose Cancel button cancels the run, or asks which. It steps back
 * while each of them is in sight elsewhere (`isInSight`: its report, or the tree).
 */
export function progressNotice(
  runs: Runs,
  isInSight: (runId: string) => boolean,
  typing: Typing,
): vscode.Disposable {
  let open: { update(): void; close(): void } | undefined;
  let cancel: (() => void) | undefined;
  /** Runs whose wait for a batch was told. */
  const batched = new Set<string>();

  const show = (): void => {
    let resolve: () => void = () => undefined;
    let report: (() => void) | undefined;
    const ended = new Promise<void>(done => (resolve = done));
    const mine = {
      update: () => report?.(),
      close: () => {
        if (open === mine) open = undefined;
        resolve();
      },
    };
    open = mine;
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Fanout', cancellable: true },
      (progress, token) => {
        let shown = 0;
        report = () => {
          const active = toldOf(runs);
          const tallies = active.map(({ state }) => (state ? tallyOf(state) : NOTHING));
          const total = tallies.reduce((sum, t) => sum + t.total, 0);
          const done = tallies.reduce((sum, t) => sum + t.ended, 0);
          const percent = total === 0 ? 0 : (100 * done) / total;
          progress.report({
            message: progressWords(active, Date.now()),
            increment: Math.max(0, percent - shown),
          });
          shown = Math.max(shown, percent);
        };
        token.onCancellationRequested(() => {
          const active = toldOf(runs);
          mine.close();
          void vscode.commands.executeCommand(
            'fanout.cancelRun',
            ...(active.length === 1 && active[0] ? [active[0].id] : []),
          );
        });
        report();
        return ended;
      },
    );
  };

  const look = (): void => {
    cancel = undefined;
    const active = toldOf(runs);
    const isWanted = active.some(({ id }) => !isInSight(id));
    if (!isWanted) open?.close();
    else if (open) open.update();
    else show();
    // The tree or the report may be hidden while nothing happens in the run.
    if (active.length > 0) cancel = typing.later(look, PACE_MS);
  };

  const tellBatched = (): void => {
    for (const { id, name, active, state } of runs.list()) {
      if (!active || !state || !batchTally(state) || batched.has(id)) continue;
      batched.add(id);
      tell(
        t(
          '{0} waits for the provider: usually within an hour, at most 24 h. You can close this window; the run continues when you open it again.',
          name,
        ),
      );
    }
  };

  const listening = runs.onDidChange(() => {
    cancel ??= typing.later(look, PACE_MS);
    tellBatched();
  });
  return new vscode.Disposable(() => {
    cancel?.();
    listening.dispose();
    open?.close();
  });
}

const NOTHING = { total: 0, ended: 0 };

/** Runs under way, the oldest first. What waits for a provider's batch needs no notice for hours. */
const toldOf = (runs: Runs): readonly RunEntry[] =>
  runs
    .list()
    .filter(entry => entry.active && entry.state && !batchTally(entry.state))
    .reverse();

/** `contract.md: 60 of 126, $0.42`, for each run. */
export const progressWords = (
  active: readonly Pick<RunEntry, 'name' | 'state'>[],
  now: number,
): string =>
  active
    .map(({ name, state }) => `${name}: ${state ? progressOf(state, now) : t('starting')}`)
    .join(' | ');
