import type { ModelReply } from '../../core/ports/model.ts';
import type { Usage } from '../../core/domain/billing.ts';
import type { Destination } from './egress.ts';
import { readLimits } from './limits.ts';
import { requestIdOf } from './redact.ts';
import type { Call } from './guarded.ts';

/** An error the provider reported inside a stream, in the form the SDKs give theirs. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  readonly error: unknown;

  constructor(error: unknown) {
    super('the stream reported an error');
    this.error = error;
  }
}

/** The text of an answer that ended well. Throws FanoutError `emptyAnswer`. */
export function nonEmpty(text: string, call: Call, usage: Usage): string {
  if (text.trim() === '') throw call.failed('emptyAnswer', usage);
  return text;
}

/** A finished answer with what its headers say. */
export function reply(call: Call, text: string, usage: Usage, to: Destination): ModelReply {
  const headers = call.headers();
  const limits = headers && readLimits(headers, to.clock.date());
  const requestId = requestIdOf(headers, to.secrets);
  return {
    text,
    usage,
    ...(limits && { limits }),
    ...(requestId !== undefined && { requestId }),
  };
}
