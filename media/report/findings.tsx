import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isRunEnded } from '../../src/core/state.ts';
import { SEVERITIES, type Finding } from '../../src/core/types.ts';
import { carryOver, newFindings } from './arrivals.ts';
import { FindingRows } from './findingRows.tsx';
import {
  GROUPINGS,
  filterFindings,
  groupFindings,
  inReadingOrder,
  isFiltering,
  listRows,
  noFilters,
  tally,
  type Filters,
  type Grouping,
  type Standing,
} from './findingList.ts';
import { SEVERITY_CLASS, SEVERITY_ICON, SEVERITY_WORD, count, percent, plural } from './format.ts';
import { Icon, Pane, type SectionProps } from './parts.tsx';
import { perspectiveIcon, perspectiveTitle } from './runIndex.ts';
import { toggled } from './viewState.ts';

/** How long the list stays as it is after the reader left it, in milliseconds. */
const REST_MS = 4000;

/** The list, its filters and its search. While the run goes on it never moves under the pointer. */
export function Findings(
  props: SectionProps & {
    /** Where the focus is to go, and a number that is new for every wish. */
    readonly target: { readonly id: string; readonly wish: number } | undefined;
  },
): JSX.Element {
  const { state, index, view, setView, covered } = props;
  const live = !isRunEnded(state.status);
  const list = useRef<HTMLDivElement>(null);
  const { shown, waiting, show } = useShownFindings(props, list);

  useSteadyPlace(list, props.version);

  const { filters } = view;
  const counts = useMemo(() => tally(shown), [shown]);
  const filtered = useMemo(
    () => filterFindings(shown, filters, state, index),
    [shown, filters, state.perspectives],
  );
  const groups = useMemo(
    () => groupFindings(filtered, view.grouping, state, index),
    [filtered, view.grouping],
  );
  const rows = useMemo(() => listRows(groups, new Set(view.collapsed)), [groups, view.collapsed]);
  const setFilters = (change: Partial<Filters>): void => {
    setView({ filters: { ...filters, ...change } });
  };

  useEffect(() => {
    if (!props.target) return;
    // A finding that a filter hides is still shown when a link names it.
    const hidden = !filtered.some(f => f.id === props.target?.id);
    const group = groups.find(g => g.findings.some(f => f.id === props.target?.id));
    const collapsed = view.collapsed.filter(k => k !== group?.key && k !== 'pane:findings');
    setView({
      ...(hidden ? { filters: noFilters } : {}),
      collapsed,
      open: [...new Set([...view.open, props.target.id])],
    });
  }, [props.target]);

  const active = isFiltering(filters);
  return (
    <Pane
      id="findings"
      title="Findings"
      badge={state.findings.length}
      note={
        live && !state.merged
          ? 'unchecked; numbers may change when duplicates are merged'
          : undefined
      }
      view={view}
      setView={setView}
    >
      {shown.length === 0 && waiting === 0 ? (
        <NoFindings {...props} />
      ) : (
        <div ref={list}>
          <FilterBar {...props} counts={counts} setFilters={setFilters} />
          <p class={`shown${active || live || waiting > 0 ? ' on' : ''}`} role="status">
            {active
              ? `${count(filtered.length)} of ${plural(shown.length, 'finding')} shown${cellNote(props)}`
              : plural(shown.length, 'finding')}
            {active && (
              <button
                class="link"
                onClick={() => {
                  setView({ filters: noFilters });
                }}
              >
                Clear filters
              </button>
            )}
            {waiting > 0 && (
              <>
                <button class="link" onClick={show}>
                  <Icon name="arrow-down" />
                  {state.merged
                    ? `Merged to ${plural(state.findings.length, 'finding')}, show them`
                    : `${plural(waiting, 'new finding')}, show them`}
                </button>
                <span class="cut mut">The list waits so that rows do not move while you read.</span>
              </>
            )}
          </p>
          {rows.length === 0 ? (
            <p class="pad mut">No finding passes these filters.</p>
          ) : (
            <FindingRows {...props} rows={rows} />
          )}
          {live && covered.open > 0 && (
            <p class="note mut">
              {percent(covered.reviewedFraction)} of the text read so far; more may come.
            </p>
          )}
        </div>
      )}
    </Pane>
  );
}

/** What is on screen, and what waits behind it until the list is at rest. */
function useShownFindings(
  props: SectionProps,
  list: { readonly current: HTMLElement | null },
): { readonly shown: readonly Finding[]; readonly waiting: number; readonly show: () => void } {
  const { state, view, setView, index } = props;
  const [shown, setShown] = useState<readonly Finding[]>([]);
  const [, again] = useState(0);
  const held = useRef(0);
  const seen = useRef<readonly Finding[] | undefined>(undefined);
  const length = state.findings.length;

  const show = (): void => {
    seen.current = state.findings;
    const next = state.merged ? [...state.findings] : inReadingOrder(state.findings, state, index);
    const open = carryOver(view.open, shown, next);
    setShown(next);
    if (shown.length > 0 && open.join() !== view.open.join()) setView({ open });
  };

  useEffect(() => {
    const hold = (): void => {
      held.current = Date.now();
    };
    const element = list.current;
    element?.addEventListener('pointermove', hold, { passive: true });
    element?.addEventListener('keydown', hold);
    element?.addEventListener('focusin', hold);
    return () => {
      element?.removeEventListener('pointermove', hold);
      element?.removeEventListener('keydown', hold);
      element?.removeEventListener('focusin', hold);
    };
  }, [shown.length > 0]);

  const replaced = seen.current !== state.findings;
  const waiting =
    shown.length === length && !replaced
      ? 0
      : Math.max(newFindings(shown, state.findings), replaced && shown.length > 0 ? 1 : 0);

  useEffect(() => {
    if (waiting === 0) return undefined;
    const element = list.current;
    const box = element?.getBoundingClientRect();
    const busy =
      shown.length > 0 &&
      (element?.matches(':hover, :focus-within') === true ||
        (box !== undefined && box.top < 0 && box.bottom > 0) ||
        Date.now() - held.current < REST_MS);
    if (!busy) {
      show();
      return undefined;
    }
    const timer = setTimeout(() => {
      again(n => n + 1);
    }, 1000);
    return () => {
      clearTimeout(timer);
    };
  });

  return { shown, waiting, show };
}

/** Keeps the list where the reader sees it when what stands above it grows or shrinks. */
function useSteadyPlace(list: { readonly current: HTMLElement | null }, version: number): void {
  const place = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const box = element.getBoundingClientRect();
    const now = box.top + window.scrollY;
    const moved = now - (place.current ?? now);
    place.current = now;
    if (moved !== 0 && (box.top < 0 || element.matches(':hover, :focus-within')))
      window.scrollBy(0, moved);
  }, [version]);
}

function cellNote({ index, view }: SectionProps): string {
  const { cell } = view.filters;
  if (!cell) return '';
  const numbers = cell.chunkIds.map(id => index.chunkNumber.get(id) ?? 0).sort((a, b) => a - b);
  const first = numbers[0] ?? 0;
  const last = numbers.at(-1) ?? 0;
  const chunks = first === last ? `chunk ${first}` : `chunks ${first} to ${last}`;
  return cell.perspectiveId === undefined
    ? `, ${chunks}`
    : `, ${chunks}, ${perspectiveTitle(index, cell.perspectiveId).toLowerCase()}`;
}

function NoFindings({ state, covered }: SectionProps): JSX.Element {
  const branches = `${count(covered.succeeded)} of ${plural(covered.total, 'branch', 'branches')}`;
  if (!isRunEnded(state.status))
    return (
      <div class="nofind">
        <p>No findings so far.</p>
        <p class="mut">They appear here while the run goes on.</p>
      </div>
    );
  const complete = covered.succeeded === covered.total && covered.total > 0;
  return (
    <div class="nofind">
      <Icon name={complete ? 'pass' : 'warning'} class={complete ? 'ok' : 'warn'} />
      <p>
        <strong>No findings in {branches}.</strong>
      </p>
      <p>
        {complete
          ? 'Nothing is hidden by a filter.'
          : `${percent(covered.reviewedFraction)} of the text was read. The rest may hold findings.`}
      </p>
    </div>
  );
}

const STANDING: Readonly<Record<Standing, string>> = {
  fixable: 'Suggestion',
  agreed: 'Said twice',
  unplaced: 'No place',
};
const GROUPING: Readonly<Record<Grouping, string>> = {
  severity: 'Severity',
  place: 'Place',
  perspective: 'Perspective',
  none: 'Reading order',
};

function FilterBar(
  props: SectionProps & {
    readonly counts: ReadonlyMap<string, number>;
    readonly setFilters: (change: Partial<Filters>) => void;
  },
): JSX.Element {
  const { state, index, view, setView, counts, setFilters } = props;
  const { filters } = view;
  const chip = (
    key: string,
    on: boolean,
    words: string,
    icon: JSX.Element | undefined,
    toggle: () => void,
  ): JSX.Element => (
    <button
      class="chip"
      key={key}
      aria-pressed={on}
      title={`Show only ${words.toLowerCase()}`}
      onClick={toggle}
    >
      {icon}
      <span class="n">{count(counts.get(key) ?? 0)}</span> <span class="w">{words}</span>
    </button>
  );
  return (
    <div class="filters" role="toolbar" aria-label="Filter findings">
      <span class="fset" role="group" aria-label="Severity">
        {SEVERITIES.map(s =>
          chip(
            `severity:${s}`,
            filters.severities.includes(s),
            SEVERITY_WORD[s],
            <Icon name={SEVERITY_ICON[s]} class={`sev ${SEVERITY_CLASS[s]}`} />,
            () => {
              setFilters({ severities: toggled(filters.severities, s) });
            },
          ),
        )}
      </span>
      <span class="fset fp" role="group" aria-label="Perspective">
        {state.perspectives.map(({ id }) =>
          chip(
            `perspective:${id}`,
            filters.perspectives.includes(id),
            perspectiveTitle(index, id),
            <Icon name={perspectiveIcon(index, id)} />,
            () => {
              setFilters({ perspectives: toggled(filters.perspectives, id) });
            },
          ),
        )}
      </span>
      <span class="fset" role="group" aria-label="Status">
        {(['fixable', 'agreed', 'unplaced'] as const)
          .filter(s => counts.has(`standing:${s}`))
          .map(s =>
            chip(`standing:${s}`, filters.standings.includes(s), STANDING[s], undefined, () => {
              setFilters({ standings: toggled(filters.standings, s) });
            }),
          )}
      </span>
      <span class="fend">
        <span class="search">
          <Icon name="search" />
          <input
            type="search"
            id="search"
            placeholder="Search findings"
            aria-label="Search findings"
            value={filters.query}
            onInput={event => {
              setFilters({ query: event.currentTarget.value.slice(0, 500) });
            }}
          />
        </span>
        <label class="sel">
          <span class="sr">Group by</span>
          <Icon name="list-tree" />
          <select
            value={view.grouping}
            onChange={event => {
              const grouping = GROUPINGS.find(g => g === event.currentTarget.value);
              if (grouping) setView({ grouping });
            }}
          >
            {GROUPINGS.map(g => (
              <option key={g} value={g}>
                {GROUPING[g]}
              </option>
            ))}
          </select>
        </label>
        <button
          class="tool"
          title="Collapse All"
          aria-label="Collapse all findings"
          onClick={() => {
            setView({ open: [] });
          }}
        >
          <Icon name="collapse-all" />
        </button>
      </span>
    </div>
  );
}
