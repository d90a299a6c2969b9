import type { JSX } from 'preact';
import { batchTally } from '../../../src/core/state/foldBatches.ts';
import { coverageWords, isGap } from '../../../src/core/format/coverageUnit.ts';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import { count, grouped, joinList, percent, timeOfDay } from '../../../src/core/format/format.ts';
import { alikeGaps, countGaps, namedGaps } from './gaps.ts';
import { Button, Icon, type SectionProps } from '../parts.tsx';
import { againWords, keptWords } from '../shared/endWords.ts';
import { plainLine } from '../shared/plainText.ts';
import { inSentence, t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

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
  const all = t(
    '{0} of {1}##counted',
    grouped(covered.succeeded),
    count(covered.total, 'branch', 'branches'),
  );
  const read = percent(covered.reviewedFraction);
  const complete = covered.succeeded === covered.total && covered.total > 0;
  if (complete && !state.skipped.some(isGap))
    return (
      <section class="cov cov-ok" id="coverage" aria-label={t('Coverage')}>
        <Icon name="pass" class="ok" />
        <div class="cov-t">
          <p>
            {rich(
              '{0} No gaps.',
              <strong>{rich('{0}, {1} of {2}.', all, read, coverageWords[covered.unit])}</strong>,
            )}
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
  const total = countGaps(props);
  const retry = covered.total - covered.succeeded;
  return (
    <section class="cov cov-warn" id="coverage" aria-label={t('Coverage')}>
      <Icon name="warning" class="warn" label={t('Warning')} />
      <div class="cov-t">
        <p>
          {rich(
            '{0} {1}This report says nothing about:',
            <strong>
              {rich(
                '{0}, {1} of {2}; {3}.',
                props.all,
                props.read,
                coverageWords[covered.unit],
                count(total, 'gap'),
              )}
            </strong>,
            keptWords(state.status),
          )}
        </p>
        <ul>
          {named
            .flatMap(same => (same[0] ? [{ gap: same[0], others: same.length - 1 }] : []))
            .map(({ gap, others }, i) => (
              <li key={i}>
                {rich(
                  '{0}{1}{2}, for {3}: {4}',
                  <button
                    class="link"
                    onClick={() => {
                      const chunkId = gap.chunkIds[0];
                      if (chunkId !== undefined) ask({ type: 'revealChunk', chunkId });
                    }}
                  >
                    {gap.place}
                    {gap.lines && ','}
                  </button>,
                  gap.lines && ` ${gap.lines}`,
                  others > 0 && (
                    <>{rich(' and {0}', <a href="#failed">{count(others, 'more part')}</a>)}</>
                  ),
                  <b>{inSentence(joinList(gap.perspectives))}</b>,
                  gap.reason,
                )}
              </li>
            ))}
          {more > 0 && (
            <li>
              <a href="#failed">{rich('and {0}', count(more, 'more gap'))}</a>
            </li>
          )}
          {unread.slice(0, MAX_GAPS).map(skipped => (
            <li key={skipped.path}>
              {rich(
                '{0}, not read: {1}',
                <b>{plainLine(skipped.path, 120)}</b>,
                plainLine(skipped.reason, 200),
              )}
            </li>
          ))}
          {unread.length > MAX_GAPS && (
            <li>{rich('and {0} not read', count(unread.length - MAX_GAPS, 'more file'))}</li>
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
            {againWords(state.status, retry)}
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
      <summary>{rich('{0} left out', count(files.length, 'file'))}</summary>
      <ul>
        {files.slice(0, MAX_LEFT_OUT).map(({ path, reason }) => (
          <li key={path}>
            <b>{plainLine(path, 120)}</b>: {plainLine(reason, 200)}
          </li>
        ))}
        {more > 0 && <li>{rich('and {0}', count(more, 'more file'))}</li>}
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
      <summary>{t('How documents were read')}</summary>
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
  <section class="cov cov-run" id="coverage" aria-label={t('Coverage')}>
    <Icon name="sync" class="s-info" />
    <p class="cov-t">
      {state.chunkIds.length > 0
        ? t(
            'Split into {0}. Planning the branches. Nothing is sent yet.',
            count(state.chunkIds.length, 'chunk'),
          )
        : t('Splitting the text. Nothing is sent yet.')}
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
    ? t('in batch, {0} of {1} done at the provider', grouped(batch.done), grouped(batch.total))
    : rateLimited === 0
      ? t('waiting')
      : t('waiting on rate limit{0}', until > 0 ? t(' until {0}', timeOfDay(until)) : '');
  return (
    <>
      <section class="prog" aria-label={t('Progress')}>
        <div
          class="pbar"
          role="progressbar"
          aria-label={t('Branches ended')}
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
          <Count n={covered.succeeded} word={t('done')} />
          <Count n={of.running} word={t('running')} />
          <Count n={of.waiting} word={wait} />
          <Count n={of.retrying} word={t('retrying')} />
          <Count n={of.queued} word={t('queued')} />
          <Count n={covered.failed} word={t('failed')} />
        </p>
      </section>
      {state.pause && state.pause.on !== 'answer' && (
        <section class="cov cov-warn" aria-label={t('Paused')}>
          <Icon name="debug-pause" class="warn" />
          <p class="cov-t">
            <strong>{t('Paused.')}</strong> {plainLine(state.pause.reason, 300)}
            {state.pause.until !== undefined && t(' Goes on at {0}.', timeOfDay(state.pause.until))}
          </p>
        </section>
      )}
      <section class="cov cov-run" id="coverage" aria-label={t('Coverage')}>
        {batch ? <Icon name="mail" /> : <Icon name="sync" class="s-info" />}
        <p class="cov-t">
          {rich(
            '{0} No finding on a part does not mean it is clean: it may not have been read yet.',
            <strong>
              {rich(
                '{0} of {1}, {2} of {3} so far.',
                grouped(covered.succeeded),
                count(covered.total, 'branch', 'branches'),
                percent(covered.reviewedFraction),
                coverageWords[covered.unit],
              )}
            </strong>,
          )}
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
