import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import type { RunEvent } from '../../core/state/events.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { OtherPlace } from '../../host/findings/reveal.ts';
import type { Typing } from '../../host/ui/typing.ts';
import { reportFeed } from './reportFeed.ts';
import { reportTitle } from './reportTitle.ts';
import { reportHtml } from './reportHtml.ts';
import {
  pack,
  parseFromWebview,
  type ReplyData,
  type Request,
  type Since,
  type ToWebview,
} from './protocol.ts';
import { displayLanguage, t } from '../../core/text/l10n.ts';

/** What a person can do about findings. */
export type Deed = 'apply' | 'preview' | 'undo' | 'dismiss' | 'accept' | 'reopen';

/**
 * What the report asks of the runs. Every id comes from the webview: it is looked up in the run,
 * and a call that finds nothing rejects with a message fit to show.
 */
export interface ReportHost {
  /**
   * The live state of a run, or undefined when it is not kept (any more). Events are folded into it
   * before `onDidChange` fires them.
   */
  state(runId: string): RunState | undefined | Promise<RunState | undefined>;
  /** The same for runs of one job over the same documents; undefined where it is not known. */
  subjectOf(runId: string): string | undefined;
  isUnderWay(runId: string): boolean;
  /** Every event of every run, in order, as it is fired. */
  onDidChange(
    listener: (runId: string, events: readonly RunEvent[]) => void,
  ): Pick<vscode.Disposable, 'dispose'>;
  /** Opens the source at a finding's quote; `other` names another place of it instead. */
  reveal(runId: string, findingId: string, other?: OtherPlace): Promise<void>;
  /** Opens the source at the nth place a statement rests on, from 0. */
  revealStatement(runId: string, statementId: string, index: number): Promise<void>;
  /** What has changed since another run, by default the last over the same documents. */
  since(runId: string, otherId?: string): Promise<Since | undefined>;
  /** Asks for the run to compare with, and shows what changed. */
  compare(runId: string): Promise<void>;
  revealChunk(runId: string, chunkId: string): Promise<void>;
  openSource(runId: string, sourceId: string): Promise<void>;
  /** Puts a finding on the clipboard as Markdown. */
  copyFinding(runId: string, findingId: string): Promise<void>;
  /** Puts the wording that the playbook proposes for a rule on the clipboard. */
  copyFallback(runId: string, rule: number): Promise<void>;
  /** Begins what a person wants done about findings; resolves at once. */
  act(runId: string, findingIds: readonly string[], deed: Deed): Promise<void>;
  recordTexts(runId: string, sourceId: string, indexes: readonly number[]): Promise<ReplyData>;
  findRecords(runId: string, sourceId: string, words: string): Promise<ReplyData>;
  revealRecord(runId: string, sourceId: string, record: number): Promise<void>;
  correctRecord(runId: string, sourceId: string, record: number): Promise<void>;
  retryBranch(runId: string, branchId: string): Promise<void>;
  retryFailed(runId: string): Promise<void>;
  cancel(runId: string): Promise<void>;
  runAgain(runId: string): Promise<void>;
  exportReport(runId: string): Promise<void>;
  /** Reviews the same sources with a model, after a run of the offline rules. */
  reviewWithModel(runId: string): Promise<void>;
  setApiKey(runId: string): Promise<void>;
  openLog(): Promise<void>;
}

export const REPORT_VIEW_TYPE = 'fanout.report';

export interface ReportPanels extends vscode.Disposable {
  /** Opens the run's panel, or brings it to the front. */
  show(
    runId: string,
    options?: {
      readonly preserveFocus?: boolean;
      readonly findingId?: string;
      /** The run that the report is compared with, instead of the last before it. */
      readonly comparedWith?: string;
    },
  ): void;
  /** Whether the report of the run is on screen. */
  isVisible(runId: string): boolean;
}

/**
 * One panel a run, which the next run over the same documents takes over; brought back after a window reload. `extensionUri` holds
 * `dist/`.
 */
export function createReportPanels(
  host: ReportHost,
  extensionUri: vscode.Uri,
  typing: Typing,
): ReportPanels {
  const open = new Map<string, OpenPanel>();
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');

  const adopt = (runId: string, panel: vscode.WebviewPanel, isNew = false): OpenPanel => {
    open.get(runId)?.panel.dispose();
    const opened = openPanel(host, runId, panel, dist, typing, isNew);
    open.set(runId, opened);
    panel.onDidDispose(() => {
      opened.dispose();
      if (open.get(runId) === opened) open.delete(runId);
    });
    return opened;
  };

  /** The panel of a run that has ended over the same documents, ready for another run. */
  const freed = (runId: string): vscode.WebviewPanel | undefined => {
    const documents = host.subjectOf(runId);
    for (const [other, opened] of open)
      if (
        documents !== undefined &&
        host.subjectOf(other) === documents &&
        !host.isUnderWay(other)
      ) {
        open.delete(other);
        opened.dispose();
        return opened.panel;
      }
    return undefined;
  };

  const take = (
    runId: string,
    panel: vscode.WebviewPanel | undefined,
    preserveFocus: boolean,
  ): OpenPanel => {
    // Beside the text at first; then where the other reports are: not one more column each time.
    const beside = [...open.values()].find(other => other.panel.viewColumn)?.panel.viewColumn;
    return adopt(
      runId,
      panel ??
        vscode.window.createWebviewPanel(
          REPORT_VIEW_TYPE,
          t('Fanout Report'),
          { viewColumn: beside ?? vscode.ViewColumn.Beside, preserveFocus },
          { enableFindWidget: true },
        ),
      panel === undefined,
    );
  };

  const subscriptions = [
    host.onDidChange((runId, events) => open.get(runId)?.push(events)),
    vscode.window.registerWebviewPanelSerializer(REPORT_VIEW_TYPE, {
      deserializeWebviewPanel: (panel, saved: unknown) => {
        const runId = savedRunId(saved);
        if (runId === undefined) panel.dispose();
        else adopt(runId, panel);
        return Promise.resolve();
      },
    }),
  ];

  return {
    show(runId, options) {
      const { preserveFocus = false, findingId, comparedWith } = options ?? {};
      const existing = open.get(runId) ?? take(runId, freed(runId), preserveFocus);
      existing.panel.reveal(undefined, preserveFocus);
      if (findingId !== undefined) existing.showFinding(findingId);
      if (comparedWith !== undefined) existing.compareWith(comparedWith);
    },
    isVisible: runId => open.get(runId)?.panel.visible === true,
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      for (const { panel } of [...open.values()]) panel.dispose();
    },
  };
}

/** After its last event a run is still being put away, in ms. */
const SINCE_MS = 300;

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  push(events: readonly RunEvent[]): void;
  /** Opens a finding in the list, once the page is there. */
  showFinding(findingId: string): void;
  compareWith(runId: string): void;
  dispose(): void;
}

function openPanel(
  host: ReportHost,
  runId: string,
  panel: vscode.WebviewPanel,
  dist: vscode.Uri,
  typing: Typing,
  isNew: boolean,
): OpenPanel {
  const { webview } = panel;
  const post = (message: ToWebview): void =>
    void webview.postMessage(message.type === 'snapshot' ? pack(message) : message);
  const feed = reportFeed({
    state: () => host.state(runId),
    post,
    now: () => Date.now(),
    later: (work, ms) => typing.later(work, ms),
  });
  let isLoaded = false;
  let wanted: string | undefined;
  /** What the report is compared with. */
  let other: string | undefined;
  const tellSince = async (): Promise<void> => {
    const since = await host.since(runId, other);
    if (!since || !isLoaded) return;
    other = since.runId;
    post({ type: 'since', since });
  };
  const showWanted = (): void => {
    if (!isLoaded || wanted === undefined) return;
    post({ type: 'show', findingId: wanted });
    wanted = undefined;
  };
  const load = async (): Promise<void> => {
    const state = await feed.ready();
    if (state) panel.title = reportTitle(state, Date.now());
    isLoaded = state !== undefined;
    showWanted();
    // The report does not wait for it, and is whole without.
    void tellSince().catch(() => undefined);
  };

  webview.options = {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [dist],
  };
  webview.html = reportHtml({
    language: displayLanguage(),
    nonce: randomBytes(18).toString('base64url'),
    cspSource: webview.cspSource,
    script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'report.js')).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'report.css')).toString(),
    runId,
  });
  panel.iconPath = vscode.Uri.joinPath(dist, '..', 'media', 'icons', 'report.svg');
  // One that had a page before throws away what comes before the next.
  if (isNew) feed.begin();

  const subscriptions = [
    webview.onDidReceiveMessage((value: unknown) => {
      const message = parseFromWebview(value);
      if (!message) return;
      if (message.type === 'ready') void load();
      else if (message.type === 'drawn') feed.drawn(message.seq);
      else if (message.type === 'revealBefore' && other !== undefined)
        void answer(host, other, { ...message, type: 'reveal' }).then(post);
      else void answer(host, runId, message).then(post);
    }),
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away, and says when it is there again.
      if (!panel.visible) isLoaded = false;
      feed.setVisible(panel.visible);
    }),
  ];

  return {
    panel,
    push: events => {
      feed.push(events);
      if (events.some(event => event.type === 'run.ended'))
        setTimeout(() => void tellSince().catch(() => undefined), SINCE_MS);
    },
    compareWith(id) {
      other = id;
      void tellSince().catch(() => undefined);
    },
    showFinding(findingId) {
      wanted = findingId;
      showWanted();
    },
    dispose() {
      feed.dispose();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

async function answer(host: ReportHost, runId: string, request: Request): Promise<ToWebview> {
  try {
    const data = await perform(host, runId, request);
    return { type: 'reply', id: request.id, ok: true, ...(data ? { data } : {}) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'reply', id: request.id, ok: false, error: message };
  }
}

function perform(host: ReportHost, runId: string, request: Request): Promise<ReplyData | void> {
  switch (request.type) {
    case 'reveal':
      return host.reveal(runId, request.findingId);
    case 'revealBefore':
      throw new FanoutError('usage', t('There is no run that this one is compared with.'));
    case 'compare':
      return host.compare(runId);
    case 'revealRelated':
      return host.reveal(runId, request.findingId, request.index);
    case 'revealEvidence':
      return host.reveal(runId, request.findingId, 'evidence');
    case 'apply':
    case 'preview':
    case 'undo':
    case 'dismiss':
    case 'accept':
    case 'reopen':
      return host.act(runId, request.findingIds, request.type);
    case 'revealStatement':
      return host.revealStatement(runId, request.statementId, request.index);
    case 'revealChunk':
      return host.revealChunk(runId, request.chunkId);
    case 'openSource':
      return host.openSource(runId, request.sourceId);
    case 'copy':
      return host.copyFinding(runId, request.findingId);
    case 'copyFallback':
      return host.copyFallback(runId, request.rule);
    case 'recordTexts':
      return host.recordTexts(runId, request.sourceId, request.indexes);
    case 'findRecords':
      return host.findRecords(runId, request.sourceId, request.words);
    case 'revealRecord':
      return host.revealRecord(runId, request.sourceId, request.record);
    case 'correctRecord':
      return host.correctRecord(runId, request.sourceId, request.record);
    case 'retryBranch':
      return host.retryBranch(runId, request.branchId);
    case 'retryFailed':
      return host.retryFailed(runId);
    case 'cancel':
      return host.cancel(runId);
    case 'runAgain':
      return host.runAgain(runId);
    case 'export':
      return host.exportReport(runId);
    case 'reviewWithModel':
      return host.reviewWithModel(runId);
    case 'setApiKey':
      return host.setApiKey(runId);
    case 'openLog':
      return host.openLog();
  }
}

function savedRunId(saved: unknown): string | undefined {
  const runId = (saved as { runId?: unknown } | undefined)?.runId;
  return typeof runId === 'string' && runId.length > 0 && runId.length <= 200 ? runId : undefined;
}
