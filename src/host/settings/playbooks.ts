import * as vscode from 'vscode';
import type { AskSpec } from '../../core/domain/jobSpec.ts';
import type { Playbook } from '../../core/domain/review/playbook.ts';
import { FanoutError, messageOf, usageError } from '../../core/errors.ts';
import { count } from '../../core/format/format.ts';
import { playbookSpec, readPlaybook, saysWhatIsAcceptable } from '../../core/jobs/digest/playbook.ts';
import { perspectiveIdOf, readPerspectiveFile } from '../../core/jobs/review/perspectiveFile.ts';
import { MAX_PERSPECTIVES, MAX_PERSPECTIVE_BYTES } from '../../core/jobs/review/perspectives.ts';
import { approve } from './approval.ts';
import { approvalOrNothing, approvalsIn } from './approvalUi.ts';
import { PERSPECTIVE_FILES } from './perspectiveFiles.ts';
import { t } from '../../core/text/l10n.ts';

interface Found {
  readonly playbook: Playbook;
  /** Came with the workspace: agreed to by its content before it is used. */
  readonly isForeign: boolean;
}

interface Item extends vscode.QuickPickItem {
  readonly read?: () => Promise<Found | undefined>;
}

/**
 * Asks for a playbook: one of the workspace, the one that ships, or a file. Undefined: cancelled, or not agreed to.
 * @throws FanoutError `usage` for a file that is none.
 */
export async function choosePlaybook(
  extensionUri: vscode.Uri,
  memento: vscode.Memento,
): Promise<AskSpec | undefined> {
  const own = await workspacePlaybooks();
  const shipped = await playbookIn(
    vscode.Uri.joinPath(extensionUri, 'examples', 'perspectives', 'nda-playbook.md'),
  );
  const item = (uri: vscode.Uri | undefined, { playbook, isForeign }: Found): Item => ({
    label: t('$(law) {0}', playbook.title),
    description: uri ? vscode.workspace.asRelativePath(uri) : t('an example; adapt a copy of it'),
    detail: `${count(playbook.rules.length, 'rule')}: ${playbook.rules.map(({ title }) => title).join(', ')}`,
    read: () => Promise.resolve({ playbook, isForeign }),
  });
  const separator = (label: string): Item => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  // A perspective with headings could be one: it is offered, but not as what a team has written for this.
  const [playbooks = [], others = []] = [true, false].map(is =>
    own.filter(({ found }) => saysWhatIsAcceptable(found.playbook) === is),
  );
  const picked = await vscode.window.showQuickPick<Item>(
    [
      ...playbooks.map(({ uri, found }) => item(uri, found)),
      separator(t('shipped with Fanout')),
      item(undefined, { playbook: shipped, isForeign: false }),
      ...(others.length > 0 ? [separator(t('perspectives whose headings can be rules'))] : []),
      ...others.map(({ uri, found }) => item(uri, found)),
      separator(t('other')),
      { label: t('$(file) From a File…'), description: t('a perspective file'), read: pickFile },
    ],
    {
      title: t('Fanout: Check Against a Playbook'),
      placeHolder: t('Every rule gets a verdict with the words it rests on'),
      matchOnDetail: true,
    },
  );
  const found = await picked?.read?.();
  return found && agreed(found, memento);
}

/**
 * The playbook in a file of the workspace, agreed to by its content. Undefined: not agreed to.
 * @throws FanoutError `usage` for a file that is none.
 */
export const workspacePlaybook = async (
  uri: vscode.Uri,
  memento: vscode.Memento,
): Promise<AskSpec | undefined> =>
  agreed({ playbook: await playbookIn(uri), isForeign: true }, memento);

/** The same before it is agreed to, to plan with. @throws FanoutError `usage`. */
export const playbookToPlan = async (uri: vscode.Uri): Promise<AskSpec> =>
  playbookSpec(await playbookIn(uri));

async function agreed(
  { playbook, isForeign }: Found,
  memento: vscode.Memento,
): Promise<AskSpec | undefined> {
  const spec = playbookSpec(playbook);
  if (!isForeign) return spec;
  const foreign = { name: playbook.title, text: wordsOf(playbook) };
  const answer = await approve(
    [foreign],
    'playbook',
    approvalsIn(memento),
    approvalOrNothing,
    t('Without it, nothing is compared or sent.'),
  );
  return answer === 'use' ? spec : undefined;
}

/** Everything of a playbook that a model reads. */
const wordsOf = ({ rules }: Playbook): string =>
  rules.map(({ title, text }, i) => `R${i + 1} ${title}: ${text}`).join('\n');

interface OwnPlaybook {
  readonly uri: vscode.Uri;
  readonly found: Found;
}

/** Perspective files of the workspace that have rules; the others are perspectives only. */
async function workspacePlaybooks(): Promise<readonly OwnPlaybook[]> {
  if (!vscode.workspace.isTrusted) return [];
  const files = await vscode.workspace.findFiles(PERSPECTIVE_FILES, null, MAX_PERSPECTIVES);
  const read = files
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(async (uri): Promise<readonly OwnPlaybook[]> => {
      try {
        return [{ uri, found: { playbook: await playbookIn(uri), isForeign: true } }];
      } catch (error) {
        if (error instanceof FanoutError) return [];
        throw error;
      }
    });
  return (await Promise.all(read)).flat();
}

async function pickFile(): Promise<Found | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: t('Fanout: Playbook'),
      openLabel: t('Check Against It'),
      filters: { Markdown: ['md', 'markdown'] },
    })) ?? [];
  if (!uri) return undefined;
  const isForeign = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return { playbook: await playbookIn(uri), isForeign };
}

/** @throws FanoutError `usage` for a file that cannot be read, or is no playbook. */
async function playbookIn(uri: vscode.Uri): Promise<Playbook> {
  const shown = vscode.workspace.asRelativePath(uri);
  const text = await textOf(uri, shown);
  const { perspective, problems } = readPerspectiveFile(
    perspectiveIdOf(uri.path.split('/').at(-1) ?? ''),
    text,
  );
  if (!perspective)
    throw usageError(
      t('{0} is no playbook: {1} Nothing was sent.', shown, problems[0]?.message ?? ''),
    );
  return readPlaybook(perspective.title, perspective.instructions, shown);
}

async function textOf(uri: vscode.Uri, shown: string): Promise<string> {
  const open = vscode.workspace.textDocuments.find(({ uri: u }) => u.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_PERSPECTIVE_BYTES)
      throw usageError(t('{0} is larger than 32 KB. Split it. Nothing was sent.', shown));
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof FanoutError) throw error;
    throw usageError(t('{0} cannot be read ({1}). Nothing was sent.', shown, messageOf(error)));
  }
}
