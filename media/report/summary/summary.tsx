import { isNotJudged, NOT_JUDGED } from '../../../src/core/domain/review/perspective.ts';
import { Fragment, type JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apartWords, tallyFindings } from '../../../src/core/state/findingStatus.ts';
import { hasRecords } from '../../../src/core/state/labelRows.ts';
import { synthesisNow } from '../../../src/core/state/synthesisNow.ts';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import { SEVERITIES } from '../../../src/core/domain/results/findings.ts';
import type { Verdict } from '../../../src/core/domain/results/synthesis.ts';
import { count, grouped, percent } from '../../../src/core/format/format.ts';
import { SEVERITY_WORD } from '../shared/severity.ts';
import { Blocks, FindingLink } from './inlineText.tsx';
import { parseMarkdown } from './markdown.ts';
import { Icon, SeverityIcon, type SectionProps } from '../parts.tsx';
import { endedHow } from '../shared/endWords.ts';
import { MAX_MESSAGE, plainLine, plainText } from '../shared/plainText.ts';
import { branchesWithout, perspectiveIcon, perspectiveTitle } from '../shared/runIndex.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** The reader's page: what to do first on the left, a verdict for each perspective on the right. */
export function Summary(props: SectionProps): JSX.Element {
  return (
    <section class="pane pane-plain" id="summary" aria-labelledby="summary-h">
      <h2 class="sr" id="summary-h">
        {t('Summary')}
      </h2>
      <div class="pane-body">
        <div class="sumgrid">
          <div class="sum">
            <Text {...props} />
          </div>
          {!hasRecords(props.state) && (
            <ul class="verd" aria-label={t('Perspectives')}>
              {props.state.perspectives.map(({ id }) => (
                <PerspectiveRow key={id} {...props} id={id} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </section>
  );
}

function Text(props: SectionProps): JSX.Element {
  const { state, index, covered, showFinding } = props;
  const synthesis = state.synthesis && synthesisNow(state.synthesis, state.findings);
  const blocks = useMemo(() => {
    const ids = new Set(state.findings.map(f => f.id));
    return synthesis ? parseMarkdown(synthesis.markdown, id => ids.has(id)) : [];
  }, [synthesis?.markdown, state.merged]);
  const ended = isRunEnded(state.status);
  if (!synthesis && !ended) return <Steps {...props} />;
  const rules = state.model?.provider === 'offline';
  const everything = branchesWithout(state, covered);
  const none = index.decisive.length === 0;
  const records = hasRecords(state);
  const apart = apartWords(tallyFindings(state.findings));
  return (
    <>
      {none && !records && (
        <p class="lead">
          <strong>
            {rich(
              'No findings in {0} ({1} of the text){2}.',
              everything,
              percent(covered.reviewedFraction),
              apart.map(words => `; ${words}`),
            )}
          </strong>
        </p>
      )}
      <Blocks blocks={blocks} onFinding={showFinding} />
      {synthesis && synthesis.actions.length > 0 && (
        <>
          <h3>{t('First')}</h3>
          <ol class="num">
            {synthesis.actions.map((action, i) => (
              <li key={i}>
                {plainText(action.text, MAX_MESSAGE)}{' '}
                {action.findingIds.map((id, k) => (
                  <Fragment key={id}>
                    {k > 0 && ' '}
                    <FindingLink id={id} onFinding={showFinding} />
                  </Fragment>
                ))}
              </li>
            ))}
          </ol>
        </>
      )}
      {!synthesis && !none && !records && (
        <p class="lead">
          {rich(
            'There is no summary: {0} before it was written. The findings below are complete for what was read.',
            endedHow(state.status),
          )}
        </p>
      )}
      {synthesis?.failure && (
        <p class="note">
          {rich(
            '{0}The model’s summary failed ({1}). This one is counted by code; no finding is lost.',
            <Icon name="info" class="mut" />,
            plainLine(synthesis.failure.message, 200),
          )}
        </p>
      )}
      {!rules && synthesis?.by === 'model' && blocks.length > 0 && (
        <p class="note mut">
          {rich(
            'Written by {0}; the numbers and links are checked by code.',
            plainLine(state.model?.label ?? t('a model'), 80),
          )}
        </p>
      )}
      {ended && covered.gaps.length > 0 && state.status !== 'failed' && (
        <p class="note">
          <Icon name="warning" class="warn" />
          <span>
            {rich(
              '{0} {1}, listed {2}.',
              <strong>{t('Not covered.')}</strong>,
              count(covered.gaps.length, 'gap'),
              <a href="#coverage">{t('above')}</a>,
            )}
          </span>
        </p>
      )}
    </>
  );
}

function Steps({ state, covered }: SectionProps): JSX.Element {
  const done = covered.total - covered.open;
  const at = state.status === 'synthesizing' ? 2 : state.status === 'merging' ? 1 : 0;
  const steps = [
    covered.total === 0
      ? t('Split the text, plan the branches, review')
      : t('Review: {0} of {1}', grouped(done), count(covered.total, 'branch', 'branches')),
    t('Find the quotes in the text, merge the findings'),
    t('Write the summary'),
  ];
  return (
    <>
      <p class="lead">
        {t(
          'The summary is written after the last branch has answered and the quotes were found in the text.',
        )}
      </p>
      <ol class="steps">
        {steps.map((step, i) => (
          <li key={step}>
            {i < at ? (
              <Icon name="pass" class="ok" label={t('done')} />
            ) : i === at ? (
              <Icon name="sync" class="s-info" label={t('under way')} />
            ) : (
              <Icon name="circle-large-outline" class="mut" label={t('to come')} />
            )}
            {step}
          </li>
        ))}
      </ol>
    </>
  );
}

const VERDICT: Readonly<Record<Verdict['verdict'], { icon: string; look: string; word: string }>> =
  {
    sound: { icon: 'pass', look: 'ok', word: t('Sound') },
    smallEdits: { icon: 'pass', look: 'ok', word: t('Sound, small edits') },
    needsChanges: { icon: 'error', look: 'err', word: t('Needs changes') },
  };

function PerspectiveRow(props: SectionProps & { readonly id: string }): JSX.Element {
  const { state, index, id } = props;
  const mine = index.decisive.filter(
    f => f.perspectiveId === id || f.alsoPerspectiveIds?.includes(id),
  );
  let read = 0;
  let of = 0;
  let unserved = 0;
  for (const branchId of state.branchIds) {
    const branch = state.branches[branchId];
    if (branch?.branch.perspectiveId !== id) continue;
    of += 1;
    if (branch.status === 'succeeded') read += 1;
    const { outcome } = branch;
    if (isNotJudged(outcome)) unserved += 1;
  }
  const now = state.synthesis && synthesisNow(state.synthesis, state.findings);
  const said = now?.verdicts.find(v => v.perspectiveId === id);
  return (
    <li>
      <div class="v1">
        <Icon name={perspectiveIcon(index, id)} />
        <h3>{perspectiveTitle(index, id)}</h3>
        <VerdictWord
          {...props}
          said={said}
          read={read}
          findings={mine.length}
          isServed={unserved === 0 || unserved < read}
        />
      </div>
      {said && said.text !== '' && <p>{plainText(said.text, 400)}</p>}
      <p class="v3">
        {SEVERITIES.filter(s => mine.some(({ severity }) => severity === s)).map(s => (
          <span key={s} title={SEVERITY_WORD[s]}>
            <SeverityIcon severity={s} />
            {grouped(mine.filter(({ severity }) => severity === s).length)}
          </span>
        ))}
        <span class={read < of ? 'gapt' : ''}>
          {read < of && isRunEnded(state.status) && <Icon name="warning" class="warn" />}
          {of > 0 && t('{0} of {1} read', grouped(read), count(of, 'chunk'))}
        </span>
      </p>
    </li>
  );
}

function VerdictWord(
  props: SectionProps & {
    readonly said: Verdict | undefined;
    readonly read: number;
    readonly findings: number;
    /** False where the offline rules have none for the perspective. */
    readonly isServed: boolean;
  },
): JSX.Element {
  const { state, said, read } = props;
  if (said && read > 0) {
    const { icon, look, word } = VERDICT[said.verdict];
    return (
      <span class="vw">
        <Icon name={icon} class={look} />
        {word}
      </span>
    );
  }
  const words = !isRunEnded(state.status)
    ? t('no verdict yet')
    : read === 0
      ? t('not read')
      : !props.isServed
        ? NOT_JUDGED
        : props.findings === 0
          ? t('nothing found')
          : t('no verdict');
  return <span class="vw">{words}</span>;
}
