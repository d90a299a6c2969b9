import * as vscode from 'vscode';
import { count } from '../../core/format/format.ts';
import { type FixPlan, type PlannedFix, type RefusedFix, withFixes } from './fixPlan.ts';
import { changedWords } from '../../core/text/changedWords.ts';
import { t } from '../../core/text/l10n.ts';

const SCHEME = 'fanout-preview';
/** Characters of a quote or a suggestion in a row. */
const MAX_WORDS = 80;

/** The fixes of one document. */
export interface DocumentFixes extends FixPlan {
  readonly document: vscode.TextDocument;
}

interface Row extends vscode.QuickPickItem {
  readonly fix?: PlannedFix;
  readonly document?: vscode.TextDocument;
}

/**
 * Shows the fixes as a diff, and a list with a box for each, all ticked; the diff follows the boxes. Resolves to
 * what stays ticked, or undefined when it was left.
 */
export async function previewFixes(
  plans: readonly DocumentFixes[],
  refused: readonly RefusedFix[],
): Promise<readonly DocumentFixes[] | undefined> {
  const shown = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: uri => shown.get(uri.path) ?? '',
  });
  const previewOf = ({ document }: DocumentFixes): vscode.Uri =>
    vscode.Uri.from({ scheme: SCHEME, path: `/${document.uri.path.replace(/^\/+/, '')}` });
  const draw = (ticked: ReadonlySet<PlannedFix>): void => {
    for (const plan of plans) {
      const uri = previewOf(plan);
      const fixes = plan.fixes.filter(fix => ticked.has(fix));
      shown.set(uri.path, withFixes(plan.document.getText(), fixes));
      changed.fire(uri);
    }
  };
  const all = plans.flatMap(plan => plan.fixes);
  draw(new Set(all));
  const title = t('Suggestions: {0}', count(all.length, 'change'));
  await openDiff(plans, previewOf, title);
  try {
    const ticked = await askWhich(plans, refused, draw);
    return ticked && plans.map(plan => ({ ...plan, fixes: plan.fixes.filter(f => ticked.has(f)) }));
  } finally {
    await closeDiff(title);
    provider.dispose();
    changed.dispose();
  }
}

async function openDiff(
  plans: readonly DocumentFixes[],
  previewOf: (plan: DocumentFixes) => vscode.Uri,
  title: string,
): Promise<void> {
  const [first] = plans;
  if (plans.length === 1 && first)
    await vscode.commands.executeCommand(
      'vscode.diff',
      first.document.uri,
      previewOf(first),
      title,
      {
        preview: true,
        preserveFocus: true,
        viewColumn: vscode.ViewColumn.One,
      },
    );
  else
    await vscode.commands.executeCommand(
      'vscode.changes',
      title,
      plans.map(plan => [plan.document.uri, plan.document.uri, previewOf(plan)]),
    );
}

async function closeDiff(title: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  await vscode.window.tabGroups.close(
    tabs.filter(tab => tab.label === title),
    true,
  );
}

function askWhich(
  plans: readonly DocumentFixes[],
  refused: readonly RefusedFix[],
  draw: (ticked: ReadonlySet<PlannedFix>) => void,
): Promise<ReadonlySet<PlannedFix> | undefined> {
  const picker = vscode.window.createQuickPick<Row>();
  const rows = plans.flatMap(({ document, fixes }): Row[] => [
    ...(plans.length > 1
      ? [
          {
            label: vscode.workspace.asRelativePath(document.uri),
            kind: vscode.QuickPickItemKind.Separator,
          },
        ]
      : []),
    ...fixes.map(fix => {
      const [before, after] = changedWords(fix.before, fix.after);
      return {
        label: `${fix.findingIds.join(', ')}: ${short(fix.title)}`,
        description: t('line {0}', document.positionAt(fix.range.start).line + 1),
        detail: t(
          '{0} $(arrow-right) {1}',
          short(before),
          after === '' ? t('nothing') : short(after),
        ),
        fix,
        document,
      };
    }),
  ]);
  const chosen = rows.filter(row => row.fix);
  const say = (n: number): void => {
    const out =
      refused.length === 0
        ? ''
        : t('; {0} cannot be applied', count(refused.length, 'more', 'more'));
    picker.title = t('Fanout: Apply {0}{1}', count(n, 'suggestion'), out);
  };
  picker.canSelectMany = true;
  picker.ignoreFocusOut = true;
  picker.matchOnDetail = true;
  picker.placeholder = t('Untick what should stay unchanged; Enter applies the rest');
  picker.items = rows;
  picker.selectedItems = chosen;
  say(chosen.length);
  return new Promise(resolve => {
    const ticked = (): ReadonlySet<PlannedFix> =>
      new Set(picker.selectedItems.flatMap(({ fix }) => fix ?? []));
    picker.onDidChangeSelection(() => {
      say(picker.selectedItems.length);
      draw(ticked());
    });
    picker.onDidAccept(() => {
      resolve(ticked());
      picker.dispose();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** One line, with no icon syntax in it. */
function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('$(', '$ (').trim();
  return line.length > MAX_WORDS ? `${line.slice(0, MAX_WORDS - 1)}…` : line;
}
