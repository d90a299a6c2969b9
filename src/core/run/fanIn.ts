import { costOf } from '../cost.ts';
import { coverage } from '../coverage.ts';
import { callFailed } from '../errors.ts';
import { mergeFindings } from '../fanin/merge.ts';
import { synthesize, type Assessment } from '../fanin/synthesize.ts';
import { fanOut } from '../fanout/fanOut.ts';
import type { Model, ModelReply, ModelRequest } from '../ports.ts';
import type { RunState } from '../state.ts';
import type { Answer, Failure, Finding } from '../types.ts';
import type { Context } from './context.ts';

export function fanIn({ state, emit }: Context): void {
  const said = state.branchIds.flatMap((id): readonly Finding[] => {
    const outcome = state.branches[id]?.outcome;
    return outcome?.status === 'succeeded' ? outcome.findings : [];
  });
  emit({
    type: 'findings.merged',
    findings: mergeFindings(said, { sources: state.sources, perspectives: state.perspectives }),
  });
}

export async function synthesizeReport(context: Context): Promise<void> {
  const { options, ports, state, emit, stop } = context;
  const model =
    options.synthesis && !stop.signal.aborted && worthACall(state) ? ports.model : undefined;
  if (model) emit({ type: 'synthesis.started' });
  const synthesis = await synthesize(
    {
      name: state.name,
      findings: state.findings,
      perspectives: state.perspectives,
      sources: state.sources,
      assessments: assessments(state),
      coverage: coverage(state),
      rulesOnly: ports.reviewer.model.provider === 'offline',
      ...(options.language === undefined ? {} : { language: options.language }),
    },
    model && (request => callModel(context, model, request)),
  );
  const costUsd = synthesis.usage && costOf(synthesis.usage, ports.reviewer.model.price);
  emit({
    type: 'synthesis.ended',
    synthesis: { ...synthesis, ...(costUsd === undefined ? {} : { costUsd }) },
  });
}

/** One chunk seen once, or nothing to sum up: code says it as well. */
const worthACall = (state: RunState): boolean =>
  state.branchIds.length > 1 && state.findings.length > 0;

/** Fan-in's own calls go the way of the branches: same limits, same retries, same cancelling. */
async function callModel(
  { options, ports, stop }: Context,
  model: Model,
  request: ModelRequest,
): Promise<ModelReply> {
  let reply: ModelReply | undefined;
  let failure: Failure | undefined;
  const { system, shared, task } = request;
  await fanOut({
    branches: [
      {
        id: 'synthesis',
        chunkId: '',
        perspectiveId: '',
        model: model.info.ref,
        inputTokens: ports.count([system, shared, task].join('\n')),
        outputTokens: request.maxOutputTokens / 4,
      },
    ],
    attempt: async (_branch, call) => {
      reply = await model.generate(request, call);
      return {
        answer: NO_ANSWER,
        usage: reply.usage,
        ...(reply.limits ? { limits: reply.limits } : {}),
      };
    },
    succeed: (_branch, { usage }, attempts) => ({
      status: 'succeeded',
      findings: [],
      assessment: '',
      dropped: 0,
      usage,
      cached: false,
      attempts,
    }),
    split: () => undefined,
    pacerOf: () => ports.pacer,
    policy: options.policy,
    clock: ports.clock,
    signal: stop.signal,
    emit: event => {
      if (event.type === 'branch.ended' && event.outcome.status === 'failed')
        failure = event.outcome.failure;
    },
  });
  if (reply) return reply;
  throw failure ? callFailed(failure) : new DOMException('Cancelled', 'AbortError');
}

const NO_ANSWER: Answer = { findings: [], assessment: '', dropped: 0 };

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
