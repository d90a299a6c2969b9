import * as vscode from 'vscode';
import { markAt } from '../core/domain/pages.ts';
import type { Finding } from '../core/domain/results/findings.ts';
import type { Range } from '../core/domain/range.ts';
import type { Source } from '../core/domain/source.ts';
import { rangeInCell } from '../host/findings/cells.ts';
import { t } from '../core/text/l10n.ts';
import { toRange } from '../host/findings/reveal.ts';

/** The findings of a notebook that are listed at one document: a cell, or the file where no cell is at hand. */
export interface CellFindings {
  readonly uri: vscode.Uri;
  readonly source: Source;
  readonly findings: readonly Finding[];
  /** Where words of the source are in the document; undefined where they are not in it any more. */
  readonly rangeIn: (place: Range, quote: string) => vscode.Range | undefined;
  /** Said before each message: the file shows no cells. */
  readonly lead: (finding: Finding) => string;
}

/**
 * The findings of one source of a notebook by the cell they are in. Cells have documents only while their notebook is
 * open; until then the findings are listed at the top of the file, each with its cell.
 */
export function findingsByCell(source: Source, findings: readonly Finding[]): CellFindings[] {
  if (source.uri === undefined) return [];
  const file = vscode.Uri.parse(source.uri);
  const notebook = vscode.workspace.notebookDocuments.find(
    ({ uri }) => uri.toString() === file.toString(),
  );
  const cellOf = (place: Range | undefined): number =>
    (place && markAt(source, place.start)?.cell) ?? 1;
  if (!notebook)
    return [
      {
        uri: file,
        source,
        findings,
        rangeIn: () => new vscode.Range(0, 0, 0, 0),
        lead: finding => t('Cell {0}: ', cellOf(finding.range)),
      },
    ];
  const byCell = new Map<number, Finding[]>();
  for (const finding of findings) {
    const number = cellOf(finding.range);
    const same = byCell.get(number);
    if (same) same.push(finding);
    else byCell.set(number, [finding]);
  }
  return [...byCell].flatMap(([number, own]) => {
    if (number > notebook.cellCount) return [];
    const { document } = notebook.cellAt(number - 1);
    const text = document.getText().replace(/\r\n/g, '\n');
    return [
      {
        uri: document.uri,
        source,
        findings: own,
        rangeIn: (place: Range, quote: string) => {
          if (cellOf(place) !== number) return undefined;
          const range = rangeInCell(source, place);
          const words = quote.trim();
          const at = text.slice(range.start, range.end).includes(words)
            ? range
            : placeOf(text, words);
          return at && toRange(document, at);
        },
        lead: () => '',
      },
    ];
  });
}

/** Words of a cell that was edited since, where they are in it once. */
function placeOf(text: string, words: string): Range | undefined {
  const start = words === '' ? -1 : text.indexOf(words);
  if (start < 0 || text.includes(words, start + 1)) return undefined;
  return { start, end: start + words.length };
}
