import { coverage } from '../state/coverage.ts';
import { isGap } from '../format/coverageUnit.ts';
import { statementsByChunk } from '../state/digestView.ts';
import { applyDecisions } from '../fanin/merge/decisions.ts';
import { findInjections } from '../fanin/check/injection.ts';
import { joinRows } from '../fanin/synthesis/joinRows.ts';
import { synthesize, type Assessment } from '../fanin/synthesis/synthesize.ts';
import { addBills, type Bill } from '../fanout/bill.ts';
import type { FanIn } from '../ports/job.ts';
import { isDecisive, tallyFindings } from '../state/findingStatus.ts';
import type { RunState } from '../state/runState.ts';
import type { Column } from '../domain/results/statements.ts';
import type { Finding } from '../domain/results/findings.ts';
import { yieldToEventLoop } from '../yieldToEventLoop.ts';
import { callModel } from './callModel.ts';
import { compareFacts } from './consistency.ts';
import { type Context, chunksInOrder } from './context.ts';
import { joinAsTheyCome } from './digest.ts';
import { sumUpLabels } from './labels.ts';
import { mergeByMeaning } from './merge.ts';
import { withKnownVerifications } from './verify.ts';

export async function fanIn(context: Context): Promise<void> {
  const { options, state, emit } = context;
  const conflicts = await compareFacts(context);
  const said = state.branchIds.flatMap((id): readonly Finding[] => {
    const outcome = state.branches[id]?.outcome;
    return outcome?.status === 'succeeded' ? outcome.findings : [];
  });
  const orders = await injections(context);
  const merged = await mergeByMeaning(context, [...said, ...conflicts, ...orders]);
  emit({
    type: 'findings.merged',
    findings: applyDecisions(
      withKnownVerifications(merged, options.resume?.events ?? []),
      options.decisions ?? (() => undefined),
    ),
  });
}

type Finalizer = () => Promise<void>;
type Finalizers = {
  readonly [K in FanIn['kind']]: (
    context: Context,
    fanIn: Extract<FanIn, { kind: K }>,
  ) => Finalizer;
};

/** By what there is to join. */
const finalizers: Finalizers = {
  findings: context => () => sumUpFindings(context),
  digest: (context, { join }) => joinAsTheyCome(context, join),
  rows:
    (context, { columns }) =>
    () =>
      listRows(context, columns),
  labels:
    (context, { labels }) =>
    () =>
      sumUpLabels(context, labels),
};

/**
 * What the report ends in. Joining that need not wait for the last branch begins at once; what is
 * returned does the rest, after it.
 */
export const startFinalize = (context: Context): Finalizer =>
  finalizerOf(context, context.job.fanIn);

const finalizerOf = <K extends FanIn['kind']>(
  context: Context,
  fanIn: Extract<FanIn, { kind: K }>,
): Finalizer => finalizers[fanIn.kind](context, fanIn);

function listRows({ state, emit }: Context, columns: readonly Column[]): Promise<void> {
  const statements = [...statementsByChunk(state).values()].flat();
  emit({ type: 'rows.joined', columns, rows: joinRows(columns, statements) });
  return Promise.resolve();
}

async function sumUpFindings(context: Context): Promise<void> {
  const { options, ports, state, emit, stop } = context;
  const model =
    options.synthesis && !stop.signal.aborted && worthACall(state) ? ports.model : undefined;
  if (model) emit({ type: 'synthesis.started' });
  let bill: Bill | undefined;
  const synthesis = await synthesize(
    {
      name: state.name,
      findings: state.findings.filter(isDecisive),
      unplaced: tallyFindings(state.findings).unplaced,
      perspectives: state.perspectives,
      sources: state.sources,
      assessments: assessments(state),
      coverage: { ...coverage(state), unread: state.skipped.filter(isGap).length },
      rulesOnly: ports.reviewer.model.provider === 'offline',
      ...(options.language === undefined ? {} : { language: options.language }),
    },
    model &&
      (request =>
        callModel(context, model, request, own => {
          bill = bill ? addBills(bill, own) : own;
        })),
  );
  emit({ type: 'synthesis.ended', synthesis: { ...synthesis, calls: 0, ...bill } });
}

/** A model can follow instructions hidden in the text, rules cannot: such instructions are reported to the reader. */
async function injections({ ports, sources, state }: Context): Promise<Finding[]> {
  if (ports.reviewer.model.provider === 'offline') return [];
  const pause = yieldToEventLoop(ports.clock);
  const chunks = chunksInOrder(state);
  const found: Finding[] = [];
  for (const source of sources) found.push(...(await findInjections(source, chunks, pause)));
  return found;
}

/** One chunk seen once, or nothing to sum up: code says it as well. */
const worthACall = (state: RunState): boolean =>
  state.branchIds.length > 1 && state.findings.some(isDecisive);

const assessments = (state: RunState): Assessment[] =>
  state.branchIds.flatMap(id => {
    const branch = state.branches[id];
    const chunk = branch && state.chunks[branch.branch.chunkId];
    return chunk && branch.outcome?.status === 'succeeded' && branch.outcome.assessment
      ? [
          {
            perspectiveId: branch.branch.perspectiveId,
            title: chunk.title,
            text: branch.outcome.assessment,
          },
        ]
      : [];
  });
