import { coverage } from '../core/coverage.ts';
import { isRunEnded, type BranchState, type RunState } from '../core/state.ts';
import {
  SEVERITIES,
  type Chunk,
  type FailureCode,
  type Finding,
  type Severity,
} from '../core/types.ts';
import type { StoredRun } from '../host/runs.ts';
import { clockTime, count, day, duration, money, percent } from '../host/wording.ts';

/** A row of the tree, before VS Code sees it. All of it is plain text. */
export interface Row {
  readonly label: string;
  readonly description: string;
  /** A codicon id. */
  readonly icon: string;
  /** A theme colour id; absent: the row's own. */
  readonly color?: string;
  /** Paragraphs; the first is a headline. */
  readonly tooltip: readonly string[];
  readonly contextValue: string;
  /** What a screen reader says: the status is in words. */
  readonly spoken: string;
}

const GREEN = 'charts.green';
const YELLOW = 'charts.yellow';
const RED = 'charts.red';
const MUTED = 'descriptionForeground';

/** Why a branch failed, in two or three words. */
export const SHORT_REASON: Readonly<Record<FailureCode, string>> = {
  auth: 'key refused',
  permission: 'not permitted',
  unknownModel: 'unknown model',
  noCredit: 'no credit left',
  rateLimited: 'rate limited',
  overloaded: 'provider overloaded',
  serverError: 'server error',
  network: 'connection failed',
  dns: 'host not found',
  tls: 'certificate refused',
  proxy: 'proxy refused',
  redirected: 'redirected',
  notProvider: 'not a model server',
  timeout: 'timed out',
  stalled: 'reply stalled',
  cutOff: 'reply cut off',
  contextTooLong: 'chunk too long',
  truncated: 'reply too long',
  refused: 'refused by the model',
  emptyAnswer: 'empty reply',
  badAnswer: 'reply not readable',
  tooLarge: 'reply too large',
  badRequest: 'request refused',
  budget: 'budget used up',
  store: 'could not be stored',
  bug: 'internal error',
};

export interface BranchContext {
  /** Wall clock, ms since 1970. */
  readonly now: number;
  /** The row stands below its chunk, which is named there. */
  readonly inChunk?: boolean;
}

/** One branch: `18 Accuracy  failed: timed out`. */
export function branchRow(run: RunState, state: BranchState, context: BranchContext): Row {
  const chunk = run.chunks[state.branch.chunkId];
  const perspective = run.perspectives.find(p => p.id === state.branch.perspectiveId);
  const title = perspective?.title ?? state.branch.perspectiveId;
  const label = context.inChunk ? title : `${(chunk?.index ?? 0) + 1} ${title}`;
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

type Look = Omit<Row, 'label' | 'spoken'>;

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
      return waitingLook(state);
    case 'running': {
      const time = duration(now - (state.startedAt ?? now));
      return {
        description: `running, ${time}`,
        icon: 'loading~spin',
        tooltip: [`Running for ${time}${state.attempt > 1 ? `, attempt ${state.attempt}` : ''}.`],
        contextValue: 'branch.running',
      };
    }
    case 'retrying': {
      const next = state.until ? ` Next at ${clockTime(state.until)}.` : '';
      const why = state.failure;
      return {
        description: `retrying${why ? `: ${SHORT_REASON[why.code]}` : ''}`,
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
        tooltip: ['Too long for the model: its halves stand for it.'],
        contextValue: 'branch.split',
      };
  }
}

function waitingLook(state: BranchState): Look {
  const until = state.until ? ` until ${clockTime(state.until)}` : '';
  const words = {
    rateLimit: [`rate limit${until}`, `Waiting on the provider’s rate limit${until}.`],
    budget: ['waiting for the budget', 'Waiting: branches under way may use up the budget.'],
    promptCache: [
      'waiting for the prompt cache',
      'Waiting for the first branch of this chunk, so that the provider’s prompt cache can be read.',
    ],
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
  const findings = outcome?.findings ?? [];
  const found = findings.length === 0 ? 'no findings' : count(findings.length, 'finding');
  const worst = worstOf(findings);
  const took =
    state.startedAt !== undefined && state.endedAt !== undefined
      ? `${((state.endedAt - state.startedAt) / 1000).toFixed(1)} s`
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
  const headline = `${capitalize(found)}${worst ? `, worst ${worst}` : ''}.`;
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

/** The perspectives of the same chunk that were answered. */
function keptOf(run: RunState, state: BranchState): string {
  const kept = run.perspectives.filter(
    p => run.branches[`${state.branch.chunkId}/${p.id}`]?.status === 'succeeded',
  );
  return kept.length === 0
    ? ''
    : `Kept: ${kept.map(p => p.title.toLowerCase()).join(' and ')} of this chunk.`;
}

/** A run of the history whose events were not read yet. */
export function storedRunRow(run: StoredRun, now: number): Row {
  const share = run.reviewedFraction === undefined ? '' : `, ${percent(run.reviewedFraction)}`;
  const when = day(run.startedAt, now);
  const look = {
    succeeded: { description: `${when}${share}`, icon: 'pass', color: GREEN, is: 'complete' },
    partial: {
      description: `${when}${share}, with gaps`,
      icon: 'warning',
      color: YELLOW,
      is: 'gaps',
    },
    failed: { description: `${when}, failed`, icon: 'error', color: RED, is: 'failed' },
    cancelled: {
      description: `${when}, cancelled`,
      icon: 'circle-slash',
      color: MUTED,
      is: 'cancelled',
    },
    interrupted: {
      description: `${when}, cut off`,
      icon: 'debug-disconnect',
      color: YELLOW,
      is: 'cancelled',
    },
    elsewhere: { description: 'in another window', icon: 'multiple-windows', is: 'elsewhere' },
  }[isStored(run.status) ? run.status : 'elsewhere'];
  return {
    label: run.name,
    description: look.description,
    icon: look.icon,
    ...('color' in look ? { color: look.color } : {}),
    tooltip: [`${run.name}: ${look.description}`],
    contextValue: `run.${look.is}`,
    spoken: `${run.name}, ${look.description}`,
  };
}

const isStored = (
  status: StoredRun['status'],
): status is 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted' =>
  ['succeeded', 'partial', 'failed', 'cancelled', 'interrupted'].includes(status);

/** One run: `contract.md  60 of 126, 4 waiting, $1.81`. */
export function runRow(run: RunState, now: number): Row {
  const look = runLook(run, now);
  const offline = run.model?.provider === 'offline';
  const model = offline
    ? 'Offline rules: rules, not a model. Nothing was sent.'
    : run.model
      ? `${run.model.label}${run.model.origin ? ` at ${run.model.origin}` : ''}.`
      : '';
  const skipped = run.skipped.length > 0 ? `${count(run.skipped.length, 'file')} not read.` : '';
  const { cached, total } = cachedOf(run);
  return {
    label: run.name,
    ...look,
    tooltip: [
      `${run.name}: ${look.description}`,
      model,
      total > 0
        ? `${count(total, 'branch', 'branches')}${cached > 0 ? `, ${cached} cached` : ''}.`
        : '',
      skipped,
      run.failure?.message ?? '',
    ].filter(Boolean),
    spoken: `${run.name}, ${look.description}`,
  };
}

function runLook(run: RunState, now: number): Omit<Look, 'tooltip'> {
  const offline = run.model?.provider === 'offline';
  if (!isRunEnded(run.status))
    return {
      description: progressOf(run),
      icon: run.status === 'paused' ? 'debug-pause' : 'loading~spin',
      ...(run.status === 'paused' ? { color: YELLOW } : {}),
      contextValue: run.status === 'paused' ? 'run.paused' : 'run.running',
    };
  const covered = coverage(run);
  const found = run.findings.length === 0 ? 'no findings' : count(run.findings.length, 'finding');
  const gaps = covered.total - covered.succeeded;
  const share = percent(covered.reviewedFraction);
  switch (run.status) {
    case 'cancelled':
      return {
        description: `cancelled at ${share}`,
        icon: 'circle-slash',
        color: MUTED,
        contextValue: 'run.cancelled',
      };
    case 'failed':
      return {
        description: `failed: ${run.failure ? SHORT_REASON[run.failure.code] : 'no branch was answered'}`,
        icon: 'error',
        color: RED,
        contextValue: 'run.failed',
      };
    default:
      if (gaps > 0 || run.skipped.length > 0)
        return {
          description: [
            share,
            gaps > 0 ? count(gaps, 'gap') : `${count(run.skipped.length, 'file')} skipped`,
            found,
          ].join(', '),
          icon: 'warning',
          color: YELLOW,
          contextValue: gaps > 0 ? 'run.gaps' : 'run.complete',
        };
      return offline
        ? {
            description: `rules, not a model, ${found}, ${share}`,
            icon: 'symbol-ruler',
            contextValue: 'run.complete',
          }
        : {
            description: `${day(run.startedAt, now)}, ${found}, ${share}`,
            icon: 'pass',
            color: GREEN,
            contextValue: 'run.complete',
          };
  }
}

/** `60 of 126, 4 waiting, $1.81`, or the stage it is in. */
export function progressOf(run: RunState): string {
  if (run.status === 'preparing') return 'splitting';
  if (run.status === 'merging') return 'joining the findings';
  if (run.status === 'synthesizing') return 'writing the summary';
  const tally = tallyOf(run);
  const parts = [`${tally.ended} of ${tally.total}`];
  if (run.status === 'paused') parts.unshift(`paused: ${run.pause?.reason ?? ''}`);
  if (tally.waiting > 0) parts.push(`${tally.waiting} waiting`);
  if (tally.failed > 0) parts.push(`${tally.failed} failed`);
  if (run.costUsd !== undefined && run.costUsd > 0) parts.push(money(run.costUsd));
  return parts.join(', ');
}

export interface Tally {
  readonly total: number;
  readonly ended: number;
  readonly waiting: number;
  readonly failed: number;
}

export function tallyOf(run: RunState): Tally {
  let ended = 0;
  let waiting = 0;
  let failed = 0;
  for (const id of run.branchIds) {
    const status = run.branches[id]?.status;
    if (status === 'waiting' || status === 'retrying') waiting += 1;
    else if (status === 'failed') failed += 1;
    if (
      status === 'succeeded' ||
      status === 'failed' ||
      status === 'skipped' ||
      status === 'cancelled'
    )
      ended += 1;
  }
  return { total: run.branchIds.length, ended, waiting, failed };
}

function cachedOf(run: RunState): { readonly cached: number; readonly total: number } {
  let cached = 0;
  for (const id of run.branchIds) {
    const outcome = run.branches[id]?.outcome;
    if (outcome?.status === 'succeeded' && outcome.cached) cached += 1;
  }
  return { cached, total: run.branchIds.length };
}

const CHUNK_LOOK: Readonly<Record<Severity, { icon: string; color?: string }>> = {
  critical: { icon: 'error', color: RED },
  major: { icon: 'warning', color: YELLOW },
  minor: { icon: 'info', color: 'charts.blue' },
  note: { icon: 'lightbulb' },
};

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
    worst ? `${number} ${worst}` : missing > 0 || branches.length === 0 ? '' : 'no findings',
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
        ? CHUNK_LOOK[worst]
        : { icon: 'pass', color: GREEN }),
    tooltip: [
      label,
      chunk.headings.join(' › '),
      `Lines ${chunk.startLine}–${chunk.endLine}, ${count(chunk.tokens, 'token')}.`,
      description === '' ? '' : `${capitalize(description)}.`,
    ].filter(Boolean),
    contextValue: 'chunk',
    spoken: `${label}, ${description}`,
  };
}

/** A fold: `56 more queued`. */
export const foldRow = (number: number, what: string): Row => ({
  label: `${number.toLocaleString('en-US')} more ${what}`,
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
