import type { Spread } from '../../domain/billing.ts';

/** One limit of a provider as it stands now. */
export interface RateLimit {
  readonly kind: 'requests' | 'tokens' | 'inputTokens' | 'outputTokens';
  /** Units. */
  readonly perMinute: number;
  /** What can be sent at once. */
  readonly left: number;
}

/** What one call takes of the clock, in seconds. */
export interface CallTime {
  readonly seconds: Spread;
}

interface TimedCall extends CallTime {
  readonly tries: Spread;
  readonly input: number;
  readonly output: Spread;
}

/** How much longer the longest answers are than the mean: of answers whose lengths vary by their own size. */
const MAX_ANSWER_SPREAD_LENGTH = 0.75;

/**
 * Seconds until the calls of one model are answered: what the slots allow, with the longest answers at the
 * end, and no sooner than the provider's limits let them through.
 */
export function secondsFor(
  calls: readonly TimedCall[],
  { concurrency, limits }: { readonly concurrency: number; readonly limits: readonly RateLimit[] },
): Spread {
  const at = (level: keyof Spread): number => {
    const busy = sum(calls.map(({ seconds, tries }) => seconds[level] * tries[level]));
    const slots = Math.max(1, Math.min(concurrency, calls.length));
    const mean = calls.length === 0 ? 0 : busy / calls.length;
    // The slots empty one by one: at the end the longest answers of one round are waited for.
    const tail = slots === 1 ? 0 : mean * MAX_ANSWER_SPREAD_LENGTH * Math.sqrt(2 * Math.log(slots));
    const rounds = calls.length / slots;
    const unhindered = busy / slots + (rounds < 2 ? tail : tail * 0.6);
    const held = limits.map(limit => {
      const amount = sum(calls.map(call => amountOf(limit.kind, call, level)));
      return (Math.max(0, amount - limit.left) / limit.perMinute) * 60;
    });
    // The last call that a limit lets through still has to be answered.
    return Math.max(unhindered, ...held.map(seconds => (seconds > 0 ? seconds + mean : 0)));
  };
  return { low: at('low'), expected: at('expected'), high: at('high') };
}

function amountOf(kind: RateLimit['kind'], call: TimedCall, level: keyof Spread): number {
  const { input, output, tries } = call;
  const sent = {
    requests: 1,
    tokens: input + output[level],
    inputTokens: input,
    outputTokens: output[level],
  };
  return sent[kind] * tries[level];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
