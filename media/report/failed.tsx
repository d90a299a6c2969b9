import type { JSX } from 'preact';
import { type BranchState, isEnded, isRunEnded } from '../../src/core/state/runState.ts';
import type { FailureCode } from '../../src/core/domain/failure.ts';
import { count, grouped, money, percent } from '../../src/core/format/format.ts';
import { Button, Icon, Pane, type SectionProps } from './parts.tsx';
import { linesFrom } from './map/gaps.ts';
import { againWords } from './shared/endWords.ts';
import { plainLine } from './shared/plainText.ts';
import { branchLabel, perspectiveTitle } from './shared/runIndex.ts';
import { t } from '../../src/core/text/l10n.ts';
import { rich } from './shared/rich.tsx';

/** Rows drawn at once; the rest say how many they are. */
const MAX_ROWS = 200;
/** This many for the same reason are one row with their number. */
const MIN_ALIKE = 4;

/** Branches that ended without an answer; once the run has ended, also those that never began. */
export function unreadBranches({ state }: SectionProps): BranchState[] {
  const over = isRunEnded(state.status);
  return state.branchIds.flatMap(id => {
    const branch = state.branches[id];
    if (!branch || branch.status === 'succeeded' || branch.status === 'split') return [];
    return over || isEnded(branch.status) ? [branch] : [];
  });
}

/** Every branch that ended without an answer, and what can be done about it. */
export function FailedBranches(props: SectionProps): JSX.Element | null {
  const { view, setView, ask } = props;
  const branches = unreadBranches(props);
  if (branches.length === 0) return null;
  const failed = branches.filter(b => b.status === 'failed').length;
  const rest = branches.length - failed;
  return (
    <Pane
      id="failed"
      title={failed > 0 ? t('Failed branches') : t('Not read')}
      badge={failed > 0 ? failed : rest}
      note={failed > 0 && rest > 0 ? t('{0} not read', grouped(rest)) : undefined}
      right={
        <Button
          small
          icon="refresh"
          onClick={() => {
            ask({ type: 'retryFailed' });
          }}
        >
          {againWords(props.state.status, branches.length)}
        </Button>
      }
      view={view}
      setView={setView}
    >
      <ul class="frs">
        {alike(branches).map(([why, same]) =>
          same.length < MIN_ALIKE ? (
            same.map(branch => <FailedRow {...props} key={branch.branch.id} branch={branch} />)
          ) : (
            <li key={why}>
              <details class="alike">
                <summary>
                  <FailedIcon branch={same[0]} />
                  <b>{count(same.length, 'branch', 'branches')}</b> {why}
                </summary>
                <ul>
                  {same.slice(0, MAX_ROWS).map(branch => (
                    <FailedRow {...props} key={branch.branch.id} branch={branch} />
                  ))}
                </ul>
                {same.length > MAX_ROWS && (
                  <p class="note mut">
                    {rich('and {0}', count(same.length - MAX_ROWS, 'more branch', 'more branches'))}
                  </p>
                )}
              </details>
            </li>
          ),
        )}
      </ul>
    </Pane>
  );
}

/** Branches by the reason that none of them was read, in the order of the first of each. */
function alike(branches: readonly BranchState[]): [string, BranchState[]][] {
  const byReason = new Map<string, BranchState[]>();
  for (const branch of branches) {
    const why = whyNot(branch);
    const same = byReason.get(why);
    if (same) same.push(branch);
    else byReason.set(why, [branch]);
  }
  return [...byReason];
}

const FailedIcon = ({ branch }: { readonly branch: BranchState | undefined }): JSX.Element => (
  <Icon
    name={branch?.status === 'failed' ? 'error' : 'circle-slash'}
    class={branch?.status === 'failed' ? 'err' : 'warn'}
  />
);

function FailedRow({
  state,
  index,
  ask,
  branch,
}: SectionProps & { readonly branch: BranchState }): JSX.Element {
  const { id, chunkId, perspectiveId } = branch.branch;
  const chunk = state.chunks[chunkId];
  return (
    <li class="fr">
      <FailedIcon branch={branch} />
      <b title={perspectiveTitle(index, perspectiveId)}>{branchLabel(state, index, id)}</b>
      <button
        class="link cut"
        onClick={() => {
          ask({ type: 'revealChunk', chunkId });
        }}
      >
        {plainLine(chunk?.title ?? '', 100)}
      </button>
      <span class="why">{whyNot(branch)}</span>
      <span class="pg mut">{chunk ? linesFrom(chunk.startLine, chunk.endLine) : ''}</span>
      <Button
        small
        icon="refresh"
        onClick={() => {
          ask({ type: 'retryBranch', branchId: id });
        }}
      >
        {t('Retry')}
      </Button>
    </li>
  );
}

function whyNot(branch: BranchState): string {
  const { outcome } = branch;
  switch (outcome?.status) {
    case 'failed': {
      const tries = outcome.attempts > 1 ? `, ${count(outcome.attempts, 'attempt')}` : '';
      return `${plainLine(outcome.failure.message, 240).replace(/\.$/, '')}${tries}`;
    }
    case 'skipped':
      return t('skipped: {0}', plainLine(outcome.reason, 240));
    case 'cancelled':
      return t('cancelled');
    default:
      return t('not started');
  }
}

type Remedy = 'setApiKey' | 'runAgain';
const TO_DO: Readonly<Partial<Record<FailureCode, string>>> = {
  auth: t('Set a valid key, then run again.'),
  permission: t('Use a key that may use this model, or choose another model.'),
  unknownModel: t('Choose another model, then run again.'),
  noCredit: t(
    'Add credit with the provider, or choose another one. Retrying does not help before that.',
  ),
  rateLimited: t('Wait a while, or lower the concurrency, then retry.'),
  network: t('Check the connection, then retry.'),
  dns: t('Check the base URL and the connection, then retry.'),
  tls: t('Check the certificate of the base URL, then retry.'),
  proxy: t('Check the proxy settings, then retry.'),
  budget: t('Raise the budget, then retry: answers that were paid for are kept.'),
};

/** Nothing was read at all: the one thing on the page that must not be missed. */
export function FailedRun(props: SectionProps): JSX.Element | null {
  const { state, covered, ask } = props;
  if (state.status !== 'failed') return null;
  const failure =
    state.failure ?? unreadBranches(props).find(b => b.status === 'failed')?.failure ?? undefined;
  const key = failure?.code === 'auth' || failure?.code === 'permission';
  const first: Remedy = key ? 'setApiKey' : 'runAgain';
  const kept = [
    count(state.chunkIds.length, 'chunk'),
    ...(state.estimate ? [t('the estimate')] : []),
    ...(state.findings.length > 0 ? [count(state.findings.length, 'finding')] : []),
  ].join(', ');
  const spent =
    state.costUsd === 0
      ? t('Nothing was charged.')
      : state.costUsd === undefined
        ? t('What it cost is not known.')
        : t('It cost {0}.', money(state.costUsd));
  return (
    <section class="loud" role="alert" id="coverage">
      <Icon name="error" class="err" />
      <div>
        <h2>
          {rich(
            'The run failed. {0}',
            covered.succeeded === 0
              ? t('Nothing was reviewed.')
              : t('Only {0} of the text was reviewed.', percent(covered.reviewedFraction)),
          )}
        </h2>
        <dl>
          <div>
            <dt>{t('Coverage')}</dt>
            <dd>
              <strong>
                {rich(
                  '{0} of {1}, {2} of the text.',
                  grouped(covered.succeeded),
                  count(covered.total, 'branch', 'branches'),
                  percent(covered.reviewedFraction),
                )}
              </strong>{' '}
              {covered.succeeded === 0
                ? t('This is not a review; the absence of findings says nothing.')
                : t('The findings below are of that part only.')}
            </dd>
          </div>
          <div>
            <dt>{t('What happened')}</dt>
            <dd>{plainLine(failure?.message ?? t('Every branch failed.'), 400)}</dd>
          </div>
          <div>
            <dt>{t('What was kept')}</dt>
            <dd>
              {kept}. {spent}
            </dd>
          </div>
          <div>
            <dt>{t('What to do')}</dt>
            <dd>
              {(failure && TO_DO[failure.code]) ??
                t('Look at the log, then run again. Answers that were paid for are reused.')}
            </dd>
          </div>
        </dl>
        <p class="acts">
          {first === 'setApiKey' && (
            <Button
              primary
              icon="key"
              onClick={() => {
                ask({ type: 'setApiKey' });
              }}
            >
              {t('Set API Key…')}
            </Button>
          )}
          <Button
            primary={first === 'runAgain'}
            icon="refresh"
            onClick={() => {
              ask({ type: 'retryFailed' });
            }}
          >
            {rich('Retry {0}', count(covered.total - covered.succeeded, 'Branch', 'Branches'))}
          </Button>
          <Button
            icon="output"
            onClick={() => {
              ask({ type: 'openLog' });
            }}
          >
            {t('Show Log')}
          </Button>
        </p>
      </div>
    </section>
  );
}
