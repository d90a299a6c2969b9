import { callFailed, FanoutError } from '../errors.ts';
import type { BranchTask, Reply, Reviewer } from '../ports/ports.ts';
import type {
  CallOptions,
  Model,
  ModelReply,
  ModelRequest,
  PromptOptions,
} from '../ports/model.ts';
import type { Job } from '../ports/job.ts';
import type { Failure } from '../domain/failure.ts';
import type { Answer } from '../domain/branch.ts';
import { createPromptFit } from './promptFit.ts';

/** A model behind a job's prompt: one branch is one request, one call, one checked answer. */
export function modelReviewer(model: Model, job: Job, options: PromptOptions): Reviewer {
  const fit = createPromptFit(model.info);
  return {
    model: model.info,
    lane: model.lane,
    review: async (task: BranchTask, call: CallOptions): Promise<Reply> => {
      const build = (fitting: BranchTask): ModelRequest =>
        withFeedback(job.request(fitting, options), model, call.previous);
      const request = fit.fitted(task, build);
      const reply = await model
        .generate(request, {
          signal: call.signal,
          ...(call.onFirstToken && { onFirstToken: call.onFirstToken }),
        })
        .catch((error: unknown) => {
          throw marked(
            job,
            told(error, failure => fit.refused(request, task, build, failure)),
          );
        });
      const { promptTokens: inputTokens = reply.usage.inputTokens } = reply;
      fit.answered(request, { ...reply.usage, inputTokens });
      return {
        answer: checked(job, task, reply),
        usage: reply.usage,
        ...(reply.limits && { limits: reply.limits }),
        ...(reply.refusedRequests && { refusedRequests: reply.refusedRequests }),
      };
    },
  };
}

/** A failure because of the length of a prompt, as what is known of the window has it. */
const told = (error: unknown, refused: (failure: Failure) => Failure): unknown =>
  error instanceof FanoutError && error.failure?.code === 'contextTooLong'
    ? callFailed(refused(error.failure))
    : error;

/** The request after a try that failed for a reason the model can do something about. */
function withFeedback(
  request: ModelRequest,
  model: Model,
  previous: Failure | undefined,
): ModelRequest {
  switch (previous?.code) {
    case 'badAnswer':
      return {
        ...request,
        task: `${request.task}\n\nAn earlier answer to this was rejected. ${previous.toModel ?? previous.message} Answer again with exactly one complete JSON object of the form asked for, and nothing else.`,
      };
    case 'truncated': {
      const most = model.info.maxOutputTokens ?? Number.POSITIVE_INFINITY;
      return { ...request, maxOutputTokens: Math.min(request.maxOutputTokens * 2, most) };
    }
    default:
      return request;
  }
}

/** An answer that cannot be used was paid for all the same. */
function checked(job: Job, task: BranchTask, reply: ModelReply): Answer {
  const { text, usage, refusedRequests } = reply;
  try {
    return job.check(text, task);
  } catch (error) {
    if (!(error instanceof FanoutError) || !error.failure) throw error;
    throw marked(
      job,
      callFailed({ ...error.failure, usage, ...(refusedRequests && { refusedRequests }) }),
    );
  }
}

/** Says of a failure that halves may do better, where the job is such that they may. */
const marked = ({ divisible }: Job, error: unknown): unknown =>
  divisible && error instanceof FanoutError && error.failure
    ? callFailed({ ...error.failure, divisible })
    : error;
