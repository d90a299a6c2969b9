import * as vscode from 'vscode';
import type { ReviewSpec } from '../../core/domain/jobSpec.ts';
import type { Source } from '../../core/domain/source.ts';
import { withHouseRules } from '../../sources/files/houseRules.ts';
import { warn } from '../ui/messages.ts';

/**
 * A review with the rules of the project in `AGENTS.md` and `.fanout/instructions.md`, where the workspace
 * is trusted; files outside its folders have none.
 */
export async function reviewWithHouseRules(
  spec: ReviewSpec,
  sources: readonly Source[],
): Promise<{ readonly spec: ReviewSpec; readonly sources: readonly Source[] }> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await withHouseRules(
    sources.map(source => {
      const uri = source.uri === undefined ? undefined : vscode.Uri.parse(source.uri);
      const onDisk = uri && /^(?:file|vscode-remote)$/.test(uri.scheme) ? uri : undefined;
      const folder = onDisk && vscode.workspace.getWorkspaceFolder(onDisk);
      return {
        source,
        file: folder && onDisk.fsPath,
        root: folder?.uri.fsPath ?? '',
        prefix: folder && folders.length > 1 ? `${folder.name}/` : '',
      };
    }),
  );
  for (const note of found.notes) warn(note);
  return { spec: { ...spec, houseRules: found.rules }, sources: found.sources };
}
