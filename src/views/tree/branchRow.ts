import { isNotJudged, NOT_JUDGED } from '../../core/domain/review/perspective.ts';
import { batchOf } from '../../core/state/foldBatches.ts';
import type { BatchState } from '../../core/domain/batch.ts';
import type { BranchState, RunState } from '../../core/state/runState.ts';
import { SEVERITIES, type Finding, type Severity } from '../../core/domain/results/findings.ts';
import type { Chunk } from '../../core/domain/chunk.ts';
import {
  clock,
  count,
  day,
  duration,
  grouped,
  money,
  timeOfDay,
} from '../../core/format/format.ts';
import { GREEN, MUTED, RED, YELLOW, type Look, type Row } from './row.ts';
import { SHORT_REASON } from './shortReason.ts';

export interface BranchContext {
  /** Wall clock, ms since 1970. */
  readonly now: number;
  /** The row is below its chunk, which is named there. */
  readonly inChunk?: boolean;
}

/** One branch: `18 Accuracy  failed: timed out`. */
export function branchRow(run: RunState, state: BranchState, context: BranchContext): Row {
  const chunk = run.chunks[state.branch.chunkId];
  const perspective = run.perspectives.find(p => p.id === state.branch.perspectiveId);
  const title = perspective?.title ?? state.branch.perspectiveId;
  const reader = readerOf(run, state);
  const name = reader === undefined ? title : `${title}, ${reader}`;
  const label = context.inChunk ? name : `${(chunk?.index ?? 0) + 1} ${name}`;
  const place = chunk
    ? `${chunk.title}, lines ${chunk.startLine}–${chunk.endLine}, ${count(chunk.tokens, 'token')}`
    : '';
  const look = lookOf(run, state, context);
  return {
    label,
    ...look,
    tooltip: [...look.tooltip, place].filter(Boolean),
    spoken: [label, look.description, chunk?.title].filter(Boolean).join(', '),
  };
}

/** The model that reads, where the run asks several. */
function readerOf(
  { model, otherModels = [] }: RunState,
  { branch }: BranchState,
): string | undefined {
  if (otherModels.length === 0) return undefined;
  return [model, ...otherModels].find(m => m?.ref === branch.model)?.label ?? branch.model;
}

function lookOf(run: RunState, state: BranchState, { now }: BranchContext): Look {
  switch (state.status) {
    case 'queued':
      return {
        description: 'queued',
        icon: 'circle-outline',
        color: MUTED,
        tooltip: ['Queued. It starts by itself when a place is free.'],
        contextValue: 'branch.queued',
      };
    case 'waiting':
      return waitingLook(run, state, now);
    case 'running': {
      const time = clock(now - (state.startedAt ?? now));
      return {
        description: `running, ${time}`,
        // Not one that turns: dozens of them would have the window painted anew without end.
        icon: 'play-circle',
        color: 'charts.blue',
        tooltip: [`Running for ${time}${state.attempt > 1 ? `, attempt ${state.attempt}` : ''}.`],
        contextValue: 'branch.running',
      };
    }
    case 'retrying': {
      const next = state.until ? ` Next at ${timeOfDay(state.until)}.` : '';
      const why = state.failure;
      return {
        description: `retrying (${state.attempt + 1})${why ? `: ${SHORT_REASON[why.code]}` : ''}`,
        icon: 'sync~spin',
        color: YELLOW,
        tooltip: [
          `Retrying after attempt ${Math.max(1, state.attempt)}.${next}`,
          why?.message ?? '',
        ],
        contextValue: 'branch.retrying',
      };
    }
    case 'succeeded':
      return succeededLook(state);
    case 'failed': {
      const reason = state.failure ? SHORT_REASON[state.failure.code] : 'unknown reason';
      return {
        description: `failed: ${reason}`,
        icon: 'error',
        color: RED,
        tooltip: [
          `Failed: ${reason}, ${count(state.attempt, 'attempt')}`,
          state.failure?.message ?? '',
          keptOf(run, state),
          'To do: retry this branch. Until then it is a gap in the report.',
        ],
        contextValue: 'branch.failed',
      };
    }
    case 'skipped': {
      const reason = state.outcome?.status === 'skipped' ? state.outcome.reason : 'not needed';
      return {
        description: `skipped: ${reason}`,
        icon: 'debug-step-over',
        color: MUTED,
        tooltip: [`Skipped: ${reason}. Counts as a gap in the report.`],
        contextValue: 'branch.skipped',
      };
    }
    case 'cancelled':
      return {
        description: 'cancelled',
        icon: 'circle-slash',
        color: MUTED,
        tooltip: ['Cancelled. Counts as a gap in the report.'],
        contextValue: 'branch.cancelled',
      };
    case 'split':
      return {
        description: 'split: too long for the model',
        icon: 'split-horizontal',
        color: MUTED,
        tooltip: ['Too long for the model: split into halves.'],
        contextValue: 'branch.split',
      };
  }
}

/** In the provider's batch engine: how far that is, which it tells of the batch and not of its parts. */
function batchLook(
  { providerId, submittedAt, done, total, cancelling }: BatchState,
  now: number,
): Look {
  const sent =
    providerId === undefined ? 'being sent' : `submitted ${day(submittedAt ?? now, now)}`;
  const parts = `${grouped(done)} of ${grouped(total)} done`;
  return {
    description: cancelling ? 'in batch, being cancelled' : `in batch, ${sent}, ${parts}`,
    icon: 'mail',
    color: MUTED,
    tooltip: [
      cancelling
        ? 'The provider is asked to stop its batch. What it answered by then is kept.'
        : `In a batch at the provider, ${sent}; ${parts} there.`,
      'Most batches take less than an hour, at most 24. This window may be closed meanwhile.',
    ],
    contextValue: 'branch.batch',
  };
}

function waitingLook(run: RunState, state: BranchState, now: number): Look {
  const batch = state.waitingOn === 'batch' ? batchOf(run, state) : undefined;
  if (batch) return batchLook(batch, now);
  const until = state.until ? ` until ${timeOfDay(state.until)}` : '';
  const words = {
    rateLimit: [`rate limit${until}`, `Waiting on the provider’s rate limit${until}.`],
    budget: ['waiting for the budget', 'Waiting: branches under way may use up the budget.'],
    promptCache: [
      'waiting for the prompt cache',
      'Waiting for the first branch of this chunk, so that the provider’s prompt cache can be read.',
    ],
    batch: ['in batch', 'In a batch at the provider.'],
    provider: [`provider paused${until}`, `The provider is not answering; tried again${until}.`],
  } as const;
  const [description, sentence] = words[state.waitingOn ?? 'rateLimit'];
  return {
    description,
    icon: 'watch',
    color: YELLOW,
    tooltip: [sentence, 'Nothing is lost; it starts by itself.'],
    contextValue: 'branch.waiting',
  };
}

function succeededLook(state: BranchState): Look {
  const outcome = state.outcome?.status === 'succeeded' ? state.outcome : undefined;
  const said = outcome?.findings ?? [];
  const findings = said.filter(finding => !finding.outsideChange);
  const outside = said.length - findings.length;
  const rules = [...new Set(findings.flatMap(({ houseRule }) => houseRule?.id ?? []))];
  const found = outcome?.labels
    ? count(outcome.labels.length, 'label')
    : outcome?.statements
      ? statementsText(outcome.statements.length)
      : findings.length === 0
        ? isNotJudged(outcome)
          ? NOT_JUDGED
          : 'no findings'
        : count(findings.length, 'finding');
  const worst = worstOf(findings);
  const took =
    state.startedAt !== undefined && state.endedAt !== undefined
      ? duration(state.endedAt - state.startedAt)
      : undefined;
  const usage = outcome?.usage;
  const numbers = [
    took,
    usage && usage.inputTokens + usage.outputTokens > 0
      ? `${count(usage.inputTokens, 'token')} in, ${count(usage.outputTokens, 'token')} out`
      : undefined,
    outcome?.costUsd ? money(outcome.costUsd) : undefined,
    outcome && outcome.dropped > 0
      ? `${count(outcome.dropped, 'unreadable remark')} left out`
      : undefined,
  ].filter(Boolean);
  const headline = [
    `${capitalize(found)}${worst ? `, worst ${worst}` : ''}.`,
    outside > 0 ? `${count(outside, 'more finding')} outside the change.` : '',
    rules.length > 0 ? `House rules: ${rules.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
  return outcome?.cached
    ? {
        description: `cached, ${found}`,
        icon: 'database',
        color: GREEN,
        tooltip: [headline, 'Same text, prompt and model as before. Not sent again.'],
        contextValue: 'branch.cached',
      }
    : {
        description: found,
        icon: 'pass',
        color: GREEN,
        tooltip: [headline, numbers.length > 0 ? `${numbers.join(', ')}.` : ''],
        contextValue: 'branch.done',
      };
}

const statementsText = (n: number): string => (n === 0 ? 'nothing to say' : count(n, 'statement'));

/** The perspectives of the same chunk that were answered. */
function keptOf(run: RunState, state: BranchState): string {
  const kept = run.perspectives.filter(
    p =>
      run.branches[`${state.branch.chunkId}/${p.id}`]?.status === 'succeeded' ||
      p.models?.some(
        ref => run.branches[`${state.branch.chunkId}/${p.id}@${ref}`]?.status === 'succeeded',
      ),
  );
  return kept.length === 0
    ? ''
    : `Kept: ${kept.map(p => p.title.toLowerCase()).join(' and ')} of this chunk.`;
}

/** The mark of a severity. */
export const SEVERITY_LOOK: Readonly<Record<Severity, { icon: string; color?: string }>> = {
  critical: { icon: 'error', color: RED },
  major: { icon: 'warning', color: YELLOW },
  minor: { icon: 'info', color: 'charts.blue' },
  note: { icon: 'lightbulb' },
};

/** Without a finding: how many statements there are, where those were asked for. */
function saidIn(branches: readonly BranchState[]): string {
  const said = branches.flatMap(({ outcome }) =>
    outcome?.status === 'succeeded' ? (outcome.statements ?? []) : [],
  );
  const asked = branches.some(
    ({ outcome }) => outcome?.status === 'succeeded' && outcome.statements,
  );
  if (asked) return count(said.length, 'statement');
  const answered = branches.filter(({ status }) => status === 'succeeded');
  return answered.length > 0 && answered.every(({ outcome }) => isNotJudged(outcome))
    ? NOT_JUDGED
    : 'no findings';
}

/** One chunk of a finished run, marked with its worst finding. */
export function chunkRow(
  chunk: Chunk,
  branches: readonly BranchState[],
  findings: readonly Finding[],
): Row {
  const missing = branches.filter(b => b.status !== 'succeeded').length;
  const worst = worstOf(findings);
  const number = worst ? findings.filter(f => f.severity === worst).length : 0;
  const description = [
    branches.length === 0 ? 'split in two' : '',
    missing > 0 ? `${missing} of ${branches.length} not read` : '',
    worst
      ? `${number} ${worst}`
      : missing > 0 || branches.length === 0
        ? ''
        : chunk.records
          ? 'labelled'
          : saidIn(branches),
  ]
    .filter(Boolean)
    .join(', ');
  // `2 2. Part` reads like a slip.
  const label = `${chunk.index + 1}${/^\d/.test(chunk.title) ? ':' : ''} ${chunk.title}`;
  return {
    label,
    description,
    ...(missing > 0
      ? { icon: 'warning', color: YELLOW }
      : worst
        ? SEVERITY_LOOK[worst]
        : { icon: 'pass', color: GREEN }),
    tooltip: [
      label,
      chunk.headings.join(' › '),
      `Lines ${chunk.startLine}–${chunk.endLine}, ${count(chunk.tokens, 'token')}.`,
      chunk.changedLines === undefined ? '' : `${count(chunk.changedLines, 'changed line')}.`,
      description === '' ? '' : `${capitalize(description)}.`,
    ].filter(Boolean),
    contextValue: 'chunk',
    spoken: `${label}, ${description}`,
  };
}

/** A fold: `56 more queued`. */
export const foldRow = (number: number, what: string): Row => ({
  label: `${grouped(number)} more ${what}`,
  description: '',
  icon: '',
  tooltip: [],
  contextValue: 'fold',
  spoken: `${number} more ${what}`,
});

export function worstOf(findings: readonly Finding[]): Severity | undefined {
  return SEVERITIES.find(severity => findings.some(f => f.severity === severity));
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
