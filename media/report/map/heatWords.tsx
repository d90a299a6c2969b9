import { NOT_JUDGED } from '../../../src/core/domain/review/perspective.ts';
import type { JSX } from 'preact';
import { hasRecords } from '../../../src/core/state/labelRows.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import { makesStatements } from '../../../src/core/state/digestView.ts';
import type { HeatCell, HeatColumn } from './heatGrid.ts';
import { count, grouped } from '../../../src/core/format/format.ts';
import type { SectionProps } from '../parts.tsx';
import { plainLine } from '../shared/plainText.ts';
import { perspectiveTitle } from '../shared/runIndex.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';
import { severityWord, statusWord } from '../../../src/core/format/words.ts';

/** Other jobs answer, label or sum up: a part without findings is no news there. */
const looksForFindings = (state: RunState): boolean =>
  !hasRecords(state) && !makesStatements(state);

/** A cell in one sentence: for the readout and for screen readers. */
export function cellName(props: SectionProps, cell: HeatCell): string {
  return `${columnName(props, cell.column)}, ${perspectiveTitle(props.index, cell.perspectiveId)}: ${cellFacts(cell, looksForFindings(props.state))}`;
}

function columnName({ state }: SectionProps, column: HeatColumn): string {
  const first = state.chunks[column.chunkIds[0] ?? ''];
  const last = state.chunks[column.chunkIds.at(-1) ?? ''];
  const title = plainLine(first?.title ?? '', 80);
  const lines = first && last ? t('lines {0}–{1}', first.startLine, last.endLine) : '';
  return column.from === column.to
    ? t('Chunk {0}, {1}, {2}', column.from, title, lines)
    : t('Chunks {0} to {1}, {2} and on, {3}', column.from, column.to, title, lines);
}

function cellFacts(cell: HeatCell, isReview: boolean): string {
  const found =
    cell.findings === 0
      ? isReview
        ? t('no findings')
        : t('read')
      : t('{0}, worst {1}', count(cell.findings, 'finding'), severityWord[cell.worst ?? 'note']);
  switch (cell.status) {
    case 'read':
      return found;
    case 'cached':
      return t('{0}, cached', found);
    case 'unjudged':
      return cell.findings === 0 ? NOT_JUDGED : found;
    case 'none':
      return cell.findings === 0 ? t('not asked') : found;
    default:
      return cell.findings === 0 ? statusWord(cell.status) : `${found}, ${statusWord(cell.status)}`;
  }
}

const READ = t('read, nothing found');

const LEGEND: readonly (readonly [string, string, (cell: HeatCell) => boolean])[] = [
  ['s-err', t('critical'), c => c.worst === 'critical'],
  ['s-warn', t('major'), c => c.worst === 'major'],
  ['s-info', t('minor'), c => c.worst === 'minor'],
  ['s-hint', t('note'), c => c.worst === 'note'],
  ['', READ, c => c.findings === 0 && (c.status === 'read' || c.status === 'cached')],
  ['st-unjudged', NOT_JUDGED, c => c.findings === 0 && c.status === 'unjudged'],
  ['st-failed', t('failed'), c => c.status === 'failed'],
  ['st-cancelled', t('not read'), c => c.status === 'cancelled' || c.status === 'skipped'],
  ['st-cached', t('cached'), c => c.status === 'cached'],
  ['st-running', t('running'), c => c.status === 'running' || c.status === 'retrying'],
  ['st-waiting', t('waiting'), c => c.status === 'waiting'],
  ['st-queued', t('queued'), c => c.status === 'queued'],
];

/** What the marks mean: those in use, or all of them. */
export function HeatLegend(props: {
  readonly rows: readonly (readonly HeatCell[])[];
  /** All of it, so that it does not grow while cells change. */
  readonly whole: boolean;
  readonly state: RunState;
}): JSX.Element {
  const cells = props.rows.flat();
  const isReview = looksForFindings(props.state);
  const legend = isReview
    ? LEGEND
    : LEGEND.filter(([look]) => !look.startsWith('s-') || cells.some(c => c.findings > 0)).map(
        ([look, word, is]) => [look, word === READ ? t('read') : word, is] as const,
      );
  return (
    <p class="legend" aria-hidden="true">
      {legend
        .filter(([, , is]) => props.whole || cells.some(is))
        .map(([look, word]) => (
          <span key={word}>
            <i class={`k ${look}`} />
            {word}
          </span>
        ))}
      {cells.some(c => c.findings > 1) && <span>{rich('{0} more than one', <b>2</b>)}</span>}
    </p>
  );
}

/** Rows of the table at most: a screen reader's table, not a data export. */
const MAX_ROWS = 500;

/** The map's facts for those who cannot see it. */
export function HeatTable(
  props: SectionProps & {
    readonly rows: readonly (readonly HeatCell[])[];
    readonly columns: readonly HeatColumn[];
  },
): JSX.Element {
  const { rows, columns, index } = props;
  const isReview = looksForFindings(props.state);
  return (
    <div class="tblwrap" tabIndex={0} role="region" aria-label={t('Map as table')}>
      <table class="tbl">
        <thead>
          <tr>
            <th scope="col">{t('Chunk')}</th>
            {rows.map(row => (
              <th scope="col" key={row[0]?.perspectiveId ?? ''}>
                {perspectiveTitle(index, row[0]?.perspectiveId ?? '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.slice(0, MAX_ROWS).map((column, c) => (
            <tr key={column.from}>
              <th scope="row">{columnName(props, column)}</th>
              {rows.map(row => {
                const cell = row[c];
                return (
                  <td key={cell?.perspectiveId ?? ''}>{cell ? cellFacts(cell, isReview) : ''}</td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length > MAX_ROWS && (
        <p class="note">{rich('{0} more rows.', grouped(columns.length - MAX_ROWS))}</p>
      )}
    </div>
  );
}
