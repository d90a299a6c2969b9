import { coverage } from '../coverage.ts';
import { isGap } from '../coverageUnit.ts';
import { statementsByChunk } from '../digest.ts';
import { applyDecisions } from '../fanin/decisions.ts';
import { findInjections } from '../fanin/injection.ts';
import { joinRows } from '../fanin/joinRows.ts';
import { mergeFindings } from '../fanin/merge.ts';
import { synthesize, type Assessment } from '../fanin/synthesize.ts';
import { addBills, type Bill } from '../fanout/bill.ts';
import type { FanIn } from '../ports.ts';
import { isStanding } from '../standing.ts';
import type { RunState } from '../state.ts';
import type { Column } from '../statements.ts';
import type { Finding } from '../findings.ts';
import { callModel } from './callModel.ts';
import { compareFacts } from './consistency.ts';
import { chunksInOrder, type Context } from './context.ts';
import { joinAsTheyCome } from './digest.ts';
import { sumUpLabels } from './labels.ts';
import { withKnownVerifications } from './verify.ts';

export async function fanIn(context: Context): Promise<void> {
  const { options, state, emit } = context;
  const conflicts = await compareFacts(context);
  const said = state.branchIds.flatMap((id): readonly Finding[] => {
    const outcome = state.branches[id]?.outcome;
    return outcome?.status === 'succeeded' ? outcome.findings : [];
  });
  const merged = mergeFindings([...said, ...conflicts, ...injections(context)], {
    sources: state.sources,
    perspectives: state.perspectives,
    modelOf: id => state.branches[id]?.branch.model,
  });
  emit({
    type: 'findings.merged',
    findings: applyDecisions(
      withKnownVerifications(merged, options.resume?.events ?? []),
      options.decisions ?? (() => undefined),
    ),
  });
}

type Closing = () => Promise<void>;
type Closings = {
  readonly [K in FanIn['kind']]: (context: Context, fanIn: Extract<FanIn, { kind: K }>) => Closing;
};

/** By what there is to join. */
const closings: Closings = {
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
export const beginClosing = (context: Context): Closing => closingOf(context, context.job.fanIn);

const closingOf = <K extends FanIn['kind']>(
  context: Context,
  fanIn: Extract<FanIn, { kind: K }>,
): Closing => closings[fanIn.kind](context, fanIn);

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
      findings: state.findings.filter(isStanding),
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

/** Rules cannot be talked to; a model can, so what speaks to it is told to the reader. */
const injections = ({ ports, sources, state }: Context): Finding[] =>
  ports.reviewer.model.provider === 'offline'
    ? []
    : sources.flatMap(source => findInjections(source, chunksInOrder(state)));

/** One chunk seen once, or nothing to sum up: code says it as well. */
const worthACall = (state: RunState): boolean =>
  state.branchIds.length > 1 && state.findings.some(isStanding);

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
