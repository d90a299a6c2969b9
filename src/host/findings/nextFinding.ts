import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { t } from '../../core/text/l10n.ts';

/** What our problems are marked with. */
export const PROBLEM_SOURCE = 'Fanout';

interface Place {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

/**
 * Goes to the next (1) or previous (-1) finding that Problems lists: after the cursor, then in the next document,
 * then from the start; and shows what is said there.
 * @throws FanoutError `usage` when no document has one.
 */
export async function stepToFinding(step: 1 | -1): Promise<void> {
  const places = vscode.languages
    .getDiagnostics()
    .flatMap(([uri, all]) =>
      all.filter(d => d.source === PROBLEM_SOURCE).map(({ range }) => ({ uri, range })),
    )
    .sort(byPlace);
  const editor = vscode.window.activeTextEditor;
  const at = editor && { uri: editor.document.uri, range: editor.selection };
  const next =
    step === 1
      ? places.find(p => at && isAfter(p, at))
      : places.findLast(p => at && isAfter(at, p));
  const target = next ?? (step === 1 ? places[0] : places.at(-1));
  if (!target)
    throw new FanoutError(
      'usage',
      t(
        'Problems lists no findings of Fanout. Review a document first, or open the report of a review.',
      ),
    );
  const shown = await vscode.window.showTextDocument(target.uri, { selection: target.range });
  shown.revealRange(target.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('editor.action.showHover');
}

const byPlace = (a: Place, b: Place): number =>
  a.uri.toString() === b.uri.toString()
    ? a.range.start.compareTo(b.range.start)
    : a.uri.toString() < b.uri.toString()
      ? -1
      : 1;

const isAfter = (a: Place, b: Place): boolean => byPlace(a, b) > 0;
