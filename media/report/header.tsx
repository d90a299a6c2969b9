import { Fragment, type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { apartWords, tallyFindings } from '../../src/core/state/findingStatus.ts';
import { makesStatements } from '../../src/core/state/digestView.ts';
import { batchTally } from '../../src/core/state/foldBatches.ts';
import { digestResult } from '../../src/core/state/resultWords.ts';
import { countLabelled, hasRecords } from '../../src/core/state/labelRows.ts';
import {
  endedSpendingText,
  isOver,
  spendingOf,
  spendingText,
} from '../../src/core/state/spending.ts';
import { t } from '../../src/core/text/l10n.ts';
import { msLeft } from '../../src/core/state/forecast.ts';
import { type RunState, isAsking, isRunEnded } from '../../src/core/state/runState.ts';
import { workedMs } from '../../src/core/state/workedTime.ts';
import {
  clock,
  count,
  dateAndTime,
  duration,
  grouped,
  money,
} from '../../src/core/format/format.ts';
import { Button, Icon, type SectionProps } from './parts.tsx';
import { countGaps } from './map/gaps.ts';
import { sinceCounts } from './since.tsx';
import { plainLine } from './shared/plainText.ts';
import { useTick } from './timeline/useTick.ts';

/** Names the run, shows its state in one line of facts, and holds what can be done with it. */
export function Header(props: SectionProps): JSX.Element {
  const { state, index, ask } = props;
  const live = !isRunEnded(state.status);
  useTick(live && !isAsking(state));
  const [isCancelling, setCancelling] = useState(false);
  // A run that goes on later can be cancelled again.
  if (isCancelling && !live) setCancelling(false);
  const rules = state.model?.provider === 'offline';
  const took = workedMs(state, props.now());
  const left = msLeft(state, props.now());
  const branches = `${count(state.chunkIds.length, 'chunk')} × ${count(state.perspectives.length, 'perspective')}`;
  return (
    <header class="top">
      <div class="hrow">
        <div class="ht">
          <h1>{plainLine(state.name, 200)}</h1>
          <Sources {...props} branches={branches} />
        </div>
        <div class="ha">
          {live ? (
            <Button
              icon="stop-circle"
              disabled={isCancelling}
              onClick={() => {
                setCancelling(true);
                ask({ type: 'cancel' });
              }}
            >
              {isCancelling ? t('Cancelling…') : t('Cancel and Keep Results')}
            </Button>
          ) : (
            <>
              <Button
                primary={state.status !== 'failed'}
                icon="play"
                onClick={() => {
                  ask({ type: 'runAgain' });
                }}
              >
                {t('Run Again')}
              </Button>
              <Button
                onClick={() => {
                  ask({ type: 'export' });
                }}
              >
                {t('Export…')}
              </Button>
            </>
          )}
          <button
            class="tool"
            title={t('Show Log')}
            aria-label={t('Show log')}
            onClick={() => {
              ask({ type: 'openLog' });
            }}
          >
            <Icon name="output" />
          </button>
        </div>
      </div>
      <dl class="facts">
        <Fact name={t('Status')}>
          <Status state={state} gaps={countGaps(props)} took={took} />
        </Fact>
        {state.startedAt > 0 && <Fact name={t('Started')}>{dateAndTime(state.startedAt)}</Fact>}
        <Fact name={rules ? t('Reviewer') : t('Model')}>
          {rules ? (
            <span class="tag">
              <Icon name="symbol-ruler" />
              {t('rules, not a model')}
            </span>
          ) : (
            <>
              {plainLine(state.model?.label ?? t('not known'), 80)}{' '}
              {state.model && <span class="mut">({state.model.provider})</span>}
            </>
          )}
        </Fact>
        {left !== undefined && <Fact name={t('Left')}>{t('about {0}', clock(left))}</Fact>}
        {!live && state.endedAt !== undefined && <Fact name={t('Took')}>{duration(took)}</Fact>}
        <Fact name={live ? t('Spent') : t('Cost')}>
          <Cost state={state} rules={rules} />
        </Fact>
        {!rules && <Fact name={t('Calls')}>{grouped(state.calls)}</Fact>}
        {hasRecords(state) && (
          <Fact name={live ? t('Labelled so far') : t('Labelled')}>
            {grouped(countLabelled(state))}
          </Fact>
        )}
        {makesStatements(state) && !live && (
          <Fact name={t('Result')}>{digestResult(state) ?? ''}</Fact>
        )}
        {((!hasRecords(state) && !makesStatements(state)) || state.findings.length > 0) && (
          <Fact name={live ? t('Findings so far') : t('Findings')}>
            {grouped(index.decisive.length)}
            <span class="mut">
              {apartWords(tallyFindings(state.findings)).map(words => ` + ${words}`)}
            </span>
            {live && !state.merged && <span class="mut">{t(', unchecked')}</span>}
          </Fact>
        )}
        {props.since && (
          <Fact name={t('Since {0}', dateAndTime(props.since.startedAt))}>
            <a href="#since">
              {t(
                '{0} new, {1} fixed',
                grouped(sinceCounts(props.since, index).added),
                grouped(props.since.fixed.length),
              )}
            </a>
          </Fact>
        )}
      </dl>
    </header>
  );
}

const Fact = (props: {
  readonly name: string;
  readonly children: JSX.Element | (JSX.Element | string | false | undefined)[] | string;
}): JSX.Element => (
  <div>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </div>
);

function Sources(props: SectionProps & { readonly branches: string }): JSX.Element {
  const { state, ask } = props;
  const shown = state.sources.slice(0, 3);
  const more = state.sources.length - shown.length;
  return (
    <p class="meta">
      <Icon name={state.sources.length > 1 ? 'files' : 'file'} />
      {shown.map((source, i) => (
        <Fragment key={source.id}>
          {source.uri === undefined ? (
            <span class="first">{plainLine(source.path, 120)}</span>
          ) : (
            <button
              class="link"
              onClick={() => {
                ask({ type: 'openSource', sourceId: source.id });
              }}
            >
              {plainLine(source.path, 120)}
              {i < shown.length - 1 && ','}
            </button>
          )}
        </Fragment>
      ))}
      {more > 0 && <span>{count(more, 'more source')}</span>}
      <span>{props.branches}</span>
    </p>
  );
}

function Cost(props: { readonly state: RunState; readonly rules: boolean }): JSX.Element {
  const { state } = props;
  const spending = spendingOf(state);
  if (props.rules || !spending) return <>{t('$0.00, offline, nothing was sent')}</>;
  const over = isOver(spending);
  const text = isRunEnded(state.status) ? endedSpendingText(spending) : spendingText(spending);
  return (
    <span>
      {over && <Icon name="warning" class="warn" />}
      {(text ?? money(state.costUsd)).split(/(?<=,) /).map((part, i) => (
        <Fragment key={i}>
          {i > 0 && ' '}
          <span class="nb">{part}</span>
        </Fragment>
      ))}
    </span>
  );
}

function Status(props: {
  readonly state: RunState;
  readonly gaps: number;
  readonly took: number;
}): JSX.Element {
  const { state, gaps } = props;
  const at = clock(props.took);
  const say = (icon: string, look: string, words: string): JSX.Element => (
    <>
      <Icon name={icon} class={look} />
      {words}
    </>
  );
  switch (state.status) {
    case 'preparing':
      return say('sync', 's-info', t('Preparing'));
    case 'running':
      return say('sync', 's-info', t('Running, {0}', at));
    case 'paused':
      if (isAsking(state)) return say('question', 'warn', t('Waits for your answer'));
      return say('debug-pause', 'warn', t('Paused, {0}', at));
    case 'merging':
      return say('sync', 's-info', t('Merging, {0}', at));
    case 'synthesizing':
      return say('sync', 's-info', t('Writing the summary, {0}', at));
    case 'succeeded':
      return gaps > 0
        ? say('warning', 'warn', t('Finished with {0}', count(gaps, 'gap')))
        : say('pass', 'ok', t('Finished'));
    case 'partial':
      return say(
        'warning',
        'warn',
        gaps > 0 ? t('Finished with {0}', count(gaps, 'gap')) : t('Finished, but incomplete'),
      );
    case 'failed':
      return say('error', 'err', t('Failed'));
    case 'cancelled':
      return say('circle-slash', 'warn', t('Cancelled'));
    case 'interrupted':
      return batchTally(state)
        ? say('mail', 'warn', t('In batch at the provider'))
        : say('debug-disconnect', 'warn', t('Cut off, can be finished'));
  }
}
