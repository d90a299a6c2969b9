import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import type { Logger } from '../../core/ports/ports.ts';
import type { Finding, FindingDecision } from '../../core/domain/results/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import { warn } from '../ui/messages.ts';

export interface DecisionStore {
  /** What the user and the teams of the sources have decided so far. Never rejects for a bad file. */
  readonly on: (sources: readonly Source[]) => Promise<Decisions>;
  /** The team's file that decides about the finding already. */
  teamFileWith(finding: Finding, source: Source): Promise<string | undefined>;
  /** Where the team of a source keeps its decisions, or would; undefined where it cannot. */
  teamFileFor(source: Source): Promise<string | undefined>;
  /**
   * In the team's file, or without one for the user alone.
   * @throws FanoutError `storeUnusable` when the file is damaged or refuses; it is unchanged then.
   */
  keep(
    finding: Finding,
    source: Source,
    decision: FindingDecision,
    teamFile: string | undefined,
  ): Promise<void>;
  /** Takes a decision back wherever it is kept. */
  withdraw(finding: Finding, source: Source): Promise<void>;
}

/**
 * The decisions of the editor: the user's own in `folder`, whatever workspace is open, and those of the
 * teams beside their sources. A team's decision comes before the user's own; in Restricted Mode the
 * workspace decides nothing.
 */
export function decisionStore(folder: string, log: Logger): DecisionStore {
  const own = join(folder, 'decisions.json');
  const told = new Set<string>();
  const teamFiles = async (sources: readonly Source[]): Promise<string[]> =>
    vscode.workspace.isTrusted ? (await files()).teamFilesOf(foldersOf(sources)) : [];
  const holds = async (file: string, finding: Finding, source: Source): Promise<boolean> => {
    const { decisionsOf, readDecisions } = await files();
    return decisionsOf([readDecisions(file)], [source])(finding) !== undefined;
  };
  return {
    async on(sources) {
      const { knownDecisions, readDecisions } = await files();
      const teams = (await teamFiles(sources)).map(file => ({
        ...readDecisions(file),
        from: vscode.workspace.asRelativePath(file),
      }));
      return knownDecisions(own, teams, sources, problem => {
        if (told.has(problem)) return;
        told.add(problem);
        log.warn('decisions not read', {});
        warn(problem);
      });
    },
    async teamFileWith(finding, source) {
      for (const file of await teamFiles([source]))
        if (await holds(file, finding, source)) return file;
      return undefined;
    },
    async teamFileFor(source) {
      const [known] = await teamFiles([source]);
      if (known !== undefined || !vscode.workspace.isTrusted) return known;
      const root = source.uri?.startsWith('file:')
        ? vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(source.uri))
        : undefined;
      return root?.uri.scheme === 'file'
        ? join(root.uri.fsPath, (await files()).TEAM_FILE)
        : undefined;
    },
    async keep(finding, source, decision, teamFile) {
      (await files()).writeDecision(teamFile ?? own, finding, source, decision);
    },
    async withdraw(finding, source) {
      const { writeDecision } = await files();
      for (const file of [own, ...(await teamFiles([source]))])
        if (await holds(file, finding, source)) writeDecision(file, finding, source, undefined);
    },
  };
}

/** Loaded with the first run or report: activation does not pay for it. */
const files = () => import('../../engine/decisions.ts');

/** The folders of sources that are on a disk here. */
const foldersOf = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ uri }) => {
    try {
      return uri?.startsWith('file:') ? [dirname(fileURLToPath(uri))] : [];
    } catch {
      // A file address of another system names no folder here.
      return [];
    }
  });
