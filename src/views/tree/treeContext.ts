import * as vscode from 'vscode';
import { type RunState, isAsking, isRunEnded } from '../../core/state/runState.ts';
import type { RunEntry } from '../../host/runs/runEntry.ts';
import type { Runs } from '../../host/runs/runs.ts';
import { isCutOff } from '../../host/runs/unfinished.ts';
import { count } from '../../core/format/format.ts';
import { tallyOf } from './runRow.ts';
import { t } from '../../core/text/l10n.ts';

/** Branches left of the runs under way; else what failed in the newest run. */
export function badgeOf(runs: Runs): vscode.ViewBadge | undefined {
  const entries = runs.list();
  const left = entries
    .filter(entry => entry.active && entry.state)
    .reduce((sum, { state }) => {
      const { total, ended } = tallyOf(state as RunState);
      return sum + total - ended;
    }, 0);
  if (left > 0) return { value: left, tooltip: t('{0} left', count(left, 'branch', 'branches')) };
  const newest = entries[0]?.state;
  const failed = newest && isRunEnded(newest.status) ? tallyOf(newest).failed : 0;
  return failed > 0
    ? { value: failed, tooltip: t('{0} failed', count(failed, 'branch', 'branches')) }
    : undefined;
}

const known = new Map<string, boolean>();
/** Tells the editor which of our commands have something to work on. */
export function setContextKeys(runs: Runs): void {
  const entries = runs.list();
  const now = {
    'fanout.hasRuns': entries.length > 0,
    'fanout.running': entries.some(entry => entry.active),
    'fanout.paused': entries.some(({ active, state }) => active && state?.status === 'paused' && !isAsking(state),
    ),
    'fanout.hasFailed': entries.some(hasFailed),
    'fanout.hasReview': entries.some(isOwnReview),
    'fanout.hasCutOff': entries.some(entry => isCutOff(entry, Date.now())),
  };
  for (const [key, value] of Object.entries(now)) {
    if (known.get(key) === value) continue;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}

/** A text of the user's own was read: the sample is untitled, and read by the rules. */
function isOwnReview({ active, state }: RunEntry): boolean {
  if (active || state?.job !== 'review') return false;
  const isSample =
    state.model?.provider === 'offline' &&
    state.sources.every(({ uri }) => uri?.startsWith('untitled:'));
  return !isSample && (state.status === 'succeeded' || state.status === 'partial');
}

function hasFailed({ state, stored, active }: RunEntry): boolean {
  if (active) return false;
  const status = state?.status ?? stored?.status;
  return status === 'partial' || status === 'failed' || status === 'cancelled';
}
