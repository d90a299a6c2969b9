import { type LabelRow, type LabelStatus, labelRows } from '../../state/labelRows.ts';
import type { SecondLook } from '../../domain/records/labels.ts';
import { scoreLabels, tallyLabels, type LabelScores } from '../../state/labelScores.ts';
import type { ClassifySpec } from '../../domain/jobSpec.ts';
import type { RunState } from '../../state/runState.ts';
import type { Source } from '../../domain/source.ts';
import { t } from '../../text/l10n.ts';

/** What became of the records of a run, where there are any. */
export interface ReportRecords {
  /** Columns of the sources, in their order; each once. */
  readonly columns: readonly string[];
  /** Any number of labels a record. */
  readonly multi: boolean;
  /** Labels in doubt are asked of a second model. */
  readonly twice: boolean;
  /** How that went; null where no label was in doubt. */
  readonly secondLook: SecondLook | null;
  /** Records by label, most first; a person's corrections count. */
  readonly labels: readonly { readonly name: string; readonly count: number }[];
  /** Against the gold column; null where there is none. */
  readonly scores: LabelScores | null;
  /** Every record, in the order of the input. */
  readonly rows: readonly ReportRecord[];
}

export interface ReportRecord {
  readonly source: string;
  /** Unique in its source. */
  readonly id: string;
  /** Position in its source, from 1. */
  readonly number: number;
  /** Null when the text of the source is not at hand; 1-based. */
  readonly line: number | null;
  readonly start: number | null;
  readonly end: number | null;
  /** The cells of the record by column. */
  readonly fields: Readonly<Record<string, string>>;
  readonly status: LabelStatus;
  /** A person's, where somebody corrected them; else the model's. */
  readonly labels: readonly string[];
  /** The model's labels, where a person gave others. */
  readonly modelLabels: readonly string[] | null;
  /** The model's, 0..1; null without an answer. */
  readonly confidence: number | null;
  /** Why the model chose it, or why there is no label. */
  readonly reason: string;
  /** `provider:model` whose label this is, before corrections; null without an answer. */
  readonly model: string | null;
  /** What the first model said, where a second one was asked because of its doubt and its label counts. */
  readonly first: {
    readonly labels: readonly string[];
    readonly confidence: number;
    readonly reason: string;
  } | null;
  /** The label is in doubt and no second model has looked at it, though one was to. */
  readonly doubtful: boolean;
  readonly gold: readonly string[] | null;
  /** UTF-16 units of the record that the model was not shown. */
  readonly omitted: number;
}

/** Undefined for a run without record sets. */
export function reportRecords(
  state: RunState,
  sources: readonly Source[],
): ReportRecords | undefined {
  if (!state.sources.some(({ layout }) => layout)) return undefined;
  const { labels: list, multi, doubtfulBelow } = listOf(state);
  const rows = labelRows(state);
  const known = new Map(sources.map(source => [source.id, source]));
  return {
    columns: columnsOf(state),
    multi,
    twice: doubtfulBelow !== undefined,
    secondLook: state.secondLook ?? null,
    labels: tallyLabels(rows, list),
    scores: scoreLabels(rows, list) ?? null,
    rows: rows.map(row => reportRecord(row, known.get(row.sourceId), state)),
  };
}

export const columnsOf = ({ sources }: RunState): string[] => [
  ...new Set(sources.flatMap(({ layout }) => layout?.columns ?? [])),
];

export const listOf = ({
  spec,
}: RunState): Pick<ClassifySpec, 'labels' | 'multi' | 'doubtfulBelow'> =>
  spec.kind === 'classify' ? spec : { labels: [], multi: false };

export function reportRecord(
  { sourceId, record: index, status, labels, said, first, by, doubtful, reason }: LabelRow,
  source: Source | undefined,
  { model }: Pick<RunState, 'model'>,
): ReportRecord {
  const record = source?.records?.[index];
  const columns = source?.layout?.columns ?? [];
  return {
    source: sourceId,
    id: said?.id ?? record?.id ?? String(index + 1),
    number: index + 1,
    line: record?.line ?? null,
    start: record?.start ?? null,
    end: record?.end ?? null,
    fields: Object.fromEntries(columns.map((name, column) => [name, record?.cells[column] ?? ''])),
    status,
    labels,
    modelLabels: status === 'corrected' ? (said?.labels ?? null) : null,
    confidence: said?.confidence ?? null,
    reason: said?.reason ?? reason ?? record?.problem ?? '',
    model: said ? (by ?? model?.ref ?? null) : null,
    first: first
      ? { labels: first.labels, confidence: first.confidence, reason: first.reason }
      : null,
    doubtful: doubtful ?? false,
    gold: said?.gold ?? null,
    omitted: said?.omitted ?? 0,
  };
}

/** What became of a record, in a few words. */
export function recordStatusText(record: ReportRecord): string {
  const { status, reason, omitted, first, labels, model, doubtful } = record;
  switch (status) {
    case 'labelled':
      return [
        t('labelled'),
        ...(first ? [secondWords(first.labels, labels, model ?? '')] : []),
        ...(doubtful ? [t('in doubt, and no second model has looked at it')] : []),
        ...(omitted > 0 ? [t('{0} characters were not shown to the model', omitted)] : []),
      ].join('; ');
    case 'corrected':
      return t('corrected by a person');
    case 'failed':
      return t('failed: {0}', reason);
    case 'unread':
      return t('not shown to the model: {0}', reason);
    case 'open':
      return t('not answered yet');
    case 'notAsked':
      return t('not asked: {0}', reason);
  }
}

/** Whose label counts, and why. */
export const secondWords = (
  first: readonly string[],
  counts: readonly string[],
  model: string,
): string =>
  first.join('\n') === counts.join('\n')
    ? t('the first model was in doubt, and {0} says the same', model)
    : t('the first model was in doubt, and {0} says another label, which counts', model);

/** A table of counts, and how the labels did where a gold column says: cells as text. */
export function labelTable({ labels, scores }: ReportRecords): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const of = new Map(scores?.byLabel.map(score => [score.name, score]));
  const share = (value: number | undefined): string =>
    value === undefined ? '–' : value.toFixed(3);
  return {
    head: [t('Label'), t('Records'), ...(scores ? [t('Gold'), t('Precision'), t('Recall')] : [])],
    rows: labels.map(({ name, count }) => {
      const score = of.get(name);
      const compared = scores
        ? [String(score?.gold ?? 0), share(score?.precision), share(score?.recall)]
        : [];
      return [name, String(count), ...compared];
    }),
  };
}
