import type { Perspective } from '../domain/review/perspective.ts';
import type { RunState } from '../state/runState.ts';
import { coverage } from '../state/coverage.ts';
import { workedMs } from '../state/workedTime.ts';
import { type Proportion, proportion } from './proportion.ts';
import { type Score, scoreOf } from './score.ts';
import type { Truth } from './truth.ts';

/** What one model came to. */
export interface ModelResult {
  /** `provider:model`. */
  readonly model: string;
  readonly runId: string;
  readonly status: RunState['status'];
  /** Share of the text that was read, 0 to 1. */
  readonly read: number;
  readonly score: Score;
  /** US dollars, second looks included; undefined when a price is unknown. */
  readonly costUsd: number | undefined;
  readonly calls: number;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly ms: number;
  /** Answers that earlier runs had paid for: with them cost and time are lower than those of a first run. */
  readonly stored: number;
}

/** @param now the wall clock, for a run that has not ended. */
export function resultOf(state: RunState, truth: Truth, now: number): ModelResult {
  const { model, runId, status, findings, costUsd, calls, usage } = state;
  return {
    model: model?.ref ?? '',
    runId,
    status,
    read: coverage(state).reviewedFraction,
    score: scoreOf(findings, truth),
    costUsd: model?.provider === 'offline' ? 0 : costUsd,
    calls,
    tokens: { input: usage.inputTokens, output: usage.outputTokens },
    ms: workedMs(state, now),
    stored: Object.values(state.branches).filter(
      ({ outcome }) => outcome?.status === 'succeeded' && outcome.cached === true,
    ).length,
  };
}

/** What all models together find: the most that reviewing with all of them can find. */
export function together(results: readonly ModelResult[], { errors }: Truth): Proportion {
  const found = new Set(results.flatMap(({ score }) => score.found));
  return proportion(found.size, errors.length);
}

/** Errors that this model alone found. */
export const onlyBy = (result: ModelResult, results: readonly ModelResult[]): number => {
  const others = new Set(results.flatMap(other => (other === result ? [] : other.score.found)));
  return result.score.found.filter(id => !others.has(id)).length;
};

/** Asks for passages of known kinds instead of problems: for sets that mark those. */
export function passagesPerspective(
  kinds: readonly string[],
  questions: Readonly<Record<string, string>>,
): Perspective {
  const kindsInWords = kinds.map(kind => {
    const question = questions[kind];
    return `- ${kind}${question === undefined || question === kind ? '' : `: ${question}`}`;
  });
  const any = 'A passage of one of the kinds.';
  return {
    id: 'passages',
    title: 'Passages',
    letter: 'P',
    icon: 'list-selection',
    instructions: [
      'Do not look for problems. Find every passage that belongs to one of the kinds below, and report each passage as a finding of its own.',
      'The title of the finding is the name of the kind, exactly as it is written below. The quote is the passage: one sentence, or a few where they belong together. A passage of two kinds is two findings.',
      'Report nothing else. Where there is no such passage, report nothing.',
      'Kinds:',
      ...kindsInWords,
    ].join('\n'),
    severities: { critical: any, major: any, minor: any, note: any },
    doNotFlag: [],
  };
}
