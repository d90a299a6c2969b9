import type { FailureCode } from '../../../core/domain/failure.ts';
import type { NoAnswer } from '../causes.ts';
import { t } from '../../../core/text/l10n.ts';

interface Words {
  readonly origin: string;
  readonly modelId: string;
  readonly loopback: boolean;
  readonly status?: number | undefined;
  /** The provider's own text, already redacted and cut. */
  readonly said?: string;
  /** Where there was no HTTP answer. */
  readonly noAnswer?: NoAnswer;
  /** Host a redirect pointed at. */
  readonly target?: string | undefined;
}

/** What happened and what to do, in one or two sentences. */
export function wordFailure(code: FailureCode, words: Words): string {
  const http = words.status === undefined ? '' : t(' (HTTP {0})', words.status);
  const text = sentence(code, words, http);
  if (!words.said) return text;
  return code === 'bug'
    ? t('{0} The error: “{1}”', text, words.said)
    : t('{0} The provider says: “{1}”', text, words.said);
}

function sentence(code: FailureCode, words: Words, http: string): string {
  const { origin, modelId } = words;
  switch (code) {
    case 'auth':
      return t('{0} refused the API key{1}. Set a valid key, then resume.', origin, http);
    case 'permission':
      return t(
        "{0} does not allow this key to use {1}{2}. Check the key's project, region and rights, or choose another model.",
        origin,
        modelId,
        http,
      );
    case 'unknownModel':
      return t(
        '{0} has no model {1} at this address{2}. Choose another model, or check the base URL (most compatible servers want it to end in /v1).',
        origin,
        modelId,
        http,
      );
    case 'noCredit':
      return t(
        'The account at {0} has no credit left or has reached its spending limit{1}. Waiting does not help: add credit or raise the limit, then resume.',
        origin,
        http,
      );
    case 'rateLimited':
      return t('{0} asks to slow down{1}.', origin, http);
    case 'overloaded':
      return t('{0} is overloaded{1}.', origin, http);
    case 'serverError':
      return t('{0} had an error of its own{1}.', origin, http);
    case 'network':
      if (words.loopback)
        return words.noAnswer !== 'closed'
          ? t('No server answers at {0}. Start it, then retry.', origin)
          : t(
              'The server at {0} closed the connection without an answer. Look into its log, then retry.',
              origin,
            );
      return t('The connection to {0} failed. Check the network, then retry.', origin);
    case 'dns':
      return t(
        'The name of {0} could not be resolved. Check the network and the base URL.',
        origin,
      );
    case 'tls':
      return t(
        'The certificate of {0} could not be verified, so nothing was sent. Check the base URL, the clock, and whether a proxy opens encrypted traffic.',
        origin,
      );
    case 'proxy':
      return t(
        'The proxy refused the connection to {0}{1}. Check the proxy settings and its sign-in.',
        origin,
        http,
      );
    case 'redirected':
      return t(
        '{0} redirects to {1}{2}. The redirect was not followed, so the key and the text stayed here. Set the right base URL.',
        origin,
        words.target ?? t('another address'),
        http,
      );
    case 'notProvider':
      if (words.noAnswer === 'notHttp')
        return t(
          'What answers at {0} does not speak HTTP. Check the port and whether the address begins with http or https.',
          origin,
        );
      return t(
        "What {0} sent is not a model's answer; it may be a web page. Sign in to the network if it asks for that, or check the base URL.",
        origin,
      );
    case 'timeout':
      return t('{0} did not answer in time{1}.', origin, http);
    case 'stalled':
      return t('The answer from {0} stopped arriving and was given up.', origin);
    case 'cutOff':
      return t(
        'The answer from {0} ended before it was complete. The part that arrived was not used.',
        origin,
      );
    case 'contextTooLong':
      return t('The text is too long for {0}{1}. Smaller parts will fit.', modelId, http);
    case 'truncated':
      return t(
        'The answer of {0} reached its length limit and was cut. The part that arrived was not used.',
        modelId,
      );
    case 'refused':
      return t('{0} declined to answer for this part{1}.', modelId, http);
    case 'emptyAnswer':
      return t('The answer of {0} is empty.', modelId);
    case 'badAnswer':
      return t('The answer of {0} does not have the form that was asked for.', modelId);
    case 'tooLarge':
      return t('The answer of {0} is larger than 2 MB and was given up.', modelId);
    case 'badRequest':
      return t('{0} does not accept the request{1}.', origin, http);
    case 'budget':
      return t('The budget of the run is used up.');
    case 'store':
      return t('The answer could not be stored.');
    case 'bug':
      return t(
        'The call to {0} failed inside Fanout. Other parts are not affected; retry this one.',
        modelId,
      );
  }
}
