import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { count } from '../../core/format/format.ts';
import type { Report } from '../../core/report/report.ts';
import type { Source } from '../../core/domain/source.ts';
import { reviewWord } from '../../engine/wordReview.ts';
import { t } from '../../core/text/l10n.ts';

const TITLE = t('Fanout: Export Into the Word Document');

/**
 * Writes a copy of a reviewed Word document with the findings as comments. `sources` are those that were read out
 * of one. @throws FanoutError `usage` when the document is not the one that was reviewed.
 */
export async function exportWord(report: Report, sources: readonly Source[]): Promise<void> {
  const source = await pickSource(sources);
  if (!source) return;
  const file = (await whereIs(source)) ?? (await askWhere(source));
  if (!file) return;
  const uri = await vscode.window.showSaveDialog({
    title: TITLE,
    saveLabel: t('Export'),
    defaultUri: file.with({ path: file.path.replace(/(\.[a-z]+)$/i, ' review$1') }),
    filters: { 'Word document': [/\.([a-z]+)$/i.exec(file.path)?.[1] ?? 'docx'] },
  });
  if (!uri) return;
  if (uri.toString() === file.toString())
    throw new FanoutError(
      'usage',
      t(
        '{0} is the document itself. It was not changed. Choose another name for the copy.',
        source.path,
      ),
    );
  const done = await reviewWord(await vscode.workspace.fs.readFile(file), report, source);
  if ('reason' in done)
    throw new FanoutError(
      'usage',
      t(
        '{0} cannot be used: {1}. Nothing was written. Review it again, or put the document as it was reviewed back in its place.',
        source.path,
        done.reason,
      ),
    );
  await vscode.workspace.fs.writeFile(uri, done.bytes);
  const { commented, changed, notes } = done;
  const open = t('Open');
  const answer = await vscode.window.showInformationMessage(
    [
      t(
        '{0} has {1} and {2} (suggestions marked as to do).',
        vscode.workspace.asRelativePath(uri),
        count(commented, 'comment'),
        count(changed, 'tracked change'),
      ),
      ...notes.map(note => `${note}.`),
    ].join(' '),
    open,
  );
  if (answer === open) await vscode.env.openExternal(uri);
}

async function pickSource(sources: readonly Source[]): Promise<Source | undefined> {
  if (sources.length === 1) return sources[0];
  const picked = await vscode.window.showQuickPick(
    sources.map(source => ({ label: source.path, source })),
    { title: TITLE, placeHolder: t('The document to write a copy of') },
  );
  return picked?.source;
}

/** Files of a workspace are named from its folder, with the folder's name before it where there are several. */
async function whereIs({ path }: Source): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = [
    ...(path.startsWith('/') || /^[a-z]:/i.test(path) ? [vscode.Uri.file(path)] : []),
    ...folders.flatMap(({ uri, name }) => [
      vscode.Uri.joinPath(uri, path),
      ...(path.startsWith(`${name}/`)
        ? [vscode.Uri.joinPath(uri, path.slice(name.length + 1))]
        : []),
    ]),
  ];
  for (const uri of found) {
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      // Not there: the next may be.
    }
  }
  return undefined;
}

async function askWhere({ path }: Source): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('{0}: where is {1}?', TITLE, path),
    openLabel: t('Use This Document'),
    filters: { 'Word document': ['docx', 'docm', 'dotx', 'dotm'] },
  });
  return chosen?.[0];
}
