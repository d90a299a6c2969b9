import { grouped } from '../format/format.ts';
import {
  type Label,
  type RecordLabel,
  type SecondLook,
  recordKey,
} from '../domain/records/labels.ts';
import { type RunState, isEnded } from './runState.ts';
import { plural, t } from '../text/l10n.ts';

/** `unread`: no model is shown it, for a reason that the source knows. */
export type LabelStatus = 'labelled' | 'corrected' | 'failed' | 'unread' | 'open' | 'notAsked';

/** A record and what became of it. */
export interface LabelRow {
  readonly sourceId: string;
  readonly record: number;
  readonly chunkId: string;
  readonly status: LabelStatus;
  /** The effective model label: the second model's answer if it was asked, else the first's. Absent until answered. */
  readonly said?: RecordLabel;
  /** The first model's label, if the second model's counts. */
  readonly first?: RecordLabel;
  /** The label counts and is in doubt: a second model was to be asked, and has not answered (yet). */
  readonly doubtful?: true;
  /** `provider:model` that said `said`, where that is not the run's own model. */
  readonly by?: string;
  /** What counts: the person's labels where somebody corrected them, else the model's. */
  readonly labels: readonly string[];
  /** Why it has no label. */
  readonly reason?: string;
}

export const isLabelled = ({ status }: Pick<LabelRow, 'status'>): boolean =>
  status === 'labelled' || status === 'corrected';

/** Whether a record has a gold label and the one that counts is another. */
export const isWrong = ({ labels, said }: Pick<LabelRow, 'labels' | 'said'>): boolean => {
  const gold = said?.gold ?? [];
  return gold.length > 0 && !isSame(gold, labels);
};

/** The labels that the run may give. */
export const labelsOf = ({ spec }: RunState): readonly Label[] =>
  spec.kind === 'classify' ? spec.labels : [];

/** Every record of the run, in the order of the input. */
export const labelRows = (state: RunState): LabelRow[] =>
  state.branchIds.flatMap(id => branchRows(state, id));

/** The records of one branch, in the order of the input. */
export function branchRows(state: RunState, branchId: string): LabelRow[] {
  const rows: LabelRow[] = [];
  const branch = state.branches[branchId];
  const chunk = branch && state.chunks[branch.branch.chunkId];
  if (!branch || !chunk?.records) return rows;
  const { outcome } = branch;
  const answered = outcome?.status === 'succeeded';
  const doubtfulBelow = state.spec.kind === 'classify' ? (state.spec.doubtfulBelow ?? 0) : 0;
  const said = new Map(answered ? (outcome.labels ?? []).map(row => [row.record, row]) : []);
  for (let record = chunk.records.from; record < chunk.records.to; record++) {
    const place = { sourceId: chunk.sourceId, record, chunkId: chunk.id };
    const key = recordKey(chunk.sourceId, record);
    const first = said.get(record);
    const second = first && state.secondLabels?.[key];
    const { by, ...looked } = second ?? { by: branch.branch.model };
    const row = first && { ...first, ...looked };
    const corrected = state.corrections?.[key];
    const told = row
      ? {
          said: row,
          ...(second ? { first } : {}),
          ...(by === state.model?.ref ? {} : { by }),
        }
      : {};
    if (corrected) rows.push({ ...place, ...told, status: 'corrected', labels: corrected });
    else if (row)
      rows.push({
        ...place,
        ...told,
        ...(!second && by === state.model?.ref && row.confidence < doubtfulBelow
          ? { doubtful: true }
          : {}),
        status: 'labelled',
        labels: row.labels,
      });
    else if (answered) rows.push({ ...place, status: 'unread', labels: [] });
    else if (outcome?.status === 'failed')
      rows.push({ ...place, status: 'failed', labels: [], reason: outcome.failure.message });
    else if (!isEnded(branch.status)) rows.push({ ...place, status: 'open', labels: [] });
    else
      rows.push({
        ...place,
        status: 'notAsked',
        labels: [],
        reason: outcome?.status === 'skipped' ? outcome.reason : 'cancelled',
      });
  }
  return rows;
}

/** Records that have a label so far; cheap enough to ask while the run goes on. */
export function countLabelled(state: RunState): number {
  let labelled = 0;
  for (const id of state.branchIds) {
    const outcome = state.branches[id]?.outcome;
    if (outcome?.status === 'succeeded') labelled += outcome.labels?.length ?? 0;
  }
  return labelled;
}

/** What the second look came to, in a sentence or two. */
export function secondLookText(
  { by, records, answered, failure }: SecondLook,
  rows: readonly Pick<LabelRow, 'said' | 'first'>[],
): string {
  const looked = rows.filter(({ first }) => first);
  const changed = looked.filter(
    ({ said, first }) => said && first && !isSame(said.labels, first.labels),
  ).length;
  const open = records - answered;
  return [
    plural(
      records,
      'Second look: {0} was asked for {1} of {2} label in doubt; {3} got another label, which counts.',
      'Second look: {0} was asked for {1} of {2} labels in doubt; {3} got another label, which counts.',
      by,
      grouped(answered),
      grouped(records),
      grouped(changed),
    ),
    ...(open > 0
      ? [
          t(
            'Without an answer the first label stays: {0}{1}.',
            grouped(open),
            failure ? ` (${failure.message})` : '',
          ),
        ]
      : []),
  ].join(' ');
}

/** Whether the run's records are being labelled. */
export const hasRecords = (state: RunState): boolean =>
  state.sources.some(({ layout }) => layout !== undefined);

/** The same names, in whatever order. */
export const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every(name => others.includes(name));
