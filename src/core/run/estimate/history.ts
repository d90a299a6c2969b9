import {
  predict,
  readHistory,
  type Sample,
  sampleOf,
  withSample,
} from '../../fanout/estimate/history.ts';
import { noUsage } from '../../domain/cost.ts';
import { addUsage } from '../../domain/cost.ts';
import type { Mode } from '../../domain/mode.ts';
import type { Spread } from '../../domain/billing.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Context } from '../context.ts';
import { portsOf } from '../models.ts';

/** What earlier runs took, beside the answers in the same store: numbers only. */
type Measured = 'output' | 'tries' | 'fanInCalls' | 'fanInInput' | 'fanInOutput' | 'time';

type Knowing = Pick<Context, 'job' | 'ports'>;

const keyOf = ({ job }: Knowing, what: Measured, of: string): string =>
  `history ${job.spec.kind} ${what} ${of}`;

const historyOf = (knowing: Knowing, what: Measured, of: string): readonly Sample[] =>
  readHistory(knowing.ports.store?.recall(keyOf(knowing, what, of)));

/** How much a model thinks is a part of what its answers take. */
const effortIn = ({ ports }: Knowing, ref: string): string => {
  const { effort } = portsOf(ports, ref).reviewer.model;
  return effort === undefined ? '' : ` ${effort}`;
};

const readingIn = (knowing: Knowing, branch: Branch): string =>
  readingOf(branch) + effortIn(knowing, branch.model);

/** One perspective of one model. */
export const readingOf = ({ perspectiveId, model }: Branch): string => `${perspectiveId} ${model}`;

/** Tokens of the answers of branches, per token assumed for them. */
export const outputRatio = (knowing: Knowing, branch: Branch, n: number, assumed: Spread): Spread =>
  predict(historyOf(knowing, 'output', readingIn(knowing, branch)), n, assumed);

/** Calls per branch: an answer that cannot be used is paid for and asked for again. */
export function triesOf(knowing: Knowing, branch: Branch, n: number): Spread {
  const history = historyOf(knowing, 'tries', readingIn(knowing, branch));
  if (history.length === 0) return { low: 1, expected: 1.01, high: 1.1 };
  const { expected, high } = predict(history, n, { low: 1, expected: 1, high: 1.1 });
  return { low: 1, expected: Math.max(1, expected), high: Math.max(1.02, Math.min(high, 1.5)) };
}

/** What fan-in's calls depend on apart from the job: its models, and the confidence below which labels are checked. */
function fanInKey({ job, ports }: Knowing): string {
  const { fanIn } = job;
  const doubtfulBelow = fanIn.kind === 'labels' ? fanIn.doubtfulBelow : undefined;
  const { ref } = ports.reviewer.model;
  const own = ref + effortIn({ job, ports }, ref);
  if (doubtfulBelow === undefined) return own;
  return `${own} <${doubtfulBelow} ${ports.verifier?.reviewer.model.ref ?? ref}`;
}

/** What fan-in takes of what was assumed; undefined before the first run. */
export function fanInRatio(knowing: Knowing) {
  const of = fanInKey(knowing);
  const known = (what: Measured) => historyOf(knowing, what, of);
  const calls = known('fanInCalls');
  if (calls.length === 0) return undefined;
  return {
    calls: predict(calls, 1, ASSUMED),
    input: predict(known('fanInInput'), 1, ASSUMED),
    output: predict(known('fanInOutput'), 1, ASSUMED),
  };
}

const paceKey = (knowing: Knowing): string => {
  const { ref } = knowing.ports.reviewer.model;
  return ref + effortIn(knowing, ref);
};

/** Time that a run takes of what was calculated; undefined before the first run. */
export function paceOf(knowing: Knowing): Spread | undefined {
  const history = historyOf(knowing, 'time', paceKey(knowing));
  return history.length === 0 ? undefined : predict(history, 1, ASSUMED);
}

const ASSUMED: Spread = { low: 0.3, expected: 1, high: 3 };

/** What a run was planned with: what it took is measured against this when it has ended. */
export interface Planned {
  /** Tokens assumed of a branch's answer, without any history. */
  readonly assumedOutput: (branch: Branch) => number;
  /** Assumed of fan-in's calls, without any history. */
  readonly fanIn: { readonly calls: number; readonly input: number; readonly output: number };
  /** Calculated, without any history. */
  readonly seconds: number;
}

/** By mode: what the others would take is estimated too, for the user to choose. */
const plans = new WeakMap<Context, Map<Mode, Planned>>();

export function rememberPlan(context: Context, mode: Mode, planned: Planned): void {
  const known = plans.get(context) ?? new Map<Mode, Planned>();
  plans.set(context, known.set(mode, planned));
}

/** Below this share of what was to be read, a run tells nothing of what a run takes. */
const ENOUGH = 0.9;

/** Measures the run against its plan; only a run that was planned here and answered nearly all is measured. */
export function learnFromRun(context: Context): void {
  const plan = plans.get(context)?.get(context.state.mode);
  const { state, ports, options } = context;
  const asked = state.branchIds.flatMap(id => {
    const branch = state.branches[id];
    const { outcome } = branch ?? {};
    return branch && outcome?.status === 'succeeded' && !outcome.cached
      ? [{ branch: branch.branch, outcome }]
      : [];
  });
  const cached = state.branchIds.filter(id => {
    const outcome = state.branches[id]?.outcome;
    return outcome?.status === 'succeeded' && outcome.cached;
  }).length;
  const answered = asked.length + cached;
  if (!plan || !ports.store || asked.length === 0 || ports.reviewer.lane === undefined) return;
  if (answered < ENOUGH * state.branchIds.length || state.mode === 'economy') return;
  const add = (what: Measured, of: string, ratios: readonly number[]): void => {
    const sample = sampleOf(ratios);
    if (!sample) return;
    const key = keyOf(context, what, of);
    const history = withSample(readHistory(ports.store?.recall(key)), sample);
    try {
      ports.store?.remember(key, history);
    } catch {
      // Without it the next estimate is as good as this one was.
    }
  };
  for (const [reading, own] of Map.groupBy(asked, ({ branch }) => readingIn(context, branch))) {
    add(
      'output',
      reading,
      own.map(({ branch, outcome }) => outcome.usage.outputTokens / plan.assumedOutput(branch)),
    );
    add(
      'tries',
      reading,
      own.map(({ outcome }) => outcome.calls ?? outcome.attempts),
    );
  }
  const { fanIn } = plan;
  const { secondLook } = state;
  const isWhole = !secondLook || secondLook.answered === secondLook.records;
  if (fanIn.calls > 0 && cached === 0 && isWhole && options.partition !== 'planned') {
    const read = spentOnBranches(context);
    const key = fanInKey(context);
    add('fanInCalls', key, [Math.max(0, state.calls - read.calls) / fanIn.calls]);
    add('fanInInput', key, [(state.usage.inputTokens - read.usage.inputTokens) / fanIn.input]);
    add('fanInOutput', key, [(state.usage.outputTokens - read.usage.outputTokens) / fanIn.output]);
  }
  const began = Math.min(...state.branchIds.map(id => state.branches[id]?.startedAt ?? Infinity));
  const seconds = (ports.clock.date() - began) / 1000;
  if (plan.seconds > 0 && Number.isFinite(seconds))
    add('time', paceKey(context), [seconds / plan.seconds]);
}

function spentOnBranches({ state }: Context) {
  let usage = noUsage;
  let calls = 0;
  for (const { outcome } of Object.values(state.branches)) {
    if (!outcome?.usage || (outcome.status === 'succeeded' && outcome.cached)) continue;
    usage = addUsage(usage, outcome.usage);
    calls += outcome.calls ?? 1;
  }
  return { usage, calls };
}
