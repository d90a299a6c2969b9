import { isNotJudged, NOT_JUDGED } from '../../core/domain/review/perspective.ts';
import { batchOf } from '../../core/state/foldBatches.ts';
import type { BatchState } from '../../core/domain/batch.ts';
import { type BranchState, isRunEnded, type RunState } from '../../core/state/runState.ts';
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
import { GREEN, MUTED, RED, RUNNING_ICON, YELLOW, type Look, type Row } from './row.ts';
import { SHORT_REASON } from './shortReason.ts';
import { inSentence, t } from '../../core/text/l10n.ts';
import { shortInMiddle } from '../../core/text/shortPaths.ts';
import { perspectiveName, severityWord } from '../../core/format/words.ts';

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
  const title = perspectiveName(perspective?.title ?? state.branch.perspectiveId);
  const reader = readerOf(run, state);
  const name = reader === undefined ? title : `${title}, ${reader}`;
  const label = context.inChunk ? name : `${(chunk?.index ?? 0) + 1} ${name}`;
  const place = chunk
    ? t(
        '{0}, lines {1}–{2}, {3}',
        chunk.title,
        chunk.startLine,
        chunk.endLine,
        count(chunk.tokens, 'token'),
      )
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
      // Of a run that is over nothing starts by itself.
      if (isRunEnded(run.status))
        return {
          description: t('not started'),
          icon: 'circle-slash',
          color: MUTED,
          tooltip: [t('The run ended before it was sent. Counts as a gap in the report.')],
          contextValue: 'branch.cancelled',
        };
      return {
        description: t('queued'),
        icon: 'circle-outline',
        color: MUTED,
        tooltip: [t('Queued. It starts by itself when a place is free.')],
        contextValue: 'branch.queued',
      };
    case 'waiting':
      return waitingLook(run, state, now);
    case 'running': {
      const time = clock(now - (state.startedAt ?? now));
      return {
        description: t('running, {0}', time),
        // Not one that turns: dozens of them would have the window painted anew without end.
        icon: 'play-circle',
        color: 'charts.blue',
        tooltip: [
          t(
            'Running for {0}{1}.',
            time,
            state.attempt > 1 ? t(', attempt {0}', state.attempt) : '',
          ),
        ],
        contextValue: 'branch.running',
      };
    }
    case 'retrying': {
      const next = state.until ? t(' Next at {0}.', timeOfDay(state.until)) : '';
      const why = state.failure;
      return {
        description: t(
          'retrying ({0}){1}',
          state.attempt + 1,
          why ? `: ${SHORT_REASON[why.code]}` : '',
        ),
        icon: RUNNING_ICON,
        color: YELLOW,
        tooltip: [
          t('Retrying after attempt {0}.{1}', Math.max(1, state.attempt), next),
          why?.message ?? '',
        ],
        contextValue: 'branch.retrying',
      };
    }
    case 'succeeded':
      return succeededLook(state);
    case 'failed': {
      const reason = state.failure ? SHORT_REASON[state.failure.code] : t('unknown reason');
      return {
        description: t('failed: {0}', reason),
        icon: 'error',
        color: RED,
        tooltip: [
          t('Failed: {0}, {1}', reason, count(state.attempt, 'attempt')),
          state.failure?.message ?? '',
          keptOf(run, state),
          t('To do: retry this branch. Until then it is a gap in the report.'),
        ],
        contextValue: 'branch.failed',
      };
    }
    case 'skipped': {
      const reason = state.outcome?.status === 'skipped' ? state.outcome.reason : t('not needed');
      return {
        description: t('skipped: {0}', reason),
        icon: 'debug-step-over',
        color: MUTED,
        tooltip: [t('Skipped: {0}. Counts as a gap in the report.', reason)],
        contextValue: 'branch.skipped',
      };
    }
    case 'cancelled':
      return {
        description: t('cancelled'),
        icon: 'circle-slash',
        color: MUTED,
        tooltip: [t('Cancelled. Counts as a gap in the report.')],
        contextValue: 'branch.cancelled',
      };
    case 'split':
      return {
        description: t('split: too long for the model'),
        icon: 'split-horizontal',
        color: MUTED,
        tooltip: [t('Too long for the model: split into halves.')],
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
    providerId === undefined ? t('being sent') : t('submitted {0}', day(submittedAt ?? now, now));
  const parts = t('{0} of {1} done', grouped(done), grouped(total));
  return {
    description: cancelling ? t('in batch, being cancelled') : t('in batch, {0}, {1}', sent, parts),
    icon: 'mail',
    color: MUTED,
    tooltip: [
      cancelling
        ? t('The provider is asked to stop its batch. What it answered by then is kept.')
        : t('In a batch at the provider, {0}; {1} there.', sent, parts),
      t('Most batches take less than an hour, at most 24. This window may be closed meanwhile.'),
    ],
    contextValue: 'branch.batch',
  };
}

function waitingLook(run: RunState, state: BranchState, now: number): Look {
  const batch = state.waitingOn === 'batch' ? batchOf(run, state) : undefined;
  if (batch) return batchLook(batch, now);
  const until = state.until ? t(' until {0}', timeOfDay(state.until)) : '';
  const words = {
    rateLimit: [t('rate limit{0}', until), t('Waiting on the provider’s rate limit{0}.', until)],
    budget: [t('waiting for the budget'), t('Waiting: branches under way may use up the budget.')],
    promptCache: [
      t('waiting for the prompt cache'),
      t(
        'Waiting for the first branch of this chunk, so that the provider’s prompt cache can be read.',
      ),
    ],
    batch: [t('in batch'), t('In a batch at the provider.')],
    provider: [
      t('provider paused{0}', until),
      t('The provider is not answering; tried again{0}.', until),
    ],
  } as const;
  const [description, sentence] = words[state.waitingOn ?? 'rateLimit'];
  return {
    description,
    icon: 'watch',
    color: YELLOW,
    tooltip: [sentence, t('Nothing is lost; it starts by itself.')],
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
          : t('no findings')
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
      ? t('{0} in, {1} out', count(usage.inputTokens, 'token'), count(usage.outputTokens, 'token'))
      : undefined,
    outcome?.costUsd ? money(outcome.costUsd) : undefined,
    outcome && outcome.dropped > 0
      ? t('{0} left out', count(outcome.dropped, 'unreadable remark'))
      : undefined,
  ].filter(Boolean);
  const headline = [
    `${capitalize(found)}${worst ? t(', worst {0}', severityWord[worst]) : ''}.`,
    outside > 0 ? t('{0} outside the change.', count(outside, 'more finding')) : '',
    rules.length > 0 ? t('House rules: {0}.', rules.join(', ')) : '',
  ]
    .filter(Boolean)
    .join(' ');
  return outcome?.cached
    ? {
        description: t('cached, {0}', found),
        icon: 'database',
        color: GREEN,
        tooltip: [headline, t('Same text, prompt and model as before. Not sent again.')],
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

const statementsText = (n: number): string =>
  n === 0 ? t('nothing to say') : count(n, 'statement');

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
    : t(
        'Kept: {0} of this chunk.',
        kept.map(p => inSentence(perspectiveName(p.title))).join(t(' and ')),
      );
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
    : t('no findings');
}

/**
 * Longest title of a part of the text, in UTF-16 units: in a side bar of usual width what was found there is still in
 * sight after it. The rest is in the tooltip.
 */
export const MAX_LABEL = 20;

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
    branches.length === 0 ? t('split in two') : '',
    missing > 0 ? t('{0} of {1} not read', missing, branches.length) : '',
    worst
      ? `${number} ${severityWord[worst]}`
      : missing > 0 || branches.length === 0
        ? ''
        : chunk.records
          ? t('labelled')
          : saidIn(branches),
  ]
    .filter(Boolean)
    .join(', ');
  // `2 2. Part` reads like a slip.
  const place = `${chunk.index + 1}${/^\d/.test(chunk.title) ? ':' : ''}`;
  const whole = `${place} ${chunk.title}`;
  const label = `${place} ${shortInMiddle(chunk.title, MAX_LABEL)}`;
  return {
    label,
    description,
    ...(missing > 0
      ? { icon: 'warning', color: YELLOW }
      : worst
        ? SEVERITY_LOOK[worst]
        : { icon: 'pass', color: GREEN }),
    tooltip: [
      whole,
      chunk.headings.join(' › '),
      t('Lines {0}–{1}, {2}.', chunk.startLine, chunk.endLine, count(chunk.tokens, 'token')),
      chunk.changedLines === undefined ? '' : `${count(chunk.changedLines, 'changed line')}.`,
      description === '' ? '' : `${capitalize(description)}.`,
    ].filter(Boolean),
    contextValue: 'chunk',
    spoken: `${whole}, ${description}`,
  };
}

/** A fold: `56 more queued`. */
export const foldRow = (number: number, what: string): Row => ({
  label: t('{0} more {1}', grouped(number), what),
  description: '',
  icon: '',
  tooltip: [],
  contextValue: 'fold',
  spoken: t('{0} more {1}', number, what),
});

export function worstOf(findings: readonly Finding[]): Severity | undefined {
  return SEVERITIES.find(severity => findings.some(f => f.severity === severity));
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
