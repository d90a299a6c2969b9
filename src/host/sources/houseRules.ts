import * as vscode from 'vscode';
import type { HouseRule } from '../../core/domain/review/houseRules.ts';
import type { ReviewSpec } from '../../core/domain/jobSpec.ts';
import type { Source } from '../../core/domain/source.ts';
import { withHouseRules } from '../../engine/sources.ts';
import { approve, type Answer } from '../settings/approval.ts';
import { approvalsIn, approvalUi } from '../settings/approvalUi.ts';
import { warn } from '../ui/messages.ts';

/**
 * A review with the rules of the project in `AGENTS.md` and `.fanout/instructions.md`, where the workspace
 * is trusted and the user agreed to their exact words; files outside its folders have none. Undefined: the
 * user cancelled.
 */
export async function reviewWithHouseRules(
  spec: ReviewSpec,
  sources: readonly Source[],
  memento: vscode.Memento,
): Promise<{ readonly spec: ReviewSpec; readonly sources: readonly Source[] } | undefined> {
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
  const answer = await approvedRules(found.rules, memento);
  if (answer === undefined) return undefined;
  if (answer === 'leaveOut') return { spec, sources };
  return { spec: { ...spec, houseRules: found.rules }, sources: found.sources };
}

/** Written by anyone who can write to the folder: as with perspectives of a workspace, each wording is asked about once. */
function approvedRules(rules: readonly HouseRule[], memento: vscode.Memento): Promise<Answer> {
  const files = [...new Set(rules.map(({ file }) => file))];
  const texts = files.map(name => ({
    name,
    text: rules
      .filter(rule => rule.file === name)
      .map(rule => `- ${rule.text}`)
      .join('\n'),
  }));
  return approve(texts, 'file with rules', approvalsIn(memento), approvalUi);
}
