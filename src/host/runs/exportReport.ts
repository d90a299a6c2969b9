import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { formats, type FormatName, holds, isForPeople } from '../../core/report/formats.ts';
import { buildReport } from '../../core/report/report.ts';
import { checkFormat, isBinary, reportFile } from '../../engine/reportFile.ts';
import { wordSources } from '../../engine/wordReview.ts';
import type { Config } from '../settings/config.ts';
import type { RunEntry } from './runEntry.ts';
import { inEnglish, t } from '../../core/text/l10n.ts';
import type { Report } from '../../core/report/reportFormat.ts';

/** The copy of the reviewed document, beside the forms of the report. */
const WORD = 'word';

/** Asks for a form and a place, writes the report there and offers to open it. */
export async function exportReport(entry: RunEntry, config: Config): Promise<void> {
  const { state } = entry;
  if (!state) throw new FanoutError('usage', t('This run is no longer stored.'));
  const sources = [...entry.sources.values()];
  const documents = state.job === 'review' ? wordSources(sources) : [];
  const picked = await vscode.window.showQuickPick(
    [
      ...(documents.length === 0
        ? []
        : [
            {
              label: t('The Word document, with comments and tracked changes'),
              description: t('a copy; suggestions marked as to do are changes'),
              name: WORD,
            } as const,
          ]),
      ...(Object.keys(formats) as FormatName[])
        .filter(name => holds(name, state.job))
        .map(name => ({
          label: formats[name].title,
          description: `.${formats[name].extension}`,
          name,
        })),
    ],
    { title: t('Fanout: Export Report'), placeHolder: t('The format of the report') },
  );
  if (!picked) return;
  const { minSeverity, minConfidence } = config.read(folderOf(entry));
  const least = { severity: minSeverity, confidence: minConfidence };
  const build = (): Report => buildReport(state, sources, least);
  if (picked.name === WORD) return (await import('./exportWord.ts')).exportWord(build(), documents);
  checkFormat(picked.name);
  const format = formats[picked.name];
  const uri = await vscode.window.showSaveDialog({
    title: t('Fanout: Export Report'),
    saveLabel: t('Export'),
    defaultUri: vscode.Uri.joinPath(folderOf(entry), `${fileName(entry.name)}.${format.extension}`),
    filters: { [format.title]: [format.extension] },
  });
  if (!uri) return;
  const made = await reportFile(picked.name, isForPeople(picked.name) ? build() : inEnglish(build));
  const bytes = typeof made === 'string' ? new TextEncoder().encode(made) : made;
  await vscode.workspace.fs.writeFile(uri, bytes);
  const open = t('Open');
  const answer = await vscode.window.showInformationMessage(
    t('The report is in {0}.', vscode.workspace.asRelativePath(uri)),
    open,
  );
  if (answer !== open) return;
  if (isBinary(picked.name)) await vscode.env.openExternal(uri);
  else await vscode.commands.executeCommand('vscode.open', uri);
}

function folderOf(entry: RunEntry): vscode.Uri {
  const first = [...entry.sources.values()].find(source => source.uri?.startsWith('file:'));
  if (first?.uri) return vscode.Uri.joinPath(vscode.Uri.parse(first.uri), '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
}

/** A name that every disk takes. */
export const fileName = (name: string): string =>
  t(
    '{0} review',
    name
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .replace(/[^\p{L}\p{N}._ –-]+/gu, '-')
      .trim()
      .slice(0, 80) || 'report',
  );
