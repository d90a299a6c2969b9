import type { JSX } from 'preact';
import {
  count,
  duration,
  grouped,
  money,
  moneySpread,
  tenths,
} from '../../src/core/format/format.ts';
import { costRows } from '../../src/core/format/costRows.ts';
import { type RunState, isRunEnded } from '../../src/core/state/runState.ts';
import { workedMs } from '../../src/core/state/workedTime.ts';
import { Pane, type SectionProps } from './parts.tsx';
import { plainLine } from './shared/plainText.ts';
import { t } from '../../src/core/text/l10n.ts';
import { rich } from './shared/rich.tsx';

/** What it was to cost and what it did, and what running in parallel saved. */
export function CostAndTime(props: SectionProps): JSX.Element {
  const { state, view, setView } = props;
  const { usage } = state;
  const live = !isRunEnded(state.status);
  const took = workedMs(state, props.now());
  const sums = branchSums(state);
  return (
    <Pane id="cost" title={t('Cost and time')} view={view} setView={setView}>
      <div class="cost">
        <div>
          <h3>{t('Cost')}</h3>
          <CostRange state={state} live={live} />
        </div>
        <div>
          <h3>
            {rich(
              'Estimate and {0}{1}',
              live ? t('so far') : t('actual'),
              usage.estimated ? t(' (our own counts where the provider gave none)') : '',
            )}
          </h3>
          <Compared state={state} took={took} live={live} />
          <dl class="kv">
            {usage.cachedTokens > 0 && (
              <Pair name={t('Input from the prompt cache')} value={grouped(usage.cachedTokens)} />
            )}
            {sums.cached > 0 && (
              <Pair
                name={t('Answers from an earlier run')}
                value={t('{0}, nothing sent', count(sums.cached, 'branch', 'branches'))}
              />
            )}
            {sums.failedUsd > 0 && (
              <Pair name={t('Spent on failed branches')} value={money(sums.failedUsd)} />
            )}
          </dl>
        </div>
        <div>
          <h3>{t('Time')}</h3>
          <p class="big">
            {duration(took)}
            <span class="mut">
              {live && t(' so far')}
              {state.estimate &&
                t(', expected {0}', duration(state.estimate.seconds.expected * 1000))}
            </span>
          </p>
          {sums.busy > took && !live && (
            <>
              <div class="tb">
                <div>
                  <span>{t('parallel')}</span>
                  <i style={{ width: `calc((100% - 76px) * ${took / sums.busy})` }} />
                </div>
                <div>
                  <span>{t('one by one')}</span>
                  <i class="seq" />
                </div>
              </div>
              <dl class="kv">
                <Pair name={t('One after the other')} value={duration(sums.busy)} />
                <Pair
                  name={t('Saved')}
                  value={t(
                    '{0}, {1} times as fast',
                    duration(sums.busy - took),
                    tenths(sums.busy / took),
                  )}
                />
              </dl>
            </>
          )}
        </div>
      </div>
    </Pane>
  );
}

function Compared(props: {
  readonly state: RunState;
  readonly took: number;
  readonly live: boolean;
}): JSX.Element {
  const { state, took, live } = props;
  const { usage, calls, costUsd, mode, estimate, spentBy } = state;
  const models = state.model ? [state.model, ...(state.otherModels ?? [])] : [];
  const rows = costRows({
    mode,
    estimate,
    actual: { ...usage, calls, costUsd, ms: took },
    byModel:
      models.length < 2
        ? []
        : models.map(({ ref, label }) => {
            const spent = spentBy[ref];
            return {
              name: plainLine(label, 60),
              estimate: estimate?.byModel?.find(({ model }) => model === ref),
              actual: spent && { ...spent.usage, ...spent },
            };
          }),
  });
  return (
    <table class="cmp">
      <thead>
        <tr>
          <td />
          <th scope="col">{t('Estimated')}</th>
          <th scope="col">{live ? t('So far') : t('Actual')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ what, estimated, actual, isOver }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{estimated}</td>
            <td class={isOver ? 'over' : ''}>{actual}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Pair = (props: { readonly name: string; readonly value: string }): JSX.Element => (
  <div>
    <dt>{props.name}</dt>
    <dd>{props.value}</dd>
  </div>
);

function branchSums(state: RunState): { busy: number; cached: number; failedUsd: number } {
  const sums = { busy: 0, cached: 0, failedUsd: 0 };
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (branch?.startedAt !== undefined && branch.endedAt !== undefined)
      sums.busy += branch.endedAt - branch.startedAt;
    if (branch?.outcome?.status === 'succeeded' && branch.outcome.cached) sums.cached += 1;
    if (branch?.outcome?.status === 'failed') sums.failedUsd += branch.outcome.costUsd ?? 0;
  }
  return sums;
}

function CostRange(props: { readonly state: RunState; readonly live: boolean }): JSX.Element {
  const { costUsd, estimate } = props.state;
  const expected = estimate?.costUsd;
  const so = props.live ? t('so far') : t('actual');
  if (!expected || costUsd === undefined || expected.high <= 0)
    return (
      <p class="big">
        {money(costUsd)} <span class="mut">{so}</span>
      </p>
    );
  const isDearer = costUsd > expected.high;
  const full = Math.max(expected.high, costUsd) * 1.08;
  const at = (usd: number): string => `${((100 * usd) / full).toFixed(2)}%`;
  const off = Math.round((100 * (costUsd - expected.expected)) / expected.expected);
  const against = isDearer
    ? t('{0}, over the estimate of {1}', so, moneySpread(expected))
    : props.live
      ? t('so far, expected {0} in total', money(expected.expected))
      : off === 0
        ? t('as expected')
        : off < 0
          ? t('actual, {0} % below the expected {1}', -off, money(expected.expected))
          : t('actual, {0} % above the expected {1}', off, money(expected.expected));
  return (
    <>
      <p class="big">
        {money(costUsd)} <span class={isDearer ? 'over' : 'mut'}>{against}</span>
      </p>
      <div class="range" aria-hidden="true">
        <div class="rt">
          <i
            class="rb"
            style={{ left: at(expected.low), right: `calc(100% - ${at(expected.high)})` }}
          />
          <i class="ra" style={{ width: at(costUsd) }} />
          <i class="re" style={{ left: at(expected.expected) }} />
        </div>
        <div class="rl">
          {/* Labels that would lie on each other: the middle one is enough. */}
          {(expected.expected - expected.low) / full > 0.16 && (
            <Mark at={at(expected.low)} word={t('low')} usd={expected.low} />
          )}
          <Mark at={at(expected.expected)} word={t('expected')} usd={expected.expected} />
          {(expected.high - expected.expected) / full > 0.16 && (
            <Mark at={at(expected.high)} word={t('high')} usd={expected.high} />
          )}
        </div>
      </div>
      <p class="sr">
        {rich(
          'Estimate: low {0}, expected {1}, high {2}.',
          money(expected.low),
          money(expected.expected),
          money(expected.high),
        )}
      </p>
    </>
  );
}

const Mark = (props: {
  readonly at: string;
  readonly word: string;
  readonly usd: number;
}): JSX.Element => (
  <span style={{ left: props.at }}>
    {props.word}
    <br />
    {money(props.usd)}
  </span>
);
