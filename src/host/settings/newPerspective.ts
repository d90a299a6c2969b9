import * as vscode from 'vscode';
import { usageError } from '../../core/errors.ts';
import { readHouseRules } from '../../core/domain/review/houseRules.ts';
import {
  perspectiveFileText,
  perspectiveFromGuide,
} from '../../core/jobs/review/perspectiveFile.ts';
import { requireTrust } from './trust.ts';
import { t } from '../../core/text/l10n.ts';

/** The examples that ship, by the name of their file. */
const EXAMPLES = {
  'plain-language': [t('Plain Language'), t('how it is said, for readers in a hurry')],
  'nda-playbook': [t('NDA Playbook'), t('positions on the clauses of a confidentiality agreement')],
  'secure-code': [t('Secure Code Checklist'), t('where data comes from and where it ends')],
} as const;

interface Draft {
  readonly id: string;
  readonly text: string;
}

/** Makes a perspective file: from an example, a style guide, or empty; opens it. Never replaces one. */
export async function newPerspective(extensionUri: vscode.Uri, guide?: vscode.Uri): Promise<void> {
  requireTrust();
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder)
    throw usageError(t('No folder is open. Open the folder that the perspective is for.'));
  const draft = guide ? await fromGuide(guide) : await pickDraft(extensionUri);
  if (!draft) return;
  const file = await freeName(vscode.Uri.joinPath(folder.uri, '.fanout', 'perspectives'), draft.id);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(draft.text));
  await vscode.window.showTextDocument(file);
}

async function pickDraft(extensionUri: vscode.Uri): Promise<Draft | undefined> {
  const example = async (id: string): Promise<Draft> => {
    const uri = vscode.Uri.joinPath(extensionUri, 'examples', 'perspectives', `${id}.md`);
    return { id, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  };
  const picked = await vscode.window.showQuickPick(
    [
      ...Object.entries(EXAMPLES).map(([id, [label, description]]) => ({
        label,
        description,
        make: () => example(id),
      })),
      {
        label: t('From a Style Guide…'),
        description: t('the rules of a Markdown or text file'),
        make: async () => {
          const [uri] =
            (await vscode.window.showOpenDialog({
              title: t('Fanout: Style Guide'),
              openLabel: t('Use Its Rules'),
              filters: { Text: ['md', 'markdown', 'txt'] },
            })) ?? [];
          return uri && fromGuide(uri);
        },
      },
      {
        label: t('Empty'),
        description: t('the fields, to be filled'),
        make: () =>
          Promise.resolve({
            id: 'new-perspective',
            text: perspectiveFileText(
              t('New perspective'),
              'text',
              t('Say what the reviewer looks for.'),
            ),
          }),
      },
    ],
    { title: t('Fanout: New Perspective'), placeHolder: t('Begin with') },
  );
  return picked?.make();
}

/** @throws FanoutError `usage` when it holds no rules. */
async function fromGuide(uri: vscode.Uri): Promise<Draft> {
  const name = uri.path.split('/').at(-1) ?? 'guide';
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const heading = /^#\s+(.+)$/m.exec(text)?.[1]?.trim();
  const title = (heading ?? name.replace(/\.\w+$/, '')).slice(0, 40).trim();
  const { rules, leftOut } = readHouseRules(text, name);
  const made = perspectiveFromGuide(
    title,
    rules.map(rule => rule.text),
  );
  if (made === undefined)
    throw usageError(t('{0} holds no rules: no lists and no paragraphs. Nothing was made.', name));
  if (leftOut > 0)
    void vscode.window.showWarningMessage(
      t(
        'The last {0} rules of {1} did not fit and are left out. Split the guide into several perspectives.',
        leftOut,
        name,
      ),
    );
  return { id: idOf(title), text: made };
}

const idOf = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 32) || 'style-guide';

async function freeName(folder: vscode.Uri, id: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.createDirectory(folder);
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${id}.md` : `${id}-${n}.md`;
    if (!taken.has(name)) return vscode.Uri.joinPath(folder, name);
  }
}
