import { FanoutError } from '../errors.ts';
import { displayLanguage, type Words } from '../text/l10n.ts';
import type { FanOutEnd } from '../fanout/fanOut.ts';
import { type LabelRow, labelRows } from '../state/labelRows.ts';
import type { SecondLabel } from '../domain/records/labels.ts';
import type { BranchTask } from '../ports/ports.ts';
import type { FanIn } from '../ports/job.ts';
import type { SourceRecord } from '../domain/records/records.ts';
import { shownRecords } from '../text/shownRecords.ts';
import { split, splitInTwo, uniqueIds } from '../split/split.ts';
import { noUsage } from '../domain/cost.ts';
import type { FailureCode } from '../domain/failure.ts';
import type { Branch } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Source } from '../domain/source.ts';
import { fanOutBranches } from './branches.ts';
import { factorOf } from './estimate/calibration.ts';
import { type Asked, askAll, type Question } from './callModel.ts';
import { type Context, promptOptionsOf } from './context.ts';
import { splitOptions } from './plan/splitOptions.ts';
import { recallLabel, rememberLabel } from './secondLabels.ts';

/** What a model could not answer as it should, and another one may. */
const UNANSWERED: ReadonlySet<FailureCode> = new Set([
  'badAnswer',
  'emptyAnswer',
  'refused',
  'truncated',
]);

/** Where labels in doubt are asked twice, what the first model could not answer is asked of the second one, too. */
export async function reassignFailedBranches(
  context: Context,
  ending: FanOutEnd,
): Promise<FanOutEnd> {
  const { job, ports, state, emit, stop } = context;
  const ref = ports.verifier?.reviewer.model.ref;
  if (!looksTwice(job.fanIn) || ref === undefined || ending.kind !== 'done') return ending;
  let handedOver = 0;
  for (const branchId of [...state.branchIds]) {
    const { branch, outcome } = state.branches[branchId] ?? {};
    const chunk = branch && state.chunks[branch.chunkId];
    if (!chunk || branch.model === ref || outcome?.status !== 'failed') continue;
    if (!UNANSWERED.has(outcome.failure.code)) continue;
    const factor = factorOf(context, ref) / factorOf(context, branch.model);
    const other: Branch = {
      ...branch,
      id: `${branchId}@${ref}`,
      model: ref,
      inputTokens: Math.ceil(branch.inputTokens * factor),
      parentId: branchId,
    };
    // What the first one was billed has been told when it failed.
    emit({ type: 'branch.split', branchId, chunks: [chunk], branches: [other], calls: 0 });
    handedOver += 1;
  }
  return handedOver === 0 || stop.signal.aborted ? ending : fanOutBranches(context);
}

/**
 * Has the records whose label is in doubt labelled once more, packed again, by the model that takes the second
 * look. Both labels are kept; the second one's counts. Answers are stored by record, so that a run that goes
 * on, or one with another threshold, pays for no record twice.
 */
export async function relabelUncertain(context: Context): Promise<void> {
  const { job, ports, sources, state, emit, stop } = context;
  const { model, reviewer } = ports.verifier ?? ports;
  if (!looksTwice(job.fanIn) || !model || stop.signal.aborted) return;
  const { ref } = reviewer.model;
  const rows = labelRows(state);
  const open = rows.filter(({ doubtful }) => doubtful);
  if (open.length === 0) return;
  const before = rows.filter(({ first }) => first).length;
  emit({ type: 'labels.doubted', by: ref, records: before + open.length });
  const alone = { ...context, ports: { ...ports, ...(ports.verifier ?? {}), others: [] } };
  let asked: Part[] = [];
  for (const source of sources) {
    const own = open.filter(({ sourceId }) => sourceId === source.id);
    const subset = subsetOf(source, own, index => recallLabel(context, ref, source, index));
    if (subset.known.length > 0)
      emit({ type: 'labels.checked', sourceId: source.id, by: ref, labels: subset.known, ...FREE });
    if (subset.indexes.length === 0) continue;
    const chunks = await split(subset.source, await splitOptions(alone, source));
    asked.push(...chunks.map(chunk => ({ chunk, ...subset })));
  }
  // A pack that gives no usable answer is asked for in its halves, down to one record.
  while (asked.length > 0 && !stop.signal.aborted) asked = await askParts(context, asked);
}

const looksTwice = (fanIn: FanIn): boolean =>
  fanIn.kind === 'labels' && fanIn.doubtfulBelow !== undefined;

const FREE = { usage: noUsage, costUsd: 0, calls: 0 };

/** Some records of a source, as a record set of their own. */
interface Subset {
  readonly source: Source;
  /** Their positions in the source that they are of. */
  readonly indexes: readonly number[];
}

interface Part extends Subset {
  readonly chunk: Chunk;
}

function subsetOf(
  source: Source,
  rows: readonly LabelRow[],
  recalled: (index: number) => SecondLabel | undefined,
): Subset & { readonly known: readonly SecondLabel[] } {
  const known: SecondLabel[] = [];
  const indexes: number[] = [];
  for (const { record } of rows) {
    const label = recalled(record);
    if (label) known.push(label);
    else indexes.push(record);
  }
  const records = indexes.map(index => source.records?.[index]).filter(isThere);
  return { source: { ...source, records }, indexes, known };
}

const isThere = (record: SourceRecord | undefined): record is SourceRecord => record !== undefined;

/** @returns the halves of what got no usable answer. */
async function askParts(context: Context, parts: readonly Part[]): Promise<Part[]> {
  const { job, options, ports, emit } = context;
  const { model } = ports.verifier ?? ports;
  if (!model) return [];
  const { ref } = model.info;
  const ids = uniqueIds(parts.map(({ chunk }) => chunk)).map(({ id }) => id);
  const partOf = new Map(parts.map((part, i) => [ids[i] ?? '', part]));
  const questions = [...partOf].map(([id, part]): Question => {
    const task = taskOf(context, ref, part);
    const tokens = job.answerTokens?.(part.chunk, part.source).expected;
    return {
      id,
      request: job.request(task, promptOptionsOf(options)),
      check: text => problemOf(() => job.check(text, task)),
      ...(tokens === undefined ? {} : { outputTokens: tokens }),
    };
  });
  const halves: Part[] = [];
  await askAll(context, model, questions, ({ id }, { text, failure, ...bill }: Asked) => {
    const part = partOf.get(id);
    if (!part) return;
    const { source, chunk, indexes } = part;
    const raw =
      text === undefined ? [] : (job.check(text, taskOf(context, ref, part)).labels ?? []);
    const labels = shownRecords(source, chunk).flatMap(({ index }, i): SecondLabel[] => {
      const [record, label] = [indexes[index], raw[i]];
      return record === undefined || !label ? [] : [{ ...label, record }];
    });
    const whole = context.sourceOf.get(source.id) ?? source;
    for (const label of labels) rememberLabel(context, ref, whole, label);
    const parted = failure && UNANSWERED.has(failure.code) ? halvesOf(context, part) : [];
    halves.push(...parted);
    emit({
      type: 'labels.checked',
      sourceId: source.id,
      by: ref,
      labels,
      ...bill,
      ...(failure && parted.length === 0 ? { failure } : {}),
    });
  });
  return halves;
}

const halvesOf = ({ ports }: Context, part: Part): Part[] =>
  (splitInTwo(part.source, part.chunk, ports.count) ?? []).map(chunk => ({ ...part, chunk }));

/** What is asked of a part; no branch of the run is about it. */
function taskOf({ options }: Context, model: string, { source, chunk }: Part): BranchTask {
  const [perspective] = options.perspectivesOf(source);
  if (!perspective) throw new Error(`nothing is asked of ${source.path}`);
  return {
    branch: {
      id: chunk.id,
      chunkId: chunk.id,
      perspectiveId: perspective.id,
      model,
      inputTokens: 0,
      outputTokens: 0,
    },
    chunk,
    perspective,
    source,
    context: { outline: '', before: '', after: '' },
  };
}

function problemOf(check: () => unknown): Words | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof FanoutError) {
      const { message, failure } = error;
      return () => (displayLanguage() ? message : (failure?.toModel ?? message));
    }
    throw error;
  }
}
