import * as vscode from 'vscode';
import { addSpendings, isOver, spendingOf, spendingText } from '../core/state/spending.ts';
import type { RunState } from '../core/state/runState.ts';
import type { Runs } from '../host/runs/runs.ts';
import { activeIcon, progressOf, tallyOf } from './tree/runRow.ts';

/** One item in the status bar while runs are under way: how far they are and what they spend; a click opens the newest report. */
export function statusItem(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'fanout.progress',
    vscode.StatusBarAlignment.Left,
    0,
  );
  item.name = 'Fanout Review';
  const show = (): void => {
    const active = runs.list().filter(entry => entry.active && entry.state);
    const [first] = active;
    if (!first?.state) {
      item.hide();
      return;
    }
    const tallies = active.map(entry => tallyOf(entry.state as RunState));
    const ended = tallies.reduce((sum, t) => sum + t.ended, 0);
    const total = tallies.reduce((sum, t) => sum + t.total, 0);
    const icon = activeIcon(first.state);
    const spending = addSpendings(
      active.flatMap(entry => spendingOf(entry.state as RunState) ?? []),
    );
    const far = total > 0 ? ` ${ended}/${total}` : '';
    const spent = spendingText(spending);
    item.text = `$(${icon}) Fanout${far}${spent === undefined ? '' : `, ${spent}`}`;
    item.backgroundColor = isOver(spending)
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    const now = Date.now();
    const what = active.map(entry => `${entry.name}: ${progressOf(entry.state as RunState, now)}`);
    item.tooltip = what.join('\n');
    item.accessibilityInformation = { label: `Fanout, ${what.join('; ')}` };
    item.command = { command: 'fanout.openReport', title: 'Open Report', arguments: [first.id] };
    item.show();
  };
  const listening = runs.onDidChange(show);
  return vscode.Disposable.from(item, new vscode.Disposable(() => listening.dispose()));
}
