import * as vscode from 'vscode';
import type { Runs } from '../host/runs/runs.ts';
import type { Typing } from '../host/ui/typing.ts';
import { lookOf } from './statusLook.ts';

/** Between two updates, in ms. */
const PACE_MS = 500;

/**
 * One item in the status bar. While runs are under way: how many, how far they are and what they spend, and a
 * click opens the newest report. At rest: runs that were cut off, and a click finishes them.
 */
export function statusItem(runs: Runs, typing: Typing): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'fanout.progress',
    vscode.StatusBarAlignment.Left,
    0,
  );
  item.name = 'Fanout Review';
  let cancel: (() => void) | undefined;
  const show = (): void => {
    cancel = undefined;
    const look = lookOf(runs.list(), Date.now());
    if (!look) return item.hide();
    item.text = look.text;
    item.backgroundColor = look.isWarning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.tooltip = look.lines.join('\n');
    item.accessibilityInformation = { label: `Fanout, ${look.lines.join('; ')}` };
    item.command = look.command;
    item.show();
  };
  const listening = runs.onDidChange(() => {
    cancel ??= typing.later(show, PACE_MS);
  });
  return vscode.Disposable.from(
    item,
    new vscode.Disposable(() => {
      cancel?.();
      listening.dispose();
    }),
  );
}
