import type { Model, ModelReply, ModelRequest } from '../core/ports/model.ts';
import { rememberDialect } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { Destination } from './egress.ts';
import { infoOf } from './prices.ts';
import { guarded } from './transport.ts';
import type { Call } from './transport.ts';

/** Asks once, in a dialect, and reads the stream that answers. */
export type Ask = (
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
) => Promise<ModelReply>;

/** The model at a destination: each call under its deadlines, in the richest dialect it is known to understand. */
export function modelOf(provider: Parameters<typeof infoOf>[0], to: Destination, ask: Ask): Model {
  const speak = rememberDialect();
  return {
    info: infoOf(provider, to.modelId, to.origin),
    lane: to.lane,
    generate: (request, { signal, onFirstToken }) =>
      guarded(to, signal, call =>
        speak(call, request.maxOutputTokens, dialect =>
          ask(to, request, dialect, call, onFirstToken),
        ),
      ),
  };
}
