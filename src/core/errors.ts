import type { Failure } from './domain/failure.ts';
import { inEnglish, t, type Words } from './text/l10n.ts';

/** Names an expected failure, so that the editor can offer the right button and the CLI the right exit code. */
export type ErrorCode =
  | 'callFailed'
  | 'noApiKey'
  | 'noModel'
  | 'emptySource'
  | 'nothingToRead'
  | 'untrusted'
  | 'badSetting'
  | 'badBaseUrl'
  | 'usage'
  | 'tooLarge'
  | 'runBusy'
  /** A batch could not be taken back from its provider. */
  | 'batchLeft'
  | 'storeUnusable'
  /** A report or a list could not be put where it was wanted. */
  | 'notWritten'
  /** What may be spent in a month is spent. */
  | 'overBudget'
  | 'consentRefused';

/** Every failure that is expected. Anything else that is thrown is a bug. The message is fit to read. */
export class FanoutError extends Error {
  /** By name: lazily loaded bundles hold a copy of this class each, and all of them mean the same. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'FanoutError';
  }

  override readonly name = 'FanoutError';
  readonly code: ErrorCode;
  readonly failure: Failure | undefined;

  constructor(code: ErrorCode, message: string, failure?: Failure) {
    super(message);
    this.code = code;
    this.failure = failure;
  }
}

/** A model call ended badly. `failure.message` must be safe to show. */
export const callFailed = (failure: Failure): FanoutError =>
  new FanoutError('callFailed', failure.message, failure);

/** An answer that cannot be used: people read `problem` in their language, the model in English. */
export function unusable(problem: Words): Failure {
  const message = problem();
  const toModel = inEnglish(problem);
  return { code: 'badAnswer', message, ...(toModel === message ? {} : { toModel }) };
}

/** Longest problem in characters that is told of an answer. */
const MAX_PROBLEM = 300;

/** What is wrong with an answer, as a sentence. */
export const answerProblem =
  (problem: Words): Words =>
  () =>
    t('The answer of the model could not be used: {0}.', problem().slice(0, MAX_PROBLEM));

export const badAnswer = (problem: Words): FanoutError =>
  callFailed(unusable(answerProblem(problem)));

export const emptyAnswer = (): FanoutError =>
  callFailed({ code: 'emptyAnswer', message: t('The answer of the model is empty.') });

export const noApiKey = (provider: string, origin: string): FanoutError =>
  new FanoutError(
    'noApiKey',
    t(
      'There is no API key for {0} at {1}. Nothing was sent. Set a key, or use the offline rules.',
      provider,
      origin,
    ),
  );

export const noModel = (): FanoutError =>
  new FanoutError('noModel', t('No model is chosen. Choose one, or use the offline rules.'));

/** `job` is a verb: what was asked for. */
export const needsModel = (job: string): FanoutError =>
  new FanoutError(
    'noModel',
    job === 'classify'
      ? t('The offline rules cannot classify: a model is needed. Nothing was sent. Choose a model.')
      : job === 'summarize'
        ? t(
            'The offline rules cannot summarize: a model is needed. Nothing was sent. Choose a model.',
          )
        : t(
            'The offline rules cannot answer questions: a model is needed. Nothing was sent. Choose a model.',
          ),
  );

export const emptySource = (path: string): FanoutError =>
  new FanoutError('emptySource', t('{0} is empty: there is nothing to review.', path));

/** Reasons that are named. */
const MAX_REASONS = 5;

export const nothingToRead = (reasons: readonly string[]): FanoutError =>
  new FanoutError(
    'nothingToRead',
    reasons.length === 0
      ? t('None of the given files can be read as text. Nothing was sent.')
      : t(
          'None of the given files can be read as text: {0}. Nothing was sent.',
          reasons.slice(0, MAX_REASONS).join('; '),
        ),
  );

export const nothingChanged = (reasons: readonly string[]): FanoutError =>
  new FanoutError(
    'nothingToRead',
    reasons.length === 0
      ? t('Nothing changed there: there is nothing to review. Nothing was sent.')
      : t(
          'Nothing that changed there can be read as text: {0}{1}. Nothing was sent.',
          reasons.slice(0, MAX_REASONS).join('; '),
          reasons.length > MAX_REASONS ? t(' and {0} more', reasons.length - MAX_REASONS) : '',
        ),
  );

export const badSetting = (name: string, problem: string): FanoutError =>
  new FanoutError('badSetting', t('The setting {0} {1}. Nothing was sent.', name, problem));

export const badBaseUrl = (url: string, problem: string): FanoutError =>
  new FanoutError('badBaseUrl', t('The base URL {0} {1}. Nothing was sent.', url, problem));

export const usageError = (message: string): FanoutError => new FanoutError('usage', message);

/** What an unknown thrown value says, without its stack. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export const isAbort = (error: unknown, signal?: AbortSignal): boolean =>
  Boolean(signal?.aborted) ||
  (error instanceof Error && (error.name === 'AbortError' || error.name === 'APIUserAbortError'));

export const batchLeft = (name: string, why: string): FanoutError =>
  new FanoutError(
    'batchLeft',
    t(
      'The batch of {0} could not be cancelled at the provider: {1} Nothing was deleted. Try again when the provider can be reached; until then the batch continues there and is billed.',
      name,
      why,
    ),
  );
