import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { askedText, resultTitle } from '../../../src/core/domain/jobs.ts';
import { lineageOf, rootOf } from '../../../src/core/domain/results/digest.ts';
import {
  statementsByChunk,
  statementsOf,
  reachOf,
  unsupportedCount,
} from '../../../src/core/state/digestView.ts';
import { type RunState, isRunEnded } from '../../../src/core/state/runState.ts';
import { ExtractedRows } from '../records/extractedRows.tsx';
import { count, grouped, percent } from '../../../src/core/format/format.ts';
import { Levels } from './levels.tsx';
import { PlaybookVerdicts } from './playbook.tsx';
import { playbookView } from '../../../src/core/state/playbookView.ts';
import { Icon, type SectionProps } from '../parts.tsx';
import { MAX_MESSAGE, plainLine, plainText } from '../shared/plainText.ts';
import { perspectiveIcon } from '../shared/runIndex.ts';
import { type Look, Notice, Statements } from './statementList.tsx';
import { rich } from '../shared/rich.tsx';
import { t } from '../../../src/core/text/l10n.ts';

export const digestTitle = ({ job, spec }: RunState): string =>
  'playbook' in spec && spec.playbook !== undefined
    ? t('Playbook')
    : resultTitle(job, 'columns' in spec && spec.columns !== undefined);

/** The summary or the answer, and below it every level it was made from, down to the words of the text. */
export function Digest(props: SectionProps): JSX.Element {
  const { state } = props;
  const look = useMemo(
    (): Look => ({
      statements: statementsOf(state),
      byChunk: statementsByChunk(state),
      lineage: state.digest ? lineageOf(state.digest) : new Map<string, readonly string[]>(),
      nodes: new Map(state.digest?.nodes.map(node => [node.id, node])),
    }),
    [state, props.version],
  );
  const playbook = useMemo(() => playbookView(state), [state, props.version]);
  const lost = [...look.byChunk.values()].flat().filter(s => s.citations.length === 0).length;
  return (
    <section class="pane pane-plain digest" id="summary" aria-labelledby="summary-h">
      <h2 class="sr" id="summary-h">
        {digestTitle(state)}
      </h2>
      <div class="pane-body">
        <Asked {...props} />
        {playbook ? (
          <PlaybookVerdicts {...props} playbook={playbook} />
        ) : state.extraction ? (
          <ExtractedRows {...props} extraction={state.extraction} statements={look.statements} />
        ) : (
          <Result {...props} look={look} />
        )}
        {lost > 0 && (
          <p class="note">
            <Icon name="circle-slash" class="mut" />
            <span>
              {lost === 1
                ? rich(
                    '{0} quoted words that are not in the text. Nothing was made of it; it is shown with its chunk.',
                    count(lost, 'statement'),
                  )
                : rich(
                    '{0} quoted words that are not in the text. Nothing was made of them; they are shown with their chunks.',
                    count(lost, 'statement'),
                  )}
            </span>
          </p>
        )}
        <Levels {...props} look={look} />
      </div>
    </section>
  );
}

function Asked({ state, index }: SectionProps): JSX.Element {
  const words = askedText(state.spec) || t('Everything that has these columns');
  return (
    <p class="asked">
      <Icon name={perspectiveIcon(index, state.perspectives[0]?.id ?? '')} class="mut" />
      <span>
        {plainText(
          words.replace(/^./, c => c.toUpperCase()),
          MAX_MESSAGE,
        )}
      </span>
    </p>
  );
}

function Result(props: SectionProps & { readonly look: Look }): JSX.Element {
  const { state, covered } = props;
  const root = state.digest && rootOf(state.digest);
  const joined = root && state.digest?.joined[root.id];
  const ended = isRunEnded(state.status);
  if (!joined)
    return ended ? (
      <p class="lead">{t('Nothing was joined: the run ended before.')}</p>
    ) : (
      <Progress {...props} />
    );
  const unsupported = unsupportedCount(state);
  if (unsupported > 0) return <Unsupported {...props} />;
  if (joined.statements.length === 0)
    return (
      <p class="lead">
        <strong>
          {rich(
            'Nothing was found in {0} of {1} ({2} of the text).',
            grouped(covered.succeeded),
            count(covered.total, 'branch', 'branches'),
            percent(covered.reviewedFraction),
          )}
        </strong>
        {covered.reviewedFraction < 1 && t(' The rest may hold it.')}
      </p>
    );
  return (
    <>
      <Statements {...props} statements={joined.statements} />
      <Notice node={root} joined={joined} {...props} />
      <p class="note mut">
        {rich(
          '{0} from {1}, {2} of the text; each number is a chunk and opens the words of it.',
          joined.by === 'code'
            ? t('Chosen by code')
            : t('Written by {0}', plainLine(state.model?.label ?? t('a model'), 80)),
          count(state.chunkIds.length, 'chunk'),
          percent(covered.reviewedFraction),
        )}
      </p>
      <ReachNote {...props} />
    </>
  );
}

/** An answer that rests on nothing is shown as that, and never as "nothing was found". */
function Unsupported({ look }: { readonly look: Look }): JSX.Element {
  const lost = [...look.byChunk.values()].flat().filter(s => s.citations.length === 0);
  return (
    <>
      <p class="lead">
        {rich(
          '{0} {1} What it said is unsupported: check it by hand, or ask again.',
          <Icon name="warning" class="warn" />,
          <strong>
            {t('The model answered, but its quotes could not be found in the text.')}
          </strong>,
        )}
      </p>
      <ul class="said">
        {lost.slice(0, MAX_UNSUPPORTED).map(({ id, text }) => (
          <li key={id}>
            <span class="gapt">{t('Unsupported:')}</span> {plainText(text, MAX_MESSAGE)}
          </li>
        ))}
      </ul>
    </>
  );
}

const MAX_UNSUPPORTED = 60;

/** How many of the chunks with statements the result is based on. */
function ReachNote({ state, index }: SectionProps): JSX.Element | null {
  const { said, share } = reachOf(state)();
  const missing = said.filter(id => (share.get(id) ?? 0) === 0);
  if (said.length < 2) return null;
  if (missing.length === 0)
    return (
      <p class="note mut">
        {rich('Based on all {0} with relevant statements.', count(said.length, 'chunk'))}
      </p>
    );
  const numbers = missing.slice(0, 20).map(id => index.chunkNumber.get(id) ?? '?');
  return (
    <p class="note">
      <Icon name="warning" class="warn" />
      <span>
        {rich(
          'Based on {0} of {1} with relevant statements. It contains nothing from chunk {2}{3}; read below.',
          grouped(said.length - missing.length),
          count(said.length, 'chunk'),
          numbers.join(', '),
          missing.length > numbers.length && t(' and {0} more', missing.length - numbers.length),
        )}
      </span>
    </p>
  );
}

function Progress({ state, covered }: SectionProps): JSX.Element {
  const nodes = state.digest?.nodes ?? [];
  const done = Object.keys(state.digest?.joined ?? {}).length;
  const reading = covered.open > 0 || covered.total === 0;
  const steps = [
    covered.total === 0
      ? t('Split the text, plan the branches, read')
      : t(
          'Read: {0} of {1}',
          grouped(covered.total - covered.open),
          count(covered.total, 'branch', 'branches'),
        ),
    ...(nodes.length > 0
      ? [t('Join: {0} of {1}', grouped(done), count(nodes.length, 'group'))]
      : []),
  ];
  return (
    <>
      <p class="lead">
        {t(
          'What the chunks say is joined group by group while the rest is read. Open the levels below to read along.',
        )}
      </p>
      <ol class="steps">
        {steps.map((step, i) => (
          <li key={i}>
            {i === 0 && !reading ? (
              <Icon name="pass" class="ok" label={t('done')} />
            ) : i === 0 || !reading || done > 0 ? (
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
