import type { FailureCode } from '../../../core/domain/failure.ts';
import type { NoAnswer } from '../causes.ts';

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
  const http = words.status === undefined ? '' : ` (HTTP ${words.status})`;
  const who = code === 'bug' ? 'The error' : 'The provider says';
  const said = words.said ? ` ${who}: “${words.said}”` : '';
  return sentence(code, words, http) + said;
}

function sentence(code: FailureCode, words: Words, http: string): string {
  const { origin, modelId } = words;
  switch (code) {
    case 'auth':
      return `${origin} refused the API key${http}. Set a valid key, then resume.`;
    case 'permission':
      return `${origin} does not allow this key to use ${modelId}${http}. Check the key's project, region and rights, or choose another model.`;
    case 'unknownModel':
      return `${origin} has no model ${modelId} at this address${http}. Choose another model, or check the base URL (most compatible servers want it to end in /v1).`;
    case 'noCredit':
      return `The account at ${origin} has no credit left or has reached its spending limit${http}. Waiting does not help: add credit or raise the limit, then resume.`;
    case 'rateLimited':
      return `${origin} asks to slow down${http}.`;
    case 'overloaded':
      return `${origin} is overloaded${http}.`;
    case 'serverError':
      return `${origin} had an error of its own${http}.`;
    case 'network':
      if (words.loopback)
        return words.noAnswer !== 'closed'
          ? `No server answers at ${origin}. Start it, then retry.`
          : `The server at ${origin} closed the connection without an answer. Look into its log, then retry.`;
      return `The connection to ${origin} failed. Check the network, then retry.`;
    case 'dns':
      return `The name of ${origin} could not be resolved. Check the network and the base URL.`;
    case 'tls':
      return `The certificate of ${origin} could not be verified, so nothing was sent. Check the base URL, the clock, and whether a proxy opens encrypted traffic.`;
    case 'proxy':
      return `The proxy refused the connection to ${origin}${http}. Check the proxy settings and its sign-in.`;
    case 'redirected':
      return `${origin} redirects to ${words.target ?? 'another address'}${http}. The redirect was not followed, so the key and the text stayed here. Set the right base URL.`;
    case 'notProvider':
      if (words.noAnswer === 'notHttp')
        return `What answers at ${origin} does not speak HTTP. Check the port and whether the address begins with http or https.`;
      return `What ${origin} sent is not a model's answer; it may be a web page. Sign in to the network if it asks for that, or check the base URL.`;
    case 'timeout':
      return `${origin} did not answer in time${http}.`;
    case 'stalled':
      return `The answer from ${origin} stopped arriving and was given up.`;
    case 'cutOff':
      return `The answer from ${origin} ended before it was complete. The part that arrived was not used.`;
    case 'contextTooLong':
      return `The text is too long for ${modelId}${http}. Smaller parts will fit.`;
    case 'truncated':
      return `The answer of ${modelId} reached its length limit and was cut. The part that arrived was not used.`;
    case 'refused':
      return `${modelId} declined to answer for this part${http}.`;
    case 'emptyAnswer':
      return `The answer of ${modelId} is empty.`;
    case 'badAnswer':
      return `The answer of ${modelId} does not have the form that was asked for.`;
    case 'tooLarge':
      return `The answer of ${modelId} is larger than 2 MB and was given up.`;
    case 'badRequest':
      return `${origin} does not accept the request${http}.`;
    case 'budget':
      return 'The budget of the run is used up.';
    case 'store':
      return 'The answer could not be stored.';
    case 'bug':
      return `The call to ${modelId} failed inside Fanout. Other parts are not affected; retry this one.`;
  }
}
