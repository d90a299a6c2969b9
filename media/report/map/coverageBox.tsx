import type { JSX } from 'preact';
import { batchTally } from '../../../src/core/state/foldBatches.ts';
import { coverageWords, isGap } from '../../../src/core/format/coverageUnit.ts';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import { count, grouped, joinList, percent, timeOfDay } from '../../../src/core/format/format.ts';
import { alikeGaps, namedGaps } from './gaps.ts';
import { Button, Icon, type SectionProps } from '../parts.tsx';
import { plainLine } from '../shared/plainText.ts';

/** Gaps that are looked at for the box. */
const MAX_NAMED = 2000;
/** Gaps named in the box itself; the rest are one click away. */
const MAX_GAPS = 6;

/** What was read, counted by code. Below 100 % a box that cannot be closed. */
export function CoverageBox(props: SectionProps): JSX.Element | null {
  const { state, covered } = props;
  if (state.status === 'preparing') return <Preparing {...props} />;
  if (!isRunEnded(state.status)) return <Running {...props} />;
  if (state.status === 'failed') return null;
  const all = `${grouped(covered.succeeded)} of ${count(covered.total, 'branch', 'branches')}`;
  const read = percent(covered.reviewedFraction);
  const complete = covered.succeeded === covered.total && covered.total > 0;
  if (complete && !state.skipped.some(isGap))
    return (
      <section class="cov cov-ok" id="coverage" aria-label="Coverage">
        <Icon name="pass" class="ok" />
        <div class="cov-t">
          <p>
            <strong>
              {all}, {read} of {coverageWords[covered.unit]}.
            </strong>{' '}
            No gaps.
          </p>
          <LeftOut {...props} />
          <HowRead {...props} />
        </div>
      </section>
    );
  return <Gaps {...props} all={all} read={read} />;
}

function Gaps(props: SectionProps & { readonly all: string; readonly read: string }): JSX.Element {
  const { state, covered, index, ask } = props;
  const rows = alikeGaps(namedGaps(covered.gaps.slice(0, MAX_NAMED), state, index));
  const named = rows.slice(0, MAX_GAPS);
  const more = rows.slice(MAX_GAPS).reduce((sum, { length }) => sum + length, 0);
  const unread = state.skipped.filter(isGap);
  const total = covered.gaps.length + unread.length;
  const retry = covered.total - covered.succeeded;
  return (
    <section class="cov cov-warn" id="coverage" aria-label="Coverage">
      <Icon name="warning" class="warn" label="Warning" />
      <div class="cov-t">
        <p>
          <strong>
            {props.all}, {props.read} of {coverageWords[covered.unit]}; {count(total, 'gap')}.
          </strong>{' '}
          {state.status === 'cancelled' ? 'The run was cancelled; what was read is kept. ' : ''}
          This report says nothing about:
        </p>
        <ul>
          {named
            .flatMap(same => (same[0] ? [{ gap: same[0], others: same.length - 1 }] : []))
            .map(({ gap, others }, i) => (
              <li key={i}>
                <button
                  class="link"
                  onClick={() => {
                    const chunkId = gap.chunkIds[0];
                    if (chunkId !== undefined) ask({ type: 'revealChunk', chunkId });
                  }}
                >
                  {gap.place}
                </button>
                {gap.lines && `, ${gap.lines}`}
                {others > 0 && (
                  <>
                    {' '}
                    and <a href="#failed">{count(others, 'more part')}</a>
                  </>
                )}
                , for <b>{joinList(gap.perspectives).toLowerCase()}</b>: {gap.reason}
              </li>
            ))}
          {more > 0 && (
            <li>
              <a href="#failed">and {count(more, 'more gap')}</a>
            </li>
          )}
          {unread.slice(0, MAX_GAPS).map(skipped => (
            <li key={skipped.path}>
              <b>{plainLine(skipped.path, 120)}</b>, not read: {plainLine(skipped.reason, 200)}
            </li>
          ))}
          {unread.length > MAX_GAPS && (
            <li>and {count(unread.length - MAX_GAPS, 'more file')} not read</li>
          )}
        </ul>
        <LeftOut {...props} />
        <HowRead {...props} />
      </div>
      {retry > 0 && (
        <div class="cov-a">
          <Button
            icon="refresh"
            onClick={() => {
              ask({ type: 'retryFailed' });
            }}
          >
            Retry {count(retry, 'Branch', 'Branches')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Files named before it is only said how many there are. */
const MAX_LEFT_OUT = 200;

/** Binary and generated files: listed, not counted as gaps. */
function LeftOut({ state }: SectionProps): JSX.Element | null {
  const files = state.skipped.filter(skipped => !isGap(skipped) && !skipped.note);
  if (files.length === 0) return null;
  const more = files.length - MAX_LEFT_OUT;
  return (
    <details class="cov-out">
      <summary>{count(files.length, 'file')} left out</summary>
      <ul>
        {files.slice(0, MAX_LEFT_OUT).map(({ path, reason }) => (
          <li key={path}>
            <b>{plainLine(path, 120)}</b>: {plainLine(reason, 200)}
          </li>
        ))}
        {more > 0 && <li>and {count(more, 'more file')}</li>}
      </ul>
    </details>
  );
}

/** Tracked changes, hidden text, running heads: how documents were read. */
function HowRead({ state }: SectionProps): JSX.Element | null {
  const notes = state.skipped.filter(({ note }) => note);
  if (notes.length === 0) return null;
  return (
    <details class="cov-out">
      <summary>How documents were read</summary>
      <ul>
        {notes.slice(0, MAX_LEFT_OUT).map(({ path, reason }) => (
          <li key={`${path} ${reason}`}>
            <b>{plainLine(path, 120)}</b>: {plainLine(reason, 200)}
          </li>
        ))}
      </ul>
    </details>
  );
}

const Preparing = ({ state }: SectionProps): JSX.Element => (
  <section class="cov cov-run" id="coverage" aria-label="Coverage">
    <Icon name="loading" class="spin" />
    <p class="cov-t">
      {state.chunkIds.length > 0
        ? `Split into ${count(state.chunkIds.length, 'chunk')}. Planning the branches. Nothing is sent yet.`
        : 'Splitting the text. Nothing is sent yet.'}
    </p>
  </section>
);

function Running({ state, covered }: SectionProps): JSX.Element {
  const of = { running: 0, waiting: 0, retrying: 0, queued: 0 };
  let until = 0;
  let rateLimited = 0;
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (!branch) continue;
    const { status } = branch;
    if (
      status === 'running' ||
      status === 'waiting' ||
      status === 'retrying' ||
      status === 'queued'
    )
      of[status] += 1;
    if (status === 'waiting' && branch.waitingOn === 'rateLimit') {
      rateLimited += 1;
      until = Math.max(until, branch.until ?? 0);
    }
  }
  const done = covered.total - covered.open;
  const share = (n: number): string => `${(100 * n) / Math.max(1, covered.total)}%`;
  const tenth = Math.floor((10 * done) / Math.max(1, covered.total)) * 10;
  const batch = batchTally(state);
  const wait = batch
    ? `in batch, ${grouped(batch.done)} of ${grouped(batch.total)} done at the provider`
    : rateLimited === 0
      ? 'waiting'
      : `waiting on rate limit${until > 0 ? ` until ${timeOfDay(until)}` : ''}`;
  return (
    <>
      <section class="prog" aria-label="Progress">
        <div
          class="pbar"
          role="progressbar"
          aria-label="Branches ended"
          aria-valuenow={tenth}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <i class="pb-done" style={{ width: share(covered.succeeded) }} />
          <i class="pb-failed" style={{ width: share(done - covered.succeeded) }} />
          <i class="pb-running" style={{ width: share(of.running) }} />
          <i class="pb-waiting" style={{ width: share(of.waiting + of.retrying) }} />
        </div>
        <p class="pleg">
          <Count n={covered.succeeded} word="done" />
          <Count n={of.running} word="running" />
          <Count n={of.waiting} word={wait} />
          <Count n={of.retrying} word="retrying" />
          <Count n={of.queued} word="queued" />
          <Count n={covered.failed} word="failed" />
        </p>
      </section>
      {state.pause && (
        <section class="cov cov-warn" aria-label="Paused">
          <Icon name="debug-pause" class="warn" />
          <p class="cov-t">
            <strong>Paused.</strong> {plainLine(state.pause.reason, 300)}
            {state.pause.until !== undefined && ` Goes on at ${timeOfDay(state.pause.until)}.`}
          </p>
        </section>
      )}
      <section class="cov cov-run" id="coverage" aria-label="Coverage">
        {batch ? <Icon name="mail" /> : <Icon name="loading" class="spin" />}
        <p class="cov-t">
          <strong>
            {grouped(covered.succeeded)} of {count(covered.total, 'branch', 'branches')},{' '}
            {percent(covered.reviewedFraction)} of {coverageWords[covered.unit]} so far.
          </strong>{' '}
          No finding on a part does not mean it is clean: it may not have been read yet.
        </p>
      </section>
    </>
  );
}

const Count = (props: { readonly n: number; readonly word: string }): JSX.Element => (
  <span>
    <b>{grouped(props.n)}</b> {props.word}
  </span>
);
