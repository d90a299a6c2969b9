import pLimit from 'p-limit';
import type { Clock } from '../../ports/ports.ts';
import type { LimitReport } from '../../ports/model.ts';
import type { Usage } from '../../domain/billing.ts';
import type { Failure } from '../../domain/failure.ts';
import { createAlarm } from './alarm.ts';
import * as known from './allowance.ts';
import type { Allowance } from './allowance.ts';
import type { RateLimit } from '../estimate/estimateTime.ts';
import * as learnedRate from './learnedRateLimit.ts';
import { isPushback, waitMs } from '../retry/retry.ts';
import * as slotsOf from './slots.ts';

/** What a call is expected to take of the limits, in tokens. */
export interface Cost {
  readonly input: number;
  readonly output: number;
}

/** A run's work for one lane. The pacer asks, so that nothing queues in two places. */
export interface Work {
  /** The next call, undefined when there is none to start now. `light`: rather one with little input. */
  readonly peek: (light: boolean) => Cost | undefined;
  /** Takes the call `peek` told of. What it returns is called soon, and settles when the slot is free again. */
  readonly take: () => (permit: Permit) => Promise<void>;
  /** Nothing starts before this time (`clock.now()`): told once per wait of a second or more. */
  readonly held: (until: number) => void;
}

/** One call's leave to be sent. Exactly one of the ends is to be told. */
export interface Permit {
  readonly succeeded: (usage: Usage, limits?: LimitReport) => void;
  readonly failed: (failure: Failure) => void;
  /** Aborted by us: says nothing about the provider. */
  readonly dropped: () => void;
}

/** One per lane (origin, key and model), shared by every run that uses it. */
export interface Pacer {
  /** Offers work until the returned function is called. */
  readonly attach: (work: Work) => () => void;
  /** There may be something to start that was not there before. */
  readonly wake: () => void;
  /** Takes effect for calls that start later. */
  readonly setConcurrency: (cap: number) => void;
  /** The limits that are known, as they stand now. */
  readonly limits?: () => readonly RateLimit[];
}

/** Per minute; absent or 0: not known. */
export interface KnownLimits {
  readonly requests?: number;
  readonly tokens?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

export interface PacerOptions {
  readonly clock: Clock;
  /** Most calls at once. */
  readonly concurrency: number;
  readonly limits?: KnownLimits;
  readonly random?: () => number;
  /** False for work that stays on this machine: no opening, no rates, only the cap. */
  readonly remote?: boolean;
}

const KINDS = ['requests', 'tokens', 'inputTokens', 'outputTokens'] as const;
type Kind = (typeof KINDS)[number];
/** Waiting branches are released within this time after a rate limit ends, not all at once. */
const JITTER_MS = 200;
const MIN_REPORTED_WAIT_MS = 1_000;
/**
 * Starts per event-loop tick. More would synchronise calls into bursts: answers that arrive together would start
 * as many calls together, whose answers arrive together again. Each start costs about 1 ms of this thread.
 */
const MAX_STARTS_PER_TICK = 1;
const REFUSED_KEPT = 256;

/** Sums, or one call's share of them. */
interface Amounts extends Cost {
  readonly requests: number;
}

interface SentCall {
  readonly seq: number;
  readonly at: number;
  readonly own: Amounts;
  /** Everything sent and not rejected until then, its own included. */
  readonly sent: Amounts;
}

/** @throws TypeError when `concurrency` is not a number of at least 1. */
export function createPacer(options: PacerOptions): Pacer {
  const { clock, random = Math.random, remote = true } = options;
  const slots = slotsOf.createSlots(wholeNumber(options.concurrency));
  if (!remote) Object.assign(slots, { size: slots.cap, opensAt: undefined });
  const limit = pLimit(slots.size);
  const alarm = createAlarm(clock);
  const allowances = new Map<Kind, Allowance>();
  const found = learnedRate.createLearnedRate(clock.now(), priorPerMs(options.limits));
  const works: Work[] = [];
  let sent: Amounts = { requests: 0, input: 0, output: 0 };
  /** Rejected lately, so that what calls in flight remember can be put right. */
  let refused: { readonly seq: number; readonly heard: number; readonly own: Amounts }[] = [];
  let seq = 0;
  let turn = 0;
  let notBefore = 0;
  let toldUntil = 0;
  let pumping = false;
  let yielding: AbortController | undefined;
  /** Since the last turn that was yielded. */
  let started = 0;
  let again = false;
  let ringsAt = Infinity;

  for (const kind of KINDS) {
    const perMinute = options.limits?.[kind];
    if (perMinute !== undefined && perMinute > 0)
      allowances.set(kind, known.createAllowance(perMinute, clock.now()));
  }

  const ringAt = (at: number): void => {
    if (at >= ringsAt) return;
    ringsAt = at;
    alarm.set(at, () => {
      ringsAt = Infinity;
      pump();
    });
  };

  const waitFor = (cost: Cost, now: number): number => {
    let wait = notBefore - now;
    for (const [kind, allowance] of allowances)
      wait = Math.max(
        wait,
        known.waitFor(allowance, amountOf(kind, { requests: 1, ...cost }), now),
      );
    if (!headersTrusted()) wait = Math.max(wait, learnedRate.waitFor(found, total(cost), now));
    return wait;
  };

  /** Of two limits the one is short while the other lies idle, unless the work that is next is chosen by them. */
  const inputIsShort = (now: number): boolean => {
    const input = allowances.get('inputTokens');
    const output = allowances.get('outputTokens');
    return (
      input !== undefined &&
      output !== undefined &&
      known.savedMs(input, now) < known.savedMs(output, now)
    );
  };

  const headersTrusted = (): boolean => {
    for (const allowance of allowances.values()) if (allowance.told) return true;
    return false;
  };

  const pump = (): void => {
    if (yielding) return;
    if (pumping) {
      again = true;
      return;
    }
    pumping = true;
    do {
      again = false;
      startReady();
    } while (again);
    pumping = false;
  };

  const startReady = (): void => {
    const now = clock.now();
    slotsOf.open(slots, now);
    if (limit.concurrency !== slots.size) limit.concurrency = slots.size;
    for (let idle = 0; idle < works.length;) {
      if (limit.activeCount >= slots.size) {
        if (slots.opensAt !== undefined) ringAt(slots.opensAt);
        break;
      }
      const work = works[turn % works.length] as Work;
      turn = (turn + 1) % works.length;
      const cost = work.peek(inputIsShort(now));
      if (!cost) {
        idle += 1;
        continue;
      }
      idle = 0;
      const wait = waitFor(cost, now);
      if (wait > 0) {
        hold(now + Math.max(1, wait), wait);
        break;
      }
      if (started === MAX_STARTS_PER_TICK) return yieldTurn();
      start(work, cost, now);
      started += 1;
    }
  };

  /** The editor's other work goes on between the starts of many calls, and the answers of those before come in. */
  const yieldTurn = (): void => {
    const turn = new AbortController();
    yielding = turn;
    clock.sleep(0, turn.signal).then(
      () => {
        yielding = undefined;
        started = 0;
        pump();
      },
      () => undefined,
    );
  };

  const hold = (until: number, wait: number): void => {
    ringAt(until);
    if (wait < MIN_REPORTED_WAIT_MS || until <= toldUntil) return;
    toldUntil = until;
    for (const work of works) work.held(until);
  };

  const start = (work: Work, cost: Cost, now: number): void => {
    if (remote) slotsOf.sent(slots, now);
    const own: Amounts = { requests: 1, input: cost.input, output: cost.output };
    sent = add(sent, own, 1);
    for (const [kind, allowance] of allowances) known.charge(allowance, amountOf(kind, own));
    learnedRate.charge(found, total(own), now);
    const call: SentCall = { seq: (seq += 1), at: now, own, sent };
    const free = (): void => pump();
    const run = work.take();
    void limit(() => run(permit(call))).then(free, free);
  };

  const permit = (call: SentCall): Permit => ({
    succeeded: (usage, limits) => {
      const now = clock.now();
      if (remote) slotsOf.answered(slots, now);
      if (limits) hear(limits, call, now);
      settle(call, usage);
    },
    failed: failure => {
      if (!remote) return;
      const now = clock.now();
      const limited = failure.code === 'rateLimited';
      if (isPushback(failure)) slotsOf.backOff(slots, limited ? 'rate' : 'load', now);
      if (limited) reject(call, failure, now);
    },
    dropped: () => undefined,
  });

  const reject = (call: SentCall, failure: Failure, now: number): void => {
    const wait = waitMs(failure, 1, random);
    notBefore = Math.max(notBefore, now + wait + random() * JITTER_MS);
    sent = add(sent, call.own, -1);
    refused = [...refused.slice(-REFUSED_KEPT), { seq: call.seq, heard: now, own: call.own }];
    for (const [kind, allowance] of allowances)
      known.rejected(allowance, call.seq, amountOf(kind, call.own));
    const until = sentUntil(call);
    const amount = total(call.own);
    const before = { sent: total(until) - amount, calls: until.requests - 1 };
    learnedRate.rejected(found, { at: call.at, amount, ...before }, total(sent), wait, now);
  };

  /** What had been sent when the call was, without what turned out to be rejected. */
  const sentUntil = (call: SentCall): Amounts =>
    refused.reduce(
      (sum, { seq: other, heard, own }) =>
        other < call.seq && heard > call.at ? add(sum, own, -1) : sum,
      call.sent,
    );

  const hear = (limits: LimitReport, call: SentCall, now: number): void => {
    const until = sentUntil(call);
    for (const kind of KINDS) {
      const { limit: perMinute, remaining } = limits[kind] ?? {};
      let allowance = allowances.get(kind);
      // A limit of 0 would mean that this very call was not answered.
      if (perMinute !== undefined && perMinute > 0) {
        if (!allowance) allowances.set(kind, (allowance = known.createAllowance(perMinute, now)));
        allowance.perMs = perMinute / 60_000;
      }
      if (!allowance || remaining === undefined) continue;
      const { seq, at, own } = call;
      const of = { seq, at, amount: amountOf(kind, own), sent: amountOf(kind, until) };
      known.tell(allowance, remaining, of, amountOf(kind, sent), now);
    }
  };

  /** Where the provider does not say what is left, the difference to what was expected is given back. */
  const settle = (call: SentCall, usage: Usage): void => {
    const used: Amounts = { requests: 1, input: usage.inputTokens, output: usage.outputTokens };
    for (const [kind, allowance] of allowances) {
      const amount = amountOf(kind, used);
      if (allowance.told || !(amount > 0 && amount < Infinity)) continue;
      known.giveBack(allowance, amountOf(kind, call.own) - amount);
    }
  };

  return {
    attach: work => {
      works.push(work);
      return () => {
        const at = works.indexOf(work);
        if (at >= 0) works.splice(at, 1);
        if (works.length > 0) return;
        alarm.clear();
        ringsAt = Infinity;
        yielding?.abort();
        yielding = undefined;
      };
    },
    wake: pump,
    limits: () =>
      [...allowances].map(([kind, allowance]) => ({
        kind,
        perMinute: allowance.perMs * 60_000,
        left: Math.max(0, known.leftOf(allowance, clock.now())),
      })),
    setConcurrency: cap => {
      slotsOf.setCap(slots, wholeNumber(cap));
      pump();
    },
  };
}

/** The rate of all tokens the settings speak of, per ms. */
function priorPerMs(limits: KnownLimits = {}): number | undefined {
  const apart =
    limits.inputTokens && limits.outputTokens
      ? limits.inputTokens + limits.outputTokens
      : undefined;
  const perMinute = limits.tokens ?? apart;
  return perMinute ? perMinute / 60_000 : undefined;
}

const total = (cost: Cost): number => cost.input + cost.output;

const add = (sum: Amounts, own: Amounts, sign: 1 | -1): Amounts => ({
  requests: sum.requests + sign * own.requests,
  input: sum.input + sign * own.input,
  output: sum.output + sign * own.output,
});

function amountOf(kind: Kind, amounts: Amounts): number {
  switch (kind) {
    case 'requests':
      return amounts.requests;
    case 'tokens':
      return total(amounts);
    case 'inputTokens':
      return amounts.input;
    case 'outputTokens':
      return amounts.output;
  }
}

/** A cap of 0, a negative or a broken one would run nothing for ever: at least 1. */
const wholeNumber = (cap: number): number =>
  cap === Infinity ? Number.MAX_SAFE_INTEGER : Math.max(1, Math.floor(cap) || 1);
