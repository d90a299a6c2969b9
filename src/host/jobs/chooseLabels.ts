import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import {
  checkLabels,
  lineLabel,
  readLabelList,
  typedLabels,
} from '../../core/domain/records/labelList.ts';
import type { Label } from '../../core/domain/records/labels.ts';
import type { Source } from '../../core/domain/source.ts';
import { proposeLabels } from '../../engine/proposeLabels.ts';
import type { Table } from '../../engine/sources.ts';
import type { Config } from '../settings/config.ts';
import { modelSources } from '../models/modelAccess.ts';
import type { Keys } from '../models/keys.ts';
import { openCounted } from '../../engine/openCounted.ts';
import { dataFolder } from '../../engine/openRuns.ts';
import type { ModelPicker } from '../models/picker.ts';
import { OFFLINE } from '../../engine/settings/settings.ts';
import { warn } from '../ui/messages.ts';
import { withSignal } from '../ui/withSignal.ts';
import { count } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

export interface LabelParts {
  readonly config: Config;
  readonly models: ModelPicker;
  readonly keys: Keys;
}

const TITLE = t('Fanout: Labels (2 of 4)');
/** A column with more different values than this holds no labels. */
const MAX_VALUES = 100;

/** The labels of a run, edited by the user; undefined: cancelled. */
export async function chooseLabels(
  parts: LabelParts,
  source: Source,
  table: Table,
): Promise<Label[] | undefined> {
  const columns = valueColumns(table, source);
  const picked = await vscode.window.showQuickPick(
    [
      { label: t('$(edit) Type Them…'), from: 'typed' as const },
      {
        label: t('$(file) From a File…'),
        detail: t('JSON, or one label per line'),
        from: 'file' as const,
      },
      {
        label: t('$(sparkle) Have the Model Propose Them…'),
        detail: t('One call with a sample of the records; you can edit the proposals'),
        from: 'model' as const,
      },
      ...columns.map(({ name, values }) => ({
        label: t('$(list-flat) The Values of the Column {0}', name),
        detail: values.slice(0, 6).join(', '),
        from: 'column' as const,
        values,
      })),
    ],
    { title: TITLE, placeHolder: t('Where do the labels come from?'), ignoreFocusOut: true },
  );
  if (!picked) return undefined;
  switch (picked.from) {
    case 'typed':
      return typeLabels();
    case 'file':
      return edited(await fromFile());
    case 'model':
      return edited(await propose(parts, source));
    case 'column':
      return edited(
        checkLabels(
          picked.values.map(name => ({ name })),
          t('The column'),
        ),
      );
  }
}

async function typeLabels(): Promise<Label[] | undefined> {
  const typed = await vscode.window.showInputBox({
    title: TITLE,
    prompt: t('The labels, separated by commas'),
    placeHolder: t('billing, delivery, refund, other'),
    ignoreFocusOut: true,
    validateInput: text => problemOf(() => typedLabels(text, t('The list'))),
  });
  return typed === undefined ? undefined : typedLabels(typed, t('The list'));
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function fromFile(): Promise<Label[] | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: TITLE,
      openLabel: t('Take the Labels'),
      filters: { Labels: ['json', 'txt', 'md'], 'All files': ['*'] },
    })) ?? [];
  if (!uri) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return readLabelList(text, vscode.workspace.asRelativePath(uri));
}

async function propose(
  { config, models, keys }: LabelParts,
  source: Source,
): Promise<Label[] | undefined> {
  const settings = config.read();
  const { model, baseUrl } = settings;
  const choice = model === '' || model === OFFLINE ? await models.choose() : { model, baseUrl };
  if (!choice || choice.model === OFFLINE) return undefined;
  const { withoutSecrets } = await import('./secrets.ts');
  const cleared = await withoutSecrets({ sources: [source], words: {} }, [choice], keys);
  const [safe] = cleared?.sources ?? [];
  if (!safe) return undefined;
  const opened = await openCounted(choice, modelSources(keys, config), settings, {
    folder: dataFolder(process.env),
    warn,
    isLimited: true,
  });
  const send = t('Send the Sample');
  const agreed = await vscode.window.showWarningMessage(
    t('Send a sample of {0} to {1}?', source.path, opened.info.label),
    {
      modal: true,
      detail: t(
        'One call with up to 80 records, at most 300 characters of each. The rest is sent only when you start the run.',
      ),
    },
    send,
  );
  if (agreed !== send) return undefined;
  return withSignal(t('Fanout: proposing labels'), signal =>
    proposeLabels(opened, safe, undefined, signal),
  );
}

interface LabelItem extends vscode.QuickPickItem {
  readonly value: Label;
}

const EDIT: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('edit'),
  tooltip: t('Change the name or the description'),
};
const ADD: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('add'),
  tooltip: t('Add a label'),
};

/** The user picks, changes and adds before anything is labelled. */
async function edited(labels: Label[] | undefined): Promise<Label[] | undefined> {
  let all = labels;
  let chosen = new Set(labels);
  while (all) {
    const { done, change } = await editOnce(all, chosen);
    if (done) {
      if (done.length > 0) return checkLabels(done, t('The list'));
      throw new FanoutError('usage', t('No label is picked. Nothing was sent. Pick at least one.'));
    }
    if (change === undefined) return undefined;
    const { old, kept } = change;
    const typed = await vscode.window.showInputBox({
      title: TITLE,
      prompt: t('name, or name: description'),
      value: old ? (old.description ? `${old.name}: ${old.description}` : old.name) : '',
      ignoreFocusOut: true,
    });
    chosen = new Set(kept);
    const [fresh] = typed?.trim() ? checkLabels([lineLabel(typed)], t('The label')) : [];
    if (!fresh || all.some(label => label !== old && label.name === fresh.name)) continue;
    all = old ? all.map(label => (label === old ? fresh : label)) : [...all, fresh];
    if (old) chosen.delete(old);
    chosen.add(fresh);
  }
  return undefined;
}

interface Edit {
  readonly done?: readonly Label[];
  readonly change?: { readonly old?: Label; readonly kept: readonly Label[] };
}

function editOnce(labels: readonly Label[], chosen: ReadonlySet<Label>): Promise<Edit> {
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<LabelItem>();
    pick.title = `${TITLE}: ${count(labels.length, 'label')}`;
    pick.placeholder = t('Remove, change or add labels; OK continues');
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.buttons = [ADD];
    pick.items = labels.map(value => ({
      label: value.name,
      ...(value.description ? { detail: value.description } : {}),
      buttons: [EDIT],
      value,
    }));
    pick.selectedItems = pick.items.filter(({ value }) => chosen.has(value));
    const kept = (): Label[] => pick.selectedItems.map(({ value }) => value);
    const end = (edit: Edit): void => {
      resolve(edit);
      pick.dispose();
    };
    pick.onDidAccept(() => end({ done: kept() }));
    pick.onDidTriggerItemButton(({ item }) => end({ change: { old: item.value, kept: kept() } }));
    pick.onDidTriggerButton(() => end({ change: { kept: kept() } }));
    pick.onDidHide(() => end({}));
    pick.show();
  });
}

/** Columns that are not shown to the model and repeat few values. */
function valueColumns(
  { columns, rows }: Table,
  { layout }: Source,
): { readonly name: string; readonly values: readonly string[] }[] {
  return columns.flatMap((name, i) => {
    if (layout?.shown.includes(i)) return [];
    const values = new Set<string>();
    let filled = 0;
    for (const { cells, problem } of rows) {
      const value = (cells[i] ?? '').trim();
      if (problem !== undefined || value === '') continue;
      filled += 1;
      values.add(value);
      if (values.size > MAX_VALUES) return [];
    }
    return values.size > 1 && values.size <= filled / 2 ? [{ name, values: [...values] }] : [];
  });
}
