import { makesStatements } from '../../src/core/state/digestView.ts';
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { coverage } from '../../src/core/state/coverage.ts';
import { hasRecords } from '../../src/core/state/labelRows.ts';
import { isRunEnded } from '../../src/core/state/runState.ts';
import type { Ask, Since } from '../../src/views/report/protocol.ts';
import { CostAndTime } from './cost.tsx';
import { countGaps } from './map/gaps.ts';
import { CoverageBox } from './map/coverageBox.tsx';
import { Digest, digestTitle } from './summary/digest.tsx';
import { FailedBranches, FailedRun, unreadBranches } from './failed.tsx';
import { noFilters } from './findings/findingList.ts';
import { Findings } from './findings/findings.tsx';
import { Header } from './header.tsx';
import { HeatMap } from './map/heatMap.tsx';
import { Labels } from './records/labels.tsx';
import { Icon, type SectionProps } from './parts.tsx';
import { plainLine } from './shared/plainText.ts';
import { Records } from './records/records.tsx';
import type { Fetch } from './records/recordTexts.ts';
import { RulesNote } from './rulesNote.tsx';
import type { RunFeed } from './shared/runFeed.ts';
import { runIndex } from './shared/runIndex.ts';
import { Guard } from './shared/guard.tsx';
import { WhileSeen } from './shared/inSight.tsx';
import { SectionNav, type SectionLink } from './sectionNav.tsx';
import { SinceLastRun } from './since.tsx';
import { Summary } from './summary/summary.tsx';
import { Timeline } from './timeline/timeline.tsx';
import type { ViewChange, ViewState } from './shared/viewState.ts';
import { t } from '../../src/core/text/l10n.ts';

export interface AppProps {
  readonly feed: RunFeed;
  readonly view: ViewState;
  readonly setView: (change: ViewChange) => void;
  readonly ask: Fetch;
  readonly since?: Since | undefined;
  /** A finding that was asked for from outside, and a number that is new for every wish. */
  readonly wanted?: { readonly id: string; readonly wish: number } | undefined;
}

export function App(props: AppProps): JSX.Element {
  const { state, missing } = props.feed;
  if (state) return <Report {...props} state={state} />;
  return (
    <div class="report">
      <p class="empty" role="status">
        {missing
          ? t(
              'This run is not kept any more, or its folder is not open. Its report cannot be shown.',
            )
          : t('Loading the report.')}
      </p>
    </div>
  );
}

function Report(props: AppProps & { readonly state: SectionProps['state'] }): JSX.Element {
  const { state, feed, view, setView } = props;
  const [problem, setProblem] = useState('');
  const [target, setTarget] = useState<{ id: string; wish: number } | undefined>(undefined);
  const [label, setLabel] = useState('');
  const showLabel = useCallback((name: string) => {
    setLabel(name);
    document.getElementById('records')?.scrollIntoView();
  }, []);
  const restored = useRef(false);

  const index = useMemo(() => runIndex(state, props.since), [state, feed.version, props.since]);
  const covered = useMemo(() => coverage(state), [state, feed.version]);
  const { ask: send } = props;
  const ask = useCallback(
    (request: Ask) => {
      setProblem('');
      send(request).catch((error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      });
    },
    [send],
  );
  const showFinding = useCallback((id: string) => {
    setTarget(old => ({ id, wish: (old?.wish ?? 0) + 1 }));
  }, []);
  const { wanted: asked } = props;
  useEffect(() => {
    if (asked) showFinding(asked.id);
  }, [asked]);
  const section: SectionProps = {
    state,
    version: feed.version,
    index,
    covered,
    now: () => Date.now() + feed.skew,
    view,
    setView,
    since: props.since,
    ask,
    showFinding,
  };

  useEffect(() => {
    if (restored.current) return;
    restored.current = true;
    if (view.scroll > 0)
      requestAnimationFrame(() => {
        window.scrollTo(0, view.scroll);
      });
  }, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const field = (event.target as Element).matches('input, select, textarea');
      if (event.key === 'Escape') setView({ filters: noFilters });
      else if (event.key === '/' && !field) {
        event.preventDefault();
        document.getElementById('search')?.focus();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [setView]);

  const rules = state.model?.provider === 'offline';
  const live = !isRunEnded(state.status);
  const unread = unreadBranches(section).length;
  const found = state.findings.length;
  const nothingReviewed = state.status === 'failed' && covered.succeeded === 0;
  const records = hasRecords(state);
  const hasCharts = state.branchIds.length > 0 && !nothingReviewed;
  const wanted: readonly (readonly [boolean, SectionLink])[] = [
    [
      !nothingReviewed,
      { id: 'summary', title: makesStatements(state) ? digestTitle(state) : t('Summary') },
    ],
    [hasCharts && records, { id: 'labels', title: t('Labels') }],
    [hasCharts && records, { id: 'records', title: t('Records') }],
    [hasCharts, { id: 'map', title: t('Map') }],
    [
      (!nothingReviewed && !records && !makesStatements(state)) || found > 0,
      { id: 'findings', title: t('Findings'), badge: index.decisive.length },
    ],
    [props.since !== undefined, { id: 'since', title: t('Since') }],
    // As the coverage counts them; the branches of a gap are counted in its section.
    [
      unread > 0,
      {
        id: 'failed',
        title: t('Gaps'),
        badge: live ? unread : countGaps(section),
      },
    ],
    [hasCharts, { id: 'timeline', title: t('Timeline') }],
    [hasCharts && !rules, { id: 'cost', title: t('Cost') }],
  ];
  const sections = wanted.filter(([on]) => on).map(([, link]) => link);

  // Everything but the list is drawn again only when the run or its own choices change, not while
  // the reader types into the search.
  const staticSections = useMemo(
    () => ({
      head: (
        <>
          <Header {...section} />
          {rules && <RulesNote {...section} />}
          <FailedRun {...section} />
          <CoverageBox {...section} />
        </>
      ),
      nav: nothingReviewed ? null : <SectionNav {...section} sections={sections} />,
      summary: makesStatements(state) ? <Digest {...section} /> : <Summary {...section} />,
      labels: <Labels {...section} onLabel={showLabel} />,
      map: <HeatMap {...section} />,
      since: <SinceLastRun {...section} />,
      failed: <FailedBranches {...section} />,
      timeline: <Timeline {...section} />,
      cost: <CostAndTime {...section} />,
    }),
    [feed.version, props.since, view.collapsed, view.tables, view.levels],
  );

  return (
    <div class="report" data-status={state.status}>
      {problem !== '' && (
        <p class="cov cov-bad problem" role="alert">
          <Icon name="error" class="err" />
          <span class="cov-t">{plainLine(problem, 400)}</span>
          <button
            class="tool"
            aria-label={t('Close')}
            onClick={() => {
              setProblem('');
            }}
          >
            <Icon name="close" />
          </button>
        </p>
      )}
      {staticSections.head}
      {staticSections.nav}
      <main>
        {sections.map(({ id }) => (
          <Guard key={id}>
            {id === 'findings' ? (
              <Findings {...section} target={target} />
            ) : id === 'records' ? (
              <Records {...section} fetch={send} label={label} setLabel={setLabel} />
            ) : (
              <WhileSeen id={id} when={live}>
                {staticSections[id]}
              </WhileSeen>
            )}
          </Guard>
        ))}
      </main>
    </div>
  );
}
