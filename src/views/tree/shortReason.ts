import type { FailureCode } from '../../core/domain/failure.ts';
import { t } from '../../core/text/l10n.ts';

/** Why a branch failed, in two or three words. */
export const SHORT_REASON: Readonly<Record<FailureCode, string>> = {
  auth: t('key refused'),
  permission: t('not permitted'),
  unknownModel: t('unknown model'),
  noCredit: t('no credit left'),
  rateLimited: t('rate limited'),
  overloaded: t('provider overloaded'),
  serverError: t('server error'),
  network: t('connection failed'),
  dns: t('host not found'),
  tls: t('certificate refused'),
  proxy: t('proxy refused'),
  redirected: t('redirected'),
  notProvider: t('not a model server'),
  timeout: t('timed out'),
  stalled: t('reply stalled'),
  cutOff: t('reply cut off'),
  contextTooLong: t('chunk too long'),
  truncated: t('reply too long'),
  refused: t('refused by the model'),
  emptyAnswer: t('empty reply'),
  badAnswer: t('reply not readable'),
  tooLarge: t('reply too large'),
  badRequest: t('request refused'),
  budget: t('budget used up'),
  store: t('could not be stored'),
  bug: t('internal error'),
};
