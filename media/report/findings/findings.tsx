import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { coverageWords } from '../../../src/core/format/coverageUnit.ts';
import { HIDDEN_REASONS, hiddenReason, type Aside } from '../../../src/core/state/findingStatus.ts';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import { FilterBar } from './filterBar.tsx';
import { PickedBar } from './pickedBar.tsx';
import { FindingRows } from './findingRows.tsx';
import {
  filterFindings,
  groupFindings,
  hasStanding,
  isFiltering,
  listRows,
  noFilters,
  sortFindings,
  tally,
  type Filters,
} from './findingList.ts';
import { count, grouped, joinList, percent } from '../../../src/core/format/format.ts';
import { Icon, Pane, type SectionProps } from '../parts.tsx';
import { OutsideChange } from './outsideChange.tsx';
import { branchesWithout, perspectiveTitle } from '../shared/runIndex.ts';
import { useShownFindings, useSteadyPlace } from './shownFindings.ts';
import { standingWord } from '../../../src/core/format/words.ts';
import { inSentence, plural, t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

const NONE: ReadonlySet<string> = new Set();

/** The list, its filters and its search. While the run goes on it never moves under the pointer. */
export function Findings(
  given: SectionProps & {
    /** Where the focus is to go, and a number that is new for every wish. */
    readonly target: { readonly id: string; readonly wish: number } | undefined;
  },
): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const { shown, waiting, show, ask } = useShownFindings(given, list);
  const props = { ...given, ask };
  const { state, index, view, setView, covered } = props;
  const live = !isRunEnded(state.status);

  useSteadyPlace(list, props.version);

  const { filters } = view;
  const counts = useMemo(
    () => tally(shown, filters.aside, index),
    [shown, filters.aside, props.since],
  );
  const filtered = useMemo(
    () => filterFindings(shown, filters, state, index),
    [shown, filters, state.perspectives, props.since],
  );
  const groups = useMemo(
    () => groupFindings(sortFindings(filtered, view.sorting), view.grouping, state, index),
    [filtered, view.grouping, view.sorting],
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
    const wanted = shown.find(f => f.id === props.target?.id);
    const aside = wanted && hiddenReason(wanted);
    const collapsed = view.collapsed.filter(k => k !== group?.key && k !== 'pane:findings');
    setView({
      ...(hidden ? { filters: { ...noFilters, aside: aside ? [aside] : [] } } : {}),
      collapsed,
      open: [...new Set([...view.open, props.target.id])],
    });
  }, [props.target]);

  const [picked, setPicked] = useState<ReadonlySet<string>>(NONE);
  const chosen = filtered.filter(f => picked.has(f.id));
  const fixable = filtered.filter(f => hasStanding(f, 'fixable', index));

  const active = isFiltering(filters);
  const inSight = shown.length - hiddenAside(counts, filters);
  const aside = asideWords(counts, filters);
  return (
    <Pane
      id="findings"
      title={t('Findings')}
      badge={index.decisive.length}
      note={
        live && !state.merged && state.findings.length > 0
          ? t('unchecked; numbers may change when duplicates are merged')
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
          <p
            class={`shown${active || live || waiting > 0 || aside || fixable.length > 1 ? ' on' : ''}`}
            role="status"
          >
            {active
              ? t(
                  '{0} of {1} shown{2}',
                  grouped(filtered.length),
                  count(inSight, 'finding'),
                  cellNote(props),
                )
              : count(inSight, 'finding')}
            {aside && (
              <>
                {`; ${aside.words}`}
                <button
                  class="link"
                  onClick={() => {
                    setFilters({ aside: aside.next });
                  }}
                >
                  {aside.action}
                </button>
              </>
            )}
            {active && (
              <button
                class="link"
                onClick={() => {
                  setView({ filters: noFilters });
                }}
              >
                {t('Clear filters')}
              </button>
            )}
            {fixable.length > 1 && chosen.length === 0 && (
              <button
                class="link"
                onClick={() => {
                  ask({ type: 'apply', findingIds: fixable.map(f => f.id) });
                }}
              >
                <Icon name="check-all" />
                {t('Apply all {0} shown…', grouped(fixable.length))}
              </button>
            )}
            {waiting > 0 && (
              <>
                <button class="link" onClick={show}>
                  <Icon name="arrow-down" />
                  {state.merged
                    ? t('Merged to {0}, show them', count(state.findings.length, 'finding'))
                    : t('{0}, show them', count(waiting, 'new finding'))}
                </button>
                <span class="cut mut">
                  {t('The list waits so that rows do not move while you read.')}
                </span>
              </>
            )}
          </p>
          {chosen.length > 0 && (
            <PickedBar
              {...props}
              chosen={chosen}
              clear={() => {
                setPicked(NONE);
              }}
            />
          )}
          {rows.length === 0 ? (
            <p class="pad mut">
              {active ? t('No finding passes these filters.') : t('No finding is left to look at.')}
            </p>
          ) : (
            <FindingRows {...props} rows={rows} picked={picked} setPicked={setPicked} />
          )}
          {live && covered.open > 0 && (
            <p class="note mut">
              {rich(
                '{0} of {1} read so far; more may come.',
                percent(covered.reviewedFraction),
                coverageWords[covered.unit],
              )}
            </p>
          )}
        </div>
      )}
      <OutsideChange {...props} />
    </Pane>
  );
}

const hiddenAside = (counts: ReadonlyMap<string, number>, { aside }: Filters): number =>
  HIDDEN_REASONS.filter(a => !aside.includes(a)).reduce(
    (n, a) => n + (counts.get(`aside:${a}`) ?? 0),
    0,
  );

/** Hidden findings, whether they are shown, and the toggle; undefined if there are none. */
function asideWords(
  counts: ReadonlyMap<string, number>,
  filters: Filters,
):
  { readonly words: string; readonly action: string; readonly next: readonly Aside[] } | undefined {
  const there = HIDDEN_REASONS.filter(a => counts.has(`aside:${a}`));
  const hidden = there.filter(a => !filters.aside.includes(a));
  if (there.length === 0) return undefined;
  const said = (which: readonly Aside[]): string =>
    joinList(which.map(a => `${grouped(counts.get(`aside:${a}`) ?? 0)} ${standingWord[a]}`));
  return hidden.length > 0
    ? {
        words: plural(
          hiddenAside(counts, filters),
          '{0} is hidden',
          '{0} are hidden',
          said(hidden),
        ),
        action: t('Show'),
        next: there,
      }
    : { words: t('{0} among them', said(there)), action: t('Hide'), next: [] };
}

function cellNote({ index, view }: SectionProps): string {
  const { cell } = view.filters;
  if (!cell) return '';
  const numbers = cell.chunkIds.map(id => index.chunkNumber.get(id) ?? 0).sort((a, b) => a - b);
  const first = numbers[0] ?? 0;
  const last = numbers.at(-1) ?? 0;
  const chunks = first === last ? t('chunk {0}', first) : t('chunks {0} to {1}', first, last);
  return cell.perspectiveId === undefined
    ? `, ${chunks}`
    : `, ${chunks}, ${inSentence(perspectiveTitle(index, cell.perspectiveId))}`;
}

function NoFindings({ state, covered }: SectionProps): JSX.Element {
  const branches = branchesWithout(state, covered);
  if (!isRunEnded(state.status))
    return (
      <div class="nofind">
        <p>{t('No findings so far.')}</p>
        <p class="mut">{t('They appear here while the run goes on.')}</p>
      </div>
    );
  const complete = covered.succeeded === covered.total && covered.total > 0;
  return (
    <div class="nofind">
      <Icon name={complete ? 'pass' : 'warning'} class={complete ? 'ok' : 'warn'} />
      <p>
        <strong>{rich('No findings in {0}.', branches)}</strong>
      </p>
      <p>
        {complete
          ? t('Nothing is hidden by a filter.')
          : t(
              '{0} of the text was read. The rest may hold findings.',
              percent(covered.reviewedFraction),
            )}
      </p>
    </div>
  );
}
