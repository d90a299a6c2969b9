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

/** `caps` of Infinity do not limit. */
export function createAllowance(caps: Allowed): Allowance {
  let spent: Allowed = { usd: 0, tokens: 0 };
  const open = new Set<Allowed>();
  const left = (): Allowed => {
    const taken = [...open].reduce(plus, spent);
    return {
      usd: Math.max(0, caps.usd - taken.usd),
      tokens: Math.max(0, caps.tokens - taken.tokens),
    };
  };
  return {
    left,
    take(wanted) {
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
