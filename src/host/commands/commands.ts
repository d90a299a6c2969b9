import { dateAndTime, grouped, money } from '../../core/format/format.ts';
import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports/ports.ts';
import { type RunState, isAsking, isRunEnded } from '../../core/state/runState.ts';
import type { Config } from '../settings/config.ts';
import { findingCommands, type FindingCommandParts } from './findingCommands.ts';
import { type Handler, jobCommands } from '../jobs/jobCommands.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ModelPicker } from '../models/picker.ts';
import { OFFLINE } from '../../engine/settings/settings.ts';
import { tell, tellEnd, tellFailure } from '../ui/messages.ts';
import type { Reveal } from '../findings/reveal.ts';
import type { RunEntry } from '../runs/runEntry.ts';
import { MAX_READ, runFacts } from '../runs/runFacts.ts';
import type { Runs } from '../runs/runs.ts';
import { isCutOff } from '../runs/unfinished.ts';
import { t } from '../../core/text/l10n.ts';

export interface CommandParts extends FindingCommandParts {
  readonly extensionUri: vscode.Uri;
  readonly config: Config;
  readonly models: ModelPicker;
  readonly runs: Runs;
  readonly jobs: Jobs;
  readonly places: Reveal;
  readonly log: Logger & { show(): void };
  /** Whether the report of a run is on the screen. */
  readonly isShown: (runId: string) => boolean;
}

/** A row of the tree as commands see it. */
interface RowArgument {
  readonly runId: string;
  readonly branchId?: string;
  readonly chunkId?: string;
  readonly findingId?: string;
}

/** Every command, by its name without the prefix. Wrapped once in `registerCommands`. */
function commandTable(parts: CommandParts): Readonly<Record<string, Handler>> {
  const { runs, jobs, models, places, config } = parts;
  const { review } = jobs;
  const rowOf = (argument: unknown): RowArgument | undefined => {
    if (typeof argument === 'string') return { runId: argument };
    const row = argument ?? parts.selected()[0];
    return isRow(row) ? row : undefined;
  };
  const pickRun = async (
    argument: unknown,
    title: string,
    suits: (entry: RunEntry) => boolean,
  ): Promise<RunEntry | undefined> => {
    await runs.loadHistory();
    const given = rowOf(argument);
    const named = given && runs.get(given.runId);
    if (named && (argument !== undefined || suits(named))) return named;
    const fitting = runs.list().filter(suits);
    if (fitting.length <= 1) return fitting[0] ?? none(title);
    for (const { id } of fitting.slice(0, MAX_READ)) await runs.load(id);
    const picked = await vscode.window.showQuickPick(
      fitting.map(listed => {
        const entry = runs.get(listed.id) ?? listed;
        return {
          label: entry.name,
          description: dateAndTime(entry.startedAt),
          detail: runFacts(entry).join(', '),
          entry,
        };
      }),
      { title: `Fanout: ${title}`, placeHolder: t('Which run') },
    );
    return picked?.entry;
  };
  const ended = (state: RunState | undefined): void => {
    if (state && isRunEnded(state.status)) tellEnd(state, parts.isShown(state.runId));
  };

  return {
    ...jobCommands(jobs, ended),
    ...findingCommands(parts),
    async choosePerspectives() {
      const { choosePerspectives } = await import('../settings/perspectives.ts');
      await choosePerspectives(config, vscode.window.activeTextEditor?.document.uri);
    },
    async newPerspective(argument) {
      const { newPerspective } = await import('../settings/newPerspective.ts');
      const guide = argument instanceof vscode.Uri ? argument : undefined;
      await newPerspective(parts.extensionUri, guide);
    },
    chooseModel: () => models.choose(),
    useOfflineRules: () => models.useOffline(),
    async setApiKey(argument) {
      const entry = refusedRun(runs, typeof argument === 'string' ? argument : undefined);
      // The key was all that was missing.
      if ((await models.setKey()) && entry) ended(await runs.retry(entry.id));
    },
    removeApiKey: () => models.removeKey(),
    openSettings: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@ext:fanout.fanout-review'),
    async cancelRun(argument) {
      const entry = await pickRun(argument, t('Cancel Run'), run => run.active);
      if (entry) runs.cancel(entry.id);
    },
    async continueRun(argument) {
      const entry = await pickRun(argument, t('Continue Run'), isPaused);
      if (entry) await continueRun(runs, config, entry);
    },
    cancelBranch(argument) {
      const row = rowOf(argument);
      if (row?.branchId) runs.cancelBranch(row.runId, row.branchId);
    },
    async retryFailed(argument) {
      const entry = await pickRun(argument, t('Retry Failed Branches'), isUnfinished);
      if (entry) ended(await runs.retry(entry.id));
    },
    async finishRun(argument) {
      const entry = await pickRun(argument, t('Finish Run'), run => isCutOff(run, Date.now()));
      if (entry) ended(await runs.retry(entry.id));
    },
    async retryBranch(argument) {
      const row = rowOf(argument);
      if (!row?.branchId)
        throw new FanoutError('usage', t('Select a failed branch in the Runs view first.'));
      ended(await runs.retry(row.runId, [row.branchId]));
    },
    async openReport(argument) {
      const entry = await pickRun(argument, t('Open Report'), () => true);
      if (entry) parts.openReport(entry.id);
    },
    async exportReport(argument) {
      const entry = await pickRun(argument, t('Export Report'), () => true);
      const loaded = entry && (await runs.load(entry.id));
      if (loaded) await (await import('../runs/exportReport.ts')).exportReport(loaded, config);
    },
    async compareRuns(argument) {
      const entry = await pickRun(argument, t('Compare Runs'), run => !run.active);
      if (!entry) return;
      const { pickCompared } = await import('../runs/compareRuns.ts');
      const pair = await pickCompared(runs, entry);
      if (pair) parts.openReport(pair[1].id, { comparedWith: pair[0].id });
    },
    async deleteRun(argument) {
      const entry = await pickRun(argument, t('Delete Run'), () => true);
      if (!entry) return;
      const remove = t('Delete');
      const picked = await vscode.window.showWarningMessage(
        t('Delete the run over {0}?', entry.name),
        {
          modal: true,
          detail: t(
            'Its findings and the copy of its text are removed. Your documents are not changed.',
          ),
        },
        remove,
      );
      if (picked === remove) await deleting(how => runs.remove(entry.id, how));
    },
    async reviewAgainFresh(argument) {
      const entry = await pickRun(argument, t('Review Again Without Cache'), run => !run.active);
      if (entry) ended(await review.again(entry.id, { fresh: true }));
    },
    async deleteAll() {
      const remove = t('Delete All');
      const picked = await vscode.window.showWarningMessage(
        t('Delete all runs and kept answers of this workspace?'),
        {
          modal: true,
          detail: t(
            'The findings, the copies of the texts and the reusable answers are removed from this computer. Active runs are cancelled. Your documents are not changed.',
          ),
        },
        remove,
      );
      if (picked !== remove || !(await deleting(how => runs.removeAll(how)))) return;
      tell(t('All runs and kept answers of this workspace are deleted.'));
    },
    async showChunk(argument) {
      const row = rowOf(argument);
      const state = row && (await runs.load(row.runId))?.state;
      const chunkId = row?.chunkId ?? state?.branches[row?.branchId ?? '']?.branch.chunkId;
      if (row && chunkId !== undefined) await places.chunk(row.runId, chunkId);
    },
    showLog: () => parts.log.show(),
    async openSample() {
      const file = vscode.Uri.joinPath(parts.extensionUri, 'media', 'sample', 'contract.md');
      const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      const document = await vscode.workspace.openTextDocument({ content, language: 'markdown' });
      await vscode.window.showTextDocument(document);
      // At once: it costs nothing and sends nothing, and a question would hide by itself.
      const model = { model: OFFLINE, baseUrl: '' };
      ended(await review.document(document.uri, { model, name: t('Sample contract') }));
    },
    getStarted: () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        'fanout.fanout-review#start',
        false,
      ),
  };
}

/** Registers all commands. Their errors are reported in one place. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commandTable(parts)).map(([name, handler]) =>
      vscode.commands.registerCommand(`fanout.${name}`, async (...args: unknown[]) => {
        try {
          await handler(...args);
        } catch (error) {
          tellFailure(error, parts.log);
        }
      }),
    ),
  );
}

/** Asks for each limit that is in force: the run may have met either. */
async function continueRun(runs: Runs, config: Config, entry: RunEntry): Promise<void> {
  if (entry.state?.pause?.on !== 'budget') {
    runs.continueRun(entry.id);
    return;
  }
  const { maxCostUsd, maxTokens } = config.read();
  const spent = entry.state?.costUsd ?? 0;
  const used = (entry.state?.usage.inputTokens ?? 0) + (entry.state?.usage.outputTokens ?? 0);
  const isPriced = entry.state?.model?.price !== undefined;
  const usd =
    maxCostUsd > 0 && isPriced
      ? await askLimit(
          t('It has cost {0}. A new limit for this run, in US dollars.', money(spent)),
          Math.max(maxCostUsd, Math.ceil(spent * 2)),
          spent,
        )
      : 0;
  if (usd === undefined) return;
  const tokens =
    maxTokens > 0 || usd === 0
      ? await askLimit(
          t(
            'It has used {0} tokens.{1} A new limit for this run, in tokens.',
            grouped(used),
            isPriced
              ? ''
              : t(
                  ' The price of this model is not known here, so a limit in money cannot be enforced.',
                ),
          ),
          Math.max(maxTokens, Math.ceil(used * 2)),
          used,
        )
      : 0;
  if (tokens === undefined) return;
  runs.continueRun(entry.id, {
    ...(usd > 0 ? { maxCostUsd: usd } : {}),
    ...(tokens > 0 ? { maxTokens: tokens } : {}),
  });
}

async function askLimit(prompt: string, value: number, spent: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: t('Fanout: Continue Run'),
    prompt,
    value: String(value || 1),
    ignoreFocusOut: true,
    validateInput: text =>
      Number(text) > spent ? undefined : t('More than the {0} so far.', grouped(spent)),
  });
  return typed === undefined ? undefined : Number(typed);
}

const isRow = (value: unknown): value is RowArgument =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { runId?: unknown }).runId === 'string';

/** The run that waits for a key: the one named, else the newest, if its key was refused. */
function refusedRun(runs: Runs, runId: string | undefined): RunEntry | undefined {
  const entry = runId === undefined ? runs.list()[0] : runs.get(runId);
  const code = entry?.state?.failure?.code;
  return entry && !entry.active && code === 'auth' ? entry : undefined;
}

const isPaused = ({ state }: RunEntry): boolean =>
  state?.status === 'paused' && !isAsking(state);

const isUnfinished = (entry: RunEntry): boolean => {
  const status = entry.state?.status ?? entry.stored?.status;
  return (
    !entry.active &&
    (status === 'partial' ||
      status === 'failed' ||
      status === 'cancelled' ||
      status === 'interrupted')
  );
};

function none(title: string): undefined {
  tell(t('{0}: there is no run for that. The Runs view lists the runs of this workspace.', title));
  return undefined;
}

/** Where a batch cannot be taken back from its provider, the user decides. False: nothing was deleted. */
async function deleting(remove: (how?: 'anyway') => Promise<void>): Promise<boolean> {
  try {
    await remove();
    return true;
  } catch (error) {
    if (!(error instanceof FanoutError) || error.code !== 'batchLeft') throw error;
    const anyway = t('Delete Anyway');
    const picked = await vscode.window.showWarningMessage(
      t('A batch is still at the provider.'),
      {
        modal: true,
        detail: t(
          '{0}\n\nIf you delete it anyway, Fanout forgets the batch: you can then cancel it only on the provider’s website.',
          error.message,
        ),
      },
      anyway,
    );
    if (picked !== anyway) return false;
    await remove('anyway');
    return true;
  }
}
