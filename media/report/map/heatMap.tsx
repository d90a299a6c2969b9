import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import { SEVERITY_CLASS } from '../shared/severity.ts';
import { heatCells, heatColumns, heatParts, type HeatCell } from './heatGrid.ts';
import { HeatLegend, HeatTable, cellName } from './heatWords.tsx';
import { Icon, Pane, TableSwitch, type SectionProps } from '../parts.tsx';
import { perspectiveIcon, perspectiveTitle } from '../shared/runIndex.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** With more columns than this a narrow page has room for every fifth number. */
const FEW = 24;

const HINT = t('Point at a cell, or press Tab and the arrow keys, to read it.');

/** Chunk by perspective, in reading order: where the findings and the gaps are. */
export function HeatMap(props: SectionProps): JSX.Element {
  const { state, index, view, setView } = props;
  // Chunks that a bin was opened to; the whole run when undefined.
  const [zoom, setZoom] = useState<readonly string[] | undefined>(undefined);
  const [readout, setReadout] = useState('');
  const [active, setActive] = useState<readonly [number, number]>([0, 0]);
  const grid = useRef<HTMLDivElement>(null);

  const columns = useMemo(
    () => heatColumns(state, zoom ?? state.chunkIds, index),
    [zoom, state.chunkIds.length, state.chunkIds],
  );
  const parts = useMemo(() => heatParts(state, columns, index), [columns]);
  const rows = heatCells(state, index.decisive, columns, index);
  const binned = columns.some(c => c.chunkIds.length > 1);
  const most = rows.flat().reduce((n, cell) => Math.max(n, cell.findings), 0);
  const template = {
    gridTemplateColumns: `var(--fr-head) repeat(${columns.length}, minmax(0, 1fr))`,
  };

  const choose = (cell: HeatCell): void => {
    if (cell.column.chunkIds.length > 1) setZoom(cell.column.chunkIds);
    const { chunkIds } = cell.column;
    setView(({ filters }) => ({
      filters: { ...filters, cell: { chunkIds, perspectiveId: cell.perspectiveId } },
    }));
    if (chunkIds.length === 1) document.getElementById('findings')?.scrollIntoView();
  };
  const move = (row: number, column: number): void => {
    const r = Math.max(0, Math.min(rows.length - 1, row));
    const c = Math.max(0, Math.min(columns.length - 1, column));
    setActive([r, c]);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${r} ${c}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [r, c] = active;
    const go: Readonly<Record<string, () => void>> = {
      ArrowRight: () => {
        move(r, c + 1);
      },
      ArrowLeft: () => {
        move(r, c - 1);
      },
      ArrowDown: () => {
        move(r + 1, c);
      },
      ArrowUp: () => {
        move(r - 1, c);
      },
      Home: () => {
        move(r, 0);
      },
      End: () => {
        move(r, columns.length - 1);
      },
      Enter: () => {
        const cell = rows[r]?.[c];
        if (cell) choose(cell);
      },
    };
    const step = go[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
  const stops: readonly [number, number] = [
    Math.min(active[0], rows.length - 1),
    Math.min(active[1], columns.length - 1),
  ];

  if (columns.length === 0) return <></>;
  return (
    <Pane
      id="map"
      title={t('Map')}
      note={t(
        'chunk × perspective, in reading order{0}',
        binned
          ? t(
              '; a cell represents up to {0} chunks, Enter opens it',
              columns[0]?.chunkIds.length ?? 1,
            )
          : '',
      )}
      right={
        <>
          {zoom && (
            <button
              class="link"
              onClick={() => {
                setZoom(undefined);
              }}
            >
              {rich('{0}Show all chunks', <Icon name="screen-full" />)}
            </button>
          )}
          <TableSwitch id="map" view={view} setView={setView} />
        </>
      }
      view={view}
      setView={setView}
    >
      <div
        class={`heat${columns.length > 60 ? ' dense' : ''}`}
        role="grid"
        aria-label={t(
          'Findings per chunk and perspective. Arrow keys move, Enter shows the findings of a cell.',
        )}
        ref={grid}
        onKeyDown={onKeyDown}
        onMouseLeave={() => {
          setReadout('');
        }}
      >
        <div class="hr hparts" style={template} aria-hidden="true">
          <span />
          {parts.map((part, i) => (
            <span key={i} style={{ gridColumn: `span ${part.columns}` }} title={part.title}>
              <span>{part.columns > 1 || columns.length < 25 ? part.title : ' '}</span>
            </span>
          ))}
        </div>
        {rows.map((row, r) => (
          <div role="row" class="hr" style={template} key={row[0]?.perspectiveId ?? r}>
            <div
              role="rowheader"
              class="hh"
              title={perspectiveTitle(index, row[0]?.perspectiveId ?? '')}
            >
              <Icon name={perspectiveIcon(index, row[0]?.perspectiveId ?? '')} />
              <span>{perspectiveTitle(index, row[0]?.perspectiveId ?? '')}</span>
            </div>
            {row.map((cell, c) => (
              <Cell
                most={binned ? most : 0}
                key={cell.column.from}
                cell={cell}
                at={`${r} ${c}`}
                name={() => cellName(props, cell)}
                stop={stops[0] === r && stops[1] === c}
                onRead={setReadout}
                onFocus={() => {
                  setActive([r, c]);
                }}
                onChoose={choose}
              />
            ))}
          </div>
        ))}
        <div role="row" class="hr hnums" style={template}>
          <span role="columnheader" class="hh">
            <span>{t('Chunk')}</span>
          </span>
          {columns.map((column, i) => (
            <span
              role="columnheader"
              key={column.from}
              class={columns.length > FEW && i % 5 !== 0 ? 'wide' : ''}
            >
              {isNumbered(columns.length, i) ? column.from : ''}
            </span>
          ))}
        </div>
      </div>
      <p class={`readout${readout ? ' on' : ''}`} aria-hidden="true">
        {readout || HINT}
      </p>
      <HeatLegend rows={rows} whole={!isRunEnded(state.status)} state={state} />
      {view.tables.includes('map') && <HeatTable {...props} rows={rows} columns={columns} />}
    </Pane>
  );
}

const isNumbered = (columns: number, i: number): boolean =>
  columns <= 60 || i % Math.ceil(columns / 24) === 0;

function Cell(props: {
  readonly cell: HeatCell;
  /** Findings of the fullest cell where cells represent several chunks, else 0. */
  readonly most: number;
  readonly at: string;
  readonly name: () => string;
  readonly stop: boolean;
  readonly onRead: (name: string) => void;
  readonly onFocus: () => void;
  readonly onChoose: (cell: HeatCell) => void;
}): JSX.Element {
  const { cell } = props;
  const name = props.name();
  return (
    <div
      role="gridcell"
      class={`hc st-${cell.status} ${cell.worst ? SEVERITY_CLASS[cell.worst] : ''}`}
      tabIndex={props.stop ? 0 : -1}
      aria-label={name}
      title={name}
      data-cell={props.at}
      onMouseEnter={() => {
        props.onRead(name);
      }}
      onFocus={() => {
        props.onRead(name);
        props.onFocus();
      }}
      onClick={() => {
        props.onChoose(cell);
      }}
    >
      <i
        style={props.most > 0 ? { opacity: String(0.3 + (0.7 * cell.findings) / props.most) } : {}}
      />
      {cell.status === 'failed' && <Icon name="close" />}
      {cell.findings > 1 && cell.status !== 'failed' && (
        <b>{cell.findings > 99 ? '99' : cell.findings}</b>
      )}
    </div>
  );
}
