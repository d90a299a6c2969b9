import type { TickLine } from '../../engine/request/planLines.ts';
import { leftOutLines } from './fileList.ts';
import { tickList } from './tickList.ts';
import * as vscode from 'vscode';
import { changedLinesIn } from '../../core/domain/changes.ts';
import { FanoutError, nothingChanged } from '../../core/errors.ts';
import { changeName, type ChangeSpec } from '../../core/domain/jobSpec.ts';
import type { Source } from '../../core/domain/source.ts';
import {
  branchesOf,
  commitsOf,
  readChanges,
  repositoryAt,
  type Named,
} from '../../engine/sources.ts';
import { withoutExcluded } from '../../engine/excluded.ts';
import type { Settings } from '../../engine/settings/settings.ts';
import type { FilesRead } from './pickFiles.ts';
import { withSignal } from '../ui/withSignal.ts';
import { count } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

const TITLE = t('Fanout: Review Changes');

/**
 * Asks which change of the repository to review; undefined: cancelled.
 * @throws FanoutError `usage`: no folder, no Git, no repository.
 */
export async function chooseChange(
  folder: vscode.Uri | undefined,
): Promise<ChangeSpec | undefined> {
  const at = folder ?? (await askFolder());
  if (!at) return undefined;
  if (at.scheme !== 'file' && at.scheme !== 'vscode-remote')
    throw new FanoutError(
      'usage',
      t(
        '{0} folders are not on a disk: their repository cannot be read here. Review open documents instead.',
        at.scheme,
      ),
    );
  const repository = await repositoryAt(at.fsPath);
  const where = { folder: at.toString() };
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: t('$(edit) What Is Not Committed'),
        description: t('the working tree compared with the last commit, including new files'),
        ask: () => Promise.resolve<ChangeSpec | undefined>({}),
      },
      {
        label: t('$(check) What Is Staged'),
        description: t('the index compared with the last commit'),
        ask: () => Promise.resolve<ChangeSpec | undefined>({ staged: true }),
      },
      {
        label: t('$(git-branch) A Branch Against Its Base…'),
        description: t('commits since this branch left another one'),
        ask: async () => {
          const name = await askName(
            t('Which branch did this one start from?'),
            await branchesOf(repository),
          );
          return name === undefined ? undefined : { ref: name };
        },
      },
      {
        label: t('$(git-commit) A Commit…'),
        description: t('the changes of one commit'),
        ask: async () => {
          const name = await askName(t('Which commit?'), await commitsOf(repository));
          return name === undefined ? undefined : { commit: name };
        },
      },
    ],
    { title: TITLE, placeHolder: t('You see the list before anything is sent') },
  );
  const change = await picked?.ask();
  return change && { ...change, ...where };
}

/**
 * The files of a change that the user leaves ticked, with what is left out and why; undefined: cancelled.
 * @throws FanoutError `nothingToRead` or `usage`.
 */
export async function readChange(
  change: ChangeSpec,
  settings: Pick<Settings, 'exclude' | 'hiddenText'>,
): Promise<FilesRead | undefined> {
  const folder = change.folder === undefined ? undefined : vscode.Uri.parse(change.folder, true);
  if (!folder) throw new FanoutError('usage', t('The folder of this change is no longer known.'));
  const read = await withSignal(t('Fanout: reading changes…'), () =>
    readChanges(change, folder.fsPath, settings),
  );
  const { sources, skipped } = withoutExcluded(read, settings.exclude, t('by the setting fanout.exclude'));
  const wanted = sources.map(withEditorAddress);
  if (wanted.length === 0)
    throw nothingChanged(skipped.map(({ path, reason }) => `${path}: ${reason}`));
  const ticked = await tickList([...wanted.map(lineOf), ...leftOutLines(skipped)], {
    title: sources => `Fanout: ${changeName(change)}, ${sumOf(sources)}`,
    placeholder: t('Ticked files are read and sent to the model you chose'),
  });
  return ticked && ticked.length > 0 ? { sources: ticked, skipped } : undefined;
}

const lineOf = (source: Source): TickLine<Source> => ({
  label: source.path,
  description: [
    source.languageId,
    count(changedLines(source), 'changed line'),
    ...(isUnsaved(source) ? [t('unsaved edits are not read')] : []),
  ].join(', '),
  tick: { value: source, ticked: true },
});

const sumOf = (sources: readonly Source[]): string =>
  `${count(sources.length, 'file')}, ${count(
    sources.reduce((sum, source) => sum + changedLines(source), 0),
    'changed line',
  )}`;

const changedLines = (source: Source): number =>
  changedLinesIn(source, { start: 0, end: source.text.length });

/** As the editor writes it: what is found is looked up by it. */
const withEditorAddress = (source: Source): Source =>
  source.uri === undefined ? source : { ...source, uri: vscode.Uri.parse(source.uri).toString() };

const isUnsaved = ({ uri }: Source): boolean =>
  vscode.workspace.textDocuments.some(open => open.isDirty && open.uri.toString() === uri);

async function askFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0)
    throw new FanoutError(
      'usage',
      t('No folder is open. Open the folder of the repository first.'),
    );
  if (folders.length === 1) return folders[0]?.uri;
  const picked = await vscode.window.showQuickPick(
    folders.map(({ name, uri }) => ({ label: `$(folder) ${name}`, uri })),
    { title: TITLE, placeHolder: t('Which folder') },
  );
  return picked?.uri;
}

async function askName(placeHolder: string, names: readonly Named[]): Promise<string | undefined> {
  if (names.length === 0)
    throw new FanoutError('usage', t('This repository has none to choose from. Nothing was read.'));
  const picked = await vscode.window.showQuickPick(
    names.map(({ name, hint }) => ({ label: name, description: hint })),
    { title: TITLE, placeHolder, matchOnDescription: true },
  );
  return picked?.label;
}
