import * as vscode from 'vscode';
import { systemClock } from '../../core/clock.ts';
import { yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { FanoutError } from '../../core/errors.ts';
import type { ClassifySpec } from '../../core/domain/jobSpec.ts';
import { manyLabelsNote } from '../../core/domain/records/labelList.ts';
import { type Label, labelMatcher } from '../../core/domain/records/labels.ts';
import type { RecordFormat } from '../../core/domain/records/records.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { Source } from '../../core/domain/source.ts';
import { formatOf, readTable, recordSet, type Table } from '../../engine/sources.ts';
import { chooseLabelFile } from './chooseLabelFile.ts';
import { chooseLabels, type LabelParts } from './chooseLabels.ts';
import { activeEditor, sourceOfDocument } from '../sources/collect.ts';
import { tell } from '../ui/messages.ts';
import type { StartOptions, StartRun } from './startRun.ts';
import { requireTrust } from '../settings/trust.ts';
import { count } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

/** What starts a run that labels records. Undefined: the user cancelled before it began. */
export interface Classify {
  records(uri?: vscode.Uri, options?: StartOptions): Promise<RunState | undefined>;
}

const TITLE = t('Fanout: Classify Records');

export const classify = (parts: LabelParts & { readonly start: StartRun }): Classify => ({
  async records(uri, options) {
    requireTrust();
    const document = uri ? await vscode.workspace.openTextDocument(uri) : activeEditor().document;
    const source = sourceOfDocument(document);
    const format = formatIn(document);
    const pause = yieldToEventLoop(systemClock);
    const table = await readTable(source.path, source.text, format, { pause });
    const columns = await chooseColumns(table);
    if (!columns) return undefined;
    const read = await recordSet(source, table, { columns }, pause);
    const labels = await chooseLabels(parts, read.source, table);
    if (!labels) return undefined;
    const how = await chooseOptions(table, columns, labels);
    if (!how) return undefined;
    const { multi, gold } = how;
    const set =
      gold === undefined ? read : await recordSet(source, table, { columns, gold }, pause);
    const [unread] = set.skipped;
    const left =
      unread &&
      t('Not read: {0}: {1}.{2}', unread.path, unread.reason, moreText(set.skipped.length - 1));
    for (const note of [left, ...set.notes, manyLabelsNote(labels)])
      if (note !== undefined) tell(note);
    const file = await chooseLabelFile(document.uri, format, t('{0} (4 of 4)', TITLE));
    if (!file) return undefined;
    const { doubtfulBelow } = parts.config.read();
    const spec: ClassifySpec = {
      kind: 'classify',
      labels,
      multi,
      ...(doubtfulBelow > 0 ? { doubtfulBelow } : {}),
    };
    const name = source.path.split(/[\\/]/).at(-1) || source.path;
    const order = { spec, name, sources: [set.source], skipped: set.skipped, ...file };
    return parts.start(order, options);
  },
});

const moreText = (more: number): string =>
  more > 0 ? t(' {0} cannot be read either: see the report.', count(more, 'more row')) : '';

/** By the language of the document, or its name where that says no more than "text". */
function formatIn({ languageId, uri }: vscode.TextDocument): RecordFormat {
  if (languageId === 'csv' || languageId === 'tsv' || languageId === 'jsonl') return languageId;
  if (languageId === 'json' || languageId === 'jsonc') return 'json';
  return formatOf(uri.path);
}

/** Rows looked at for what a column holds. */
const SAMPLE = 200;

/** Which columns the model is shown; the one with the longest texts is picked at first. */
async function chooseColumns({ columns, rows }: Table): Promise<string[] | undefined> {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) return [only];
  const sample = rows.filter(({ problem }) => problem === undefined).slice(0, SAMPLE);
  const lengths = columns.map((_, i) =>
    sample.reduce((sum, { cells }) => sum + (cells[i]?.length ?? 0), 0),
  );
  const longest = lengths.indexOf(Math.max(...lengths));
  const picked = await vscode.window.showQuickPick(
    columns.map((name, i) => ({
      label: name,
      detail: sample
        .slice(0, 3)
        .map(({ cells }) => (cells[i] ?? '').replace(/\s+/g, ' ').slice(0, 60))
        .join('  ·  '),
      picked: i === longest,
    })),
    {
      title: t('{0} (1 of 4)', TITLE),
      placeHolder: t(
        'The columns to send to the model for each of the {0}',
        count(rows.length, 'record'),
      ),
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  return picked && picked.length > 0 ? picked.map(({ label }) => label) : undefined;
}

interface Options {
  readonly multi: boolean;
  readonly gold?: string;
}

/** Several labels a record, and which column to compare with. */
async function chooseOptions(
  table: Table,
  shown: readonly string[],
  labels: readonly Label[],
): Promise<Options | undefined> {
  const one = { label: t('One label per record'), picked: true, multi: false };
  const many = { label: t('Any number of labels per record'), multi: true };
  const how = await vscode.window.showQuickPick([one, many], {
    title: t('{0} (3 of 4)', TITLE),
    placeHolder: t('How many labels can a record have?'),
    ignoreFocusOut: true,
  });
  if (!how) return undefined;
  const gold = goldColumns(table, shown, labels);
  if (gold.length === 0) return { multi: how.multi };
  const none = t('Do not compare');
  const compared = await vscode.window.showQuickPick(
    [
      ...gold.map(label => ({ label, description: t('holds labels of the list') })),
      { label: none, description: '' },
    ],
    {
      title: t('{0} (3 of 4)', TITLE),
      placeHolder: t('Compare with the correct labels in a column? It is not sent to the model.'),
      ignoreFocusOut: true,
    },
  );
  if (!compared) return undefined;
  return { multi: how.multi, ...(compared.label === none ? {} : { gold: compared.label }) };
}

/** Columns, not shown to the model, whose cells are usually labels of the list. */
function goldColumns(
  { columns, rows }: Table,
  shown: readonly string[],
  labels: readonly Label[],
): string[] {
  const match = labelMatcher(labels);
  const sample = rows.filter(({ problem }) => problem === undefined).slice(0, SAMPLE);
  return columns.filter((name, i) => {
    if (shown.includes(name)) return false;
    const filled = sample.map(({ cells }) => cells[i] ?? '').filter(cell => cell.trim() !== '');
    const known = filled.filter(cell => match(cell) !== undefined).length;
    return filled.length > 0 && known > filled.length / 2;
  });
}

/** A record set again, from the text as it is now. @throws FanoutError `usage` when a column is gone. */
export async function readAgain(source: Source, before: Source): Promise<Source> {
  const { layout } = before;
  if (!layout) throw new FanoutError('usage', t('{0} is not a record set.', before.path));
  const { columns, shown, id, gold, format, delimiter } = layout;
  const name = (i: number | undefined): string | undefined =>
    i === undefined ? undefined : columns[i];
  const [idColumn, goldColumn] = [name(id), name(gold)];
  const texts = shown.flatMap(i => columns[i] ?? []);
  const pause = yieldToEventLoop(systemClock);
  const table = await readTable(source.path, source.text, format, {
    pause,
    wanted: [...texts, idColumn, goldColumn].filter(column => column !== undefined),
    ...(delimiter === undefined ? {} : { delimiter }),
  });
  const choice = {
    columns: texts,
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(idColumn === undefined ? {} : { id: idColumn }),
    ...(goldColumn === undefined ? {} : { gold: goldColumn }),
  };
  return (await recordSet(source, table, choice, pause)).source;
}
