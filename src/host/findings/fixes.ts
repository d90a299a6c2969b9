import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { minimalEdit } from '../../core/text/minimalEdit.ts';
import type { Finding } from '../../core/domain/findings.ts';
import { isProtected } from '../sources/protectedPath.ts';
import { toRange, type Reveal } from './reveal.ts';
import type { Runs } from '../runs/runs.ts';

/**
 * Replaces exactly a finding's quote by its suggestion, as one undo step; with `preview` the editor shows
 * the change first and the user applies it.
 * @throws FanoutError `usage` when the quote is not where it was, or the file is protected.
 */
export async function applyFix(
  runs: Runs,
  places: Reveal,
  runId: string,
  findingId: string,
  preview = false,
): Promise<void> {
  const entry = await runs.load(runId);
  const finding = entry?.state?.findings.find(f => f.id === findingId);
  const source = finding && entry?.sources.get(finding.sourceId);
  if (!finding?.range || finding.suggestion === undefined || !source?.uri)
    throw new FanoutError('usage', 'This finding has no suggestion that can be applied.');
  if (isProtected(source.path))
    throw new FanoutError(
      'usage',
      `${source.path} decides how tools behave: suggestions are not applied to it. Change it by hand if you agree.`,
    );
  const uri = vscode.Uri.parse(source.uri, true);
  const document = await vscode.workspace.openTextDocument(uri);
  const range = places.place(source, document, finding.range, finding.quote);
  if (!range) throw moved(finding, source.path);
  const edit = new vscode.WorkspaceEdit();
  // No more than what differs: cursors, folds and other changes on the same lines stay.
  const least = minimalEdit(
    document.getText(toRange(document, range)),
    withLineEnds(finding.suggestion, document),
    range.start,
  );
  edit.replace(
    uri,
    toRange(document, least),
    least.text,
    preview ? { needsConfirmation: true, label: finding.title } : undefined,
  );
  const applied = await vscode.workspace.applyEdit(edit);
  // Turning a preview down is no failure.
  if (!applied && !preview) throw moved(finding, source.path);
}

const moved = (finding: Finding, path: string): FanoutError =>
  new FanoutError(
    'usage',
    `The suggestion was not applied: “${finding.quote.slice(0, 60)}” is not in ${path} any more, or more than once. Nothing was changed.`,
  );

const withLineEnds = (text: string, document: vscode.TextDocument): string =>
  text.replace(/\r\n?|\n/g, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
