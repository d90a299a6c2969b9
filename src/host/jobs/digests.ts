import * as vscode from 'vscode';
import type { JobSpec } from '../../core/domain/jobSpec.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { Review } from './review.ts';
import { requireTrust } from '../settings/trust.ts';
import { t } from '../../core/text/l10n.ts';

/** What starts summaries and answers. Each resolves to the ended run, or undefined when the user cancelled before it began. */
export interface Digests {
  summarizeDocument(uri?: vscode.Uri): Promise<RunState | undefined>;
  summarizeSelection(): Promise<RunState | undefined>;
  summarizeFiles(uris: readonly vscode.Uri[]): Promise<RunState | undefined>;
  summarizeWorkspace(): Promise<RunState | undefined>;
  askDocument(uri?: vscode.Uri): Promise<RunState | undefined>;
  askFiles(uris: readonly vscode.Uri[]): Promise<RunState | undefined>;
  /** Compares texts with a playbook that is asked for: the files given, else the document of the editor. */
  checkPlaybook(uris: readonly vscode.Uri[]): Promise<RunState | undefined>;
}

/** `review` finds the texts; what is asked of them is asked first. */
export function digests(
  review: Review,
  memento: vscode.Memento,
  extensionUri: vscode.Uri,
): Digests {
  type Ask = () => Promise<JobSpec | undefined>;
  const summary: Ask = async () => (await import('./summaryOptions.ts')).askForSummary(memento);
  const question: Ask = async () => (await import('./askQuestion.ts')).askForQuestion(memento);
  const playbook: Ask = async () =>
    (await import('../settings/playbooks.ts')).choosePlaybook(extensionUri, memento);
  const withSpec = async (
    ask: Ask,
    start: (spec: JobSpec) => Promise<RunState | undefined>,
  ): Promise<RunState | undefined> => {
    requireTrust();
    const spec = await ask();
    return spec && start(spec);
  };
  return {
    summarizeDocument: uri => withSpec(summary, spec => review.document(uri, { spec })),
    summarizeSelection: () => withSpec(summary, spec => review.selection({ spec })),
    summarizeFiles: uris =>
      withSpec(summary, spec => review.files(uris, { spec, verb: t('Summarize') })),
    summarizeWorkspace: () =>
      withSpec(summary, spec => {
        const folders = vscode.workspace.workspaceFolders ?? [];
        return review.files(
          folders.map(folder => folder.uri),
          { spec, verb: t('Summarize') },
        );
      }),
    askDocument: uri => withSpec(question, spec => review.document(uri, { spec })),
    checkPlaybook: uris =>
      withSpec(playbook, spec => {
        const options = { spec, verb: t('Check'), how: { asksFirst: true } };
        return uris.length > 0 ? review.files(uris, options) : review.document(undefined, options);
      }),
    askFiles: uris =>
      withSpec(question, spec => review.files(uris, { spec, verb: t('Ask About') })),
  };
}
