import type { Estimate } from '../../core/domain/billing.ts';
import type { RunState } from '../../core/state/runState.ts';

/** Money and tokens; Infinity: not limited. */
export interface Allowed {
  readonly usd: number;
  readonly tokens: number;
}

/** A part of the allowance that one run may spend. */
export interface Grant extends Allowed {
  /** The run ended, and spent this much: what is left over is free for others. */
  readonly settle: (spent: Allowed) => void;
}

/** What a user lets agents spend in all, however many runs they start, one after the other or at once. */
export interface Allowance {
  /** What no run has spent or been granted. */
  readonly left: () => Allowed;
  /** Sets aside at most `wanted`; undefined when nothing is left. */
  readonly take: (wanted: Allowed) => Grant | undefined;
}

/** Caps of Infinity do not limit; they are read whenever a run wants a part. */
export function createAllowance(capsNow: () => Allowed): Allowance {
  let spent: Allowed = { usd: 0, tokens: 0 };
  const open = new Set<Allowed>();
  const left = (): Allowed => {
    const caps = capsNow();
    const taken = [...open].reduce(plus, spent);
    return {
      usd: Math.max(0, caps.usd - taken.usd),
      tokens: Math.max(0, caps.tokens - taken.tokens),
    };
  };
  return {
    left,
    take(wanted) {
      const caps = capsNow();
      const free = left();
      const grant = {
        usd: Math.min(free.usd, wanted.usd),
        tokens: Math.min(free.tokens, wanted.tokens),
      };
      if (!(grant.usd > 0) || !(grant.tokens >= 1)) return undefined;
      // What is not limited is not set aside: others have as much.
      const held = {
        usd: caps.usd === Infinity ? 0 : grant.usd,
        tokens: caps.tokens === Infinity ? 0 : grant.tokens,
      };
      open.add(held);
      return {
        ...grant,
        settle: used => {
          if (open.delete(held)) spent = plus(spent, used);
        },
      };
    },
  };
}

const plus = (a: Allowed, b: Allowed): Allowed => ({
  usd: a.usd + b.usd,
  tokens: a.tokens + b.tokens,
});

/** What may be spent beyond the high end of an estimate: failed calls are made again. */
const HEADROOM = 1.5;
const MIN_WANTED: Allowed = { usd: 0.05, tokens: 50_000 };

/** What a run with this estimate may need, failed calls that are made again included. */
export function wantedOf(estimate: Estimate, caps: Allowed): Allowed {
  const { costUsd, byModel = [], ranges, inputTokens, outputTokens } = estimate;
  const high = costUsd?.high ?? byModel.reduce((sum, m) => sum + (m.costUsd?.high ?? 0), 0);
  const tokens = ranges
    ? ranges.inputTokens.high + ranges.outputTokens.high
    : inputTokens + outputTokens;
  return {
    usd: caps.usd === Infinity ? Infinity : Math.max(MIN_WANTED.usd, high * HEADROOM),
    tokens:
      caps.tokens === Infinity
        ? Infinity
        : Math.max(MIN_WANTED.tokens, Math.ceil(tokens * HEADROOM)),
  };
}

/** The limits of a run that has spent `spent` and may spend `grant` more. */
export const limitsFrom = (
  grant: Allowed,
  spent: Allowed,
): { readonly maxCostUsd?: number; readonly maxTokens?: number } => ({
  ...(grant.usd === Infinity ? {} : { maxCostUsd: spent.usd + grant.usd }),
  ...(grant.tokens === Infinity ? {} : { maxTokens: spent.tokens + grant.tokens }),
});

/** What a run has spent so far; 0 US dollars where the price is unknown. */
export const spentBy = ({ spentBy: spent, usage }: RunState): Allowed => ({
  usd: Object.values(spent).reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
  tokens: usage.inputTokens + usage.outputTokens,
});
