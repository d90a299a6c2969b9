import * as vscode from 'vscode';
import { coverage } from '../../core/state/coverage.ts';
import type { CoverageUnit } from '../../core/format/coverageUnit.ts';
import { digestResult } from '../../core/state/resultWords.ts';
import type { Logger } from '../../core/ports/ports.ts';
import { countLabelled, hasRecords } from '../../core/state/labelRows.ts';
import { apartWords, tallyFindings } from '../../core/state/findingStatus.ts';
import type { RunState } from '../../core/state/runState.ts';
import { endNotices, type EndMessage, type Level } from './endNotices.ts';
import { failureMessage, remediesFor, UNEXPECTED, type Action } from './failureMessage.ts';
import { count, percent } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

const OPEN_REPORT: Action = { title: t('Open Report'), command: 'fanout.openReport' };
const RETRY: Action = { title: t('Retry Failed Branches'), command: 'fanout.retryFailed' };

/** Tells the user of anything that was thrown; a bug goes to the log with its stack. */
export function tellFailure(error: unknown, log: Logger): void {
  const message = failureMessage(error);
  if (!message) return;
  if (message.text === UNEXPECTED) log.error('unexpected error', { stack: stackOf(error) });
  void show(message.level, message.text, message.actions, []);
}

/** The names of our own frames: a bug's message may hold text of a document. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return [error.name, ...frames.map(line => line.trim())].join(' | ');
}

/** Tells how a run ended: what was found, what is missing, what to do. `isShown`: its report is on the screen. */
export function tellEnd(state: RunState, isShown: boolean): void {
  const message = endMessage(state);
  if (message) void notices({ ...message, isShown });
}

function endMessage(state: RunState): EndMessage | undefined {
  const message = (level: Level, text: string, actions: readonly Action[]): EndMessage => ({
    runId: state.runId,
    name: state.name,
    level,
    text,
    actions,
  });
  const { total, succeeded, reviewedFraction, unit } = coverage(state);
  const tally = tallyFindings(state.findings);
  const findings = [
    tally.decisive === 0 ? t('no findings') : count(tally.decisive, 'finding'),
    ...apartWords(tally),
  ].join(t(' and '));
  const found = hasRecords(state)
    ? t('{0} labelled', count(countLabelled(state), 'record'))
    : (digestResult(state) ?? findings);
  const read = t('{0} in {1} of {2}', found, succeeded, count(total, 'branch', 'branches'));
  const rules = state.model?.provider === 'offline' ? t(' By rules, not a model.') : '';
  const why = state.failure ? ` ${state.failure.message}` : '';
  switch (state.status) {
    case 'succeeded':
      return message('info', `${state.name}: ${read}.${rules}`, [OPEN_REPORT]);
    case 'partial':
      return message(
        'warning',
        partlyRead(unit, state.name, read, percent(reviewedFraction), rules, why),
        [OPEN_REPORT, RETRY],
      );
    case 'failed':
      return message(
        'error',
        t('{0}: no branch was answered.{1} The run is kept and can be retried.', state.name, why),
        state.failure ? remediesFor(state.failure.code) : [RETRY],
      );
    default:
      // Who cancels knows it.
      return undefined;
  }
}

const partlyRead = (unit: CoverageUnit, ...words: readonly string[]): string =>
  unit === 'characters'
    ? t('{0}: {1}; {2} of the text was read.{3}{4} The gaps are listed in the report.', ...words)
    : t(
        '{0}: {1}; {2} of the changed lines were read.{3}{4} The gaps are listed in the report.',
        ...words,
      );

/** A plain notice without buttons. */
export function tell(text: string): void {
  void vscode.window.showInformationMessage(text);
}

export function warn(text: string): void {
  void vscode.window.showWarningMessage(text);
}

/** Looked up when they are called: tests replace them. */
const SHOWN = {
  error: (text: string, ...buttons: string[]) => vscode.window.showErrorMessage(text, ...buttons),
  warning: (text: string, ...buttons: string[]) =>
    vscode.window.showWarningMessage(text, ...buttons),
  info: (text: string, ...buttons: string[]) =>
    vscode.window.showInformationMessage(text, ...buttons),
} satisfies Record<Level, unknown>;

/** How long the status bar says how a run ended, in ms. */
const WHISPER_MS = 10_000;

const notices = endNotices({
  show: (level, text, buttons) => SHOWN[level](text, ...buttons),
  whisper: text => void vscode.window.setStatusBarMessage(text, WHISPER_MS),
  run: ({ command }, runId) => void vscode.commands.executeCommand(command, runId),
  list: ends => void pickEnd(ends),
  sleep: ms => new Promise(wake => setTimeout(wake, ms)),
});

async function pickEnd(ends: readonly EndMessage[]): Promise<void> {
  const picked = await vscode.window.showQuickPick(
    ends.map(({ name, text, runId }) => ({ label: name, detail: text, runId })),
    { title: t('Fanout: Runs That Have Ended'), placeHolder: t('Whose report to open') },
  );
  if (picked) await vscode.commands.executeCommand(OPEN_REPORT.command, picked.runId);
}

async function show(
  level: Level,
  text: string,
  actions: readonly Action[],
  args: readonly unknown[],
): Promise<void> {
  const picked = await SHOWN[level](text, ...actions.map(a => a.title));
  const action = actions.find(a => a.title === picked);
  if (action) await vscode.commands.executeCommand(action.command, ...args);
}
