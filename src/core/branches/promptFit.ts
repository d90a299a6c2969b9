import { callFailed } from '../errors.ts';
import { t } from '../text/l10n.ts';
import type { Failure } from '../domain/failure.ts';
import { grouped } from '../format/format.ts';
import type { ModelRequest } from '../ports/model.ts';
import type { BranchTask, ChunkContext } from '../ports/ports.ts';
import type { ModelInfo } from '../domain/model.ts';
import { createTokenRate, promptChars } from './tokenRate.ts';
import type { Usage } from '../domain/billing.ts';

/** Of a window, what is kept for the answer: a sixth, in tokens, within these. */
const MIN_ANSWER = 300;
const MAX_ANSWER = 1000;
/** A part shorter than this, in characters, is not worth a call. */
const MIN_PART = 300;
/** Refusals without any success after which a run without a known window gives up. */
const MAX_REFUSALS = 8;
/** Of the text beside the instructions, what is sent next after a refusal that names no number. */
const SHORTER = 0.6;

/**
 * What is known of a model's window: from its description, and from what it refused. One for all calls of a
 * run, so that what one call learns no other one pays for.
 */
export interface PromptFit {
  /**
   * The request with as much of the context around the chunk as fits. Throws FanoutError with failure
   * `contextTooLong`, unsent, when it does not fit without any: a part of the chunk may. The failure is
   * hopeless when no part of any chunk would.
   */
  readonly fitted: (task: BranchTask, build: Build) => ModelRequest;
  /** A request was answered. */
  readonly answered: (request: ModelRequest, usage: Usage) => void;
  /** A request was refused or cut because of its length; the failure as it is to be told. */
  readonly refused: (
    request: ModelRequest,
    task: BranchTask,
    build: Build,
    failure: Failure,
  ) => Failure;
}

/** The request of a branch, with the context its task gives it. */
type Build = (task: BranchTask) => ModelRequest;

export function createPromptFit(model: ModelInfo): PromptFit {
  const rate = createTokenRate();
  let window = model.contextTokens ?? Infinity;
  let shortestRefused = Infinity;
  let refusals = 0;
  let hasAnswered = false;

  const fits = (chars: number, overhead: number): boolean =>
    chars - overhead <= (shortestRefused - overhead) * SHORTER &&
    rate.tokensOf(chars) + forAnswer(window) <= window;
  const tooSmall = (overhead: number, failure?: Failure): Failure | undefined => {
    const least = rate.tokensOf(overhead + MIN_PART) + forAnswer(window);
    const isBare = shortestRefused < overhead + 2 * MIN_PART;
    if (least <= window && !isBare && refusals < MAX_REFUSALS) return undefined;
    const found =
      window === Infinity
        ? t(
            '{0} refuses even a text of {1} characters as too long, of which the instructions take {2}',
            model.label,
            grouped(shortestRefused),
            grouped(overhead),
          )
        : t(
            'The window of {0} is {1} tokens, of which the instructions take about {2}',
            model.label,
            grouped(window),
            grouped(rate.tokensOf(overhead)),
          );
    const wanted = 1024 * Math.ceil((rate.tokensOf(overhead) + 2 * MAX_ANSWER) / 1024);
    return {
      ...failure,
      code: 'contextTooLong',
      hopeless: true,
      message: t(
        '{0}: it is too small for this job. What is finished is kept. Give the model a window of {1} tokens or more where it is served, or choose another model.',
        found,
        grouped(wanted),
      ),
    };
  };

  return {
    fitted: (task, build) => {
      const whole = build(task);
      if (window === Infinity && shortestRefused === Infinity) return whole;
      const overhead = overheadOf(task, build);
      if (fits(promptChars(whole), overhead)) return whole;
      for (const less of shorter(task)) {
        const request = build(less);
        if (fits(promptChars(request), overhead)) return request;
      }
      const hopeless = tooSmall(overhead);
      throw callFailed({
        code: 'contextTooLong',
        message: t('The text is too long for {0}{1}. Smaller parts will fit.', model.label, ''),
        ...hopeless,
        unsent: true,
      });
    },
    answered: (request, usage) => {
      hasAnswered = true;
      refusals = 0;
      if (!usage.estimated) rate.counted(promptChars(request), usage.inputTokens);
    },
    refused: (request, task, build, failure) => {
      const chars = promptChars(request);
      refusals += hasAnswered ? 0 : 1;
      if (failure.promptTokens !== undefined) rate.counted(chars, failure.promptTokens);
      if (failure.windowTokens === undefined) shortestRefused = Math.min(shortestRefused, chars);
      else if (rate.tokensOf(chars) + forAnswer(failure.windowTokens) > failure.windowTokens)
        window = Math.min(window, failure.windowTokens);
      // By our count it fits: what the server counts is not what it says.
      else shortestRefused = Math.min(shortestRefused, chars);
      return tooSmall(overheadOf(task, build), failure) ?? failure;
    },
  };
}

const forAnswer = (window: number): number =>
  window === Infinity ? 0 : Math.min(MAX_ANSWER, Math.max(MIN_ANSWER, Math.floor(window / 6)));

/** Characters of a branch's prompt without the chunk and all that can be left out. */
const overheadOf = (task: BranchTask, build: Build): number =>
  promptChars(build(bare(task))) - (task.chunk.end - task.chunk.start);

/** Without facts there is nothing to compare with other parts; without the text there is nothing at all. */
const bare = (task: BranchTask): BranchTask => ({ ...task, context: NO_CONTEXT, facts: false });

const NO_CONTEXT: ChunkContext = { outline: '', before: '', after: '' };

/** Less and less of the context, what helps least first; last without the facts that other parts are compared by. */
function* shorter(task: BranchTask): Iterable<BranchTask> {
  const { outline, before, after, enclosing = '' } = task.context;
  const near = {
    before: before.slice(-Math.floor(before.length / 3)),
    after: after.slice(0, Math.floor(after.length / 3)),
  };
  const place = outline.split('\n', 1)[0] ?? '';
  for (const context of [
    { outline, before, after, enclosing },
    { outline, ...near, enclosing },
    { outline: place, ...near, enclosing },
    { ...NO_CONTEXT, outline: place, enclosing },
    { ...NO_CONTEXT, outline: place },
    NO_CONTEXT,
  ])
    yield { ...task, context };
  yield { ...bare(task), context: { ...NO_CONTEXT, outline: place, enclosing } };
  yield bare(task);
}
