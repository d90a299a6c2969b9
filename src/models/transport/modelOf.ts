import type { Effort, ModelInfo } from '../../core/domain/model.ts';
import type { Model, ModelReply, ModelRequest } from '../../core/ports/model.ts';
import { rememberDialect } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { Destination } from './egress.ts';
import { infoOf } from '../prices.ts';
import type { NamedProvider } from '../registry.ts';
import { guarded } from './guarded.ts';
import type { Call } from './guarded.ts';
import { withoutKey } from './redact.ts';
import type { ServerFacts } from './serverFacts.ts';

/** Asks once, in a dialect, and reads the stream that answers. */
export type Ask = (
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
) => Promise<ModelReply>;

/** What it thinks counts to the cap of an answer: times what a cap for answers is taken. */
const ROOM: Readonly<Record<Effort, number>> = { low: 1, medium: 2, high: 4 };

const withRoomToThink = (
  request: ModelRequest,
  effort: Effort,
  { maxOutputTokens: most = Infinity }: ModelInfo,
): ModelRequest => ({
  ...request,
  maxOutputTokens: Math.max(
    request.maxOutputTokens,
    Math.min(most, request.maxOutputTokens * ROOM[effort]),
  ),
});

/** The model at a destination: each call under its deadlines, in the richest dialect it is known to understand. */
export function modelOf(
  provider: NamedProvider,
  to: Destination,
  ask: Ask,
  facts: ServerFacts = {},
): Model {
  const { contextTokens } = facts;
  const { effort } = to;
  const speak = rememberDialect({ ...provider.dialect, effort }, contextTokens);
  const info: ModelInfo = {
    ...infoOf(provider.id, to.modelId, to.origin),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(effort && { effort }),
    ...(to.isOwnAddress && { address: to.url }),
  };
  return {
    info,
    lane: to.lane,
    generate: async (asked, { signal, onFirstToken }) => {
      const request = effort ? withRoomToThink(asked, effort, info) : asked;
      const answer = await guarded(to, signal, async call => {
        const said = await speak(call, request, dialect =>
          ask(to, request, dialect, call, onFirstToken),
        );
        const refusedRequests = call.refusedRequests();
        return refusedRequests > 0 ? { ...said, refusedRequests } : said;
      });
      // A server may put the key that it was sent into what it answers: kept answers hold none.
      return { ...answer, text: withoutKey(answer.text, to.secrets) };
    },
  };
}
