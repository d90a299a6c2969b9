import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { coverage } from '../../src/core/coverage.ts';
import type { Ask } from '../../src/views/protocol.ts';
import { CostAndTime } from './cost.tsx';
import { CoverageBox } from './coverageBox.tsx';
import { FailedBranches, FailedRun, unreadBranches } from './failed.tsx';
import { noFilters } from './findingList.ts';
import { Findings } from './findings.tsx';
import { Header } from './header.tsx';
import { HeatMap } from './heatMap.tsx';
import { Icon, type SectionProps } from './parts.tsx';
import { plainLine } from './plainText.ts';
import { RulesNote } from './rulesNote.tsx';
import type { RunFeed } from './runFeed.ts';
import { runIndex } from './runIndex.ts';
import { SectionNav, type SectionLink } from './sectionNav.tsx';
import { Summary } from './summary.tsx';
import { Timeline } from './timeline.tsx';
import type { ViewState } from './viewState.ts';

export interface AppProps {
  readonly feed: RunFeed;
  readonly view: ViewState;
  readonly setView: (change: Partial<ViewState>) => void;
  readonly ask: (request: Ask) => Promise<void>;
}

export function App(props: AppProps): JSX.Element {
  const { state, missing } = props.feed;
  if (state) return <Report {...props} state={state} />;
  return (
    <div class="report">
      <p class="empty" role="status">
        {missing
          ? 'This run is not kept any more, or its folder is not open. Its report cannot be shown.'
          : 'Loading the report.'}
      </p>
    </div>
  );
}

function Report(props: AppProps & { readonly state: SectionProps['state'] }): JSX.Element {
  const { state, feed, view, setView } = props;
  const [problem, setProblem] = useState('');
  const [target, setTarget] = useState<{ id: string; wish: number } | undefined>(undefined);
  const restored = useRef(false);

  const index = useMemo(() => runIndex(state), [state, feed.version]);
  const covered = useMemo(() => coverage(state), [state, feed.version]);
  const section: SectionProps = {
    state,
    version: feed.version,
    index,
    covered,
    now: () => Date.now() + feed.skew,
    view,
    setView,
    ask: request => {
      setProblem('');
      props.ask(request).catch((error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      });
    },
    showFinding: id => {
      setTarget({ id, wish: (target?.wish ?? 0) + 1 });
    },
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
  const failed = state.status === 'failed';
  const unread = unreadBranches(section).length;
  const branches = state.branchIds.length > 0;
  const found = state.findings.length;
  const sections: SectionLink[] = [
    ...(failed ? [] : [{ id: 'summary', title: 'Summary' }]),
    ...(branches && !failed ? [{ id: 'map', title: 'Map' }] : []),
    ...(failed && found === 0 ? [] : [{ id: 'findings', title: 'Findings', badge: found }]),
    ...(unread > 0 ? [{ id: 'failed', title: 'Gaps', badge: unread }] : []),
    ...(branches && !failed ? [{ id: 'timeline', title: 'Timeline' }] : []),
    ...(branches && !failed && !rules ? [{ id: 'cost', title: 'Cost' }] : []),
  ];

  return (
    <div class="report" data-status={state.status}>
      <Header {...section} />
      {problem !== '' && (
        <p class="cov cov-bad" role="alert">
          <Icon name="error" class="err" />
          <span class="cov-t">{plainLine(problem, 400)}</span>
        </p>
      )}
      {rules && <RulesNote {...section} />}
      <FailedRun {...section} />
      <CoverageBox {...section} />
      {!failed && <SectionNav {...section} sections={sections} />}
      <main>
        {sections.map(({ id }) => {
          switch (id) {
            case 'summary':
              return <Summary key={id} {...section} />;
            case 'map':
              return <HeatMap key={id} {...section} />;
            case 'findings':
              return <Findings key={id} {...section} target={target} />;
            case 'failed':
              return <FailedBranches key={id} {...section} />;
            case 'timeline':
              return <Timeline key={id} {...section} />;
            default:
              return <CostAndTime key={id} {...section} />;
          }
        })}
      </main>
    </div>
  );
}
