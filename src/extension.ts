import './host/ui/displayLanguage.ts';
import * as vscode from 'vscode';
import { agents } from './host/agents/agents.ts';
import { registerCommands } from './host/commands/commands.ts';
import { config as createConfig } from './host/settings/config.ts';
import { consent as createConsent } from './host/jobs/consent.ts';
import { decisionStore } from './host/findings/decisionStore.ts';
import { interruptedRuns } from './host/runs/interruptedRuns.ts';
import { otherWindows } from './host/runs/otherWindows.ts';
import { jobs as createJobs } from './host/jobs/jobs.ts';
import { keys as createKeys } from './host/models/keys.ts';
import { lazyEngine } from './host/runs/lazyEngine.ts';
import { logger } from './host/ui/log.ts';
import { warn } from './host/ui/messages.ts';
import { typing } from './host/ui/typing.ts';
import { lazyModelPicker } from './host/models/modelPicker.ts';
import { modelKey } from './host/settings/modelKey.ts';
import { redactor as createRedactor } from './host/models/redact.ts';
import { reveal } from './host/findings/reveal.ts';
import { moveLog } from './host/runs/moveLog.ts';
import { runs as createRuns, type Runs } from './host/runs/runs.ts';
import { openRunStore, storeFile } from './host/runs/runStoreAccess.ts';
import { watchDecisions } from './host/findings/watchDecisions.ts';
import { watchPerspectiveFiles } from './host/settings/watchPerspectiveFiles.ts';
import { costWatch } from './views/costWatch.ts';
import { branchTree } from './views/tree/branchTree.ts';
import { findingMarks } from './views/findingMarks.ts';
import { findingsView } from './views/problems.ts';
import { progressNotice } from './views/progress.ts';
import { reportHost } from './views/report/reportHost.ts';
import { createReportPanels } from './views/report/reportPanel.ts';
import { statusItem } from './views/statusItem.ts';
import { t } from './core/text/l10n.ts';

/** Handed to tests in a real window. */
interface ForTests {
  readonly runs: Runs;
  readonly chat: vscode.ChatRequestHandler;
}

export function activate(context: vscode.ExtensionContext): ForTests | undefined {
  const channel = vscode.window.createOutputChannel('Fanout Review', { log: true });
  context.subscriptions.push(channel);
  try {
    const { workspaceState: memento, subscriptions, extensionUri } = context;
    const redactor = createRedactor();
    const log = Object.assign(logger(channel, redactor), { show: () => channel.show() });
    const config = createConfig(context);
    const keys = createKeys(context.secrets, redactor);
    const models = lazyModelPicker(config, keys);
    const { execute, plan, cancelBatches, dispose } = lazyEngine(config, keys, log);
    const store = openRunStore(context, config, log);
    const consent = createConsent(memento, config);
    const decisions = decisionStore(context.globalStorageUri.fsPath, log);
    const runs = createRuns({
      execute,
      cancelBatches,
      store,
      consent,
      log,
      warn,
      decisionsOn: decisions.on,
      moves: moveLog(memento),
    });
    const places = reveal(runs);
    const jobs = createJobs({ config, keys, models, runs, memento, extensionUri });
    const typed = typing();
    const tree = branchTree(runs, typed);
    const host = reportHost({ runs, places, jobs, models });
    const panels = createReportPanels(host, extensionUri, typed);
    const problems = findingsView(runs, config, places, typed);
    const openReport = (runId: string, at = {}): void => {
      panels.show(runId, at);
      problems.show(runId);
    };
    const isInSight = (runId: string): boolean => tree.isVisible() || panels.isVisible(runId);
    const offered = agents(
      { config, keys, models, runs, memento, extensionUri, jobs, plan, log },
      context,
    );
    subscriptions.push(
      ...[{ dispose }, runs, places, typed, tree, panels, problems],
      findingMarks(problems.shown, config, typed),
      otherWindows(runs, storeFile(context, config)),
      interruptedRuns(runs, config, storeFile(context, config)),
      statusItem(runs, typed),
      progressNotice(runs, isInSight, typed),
      costWatch(runs, config),
      modelKey(config),
      watchDecisions(runs),
      watchPerspectiveFiles(),
      offered,
      // prettier-ignore
      registerCommands({ extensionUri, config, models, runs, jobs, places, decisions, memento, log, openReport, selected: tree.selected, isShown: id => panels.isVisible(id) }),
      runs.onDidEmit(({ runId, event }) => {
        if (event?.type === 'run.started') panels.show(runId, { preserveFocus: true });
      }),
    );
    // Only for the tests in a real window.
    return context.extensionMode === vscode.ExtensionMode.Test
      ? { runs, chat: offered.answer }
      : undefined;
  } catch (error) {
    channel.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(
      t(
        'Fanout Review could not start. Nothing was read or sent. The output “Fanout Review” says why.',
      ),
    );
    throw error;
  }
}
