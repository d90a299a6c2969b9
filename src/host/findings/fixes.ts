import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { whyNotFixable } from '../../core/domain/results/fixable.ts';
import type { Finding } from '../../core/domain/results/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import { count, grouped, joinList } from '../../core/format/format.ts';
import { fileWords, suggestedFileWords } from '../../core/text/fileWords.ts';
import { minimalEdit } from '../../core/text/minimalEdit.ts';
import type { Runs } from '../runs/runs.ts';
import { type AppliedText, followEdit } from './appliedTexts.ts';
import type { DocumentFixes } from './previewFixes.ts';
import { isOfNotebook } from './cells.ts';
import { documentOf, isReadOnly } from './fixDocument.ts';
import { type FixSubject, type PlannedFix, planFixes, type RefusedFix } from './fixPlan.ts';
import { toRange, type Reveal } from './reveal.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** Between an edit and the note that a suggestion is in the text or not any more, in ms. */
const SETTLE_MS = 150;
/** Reasons that are named when many were refused. */
const MAX_NAMED = 3;

export interface Fixes extends vscode.Disposable {
  /**
   * Replaces exactly the quotes by their suggestions, one undo step a document. Several, or with `preview`, are
   * shown first, each with a box. Says what was refused and why.
   * @throws FanoutError `usage` when none can be applied.
   */
  apply(runId: string, findingIds: readonly string[], preview?: boolean): Promise<void>;
  /** Puts the quotes back. @throws FanoutError `usage` when the text was changed since. */
  undo(runId: string, findingIds: readonly string[]): Promise<void>;
}

export function fixes(runs: Runs, places: Reveal): Fixes {
  const texts = new WeakMap<vscode.TextDocument, AppliedText[]>();
  const flipped = new Set<AppliedText>();
  let timer: NodeJS.Timeout | undefined;

  const note = async (
    runId: string,
    findingIds: readonly string[],
    applied: boolean,
  ): Promise<void> => {
    if (findingIds.length > 0)
      await runs.note(runId, { type: 'suggestions.applied', findingIds, applied });
  };
  const noteFlipped = async (): Promise<void> => {
    const all = [...flipped];
    flipped.clear();
    for (const runId of new Set(all.map(each => each.runId)))
      for (const applied of [true, false]) {
        const ids = all.filter(each => each.runId === runId && each.applied === applied);
        await note(
          runId,
          ids.flatMap(each => each.findingIds),
          applied,
        );
      }
  };
  const watching = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const known = texts.get(document);
    if (!known || contentChanges.length === 0) return;
    for (const each of followEdit(known, contentChanges, document.getText())) {
      // Undone and done again before it was noted: nothing happened.
      if (flipped.has(each)) flipped.delete(each);
      else flipped.add(each);
    }
    clearTimeout(timer);
    timer = setTimeout(() => void noteFlipped().catch(() => undefined), SETTLE_MS);
  });

  const write = async (runId: string, plans: readonly DocumentFixes[]): Promise<boolean> => {
    const edit = new vscode.WorkspaceEdit();
    for (const { document, fixes: planned } of plans)
      for (const { range, before, after } of planned) {
        // No more than what differs: cursors, folds and other changes on the same lines stay.
        const least = minimalEdit(before, after, range.start);
        edit.replace(document.uri, toRange(document, least), least.text);
      }
    if (!(await vscode.workspace.applyEdit(edit))) return false;
    for (const { document, fixes: planned } of plans) remember(runId, document, planned);
    await note(
      runId,
      plans.flatMap(plan => plan.fixes.flatMap(fix => fix.findingIds)),
      true,
    );
    return true;
  };
  const remember = (
    runId: string,
    document: vscode.TextDocument,
    planned: readonly PlannedFix[],
  ): void => {
    const known = texts.get(document) ?? [];
    let shift = 0;
    for (const { findingIds, range, before, after } of planned) {
      known.push({ runId, findingIds, start: range.start + shift, before, after, applied: true });
      shift += after.length - before.length;
    }
    texts.set(document, known);
  };

  const applyPlans = async (
    runId: string,
    plans: readonly DocumentFixes[],
    refused: readonly RefusedFix[],
    isMany: boolean,
  ): Promise<void> => {
    const ids = plans.flatMap(plan => plan.fixes.flatMap(fix => fix.findingIds));
    const stale = plans.find(({ document, fixes: planned }) =>
      planned.some(f => document.getText(toRange(document, f.range)) !== f.before),
    );
    if (stale || !(await write(runId, plans)))
      throw new FanoutError(
        'usage',
        t(
          'The text has changed in the meantime, or cannot be edited. Nothing was applied: check the suggestions again.',
        ),
      );
    const said = t(
      'Applied {0}{1}',
      isMany ? count(ids.length, 'suggestion') : (ids[0] ?? ''),
      refusedWords(refused),
    );
    if (!isMany && refused.length === 0)
      return void vscode.window.setStatusBarMessage(`Fanout: ${said}`, 4000);
    const undo = t('Undo');
    void vscode.window.showInformationMessage(said, undo).then(async picked => {
      if (picked === undo) await vscode.commands.executeCommand('fanout.undoFix', runId, ids);
    });
  };

  return {
    async apply(runId, findingIds, preview = false) {
      const { plans, refused } = await plansFor(runs, places, runId, findingIds);
      if (plans.every(plan => plan.fixes.length === 0))
        throw new FanoutError(
          'usage',
          t('Nothing was applied{0} The text is unchanged.', refusedWords(refused)),
        );
      const isMany = findingIds.length > 1;
      if (!isMany && !preview) return applyPlans(runId, plans, refused, false);
      const { previewFixes } = await import('./previewFixes.ts');
      const chosen = await previewFixes(plans, refused);
      if (!chosen || chosen.every(plan => plan.fixes.length === 0)) return;
      await applyPlans(runId, chosen, refused, isMany);
    },
    async undo(runId, findingIds) {
      const entry = await runs.load(runId);
      const edit = new vscode.WorkspaceEdit();
      const undone: string[] = [];
      let gone = 0;
      for (const finding of entry?.state?.findings ?? []) {
        if (!findingIds.includes(finding.id) || !finding.applied) continue;
        const source = entry?.sources.get(finding.sourceId);
        const document = source && (await documentOf(source, finding));
        const known = (document ? (texts.get(document) ?? []) : []).find(
          t => t.applied && t.runId === runId && t.findingIds.includes(finding.id),
        );
        const found =
          document && source && (known ?? afterReload(places, source, document, finding));
        if (!document || !found || !document.getText().startsWith(found.after, found.start)) {
          gone += 1;
          continue;
        }
        // Several findings may have made the same change.
        if (known?.findingIds.some(id => undone.includes(id))) {
          undone.push(finding.id);
          continue;
        }
        const least = minimalEdit(found.after, found.before, found.start);
        edit.replace(document.uri, toRange(document, least), least.text);
        undone.push(finding.id);
      }
      if (undone.length > 0 && (await vscode.workspace.applyEdit(edit)))
        await note(runId, undone, false);
      else gone += undone.length;
      if (gone > 0)
        throw new FanoutError(
          'usage',
          plural(
            gone,
            '{0} suggestion was not undone: the text has changed since. Change it by hand.',
            '{0} suggestions were not undone: the text has changed since. Change it by hand.',
            grouped(gone),
          ),
        );
    },
    dispose() {
      clearTimeout(timer);
      watching.dispose();
    },
  };
}

/** `: F3: it has no suggestion.`, and how many more. */
function refusedWords(refused: readonly RefusedFix[]): string {
  if (refused.length === 0) return '.';
  const named = refused.slice(0, MAX_NAMED).map(({ findingId, why }) => `${findingId}: ${why}`);
  const more = refused.length - named.length;
  return t(
    '; not {0}.',
    joinList([...named, ...(more > 0 ? [`${count(more, 'more', 'more')}`] : [])]),
  );
}

interface Plans {
  readonly plans: readonly DocumentFixes[];
  readonly refused: readonly RefusedFix[];
}

/** What would be replaced, document by document, with the texts as they are now. */
async function plansFor(
  runs: Runs,
  places: Reveal,
  runId: string,
  findingIds: readonly string[],
): Promise<Plans> {
  const entry = await runs.load(runId);
  const wanted = new Set(findingIds);
  const refused: RefusedFix[] = [];
  const byDocument = new Map<vscode.TextDocument, FixSubject[]>();
  for (const finding of entry?.state?.findings ?? []) {
    if (!wanted.has(finding.id)) continue;
    const source = entry?.sources.get(finding.sourceId);
    const refuse = (why: string): void => void refused.push({ findingId: finding.id, why });
    const why = whyNotFixable(finding, source);
    if (why !== undefined || !source) {
      refuse(why ?? t('its document is not known'));
      continue;
    }
    const document = await documentOf(source, finding);
    const words = wordsInFile(source, finding);
    if (!document) refuse(t('{0} cannot be opened: it was moved or deleted', source.path));
    else if (await isReadOnly(document)) refuse(t('{0} is read-only', source.path));
    else if (!words) refuse(MARKS_BETWEEN);
    else {
      const at = finding.range && places.place(source, document, finding.range, finding.quote);
      const known = byDocument.get(document) ?? [];
      byDocument.set(document, [...known, { finding, at, words }]);
    }
  }
  const plans = [...byDocument].map(([document, subjects]): DocumentFixes => {
    const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const plan = planFixes(document.getText(), eol, subjects);
    refused.push(...plan.refused);
    return { document, ...plan };
  });
  return { plans, refused };
}

const MARKS_BETWEEN = t(
  'in the file, marks stand between the words that it changes: change them by hand',
);

/** The quote and the suggestion as the file holds them; undefined where they are not one text there. */
function wordsInFile(
  source: Source,
  { range, quote, suggestion = '' }: Finding,
): { readonly quote: string; readonly suggestion: string } | undefined {
  // A cell holds its own text.
  if (!source.original || !range || isOfNotebook(source)) return { quote, suggestion };
  const after = suggestedFileWords(source, range, suggestion);
  return after === undefined ? undefined : { quote: fileWords(source, range), suggestion: after };
}

/** Where a suggestion stands that was applied before the window was reloaded. */
function afterReload(
  places: Reveal,
  source: Source,
  document: vscode.TextDocument,
  finding: Finding,
): Pick<AppliedText, 'start' | 'before' | 'after'> | undefined {
  const { range, suggestion } = finding;
  const words = wordsInFile(source, finding);
  if (!range || suggestion === undefined || !words) return undefined;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const [before, after] = [words.quote, words.suggestion].map(text =>
    text.replace(/\r\n?|\n/g, eol),
  );
  const at = places.place(source, document, range, suggestion);
  return at && { start: at.start, before: before ?? '', after: after ?? '' };
}
