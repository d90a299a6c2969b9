import * as vscode from 'vscode';
import { perspectiveIdOf, readPerspectiveFile } from '../../core/jobs/review/perspectiveFile.ts';
import { MAX_PERSPECTIVES, MAX_PERSPECTIVE_BYTES } from '../../core/jobs/review/perspectives.ts';
import type { CustomPerspective, Settings } from '../../engine/settings/settings.ts';
import { warn } from '../ui/messages.ts';
import { t } from '../../core/text/l10n.ts';

/** Where perspectives stand as files, one each, in every workspace folder. */
export const PERSPECTIVE_FILES = '.fanout/perspectives/*.md';

/**
 * The settings with the perspectives of the workspace's files added, which are agreed to by their content as all
 * that came with a workspace. A file with problems is named and left out; it chooses no model.
 */
export async function withPerspectiveFiles(settings: Settings): Promise<Settings> {
  if (!vscode.workspace.isTrusted) return settings;
  const taken = new Set(settings.customPerspectives.map(({ data }) => data.id));
  const added: CustomPerspective[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const pattern = new vscode.RelativePattern(folder, PERSPECTIVE_FILES);
    const files = await vscode.workspace.findFiles(pattern, null, MAX_PERSPECTIVES);
    for (const uri of files.sort((a, b) => (a.path < b.path ? -1 : 1))) {
      const data = await dataOf(uri);
      if (!data || taken.has(data.id)) continue;
      taken.add(data.id);
      added.push({ data, fromWorkspace: true, file: uri.toString() });
    }
  }
  return added.length === 0
    ? settings
    : { ...settings, customPerspectives: [...settings.customPerspectives, ...added] };
}

async function dataOf(uri: vscode.Uri): Promise<CustomPerspective['data'] | undefined> {
  const shown = vscode.workspace.asRelativePath(uri);
  const bytes = await vscode.workspace.fs.readFile(uri);
  const text = new TextDecoder().decode(bytes);
  const { perspective, problems } =
    bytes.length > MAX_PERSPECTIVE_BYTES
      ? { perspective: undefined, problems: [{ message: t('It is larger than 32 KB.') }] }
      : readPerspectiveFile(perspectiveIdOf(uri.path.split('/').at(-1) ?? ''), text);
  if (!perspective) {
    warn(t('{0} is not used as a perspective: {1}', shown, problems[0]?.message ?? ''));
    return undefined;
  }
  // A workspace does not choose where text goes.
  const { models: _, ...data } = perspective;
  return data;
}
