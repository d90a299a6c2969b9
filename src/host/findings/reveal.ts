import * as vscode from 'vscode';
import { citationsOf, statementsOf } from '../../core/state/digestView.ts';
import { FanoutError } from '../../core/errors.ts';
import type { Finding } from '../../core/domain/results/findings.ts';
import type { Range } from '../../core/domain/range.ts';
import type { Source } from '../../core/domain/source.ts';
import {
  fileTextOf,
  fileWords,
  rangeInFile,
  suggestedFileWords,
} from '../../core/text/fileWords.ts';
import { locateQuote, mapBetween, mapRange, withChange, type EditMap } from './anchors.ts';
import { cellAt, isCell, rangeInCell, showCell } from './cells.ts';
import { readOnlyTexts, type ReadOnlyTexts } from '../sources/readOnlyTexts.ts';
import type { Runs } from '../runs/runs.ts';
import { t } from '../../core/text/l10n.ts';

/** The nth further place of a finding, from 0, or the place that its verification cites. */
export type OtherPlace = number | 'evidence';

export interface Reveal extends vscode.Disposable {
  /** Opens the finding's document and selects exactly its quote. @throws FanoutError if the text is no longer there. */
  finding(runId: string, findingId: string, other?: OtherPlace): Promise<void>;
  /** The same for the nth place a statement rests on in the end, from 0. */
  statement(runId: string, statementId: string, index: number): Promise<void>;
  chunk(runId: string, chunkId: string): Promise<void>;
  source(runId: string, sourceId: string): Promise<void>;
  /** Selects a record of a record set. */
  record(runId: string, sourceId: string, index: number): Promise<void>;
  /** Where a range of a source occurs in its open document now; undefined when its quote is gone. */
  place(
    source: Source,
    document: vscode.TextDocument,
    range: Range,
    quote: string,
  ): Range | undefined;
}

/** Shows places of a run's texts in editors, and follows the edits made since the run began. */
export function reveal(runs: Runs): Reveal {
  const texts = readOnlyTexts();
  const highlight = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('contrastActiveBorder'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.findMatchForeground'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  // Per open document and snapshot: what was edited since they were first compared.
  const edits = new WeakMap<vscode.TextDocument, Map<string, EditMap>>();
  const mapOf = (document: vscode.TextDocument, source: Source): EditMap => {
    const known = edits.get(document) ?? new Map<string, EditMap>();
    edits.set(document, known);
    const read = fileTextOf(source);
    const map = known.get(read) ?? mapBetween(read, document.getText());
    known.set(read, map);
    return map;
  };
  const watching = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const known = edits.get(document);
    if (!known) return;
    for (const [text, map] of known) {
      // Each offset is one of the text before the edit: from its end to its start, none moves another.
      const changes = [...contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset);
      const next = changes.reduce(
        (now, change) =>
          withChange(now, {
            start: change.rangeOffset,
            end: change.rangeOffset + change.rangeLength,
            length: change.text.length,
          }),
        map,
      );
      known.set(text, next);
    }
  });

  const place: Reveal['place'] = (source, document, range, quote) => {
    if (isCell(document)) return locateQuote(document.getText(), quote, rangeInCell(source, range));
    const isRead = source.text.slice(range.start, range.end) === quote;
    const words = !source.original
      ? quote
      : isRead
        ? fileWords(source, range)
        : suggestedFileWords(source, range, quote);
    if (words === undefined) return undefined;
    const now = mapRange(mapOf(document, source), rangeInFile(source, range));
    return locateQuote(document.getText(), words, now);
  };

  const sourceOf = async (runId: string, sourceId: string): Promise<Source> => {
    const source = (await runs.load(runId))?.sources.get(sourceId);
    if (!source) throw new FanoutError('usage', t('This run is no longer stored.'));
    return source;
  };

  const show = async (
    document: vscode.TextDocument,
    range: Range | undefined,
    select: boolean,
  ): Promise<void> => {
    const at = range && toRange(document, range);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: columnOf(document),
      preserveFocus: false,
      preview: true,
      ...(at ? { selection: select ? at : new vscode.Range(at.start, at.start) } : {}),
    });
    for (const other of vscode.window.visibleTextEditors)
      other.setDecorations(highlight, other === editor && at ? [at] : []);
    if (at) editor.revealRange(at, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };

  /** Selects exactly the quoted words. @throws FanoutError if they are no longer there. */
  const showQuote = async (
    runId: string,
    sourceId: string,
    range: Range,
    quote: string,
  ): Promise<void> => {
    const source = await sourceOf(runId, sourceId);
    const cell = await cellAt(source, range);
    const inCell = cell && place(source, cell.document, range, quote);
    if (cell && inCell) return showCell(cell, toRange(cell.document, inCell));
    const document = await openSource(source, texts);
    const now = place(source, document, range, quote);
    if (now) return show(document, now, true);
    await show(document, undefined, false);
    throw new FanoutError(
      'usage',
      t(
        'The text in {0} has changed: the quoted words are no longer there, or occur more than once. Run the review again for the current text.',
        source.path,
      ),
    );
  };

  return {
    place,
    async finding(runId, findingId, other) {
      const entry = await runs.load(runId);
      const { findings = [], outsideChange = [] } = entry?.state ?? {};
      const finding = [...findings, ...outsideChange].find(f => f.id === findingId);
      if (!finding) throw new FanoutError('usage', t('This finding is no longer in the run.'));
      const target =
        other === undefined
          ? finding
          : otherPlace(finding, other, await sourceOf(runId, finding.sourceId));
      if (!target.range)
        throw new FanoutError(
          'usage',
          t('This finding has no exact place: its quote is not in the text.'),
        );
      const isFixed = finding.applied === true && other === undefined;
      const words = isFixed ? (finding.suggestion ?? '') : target.quote;
      await showQuote(runId, target.sourceId, target.range, words);
    },
    async statement(runId, statementId, index) {
      const state = (await runs.load(runId))?.state;
      const citation = state && citationsOf(statementsOf(state), statementId)[index];
      if (!citation) throw new FanoutError('usage', t('This statement is no longer in the run.'));
      await showQuote(runId, citation.sourceId, citation.range, citation.quote);
    },
    async chunk(runId, chunkId) {
      const chunk = (await runs.load(runId))?.state?.chunks[chunkId];
      if (!chunk) throw new FanoutError('usage', t('This chunk is no longer in the run.'));
      const source = await sourceOf(runId, chunk.sourceId);
      const cell = await cellAt(source, chunk);
      if (cell) return showCell(cell, new vscode.Range(0, 0, 0, 0));
      const document = await openSource(source, texts);
      const now = mapRange(mapOf(document, source), rangeInFile(source, chunk));
      await show(document, now, false);
    },
    async source(runId, sourceId) {
      const source = await sourceOf(runId, sourceId);
      const range = source.range && rangeInFile(source, source.range);
      await show(await openSource(source, texts), range, false);
    },
    async record(runId, sourceId, index) {
      const source = await sourceOf(runId, sourceId);
      const record = source.records?.[index];
      if (!record) throw new FanoutError('usage', t('This record is no longer in the run.'));
      const document = await openSource(source, texts);
      const quote = source.text.slice(record.start, record.end);
      const range = place(source, document, record, quote);
      await show(document, range, true);
      if (!range)
        throw new FanoutError(
          'usage',
          t(
            'The text in {0} has changed: the record is no longer there in the same form.',
            source.path,
          ),
        );
    },
    dispose() {
      highlight.dispose();
      watching.dispose();
      texts.dispose();
    },
  };
}

function otherPlace(finding: Finding, which: OtherPlace, { text }: Source) {
  const { related = [], otherPlaces = [], sourceId } = finding;
  const meant = otherPlaces.map(range => ({
    sourceId,
    range,
    quote: text.slice(range.start, range.end),
  }));
  const place = which === 'evidence' ? finding.verification?.place : [...related, ...meant][which];
  if (!place) throw new FanoutError('usage', t('This place is no longer in the finding.'));
  return place;
}

export const toRange = (document: vscode.TextDocument, range: Range): vscode.Range =>
  new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));

/** Opens the document of a source; a missing document is shown as it was when it was read. */
async function openSource(source: Source, texts: ReadOnlyTexts): Promise<vscode.TextDocument> {
  if (source.uri) {
    const uri = vscode.Uri.parse(source.uri, true);
    const open = vscode.workspace.textDocuments.find(d => d.uri.toString() === uri.toString());
    if (open && !open.isClosed) return open;
    try {
      if (uri.scheme !== 'untitled') return await vscode.workspace.openTextDocument(uri);
    } catch {
      // Deleted or moved since: its text is kept with the run.
    }
  }
  return texts.open(source.original ? { ...source, text: source.original.text } : source);
}

/** Not over the report: where the document already is, else in the first column. */
function columnOf(document: vscode.TextDocument): vscode.ViewColumn {
  const visible = vscode.window.visibleTextEditors.find(e => e.document === document);
  if (visible?.viewColumn) return visible.viewColumn;
  for (const group of vscode.window.tabGroups.all)
    for (const tab of group.tabs)
      if (
        tab.input instanceof vscode.TabInputText &&
        tab.input.uri.toString() === document.uri.toString()
      )
        return group.viewColumn;
  return vscode.ViewColumn.One;
}
