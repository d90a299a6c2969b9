import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { recordKey } from '../../core/domain/records/labels.ts';
import { textOf } from '../../core/text/shownRecords.ts';
import type { Source } from '../../core/domain/source.ts';
import type { RunEntry } from '../runs/runEntry.ts';
import type { Runs } from '../runs/runs.ts';
import { t } from '../../core/text/l10n.ts';

/** A record as a page shows it. */
export interface RecordText {
  readonly record: number;
  readonly id: string;
  /** 1-based. */
  readonly line: number;
  /** Its beginning, when it is long. */
  readonly text: string;
  /** Why no model was shown it. */
  readonly problem?: string;
}

/** Of a record's text, as many characters are shown in a page. */
const MAX_TEXT_LENGTH = 4000;

function recordsOf(entry: RunEntry | undefined, sourceId: string): Source {
  const source = entry?.sources.get(sourceId);
  if (!source?.records) throw new FanoutError('usage', t('These records are no longer stored.'));
  return source;
}

/** The texts of some records; those that do not exist are left out. */
export function recordTexts(
  entry: RunEntry | undefined,
  sourceId: string,
  indexes: readonly number[],
): RecordText[] {
  const { layout, records = [] } = recordsOf(entry, sourceId);
  return indexes.flatMap(index => {
    const record = records[index];
    if (!record || !layout) return [];
    const { id, line, problem } = record;
    const whole = problem === undefined ? textOf(layout, record) : record.cells.join(' ');
    const text = whole.slice(0, MAX_TEXT_LENGTH).toWellFormed();
    return [{ record: index, id, line, text, ...(problem === undefined ? {} : { problem }) }];
  });
}

/** The records of a source whose id or text holds the words, whatever their capitals. */
export function findRecords(
  entry: RunEntry | undefined,
  sourceId: string,
  words: string,
): number[] {
  const { layout, records = [] } = recordsOf(entry, sourceId);
  const wanted = words.toLowerCase();
  return records.flatMap((record, index) =>
    layout &&
    (record.id.toLowerCase() === wanted || textOf(layout, record).toLowerCase().includes(wanted))
      ? [index]
      : [],
  );
}

/** Asks a person for a record's labels and keeps them with the run. */
export async function correctRecord(
  runs: Runs,
  runId: string,
  sourceId: string,
  record: number,
): Promise<void> {
  const entry = await runs.load(runId);
  const { spec, corrections } = entry?.state ?? {};
  const [shown] = recordTexts(entry, sourceId, [record]);
  if (!shown || spec?.kind !== 'classify')
    throw new FanoutError('usage', t('This record is no longer in the run.'));
  const now = corrections?.[recordKey(sourceId, record)];
  const back = { label: t('$(discard) Undo the Correction'), description: '', name: undefined };
  const items = spec.labels.map(({ name, description = '' }) => ({
    label: name,
    description,
    picked: now?.includes(name) ?? false,
    name,
  }));
  const options = {
    title: t('Fanout: Correct the Label of Record {0}', shown.id),
    placeHolder: shown.text.replace(/\s+/g, ' ').slice(0, 120),
    matchOnDescription: true,
  };
  let labels: string[] | null;
  if (spec.multi) {
    const picked = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
    if (!picked) return;
    labels = picked.map(({ name }) => name);
  } else {
    const picked = await vscode.window.showQuickPick([...(now ? [back] : []), ...items], options);
    if (!picked) return;
    labels = picked.name === undefined ? null : [picked.name];
  }
  await runs.note(runId, { type: 'label.corrected', sourceId, record, labels });
}
