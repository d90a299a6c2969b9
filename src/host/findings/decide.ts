import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { decisionKeys } from '../../core/fanin/merge/decisions.ts';
import type { Finding, FindingDecision } from '../../core/domain/results/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import { count } from '../../core/format/format.ts';
import type { Runs } from '../runs/runs.ts';
import type { DecisionStore } from './decisionStore.ts';
import { inSentence, t } from '../../core/text/l10n.ts';

export interface Decider {
  readonly runs: Runs;
  readonly decisions: DecisionStore;
  readonly memento: vscode.Memento;
}

/** Reasons that people give most; any other can be typed. */
const REASONS = [t('Not a problem'), t('Intended'), t('Known, dealt with elsewhere')] as const;
/** Decisions that follow each other this fast, in ms, share a notice. */
const NOTICE_MS = 900;

/** How the user dismissed last: the next dismissal is one step, and the same. */
interface Manner {
  readonly reason: string;
  /** Kept in the team's file, where there can be one; else for the user alone. */
  readonly forTeam: boolean;
}
const MANNER = 'decision.manner';
const mannerOf = (memento: vscode.Memento): Manner =>
  memento.get<Manner>(MANNER) ?? { reason: REASONS[0], forTeam: false };

/**
 * Dismisses findings at once, for the reason and in the place of the last time; the notice takes that back or
 * changes it.
 * @throws FanoutError `usage` when a finding is not there or not merged yet, `storeUnusable` when a file refuses.
 */
export async function dismissFindings(
  parts: Decider,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  const manner = mannerOf(parts.memento);
  await keepAll(parts, runId, ids, { kind: 'dismissed', reason: manner.reason }, manner.forTeam);
  notice(parts, runId, 'Dismissed', ids);
}

/** Marks findings as to be dealt with; they stay where they are. The rest as with `dismissFindings`. */
export async function markToDo(
  parts: Decider,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  const { forTeam } = mannerOf(parts.memento);
  await keepAll(parts, runId, ids, { kind: 'accepted', reason: '' }, forTeam);
  notice(parts, runId, 'Marked as to do', ids);
}

/** Takes decisions back, wherever they are kept. The errors as with `dismissFindings`. */
export async function reopenFindings(
  parts: Decider,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  const { runs, decisions } = parts;
  const shared = new Set<string>();
  for (const { finding, source } of await subjectsOf(parts, runId, ids)) {
    const team = await decisions.teamFileWith(finding, source);
    if (team !== undefined) shared.add(team);
    await decisions.withdraw(finding, source);
  }
  await runs.refreshDecisions();
  if (shared.size > 0)
    void vscode.window.showInformationMessage(
      t(
        'Reopened {0}. The decision was also removed from {1}: commit the file to share this.',
        namesOf(ids),
        [...shared].map(nameOf).join(', '),
      ),
    );
}

interface Subject {
  readonly finding: Finding;
  readonly source: Source;
}

async function subjectsOf(
  { runs }: Decider,
  runId: string,
  ids: readonly string[],
): Promise<readonly Subject[]> {
  const entry = await runs.load(runId);
  const wanted = new Set(ids);
  const subjects = (entry?.state?.findings ?? []).flatMap(finding => {
    const source = wanted.has(finding.id) ? entry?.sources.get(finding.sourceId) : undefined;
    return source ? [{ finding, source }] : [];
  });
  if (subjects.length < wanted.size)
    throw new FanoutError(
      'usage',
      wanted.size === 1
        ? t('This finding is no longer in the run. Nothing was changed.')
        : t('Some of these findings are no longer in the run. Nothing was changed.'),
    );
  if (!entry?.state?.merged)
    throw new FanoutError(
      'usage',
      t('The findings are not merged yet. Nothing was changed. Try again when the run has ended.'),
    );
  return subjects;
}

async function keepAll(
  parts: Decider,
  runId: string,
  ids: readonly string[],
  decision: FindingDecision,
  forTeam: boolean,
): Promise<void> {
  const { runs, decisions } = parts;
  for (const { finding, source } of await subjectsOf(parts, runId, ids)) {
    // What the team decided already is decided there again.
    const file =
      (await decisions.teamFileWith(finding, source)) ??
      (forTeam ? await decisions.teamFileFor(source) : undefined);
    await decisions.keep(finding, source, decision, file);
  }
  await runs.refreshDecisions();
}

interface Notice {
  readonly parts: Decider;
  readonly runId: string;
  readonly verb: 'Dismissed' | 'Marked as to do';
  readonly ids: string[];
}
let waiting: Notice | undefined;
let timer: NodeJS.Timeout | undefined;

/** One notice for what is decided key after key: notices do not pile up. */
function notice(parts: Decider, runId: string, verb: Notice['verb'], ids: readonly string[]): void {
  if (waiting && (waiting.runId !== runId || waiting.verb !== verb)) tellNotice();
  waiting ??= { parts, runId, verb, ids: [] };
  waiting.ids.push(...ids);
  clearTimeout(timer);
  timer = setTimeout(tellNotice, NOTICE_MS);
}

function tellNotice(): void {
  const told = waiting;
  waiting = undefined;
  clearTimeout(timer);
  if (told) void showNotice(told);
}

async function showNotice({ parts, runId, verb, ids }: Notice): Promise<void> {
  const subjects = await subjectsOf(parts, runId, ids).catch(() => []);
  const [first] = subjects;
  if (!first) return;
  const others = await samePassage(parts, runId, subjects);
  const more = others === 0 ? '' : t(' and {0} on the same passage', count(others, 'more finding'));
  const team = await parts.decisions.teamFileWith(first.finding, first.source);
  const where =
    team === undefined ? t('for you') : t('in {0}: commit it to share it', nameOf(team));
  const why = verb === 'Dismissed' ? `: ${inSentence(mannerOf(parts.memento).reason)}` : '';
  const undo = t('Undo');
  const change = t('Change…');
  const picked = await vscode.window.showInformationMessage(
    t(
      '{0} {1}{2}{3}. Kept {4}.',
      verb === 'Dismissed' ? t('Dismissed') : t('Marked as to do'),
      namesOf(ids),
      more,
      why,
      where,
    ),
    undo,
    ...(verb === 'Dismissed' ? [change] : []),
  );
  if (picked === undo) await vscode.commands.executeCommand('fanout.reopenFinding', runId, ids);
  else if (picked === change)
    await vscode.commands.executeCommand('fanout.changeDismissal', runId, ids);
}

/** Other findings of the run that the same decisions are about. */
async function samePassage(
  { runs }: Decider,
  runId: string,
  subjects: readonly Subject[],
): Promise<number> {
  const keys = new Set(
    subjects.flatMap(({ finding, source }) => decisionKeys(finding, source.id, source)),
  );
  const entry = await runs.load(runId);
  const own = new Set(subjects.map(({ finding }) => finding.id));
  return (entry?.state?.findings ?? []).filter(({ id, sourceId, ...finding }) => {
    const source = entry?.sources.get(sourceId);
    const isDecided = (of: typeof source): boolean =>
      of !== undefined && decisionKeys(finding, of.id, of).some(key => keys.has(key));
    return !own.has(id) && isDecided(source);
  }).length;
}

/** Asks for another reason and place for findings that were dismissed; the next dismissals take them too. */
export async function changeDismissal(
  parts: Decider,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  const subjects = await subjectsOf(parts, runId, ids);
  const reason = await askReason(ids);
  const [first] = subjects;
  if (reason === undefined || !first) return;
  const place = await askWhere(await parts.decisions.teamFileFor(first.source));
  if (!place) return;
  for (const { finding, source } of subjects) await parts.decisions.withdraw(finding, source);
  await parts.memento.update(MANNER, { reason, forTeam: place.forTeam } satisfies Manner);
  await keepAll(parts, runId, ids, { kind: 'dismissed', reason }, place.forTeam);
}

/** The words of a reason, one of the usual or the user's own; undefined: cancelled. */
function askReason(ids: readonly string[]): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick();
  const items = REASONS.map(label => ({ label }));
  picker.title = t('Dismiss {0}', namesOf(ids));
  picker.placeholder = t(
    'Why? Choose a reason or type your own; it is remembered for the next finding',
  );
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

/** Where decisions go; undefined: cancelled. Not asked where there is no choice. */
async function askWhere(
  team: string | undefined,
): Promise<{ readonly forTeam: boolean } | undefined> {
  if (team === undefined) return { forTeam: false };
  return vscode.window.showQuickPick(
    [
      { label: t('For Me'), description: t('kept by the editor on this computer'), forTeam: false },
      {
        label: t('For the Team'),
        description: t(
          '{0}, for you to commit; it also applies to colleagues and the command line',
          nameOf(team),
        ),
        forTeam: true,
      },
    ],
    { title: t('Dismiss'), placeHolder: t('For whom'), ignoreFocusOut: true },
  );
}

const namesOf = (ids: readonly string[]): string =>
  ids.length === 1 ? (ids[0] ?? '') : count(ids.length, 'finding');

const nameOf = (file: string): string => vscode.workspace.asRelativePath(file);
