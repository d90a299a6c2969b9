import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import type { Finding } from '../../core/domain/results/findings.ts';
import type { ModelPicker } from '../../host/models/picker.ts';
import { correctRecord, findRecords, recordTexts } from '../../host/sources/records.ts';
import type { Reveal } from '../../host/findings/reveal.ts';
import type { Jobs } from '../../host/jobs/jobs.ts';
import type { Runs } from '../../host/runs/runs.ts';
import type { Deed, ReportHost } from './reportPanel.ts';
import { t } from '../../core/text/l10n.ts';

export interface ReportHostParts {
  readonly runs: Runs;
  readonly places: Reveal;
  readonly jobs: Jobs;
  readonly models: ModelPicker;
}

/** What the report asks for, done with the runs of this window. Whatever takes long goes through commands. */
export function reportHost({
  runs,
  places,
  jobs: { review },
  models,
}: ReportHostParts): ReportHost {
  const command = async (name: string, ...args: unknown[]): Promise<void> => {
    await vscode.commands.executeCommand(`fanout.${name}`, ...args);
  };
  /** The reply to the report must not wait until the run has ended. */
  const begin = (work: Promise<unknown>): Promise<void> => {
    work.catch(() => undefined);
    return Promise.resolve();
  };
  return {
    async state(runId) {
      return (await runs.load(runId))?.state;
    },
    subjectOf(runId) {
      const entry = runs.get(runId);
      if (!entry?.state) return undefined;
      const documents = entry.state.sources.map(({ uri, path }) => uri ?? path);
      return `${entry.state.job} ${documents.sort().join('\n')}`;
    },
    isUnderWay: runId => runs.get(runId)?.active === true,
    onDidChange: listener =>
      runs.onDidEmit(({ runId, event }) => {
        if (event) listener(runId, [event]);
      }),
    reveal: (runId, findingId, other) => places.finding(runId, findingId, other),
    async since(runId, otherId) {
      // With the whole of a report's wording: too much for activation.
      const { sinceRun } = await import('./sinceRun.ts');
      return sinceRun(runs, runId, otherId);
    },
    compare: runId => begin(command('compareRuns', runId)),
    revealStatement: (runId, statementId, index) => places.statement(runId, statementId, index),
    revealChunk: (runId, chunkId) => places.chunk(runId, chunkId),
    openSource: (runId, sourceId) => places.source(runId, sourceId),
    async copyFinding(runId, findingId) {
      const state = (await runs.load(runId))?.state;
      const finding = state?.findings.find(f => f.id === findingId);
      if (!finding) throw new FanoutError('usage', t('This finding is no longer in the run.'));
      const path = state?.sources.find(s => s.id === finding.sourceId)?.path ?? '';
      await vscode.env.clipboard.writeText(asMarkdown(finding, path));
    },
    async copyFallback(runId, rule) {
      const spec = (await runs.load(runId))?.state?.spec;
      const fallback = spec?.kind === 'ask' ? spec.playbook?.rules[rule]?.fallback : undefined;
      if (fallback === undefined)
        throw new FanoutError('usage', t('This run holds no wording for that rule.'));
      await vscode.env.clipboard.writeText(fallback);
    },
    act: (runId, findingIds, deed) => begin(command(COMMAND[deed], runId, findingIds)),
    async recordTexts(runId, sourceId, indexes) {
      return { texts: recordTexts(await runs.load(runId), sourceId, indexes) };
    },
    async findRecords(runId, sourceId, words) {
      return { found: findRecords(await runs.load(runId), sourceId, words) };
    },
    revealRecord: (runId, sourceId, record) => places.record(runId, sourceId, record),
    correctRecord: (runId, sourceId, record) => correctRecord(runs, runId, sourceId, record),
    retryBranch: (runId, branchId) => begin(command('retryBranch', { runId, branchId })),
    retryFailed: runId => begin(command('retryFailed', runId)),
    cancel: runId => command('cancelRun', runId),
    runAgain: runId => begin(review.again(runId)),
    exportReport: runId => begin(command('exportReport', runId)),
    async reviewWithModel(runId) {
      const choice = await models.choose();
      if (choice) await begin(review.again(runId, { model: choice }));
    },
    setApiKey: runId => begin(command('setApiKey', runId)),
    openLog: () => command('showLog'),
  };
}

const COMMAND: Readonly<Record<Deed, string>> = {
  apply: 'applyFix',
  preview: 'previewFix',
  undo: 'undoFix',
  dismiss: 'dismissFinding',
  accept: 'acceptFinding',
  reopen: 'reopenFinding',
};

const asMarkdown = (finding: Finding, path: string): string =>
  [
    `**${finding.title}** (${finding.severity}, ${finding.perspectiveId}, ${path})`,
    finding.quote
      .split(/\r\n?|\n/)
      .map(line => `> ${line}`)
      .join('\n'),
    finding.message,
    ...(finding.suggestion === undefined ? [] : [t('Suggestion: {0}', finding.suggestion)]),
  ].join('\n\n');
