import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { decisionKey } from '../../core/fanin/merge/decisions.ts';
import type { Finding, FindingDecision } from '../../core/domain/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import type { DecisionBook } from './decisions.ts';
import type { Runs } from '../runs/runs.ts';
import { count } from '../../core/format/format.ts';

interface Decider {
  readonly runs: Runs;
  readonly decisions: DecisionBook;
}

/** Reasons that people give most; any other can be typed. */
const REASONS = ['Not a problem', 'Intended', 'Known, dealt with elsewhere'];

/**
 * Asks why a finding is dismissed and where that is kept, and keeps it. Cancelling either question
 * changes nothing.
 * @throws FanoutError `usage` when the finding is not there or not merged yet, `storeUnusable` when a
 * file refuses.
 */
export async function dismissFinding(parts: Decider, runId: string, id: string): Promise<void> {
  const subject = await subjectOf(parts, runId, id);
  const reason = await askReason(subject);
  if (reason === undefined) return;
  await settle(parts, subject, { kind: 'dismissed', reason });
}

/** Marks a finding as right; it stays where it is. The rest as with `dismissFinding`. */
export async function acceptFinding(parts: Decider, runId: string, id: string): Promise<void> {
  await settle(parts, await subjectOf(parts, runId, id), { kind: 'accepted', reason: '' });
}

/** Takes a decision back, wherever it is kept. The errors as with `dismissFinding`. */
export async function reopenFinding(
  { runs, decisions }: Decider,
  runId: string,
  id: string,
): Promise<void> {
  const { finding, source } = await subjectOf({ runs, decisions }, runId, id);
  const team = await decisions.teamFileWith(finding, source);
  await decisions.takeBack(finding, source);
  await runs.refreshDecisions();
  if (team !== undefined)
    void vscode.window.showInformationMessage(
      `Reopened ${finding.id}. The decision is gone from ${nameOf(team)} too: commit the file to share that.`,
    );
}

interface Subject {
  readonly runId: string;
  readonly finding: Finding;
  readonly source: Source;
  /** Other findings of the run that the same decision is about. */
  readonly others: number;
}

async function subjectOf({ runs }: Decider, runId: string, id: string): Promise<Subject> {
  const entry = await runs.load(runId);
  const finding = entry?.state?.findings.find(f => f.id === id);
  const source = finding && entry?.sources.get(finding.sourceId);
  if (!entry?.state || !finding || !source)
    throw new FanoutError('usage', 'This finding is not in the run any more. Nothing was changed.');
  if (!entry.state.merged)
    throw new FanoutError(
      'usage',
      'The findings are not merged yet. Nothing was changed. Decide when the run has ended.',
    );
  const keyOf = (each: Finding): string => decisionKey(each, '', source);
  const others = entry.state.findings.filter(
    other =>
      other !== finding &&
      other.fingerprint === finding.fingerprint &&
      other.sourceId === finding.sourceId &&
      keyOf(other) === keyOf(finding),
  ).length;
  return { runId, finding, source, others };
}

async function settle(
  { runs, decisions }: Decider,
  subject: Subject,
  decision: FindingDecision,
): Promise<void> {
  const { finding, source, runId, others } = subject;
  const teamFile = await decisions.teamFileWith(finding, source);
  const place = teamFile
    ? { teamFile }
    : await askWhere(await decisions.teamFileFor(source), subject, decision);
  if (!place) return;
  await decisions.keep(finding, source, decision, place.teamFile);
  await runs.refreshDecisions();
  const verb = decision.kind === 'dismissed' ? 'Dismissed' : 'Accepted';
  const more = others === 0 ? '' : ` and ${count(others, 'more finding')} on the same passage`;
  const where =
    place.teamFile === undefined
      ? 'for you'
      : `in ${nameOf(place.teamFile)}: commit it to share it`;
  const undo = 'Undo';
  void vscode.window
    .showInformationMessage(`${verb} ${finding.id}${more}. Kept ${where}.`, undo)
    .then(async picked => {
      if (picked === undo)
        await vscode.commands.executeCommand('fanout.reopenFinding', runId, finding.id);
    });
}

/** The words of a reason, one of the usual or the user's own; undefined: cancelled. */
function askReason({ finding, others }: Subject): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick();
  const items = REASONS.map(label => ({ label }));
  picker.title = `Dismiss ${finding.id}: ${finding.title}`.slice(0, 120);
  picker.placeholder =
    others === 0
      ? 'Why? Choose a reason or type your own'
      : `Why? Also dismisses ${count(others, 'more finding')} on the same passage`;
  picker.items = items;
  picker.ignoreFocusOut = true;
  return new Promise(resolve => {
    picker.onDidChangeValue(value => {
      const own = value.trim();
      picker.items = own === '' ? items : [{ label: own, alwaysShow: true }, ...items];
    });
    picker.onDidAccept(() => {
      const reason = picker.activeItems[0]?.label ?? picker.value.trim();
      if (reason === '') return;
      resolve(reason);
      picker.dispose();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

interface Place {
  /** Absent: for the user alone. */
  readonly teamFile: string | undefined;
}

/** Where a decision goes; undefined: cancelled. Not asked where there is no choice. */
async function askWhere(
  team: string | undefined,
  { finding }: Subject,
  { kind }: FindingDecision,
): Promise<Place | undefined> {
  if (team === undefined) return { teamFile: undefined };
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: 'For Me',
        description: 'kept by the editor on this computer',
        teamFile: undefined,
      },
      {
        label: 'For the Team',
        description: `${nameOf(team)}, to be committed; colleagues and the command line honour it`,
        teamFile: team,
      },
    ],
    {
      title: `${kind === 'dismissed' ? 'Dismiss' : 'Accept'} ${finding.id}: ${finding.title}`.slice(
        0,
        120,
      ),
      placeHolder: 'For whom',
      ignoreFocusOut: true,
    },
  );
  return picked;
}

const nameOf = (file: string): string => vscode.workspace.asRelativePath(file);
