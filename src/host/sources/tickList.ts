import * as vscode from 'vscode';
import type { TickLine } from '../../engine/request/planLines.ts';

/**
 * Shows a list of which the user ticks lines; `title` words what is ticked, as it changes.
 * @returns what was ticked; undefined when the user, or `signal`, closed the list.
 */
export function tickList<T>(
  lines: readonly TickLine<T>[],
  words: { readonly title: (ticked: readonly T[]) => string; readonly placeholder: string },
  signal?: AbortSignal,
): Promise<readonly T[] | undefined> {
  type Item = vscode.QuickPickItem & { readonly tick?: { readonly value: T } };
  const pick = vscode.window.createQuickPick<Item>();
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.placeholder = words.placeholder;
  const items = lines.map(({ label, description, heading, tick }): Item => {
    const kind = heading ? vscode.QuickPickItemKind.Separator : vscode.QuickPickItemKind.Default;
    return { label, kind, ...(description ? { description } : {}), ...(tick ? { tick } : {}) };
  });
  pick.items = items;
  pick.selectedItems = items.filter((_, i) => lines[i]?.tick?.ticked);
  const ticked = (): T[] => pick.selectedItems.flatMap(({ tick }) => (tick ? [tick.value] : []));
  const sum = (): void => {
    pick.title = words.title(ticked());
  };
  sum();
  return new Promise(resolve => {
    let answer: readonly T[] | undefined;
    const hide = (): void => pick.hide();
    pick.onDidChangeSelection(sum);
    pick.onDidAccept(() => {
      answer = ticked();
      pick.hide();
    });
    pick.onDidHide(() => {
      signal?.removeEventListener('abort', hide);
      pick.dispose();
      resolve(answer);
    });
    signal?.addEventListener('abort', hide, { once: true });
    if (signal?.aborted) {
      pick.dispose();
      resolve(undefined);
    } else pick.show();
  });
}
