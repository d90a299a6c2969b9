import { FanoutError, isAbort } from '../../core/errors.ts';
import type { FailureCode } from '../../core/domain/failure.ts';
import { t } from '../../core/text/l10n.ts';

/** A button under a message: its title and the command behind it. */
export interface Action {
  readonly title: string;
  readonly command: string;
}

export interface FailureMessage {
  readonly level: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly actions: readonly Action[];
}

const SET_KEY: Action = { title: t('Set API Key…'), command: 'fanout.setApiKey' };
const CHOOSE_MODEL: Action = { title: t('Choose Model…'), command: 'fanout.chooseModel' };
const USE_RULES: Action = { title: t('Use Offline Rules'), command: 'fanout.useOfflineRules' };
const SHOW_LOG: Action = { title: t('Show Log'), command: 'fanout.showLog' };
const RETRY: Action = { title: t('Retry Failed Branches'), command: 'fanout.retryFailed' };
const TRUST: Action = { title: t('Manage Workspace Trust'), command: 'workbench.trust.manage' };
const SETTINGS: Action = { title: t('Open Settings'), command: 'fanout.openSettings' };

/** What helps against a failed call. */
const REMEDIES: Readonly<Partial<Record<FailureCode, readonly Action[]>>> = {
  auth: [SET_KEY, CHOOSE_MODEL],
  permission: [SET_KEY, CHOOSE_MODEL],
  unknownModel: [CHOOSE_MODEL],
  noCredit: [CHOOSE_MODEL, USE_RULES],
  contextTooLong: [CHOOSE_MODEL, SETTINGS],
  badRequest: [CHOOSE_MODEL, SHOW_LOG],
  notProvider: [CHOOSE_MODEL, SHOW_LOG],
  redirected: [CHOOSE_MODEL, SHOW_LOG],
  budget: [SETTINGS, RETRY],
  bug: [SHOW_LOG],
  store: [SHOW_LOG],
};

/** The buttons that help against a failed call: what failed by chance can be tried again. */
export const remediesFor = (code: FailureCode): readonly Action[] =>
  REMEDIES[code] ?? [RETRY, SHOW_LOG];

export const UNEXPECTED = t(
  'Fanout met an unexpected error. What was answered is kept. The log has the details.',
);

/**
 * The sentence and the buttons for whatever was thrown; undefined when the user
 * cancelled.
 */
export function failureMessage(error: unknown): FailureMessage | undefined {
  if (!(error instanceof FanoutError)) {
    if (isAbort(error) || isCancellation(error)) return undefined;
    return {
      level: 'error',
      text: UNEXPECTED,
      actions: [SHOW_LOG],
    };
  }
  const text = error.message;
  switch (error.code) {
    case 'consentRefused':
      return undefined;
    case 'noApiKey':
      return { level: 'error', text, actions: [SET_KEY, CHOOSE_MODEL, USE_RULES] };
    case 'noModel':
      return { level: 'warning', text, actions: [CHOOSE_MODEL, USE_RULES] };
    case 'badBaseUrl':
      return { level: 'error', text, actions: [CHOOSE_MODEL, SETTINGS] };
    case 'overBudget':
      return { level: 'warning', text, actions: [SETTINGS, USE_RULES] };
    case 'badSetting':
      return { level: 'error', text, actions: [SETTINGS] };
    case 'untrusted':
      return { level: 'warning', text, actions: [TRUST, USE_RULES] };
    case 'emptySource':
    case 'nothingToRead':
    case 'tooLarge':
    case 'runBusy':
    case 'batchLeft':
    case 'usage':
      return { level: 'warning', text, actions: [] };
    case 'storeUnusable':
    case 'notWritten':
      return { level: 'error', text, actions: [SHOW_LOG] };
    case 'callFailed':
      return {
        level: 'error',
        text,
        actions: error.failure ? remediesFor(error.failure.code) : [SHOW_LOG],
      };
  }
}

/** VS Code's own way to say that the user cancelled. */
const isCancellation = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'Canceled' || error.message === 'Canceled');
