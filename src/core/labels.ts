import { isEnded, type RunState } from './state.ts';
import type { Failure } from './failure.ts';

/** What a record may be labelled with. */
export interface Label {
  readonly name: string;
  /** When to take it; told to the model. */
  readonly description?: string;
}

/** What a model said of one record. */
export interface RawLabel {
  /** Names from the run's list: exactly one, or with `multi` any number. */
  readonly labels: readonly string[];
  readonly confidence: number;
  /** One line. */
  readonly reason: string;
}

/** The label of a record, as its branch ended with it. */
export interface RecordLabel extends RawLabel {
  /** Position of the record in its source, from 0. */
  readonly record: number;
  readonly id: string;
  /** What the gold column says; absent where there is none. */
  readonly gold?: readonly string[];
  /** UTF-16 units of the record that the model was not shown, when it was too long. */
  readonly omitted?: number;
}

/** What a second model said of a record whose label was in doubt. */
export interface SecondLabel extends RawLabel {
  /** Position of the record in its source, from 0. */
  readonly record: number;
}

/** How the second look at doubtful labels went; what it said is in `RunState.secondLabels`. */
export interface SecondLook {
  /** `provider:model`. */
  readonly by: string;
  /** Records that were in doubt and are asked again, those that were before included. */
  readonly records: number;
  /** Of those, how many have an answer. */
  readonly answered: number;
  /** Why some have none: the first label counts on. */
  readonly failure?: Failure;
}

/** `unread`: no model is shown it, for a reason that the source knows. */
export type LabelStatus = 'labelled' | 'corrected' | 'failed' | 'unread' | 'open' | 'notAsked';

/** A record and what became of it. */
export interface LabelRow {
  readonly sourceId: string;
  readonly record: number;
  readonly chunkId: string;
  readonly status: LabelStatus;
  /** Of what models said, what counts: the second one's, where it was asked; absent until it was answered. */
  readonly said?: RecordLabel;
  /** What the first model said, where the second one's counts. */
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

/** Finds a label of the list as somebody spelled it: other capitals, blanks or Unicode forms are still that one. */
export function labelMatcher(list: readonly Label[]): (said: string) => string | undefined {
  const exact = new Set(list.map(({ name }) => name));
  const loose = new Map<string, string | undefined>();
  for (const { name } of list) {
    const folded = fold(name);
    // Two labels that differ by capitals only are told apart by them.
    loose.set(folded, loose.has(folded) ? undefined : name);
  }
  return said => (exact.has(said) ? said : loose.get(fold(said)));
}

const fold = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * The right labels by the cell of a gold column, as the list spells them; what is not on the list stays as
 * it is. Several stand in one cell as a JSON array or between `;`, `|` or `,`. None: the cell is empty.
 */
export function goldLabels(
  cell: string,
  match: (said: string) => string | undefined,
  multi: boolean,
): string[] {
  const text = cell.trim();
  const whole = match(text);
  if (text === '') return [];
  if (!multi || whole !== undefined) return [whole ?? text];
  const parts = text.startsWith('[') ? jsonNames(text) : text.split(/[;|,]/);
  return [...new Set(parts.map(name => name.trim()).filter(Boolean))].map(n => match(n) ?? n);
}

function jsonNames(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : [text];
  } catch {
    return [text];
  }
}

/** Names a record of the run in `RunState.corrections` and `RunState.secondLabels`. */
export const recordKey = (sourceId: string, record: number): string => `${sourceId}\n${record}`;

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
    `Second look: ${by} was asked for ${grouped(answered)} of ${grouped(records)} ${records === 1 ? 'label' : 'labels'} in doubt; ${grouped(changed)} got another label, which counts.`,
    ...(open > 0
      ? [
          `Without an answer the first label stays: ${grouped(open)}${failure ? ` (${failure.message})` : ''}.`,
        ]
      : []),
  ].join(' ');
}

const grouped = (n: number): string => n.toLocaleString('en-US');

/** Whether the run's records are being labelled. */
export const hasRecords = (state: RunState): boolean =>
  state.sources.some(({ layout }) => layout !== undefined);

/** The same names, in whatever order. */
export const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every(name => others.includes(name));
