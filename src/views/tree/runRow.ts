import { runName } from '../../core/domain/jobs.ts';
import { batchTally } from '../../core/state/foldBatches.ts';
import { coverage } from '../../core/state/coverage.ts';
import { isGap } from '../../core/format/coverageUnit.ts';
import { joinTally } from '../../core/state/digestView.ts';
import { digestResult } from '../../core/state/resultWords.ts';
import { countLabelled, hasRecords, labelRows } from '../../core/state/labelRows.ts';
import { tallyLabels } from '../../core/state/labelScores.ts';
import { apartWords, tallyFindings } from '../../core/state/findingStatus.ts';
import { timeLeft } from '../../core/state/forecast.ts';
import { endedSpendingText, isOver, spendingOf, spendingText } from '../../core/state/spending.ts';
import { type RunState, isAsking, isEnded, isRunEnded } from '../../core/state/runState.ts';
import { workedMs } from '../../core/state/workedTime.ts';
import type { StoredRun } from '../../host/runs/runEntry.ts';
import { clock, count, day, grouped, percent } from '../../core/format/format.ts';
import { GREEN, MUTED, RED, RUNNING_ICON, YELLOW, type Look, type Row } from './row.ts';
import { SHORT_REASON } from './shortReason.ts';
import { t } from '../../core/text/l10n.ts';

/** A run of the history whose events were not read yet. */
export function storedRunRow(run: StoredRun, now: number): Row {
  const share = run.reviewedFraction === undefined ? '' : `${percent(run.reviewedFraction)}, `;
  const when = day(run.startedAt, now);
  const look = {
    succeeded: { description: `${share}${when}`, icon: 'pass', color: GREEN, is: 'complete' },
    partial: {
      description: t('with gaps, {0}{1}', share, when),
      icon: 'warning',
      color: YELLOW,
      is: 'gaps',
    },
    failed: { description: t('failed, {0}', when), icon: 'error', color: RED, is: 'failed' },
    cancelled: {
      description: t('cancelled, {0}', when),
      icon: 'circle-slash',
      color: MUTED,
      is: 'cancelled',
    },
    interrupted: {
      description: t('cut off, {0}{1}', share, when),
      icon: 'debug-disconnect',
      color: YELLOW,
      is: 'cutOff',
    },
    batched: {
      description: t('in batch at the provider, {0}', when),
      icon: 'mail',
      is: 'cancelled',
    },
    elsewhere: { description: t('in another window'), icon: 'multiple-windows', is: 'elsewhere' },
  }[isStored(run.status) ? run.status : 'elsewhere'];
  return {
    label: runName(run.job, run.name),
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
): status is 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted' | 'batched' =>
  ['succeeded', 'partial', 'failed', 'cancelled', 'interrupted', 'batched'].includes(status);

/** A run whose calls are being ended, as it was asked to. */
export function cancellingRow(run: RunState, now: number): Row {
  const row = runRow(run, now);
  if (isRunEnded(run.status)) return row;
  const description = [t('cancelling'), row.description].join(', ');
  return { ...row, description, spoken: `${run.name}, ${description}` };
}

/** One run: `contract.md  60 of 126, about 0:34 left, 4 waiting, $0.42 of about $1.10 (0.90–1.35)`. */
export function runRow(run: RunState, now: number): Row {
  const look = runLook(run, now);
  const offline = run.model?.provider === 'offline';
  const model = offline
    ? t('Offline rules: rules, not a model. Nothing was sent.')
    : run.model
      ? `${run.model.label}${run.model.origin ? t(' at {0}', run.model.origin) : ''}.`
      : '';
  const unread = unreadOf(run);
  const aside = run.skipped.filter(one => !isGap(one) && !one.note).length;
  const skipped = [
    unread > 0 ? t('{0} not read.', inputsIn(run, unread)) : '',
    aside > 0 ? t('{0} left out.', count(aside, 'file')) : '',
  ]
    .filter(Boolean)
    .join(' ');
  const { cached, total } = cachedOf(run);
  return {
    label: runName(run.job, run.name, run.spec),
    ...look,
    tooltip: [
      `${run.name}: ${look.description}`,
      look.contextValue === 'run.cutOff'
        ? t('What was answered is kept; only the rest is read.')
        : '',
      model,
      total > 0
        ? `${count(total, 'branch', 'branches')}${cached > 0 ? t(', {0} cached', cached) : ''}.`
        : '',
      skipped,
      hasRecords(run) ? topLabels(run) : '',
      costLine(run),
      run.failure?.message ?? '',
    ].filter(Boolean),
    spoken: `${run.name}, ${look.description}`,
  };
}

/** `Cost: $0.42 of about $1.10 (0.90–1.35).` */
function costLine(run: RunState): string {
  const spending = spendingOf(run);
  const words = isRunEnded(run.status) ? endedSpendingText : spendingText;
  const text = spending && words(spending);
  return text === undefined ? '' : t('Cost: {0}.', text);
}

/** Files that were to be read and were not. */
const unreadOf = (run: RunState): number => run.skipped.filter(isGap).length;

function runLook(run: RunState, now: number): Omit<Look, 'tooltip'> {
  const offline = run.model?.provider === 'offline';
  if (!isRunEnded(run.status))
    return {
      description: progressOf(run, now),
      icon: activeIcon(run),
      ...(run.status === 'paused' || isDearer(run) ? { color: YELLOW } : {}),
      contextValue: run.status === 'paused' && !isAsking(run) ? 'run.paused' : 'run.running',
    };
  const covered = coverage(run);
  const tally = tallyFindings(run.findings);
  const findings = [
    tally.decisive === 0 ? t('no findings') : count(tally.decisive, 'finding'),
    ...apartWords(tally),
  ].join(', ');
  const found = hasRecords(run) ? labelledIn(run) : (digestResult(run) ?? findings);
  const gaps = covered.total - covered.succeeded;
  const share = percent(covered.reviewedFraction);
  switch (run.status) {
    case 'cancelled':
    case 'interrupted':
      if (batchTally(run))
        return {
          description: t('in batch at the provider, not waited for'),
          icon: 'mail',
          color: YELLOW,
          contextValue: 'run.cancelled',
        };
      if (run.status === 'interrupted')
        return {
          description: t('cut off at {0}, can be finished', share),
          icon: 'debug-disconnect',
          color: YELLOW,
          contextValue: 'run.cutOff',
        };
      return {
        description: t('cancelled at {0}', share),
        icon: 'circle-slash',
        color: MUTED,
        contextValue: 'run.cancelled',
      };
    case 'failed':
      return {
        description: t(
          'failed: {0}',
          run.failure ? SHORT_REASON[run.failure.code] : t('no branch was answered'),
        ),
        icon: 'error',
        color: RED,
        contextValue: 'run.failed',
      };
    default:
      if (gaps > 0 || unreadOf(run) > 0)
        return {
          description: [
            share,
            gaps > 0 ? count(gaps, 'gap') : t('{0} skipped', inputsIn(run, unreadOf(run))),
            found,
          ].join(', '),
          icon: 'warning',
          color: YELLOW,
          contextValue: gaps > 0 ? 'run.gaps' : 'run.complete',
        };
      if (run.status === 'partial')
        return {
          description: `${found}, ${share}, ${run.failure ? t('not all was done') : count(covered.gaps.length, 'gap')}`,
          icon: 'warning',
          color: YELLOW,
          contextValue: run.failure ? 'run.gaps' : 'run.complete',
        };
      return offline
        ? {
            description: t('{0}, by rules, not a model', found),
            icon: 'symbol-ruler',
            contextValue: 'run.complete',
          }
        : {
            description: `${found}, ${share}, ${day(run.startedAt, now)}`,
            icon: 'pass',
            color: GREEN,
            contextValue: 'run.complete',
          };
  }
}

/** The icon of a run under way. */
export const activeIcon = (run: RunState): string =>
  isAsking(run) ? 'question' : run.status === 'paused' ? 'debug-pause' : batchTally(run) ? 'mail' : RUNNING_ICON;

const inputsIn = (run: RunState, n: number): string =>
  hasRecords(run) ? count(n, 'row') : count(n, 'file');

const labelledIn = (run: RunState): string => count(countLabelled(run), 'label');

/** Labels named in a tooltip. */
const MAX_LISTED = 8;

/** `billing: 120, refund: 44 and 3 more labels.` */
function topLabels(run: RunState): string {
  const tally = tallyLabels(labelRows(run), []);
  const named = tally.slice(0, MAX_LISTED).map(({ name, count: n }) => `${name}: ${n}`);
  const more = tally.length - named.length;
  return named.length === 0
    ? ''
    : `${named.join(', ')}${more > 0 ? t(' and {0} more labels', more) : ''}.`;
}

/** More than the high end of its estimate was spent. */
const isDearer = (run: RunState): boolean => {
  const spending = spendingOf(run);
  return spending !== undefined && isOver(spending);
};

/**
 * `60 of 126, about 0:34 left, 1 failed, 4 waiting, $0.42 of about $1.10 (0.90–1.35), 0:46`, or the stage it is in.
 * The end is cut off in a narrow view: what is asked of a run most comes first.
 */
export const progressOf = (run: RunState, now: number): string => {
  const [at = '', ...rest] = stageOf(run);
  const { left, taken } = timeOf(run, now);
  return [at, ...left, ...rest, ...spentOf(run), ...taken].join(', ');
};

/** How far it is. */
function stageOf(run: RunState): string[] {
  if (run.status === 'preparing') return [t('splitting')];
  if (isAsking(run)) return [t('waits for your answer')];
  if (run.digest && (run.status === 'merging' || run.status === 'synthesizing')) {
    const { done, total } = joinTally(run.digest);
    return [t('joining, {0} of {1}', done, total)];
  }
  if (run.secondLook && run.status === 'merging') {
    const { answered, records } = run.secondLook;
    return [t('second look, {0} of {1}', grouped(answered), grouped(records))];
  }
  if (run.status === 'merging')
    return [hasRecords(run) ? t('counting the labels') : t('joining the findings')];
  if (run.status === 'synthesizing') return [t('writing the summary')];
  const tally = tallyOf(run);
  const batch = run.status === 'paused' ? undefined : batchTally(run);
  if (batch)
    return [
      batch.cancelling ? t('batch being cancelled') : t('in batch'),
      t('{0} of {1} done', grouped(batch.done), grouped(batch.total)),
    ];
  const parts = [t('{0} of {1}', tally.ended, tally.total)];
  if (hasRecords(run)) parts.push(labelledIn(run));
  if (run.status === 'paused') parts.unshift(t('paused: {0}', run.pause?.reason ?? ''));
  if (tally.failed > 0) parts.push(t('{0} failed', tally.failed));
  if (tally.waiting > 0) parts.push(t('{0} waiting', tally.waiting));
  const joined = run.digest ? joinTally(run.digest).done : 0;
  if (joined > 0) parts.push(t('{0} joined', joined));
  return parts;
}

function spentOf(run: RunState): string[] {
  const spending = spendingOf(run);
  const text = spending && spendingText(spending);
  return text === undefined ? [] : [text];
}

/** How long a provider takes for a batch is unknown, and a clock that stands still says nothing. */
function timeOf(
  run: RunState,
  now: number,
): { readonly left: readonly string[]; readonly taken: readonly string[] } {
  const { estimate, status } = run;
  const isUnknown =
    !estimate ||
    run.model?.provider === 'offline' ||
    run.mode === 'economy' ||
    batchTally(run) !== undefined ||
    status === 'paused';
  if (isUnknown) return { left: [], taken: [] };
  const left = timeLeft(run, now);
  return { left: left === undefined ? [] : [left], taken: [clock(workedMs(run, now))] };
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
    if (status && isEnded(status)) ended += 1;
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
