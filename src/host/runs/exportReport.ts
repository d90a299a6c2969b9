import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { formats, type FormatName, holds } from '../../core/report/formats.ts';
import { buildReport } from '../../core/report/report.ts';
import type { Config } from '../settings/config.ts';
import type { RunEntry } from './runEntry.ts';

/** Asks for a form and a place, writes the report there and offers to open it. */
export async function exportReport(entry: RunEntry, config: Config): Promise<void> {
  if (!entry.state) throw new FanoutError('usage', 'This run is no longer stored.');
  const { job } = entry.state;
  const picked = await vscode.window.showQuickPick(
    (Object.keys(formats) as FormatName[])
      .filter(name => holds(name, job))
      .map(name => ({
        label: formats[name].title,
        description: `.${formats[name].extension}`,
        name,
      })),
    { title: 'Fanout: Export Report', placeHolder: 'The format of the report' },
  );
  if (!picked) return;
  const format = formats[picked.name];
  const uri = await vscode.window.showSaveDialog({
    title: 'Fanout: Export Report',
    saveLabel: 'Export',
    defaultUri: vscode.Uri.joinPath(folderOf(entry), `${fileName(entry.name)}.${format.extension}`),
    filters: { [format.title]: [format.extension] },
  });
  if (!uri) return;
  const { minSeverity, minConfidence } = config.read(folderOf(entry));
  const text = format.render(
    buildReport(entry.state, [...entry.sources.values()], {
      severity: minSeverity,
      confidence: minConfidence,
    }),
  );
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const open = 'Open';
  const answer = await vscode.window.showInformationMessage(
    `The report is in ${vscode.workspace.asRelativePath(uri)}.`,
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('vscode.open', uri);
}

function folderOf(entry: RunEntry): vscode.Uri {
  const first = [...entry.sources.values()].find(source => source.uri?.startsWith('file:'));
  if (first?.uri) return vscode.Uri.joinPath(vscode.Uri.parse(first.uri), '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
}

/** A name that every disk takes. */
export const fileName = (name: string): string =>
  `${
    name
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .replace(/[^\p{L}\p{N}._ –-]+/gu, '-')
      .trim()
      .slice(0, 80) || 'report'
  } review`;
