import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import { MAX_QUESTION } from '../../core/jobs/digest/ask.ts';
import { columnsOfList, columnsOfSchema } from '../../core/jobs/digest/columns.ts';
import type { AskSpec } from '../../core/domain/jobSpec.ts';
import type { Column } from '../../core/domain/results/statements.ts';
import { t } from '../../core/text/l10n.ts';

const QUESTIONS = 'fanout.questions';
const COLUMNS = 'fanout.columns';
const KEPT = 20;
const TITLE = t('Fanout: Ask');

interface Item extends vscode.QuickPickItem {
  readonly question?: string;
  readonly pick?: 'columns' | 'schema';
}

/** Asks for a question, one of the last ones, or columns to fill; undefined when cancelled. */
export async function askForQuestion(memento: vscode.Memento): Promise<AskSpec | undefined> {
  const picked = await pickQuestion(memento.get<string[]>(QUESTIONS) ?? []);
  if (!picked) return undefined;
  if (picked.question !== undefined) {
    await keep(memento, QUESTIONS, picked.question);
    return { kind: 'ask', question: picked.question };
  }
  const columns = picked.pick === 'schema' ? await schemaColumns() : await listedColumns(memento);
  if (!columns) return undefined;
  const question = await vscode.window.showInputBox({
    title: t('{0} for a Table', TITLE),
    prompt: t(
      'What the rows are: {0} of what? Empty: of everything in the text that has them.',
      columns.map(c => c.name).join(', '),
    ),
    placeHolder: t('payments that one party owes the other'),
    ignoreFocusOut: true,
  });
  return question === undefined
    ? undefined
    : { kind: 'ask', question: question.trim().slice(0, MAX_QUESTION), columns };
}

/** A box to write in, with the last questions and the tables below. */
function pickQuestion(before: readonly string[]): Promise<Item | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = TITLE;
  pick.placeholder = t('Write a question, and press Enter');
  pick.ignoreFocusOut = true;
  const show = (): void => {
    const typed = pick.value.trim().slice(0, MAX_QUESTION);
    pick.items = [
      ...(typed === ''
        ? []
        : [
            {
              label: `$(question) ${typed}`,
              description: t('ask this'),
              alwaysShow: true,
              question: typed,
            },
          ]),
      ...before
        .filter(question => question !== typed)
        .map(question => ({ label: `$(history) ${question}`, question })),
      { label: t('Or fill a table'), kind: vscode.QuickPickItemKind.Separator },
      {
        label: t('$(table) Columns…'),
        description: t('one row per item found, each with its place'),
        alwaysShow: typed === '',
        pick: 'columns',
      },
      {
        label: t('$(json) Columns of a JSON Schema…'),
        description: t('from a file'),
        alwaysShow: typed === '',
        pick: 'schema',
      },
    ];
  };
  pick.onDidChangeValue(show);
  show();
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      resolve(chosen(pick.value.trim().slice(0, MAX_QUESTION), pick.selectedItems[0]));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Who types and presses Enter at once is faster than the list: what is typed counts. */
const chosen = (typed: string, item: Item | undefined): Item | undefined =>
  typed !== '' && !item?.question?.toLowerCase().includes(typed.toLowerCase())
    ? { label: typed, question: typed }
    : item;

async function listedColumns(memento: vscode.Memento): Promise<readonly Column[] | undefined> {
  const typed = await vscode.window.showInputBox({
    title: t('{0} for a Table: Columns', TITLE),
    prompt: t(
      'Comma-separated names. Add :number, :date or :boolean for a type, and * to mark the columns that identify a row.',
    ),
    placeHolder: t('party*, obligation*, amount:number, due:date'),
    value: memento.get<string[]>(COLUMNS)?.[0] ?? '',
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? undefined : problemOf(() => columnsOfList(text))),
  });
  if (typed === undefined || typed.trim() === '') return undefined;
  await keep(memento, COLUMNS, typed.trim());
  return columnsOfList(typed);
}

async function schemaColumns(): Promise<readonly Column[] | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: t('{0} for a Table: JSON Schema of Flat Fields', TITLE),
      openLabel: t('Take Its Fields'),
      filters: { 'JSON Schema': ['json'] },
    })) ?? [];
  if (!file) return undefined;
  const bytes = await vscode.workspace.fs.readFile(file);
  return columnsOfSchema(new TextDecoder().decode(bytes));
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const keep = async (memento: vscode.Memento, key: string, value: string): Promise<void> => {
  const before = memento.get<string[]>(key) ?? [];
  await memento.update(key, [value, ...before.filter(one => one !== value)].slice(0, KEPT));
};
