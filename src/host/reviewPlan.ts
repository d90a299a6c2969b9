import * as vscode from 'vscode';
import type { ProposedPlan } from '../core/run/reviewPlan.ts';
import { planLines, planSum } from './planQuestion.ts';

/**
 * Shows a run's plan with everything ticked that it would ask, to be changed before it is paid for.
 * @returns the ids of the branches to make; undefined when the user, or `signal`, wants none.
 */
export function reviewPlan(
  name: string,
  plan: ProposedPlan,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly id?: string }>();
  pick.items = planLines(plan).map(line =>
    line.kind === 'part' ? { ...line, kind: vscode.QuickPickItemKind.Separator } : itemOf(line),
  );
  const chosen = () => new Set(pick.selectedItems.flatMap(({ id }) => id ?? []));
  const sum = () => (pick.title = `Fanout: Plan of ${name}: ${planSum(plan, chosen())}`);
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.placeholder = [
    plan.problem,
    'What is ticked is asked and paid for; Enter begins, Escape ends the run',
  ]
    .filter(Boolean)
    .join(' ');
  const kept = new Set(
    plan.parts.flatMap(({ branches }) => branches.flatMap(b => (b.keep ? [b.id] : []))),
  );
  pick.selectedItems = pick.items.filter(({ id }) => id !== undefined && kept.has(id));
  sum();
  return new Promise(resolve => {
    const hide = () => pick.hide();
    let answer: ReadonlySet<string> | undefined;
    pick.onDidChangeSelection(sum);
    pick.onDidAccept(() => {
      answer = chosen();
      pick.hide();
    });
    pick.onDidHide(() => {
      signal.removeEventListener('abort', hide);
      pick.dispose();
      resolve(answer);
    });
    signal.addEventListener('abort', hide, { once: true });
    if (signal.aborted) resolve(undefined);
    else pick.show();
  });
}

const itemOf = ({
  id,
  label,
  description,
}: {
  id: string;
  label: string;
  description: string;
}) => ({
  id,
  label,
  description,
});
