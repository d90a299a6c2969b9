import { applyEvent } from '../../../src/core/state/applyEvent.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import type { ToWebview } from '../../../src/views/report/protocol.ts';

/** What the webview knows of its run. */
export interface RunFeed {
  readonly state: RunState | undefined;
  /** Number of the last message folded in. */
  readonly seq: number;
  /** The host has no such run. */
  readonly missing: boolean;
  /** Host clock minus this clock, in milliseconds. */
  readonly skew: number;
  /** Changes whenever `state` does: the state itself is updated in place. */
  readonly version: number;
}

export const emptyFeed: RunFeed = {
  state: undefined,
  seq: 0,
  missing: false,
  skew: 0,
  version: 0,
};

/**
 * Folds a message in with the same function as the host. `stale` means that a message was lost
 * and the whole run has to be asked for again; nothing is folded then.
 */
export function receive(
  feed: RunFeed,
  message: Exclude<ToWebview, { type: 'reply' | 'show' | 'since' }>,
  now: number,
): { readonly feed: RunFeed; readonly stale: boolean } {
  const version = feed.version + 1;
  switch (message.type) {
    case 'missing':
      return { feed: { ...feed, missing: true, version }, stale: false };
    case 'snapshot': {
      const { state, seq } = message;
      return {
        feed: { state, seq, missing: false, skew: message.now - now, version },
        stale: false,
      };
    }
    case 'events': {
      if (!feed.state || message.seq <= feed.seq) return { feed, stale: false };
      if (message.seq !== feed.seq + 1) return { feed, stale: true };
      const state = message.events.reduce(applyEvent, feed.state);
      return { feed: { ...feed, state, seq: message.seq, version }, stale: false };
    }
  }
}
