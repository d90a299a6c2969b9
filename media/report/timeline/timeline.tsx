import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import { clock, count, duration, grouped } from '../../../src/core/format/format.ts';
import { Pane, TableSwitch, type SectionProps } from '../parts.tsx';
import { useSeen } from '../shared/inSight.tsx';
import { plainLine } from '../shared/plainText.ts';
import { branchLabel } from '../shared/runIndex.ts';
import { ticks, timelineLanes, type Bar, type Timeline as Lanes } from './timelineLanes.ts';
import { TimelineCanvas } from './timelineCanvas.tsx';
import { useTick } from './useTick.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';
import { statusWord } from '../../../src/core/format/words.ts';

/** Above this many bars they are painted, not elements; the table stays for access. */
const MAX_BARS = 1000;
const MAX_ROWS = 500;

/** When each branch ran, one line a slot. */
export function Timeline(props: SectionProps): JSX.Element {
  const { state, view, setView } = props;
  const live = !isRunEnded(state.status);
  const isSeen = useSeen();
  useTick(live && isSeen);
  const [readout, setReadout] = useState('');
  const now = props.now();
  const lanes = useMemo(() => timelineLanes(state, now), [props.version, live ? now : 0]);
  const bars = lanes.lanes.reduce((n, lane) => n + lane.length, 0);
  if (bars + lanes.cached.length === 0) return <></>;
  const read = (bar: Bar): void => {
    setReadout(barName(props, bar));
  };
  const marks = ticks(lanes.length);
  const length = live ? lanes.length : Math.max(lanes.length, 1);
  return (
    <Pane
      id="timeline"
      title={t('Timeline')}
      note={t(
        '{0}, up to {1} at a time{2}',
        count(state.branchIds.length, 'branch', 'branches'),
        lanes.lanes.length,
        lanes.cached.length > 0 ? t('; {0} cached', grouped(lanes.cached.length)) : '',
      )}
      right={<TableSwitch id="timeline" view={view} setView={setView} />}
      view={view}
      setView={setView}
    >
      <div class="gantt">
        <div class="axis" aria-hidden="true">
          <span>{t('slot')}</span>
          <div class="ticks">
            {marks
              .filter(at => at <= length)
              .map(at => (
                <span
                  key={at}
                  class={at > 0.96 * length ? 'end' : ''}
                  style={{ left: `${(100 * at) / length}%` }}
                >
                  {length < 10_000 ? duration(at) : clock(at)}
                </span>
              ))}
          </div>
        </div>
        {bars > MAX_BARS ? (
          <TimelineCanvas lanes={lanes} length={length} onRead={read} />
        ) : (
          <Bars {...props} lanes={lanes} length={length} marks={marks} onRead={read} />
        )}
      </div>
      <p class={`readout${readout ? ' on' : ''}`} aria-hidden="true">
        {readout || t('Point at a branch, or press Tab and the arrow keys, to read it.')}
      </p>
      <p class="legend" aria-hidden="true">
        {LEGEND.filter(([status]) =>
          status === 'cached'
            ? lanes.cached.length > 0
            : lanes.lanes.some(lane => lane.some(bar => bar.status === status)),
        ).map(([status, look, word]) => (
          <span key={status}>
            <i class={`k ${look}`} />
            {word}
          </span>
        ))}
        <span>{t('12 A = chunk 12, perspective A')}</span>
      </p>
      {view.tables.includes('timeline') && <Table {...props} lanes={lanes} />}
    </Pane>
  );
}

const LEGEND = [
  ['succeeded', 'g-ok', t('answered')],
  ['running', 'g-now', t('under way')],
  ['waiting', 'g-wait', t('waiting or retrying')],
  ['failed', 'g-bad', t('failed')],
  ['cancelled', 'g-off', t('not read')],
  ['cached', 'g-cached', t('cached')],
] as const;

const LOOK: Readonly<Record<Bar['status'], string>> = {
  succeeded: 'g-ok',
  running: 'g-now',
  waiting: 'g-wait',
  failed: 'g-bad',
  cancelled: 'g-off',
  cached: 'g-cached',
};

function barName({ state, index }: SectionProps, bar: Bar): string {
  const branch = state.branches[bar.branchId]?.branch;
  const title = plainLine(state.chunks[branch?.chunkId ?? '']?.title ?? '', 80);
  const tries = bar.attempts > 1 ? `, ${count(bar.attempts, 'attempt')}` : '';
  const word = statusWord(bar.status);
  return t(
    '{0}, {1}: {2}, {3} from {4}{5}',
    branchLabel(state, index, bar.branchId),
    title,
    word,
    duration(bar.end - bar.start),
    clock(bar.start),
    tries,
  );
}

function Bars(
  props: SectionProps & {
    readonly lanes: Lanes;
    readonly length: number;
    readonly marks: readonly number[];
    readonly onRead: (bar: Bar) => void;
  },
): JSX.Element {
  const { state, index, ask, lanes, length } = props;
  const root = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState('');
  const rows: readonly (readonly [string, readonly Bar[]])[] = [
    ...lanes.lanes.map((lane, i) => [String(i + 1), lane] as const),
    ...(lanes.cached.length > 0 ? [['cache', lanes.cached] as const] : []),
  ];
  const stop = rows.some(([, bars]) => bars.some(b => b.branchId === active))
    ? active
    : rows[0]?.[1][0]?.branchId;
  const onKeyDown = (event: KeyboardEvent): void => {
    const r = rows.findIndex(([, bars]) => bars.some(b => b.branchId === stop));
    const row = rows[r]?.[1] ?? [];
    const c = row.findIndex(b => b.branchId === stop);
    const here = row[c];
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const near = (bars: readonly Bar[] | undefined): Bar | undefined =>
      bars?.reduce((best, bar) =>
        Math.abs(bar.start - here.start) < Math.abs(best.start - here.start) ? bar : best,
      );
    const next: Readonly<Record<string, Bar | undefined>> = {
      ArrowRight: row[c + 1],
      ArrowLeft: row[c - 1],
      ArrowDown: near(rows[r + 1]?.[1]),
      ArrowUp: near(rows[r - 1]?.[1]),
      Home: row[0],
      End: row.at(-1),
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    const to = next[event.key];
    if (!to) return;
    setActive(to.branchId);
    root.current?.querySelector<HTMLElement>(`[data-bar="${CSS.escape(to.branchId)}"]`)?.focus();
  };
  return (
    <div
      class="lanes"
      ref={root}
      onKeyDown={onKeyDown}
      role="group"
      aria-label={t(
        'Branches over time. Left and Right move in a slot, Up and Down between slots.',
      )}
    >
      <div class="under" aria-hidden="true">
        {props.marks
          .filter(at => at <= length)
          .map(at => (
            <i key={at} style={{ left: `${(100 * at) / length}%` }} />
          ))}
      </div>
      {rows.map(([name, bars]) => (
        <div class="lane" key={name}>
          <span class="ll" aria-hidden="true">
            {name === 'cache' ? t('cache') : name}
          </span>
          <ol
            class="bars"
            aria-label={name === 'cache' ? t('From the cache') : t('Slot {0}', name)}
          >
            {bars.map((bar, i) => {
              const wide = name === 'cache' ? 1.2 : (100 * (bar.end - bar.start)) / length;
              const left = name === 'cache' ? i * 1.4 : (100 * bar.start) / length;
              if (left > 99.5) return null;
              const label = branchLabel(state, index, bar.branchId);
              return (
                <li key={bar.branchId} style={{ left: `${left}%`, width: `max(3px, ${wide}%)` }}>
                  <button
                    class={`gb ${LOOK[bar.status]}${bar.attempts > 1 ? ' again' : ''}`}
                    tabIndex={bar.branchId === stop ? 0 : -1}
                    data-bar={bar.branchId}
                    aria-label={barName(props, bar)}
                    onMouseEnter={() => {
                      props.onRead(bar);
                    }}
                    onFocus={() => {
                      setActive(bar.branchId);
                      props.onRead(bar);
                    }}
                    onClick={() => {
                      const chunkId = state.branches[bar.branchId]?.branch.chunkId;
                      if (chunkId !== undefined) ask({ type: 'revealChunk', chunkId });
                    }}
                  >
                    {wide > 2.6 && <span>{label}</span>}
                  </button>
                </li>
              );
            })}
          </ol>
        </div>
      ))}
    </div>
  );
}

function Table(props: SectionProps & { readonly lanes: Lanes }): JSX.Element {
  const { state, index, lanes } = props;
  const bars = [...lanes.cached, ...lanes.lanes.flat()].sort((a, b) => a.start - b.start);
  return (
    <div class="tblwrap" tabIndex={0} role="region" aria-label={t('Timeline as table')}>
      <table class="tbl times">
        <thead>
          <tr>
            {[t('Branch'), t('Section'), t('Status'), t('Began'), t('Took'), t('Attempts')].map(
              title => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {bars.slice(0, MAX_ROWS).map(bar => (
            <tr key={bar.branchId}>
              <th scope="row">{branchLabel(state, index, bar.branchId)}</th>
              <td>
                {plainLine(
                  state.chunks[state.branches[bar.branchId]?.branch.chunkId ?? '']?.title ?? '',
                  80,
                )}
              </td>
              <td>{statusWord(bar.status)}</td>
              <td>{clock(bar.start)}</td>
              <td>{duration(bar.end - bar.start)}</td>
              <td>{bar.attempts}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {bars.length > MAX_ROWS && (
        <p class="note">{rich('{0} more rows.', grouped(bars.length - MAX_ROWS))}</p>
      )}
    </div>
  );
}
