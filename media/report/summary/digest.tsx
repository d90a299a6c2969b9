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

export const digestTitle = ({ job, spec }: RunState): string =>
  'playbook' in spec && spec.playbook !== undefined
    ? 'Playbook'
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
              {count(lost, 'statement')} quoted words that are not in the text. Nothing was made of{' '}
              {lost === 1 ? 'it' : 'them'}; {lost === 1 ? 'it is' : 'they are'} shown with{' '}
              {lost === 1 ? 'its chunk' : 'their chunks'}.
            </span>
          </p>
        )}
        <Levels {...props} look={look} />
      </div>
    </section>
  );
}

function Asked({ state, index }: SectionProps): JSX.Element {
  const words = askedText(state.spec) || 'Everything that has these columns';
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
      <p class="lead">Nothing was joined: the run ended before.</p>
    ) : (
      <Progress {...props} />
    );
  const unsupported = unsupportedCount(state);
  if (unsupported > 0) return <Unsupported {...props} />;
  if (joined.statements.length === 0)
    return (
      <p class="lead">
        <strong>
          Nothing was found in {grouped(covered.succeeded)} of{' '}
          {count(covered.total, 'branch', 'branches')} ({percent(covered.reviewedFraction)} of the
          text).
        </strong>
        {covered.reviewedFraction < 1 && ' The rest may hold it.'}
      </p>
    );
  return (
    <>
      <Statements {...props} statements={joined.statements} />
      <Notice node={root} joined={joined} {...props} />
      <p class="note mut">
        {joined.by === 'code'
          ? 'Chosen by code'
          : `Written by ${plainLine(state.model?.label ?? 'a model', 80)}`}{' '}
        from {count(state.chunkIds.length, 'chunk')}, {percent(covered.reviewedFraction)} of the
        text; each number is a chunk and opens the words of it.
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
        <Icon name="warning" class="warn" />{' '}
        <strong>The model answered, but its quotes could not be found in the text.</strong> What it
        said is unsupported: check it by hand, or ask again.
      </p>
      <ul class="said">
        {lost.slice(0, MAX_UNSUPPORTED).map(({ id, text }) => (
          <li key={id}>
            <span class="gapt">Unsupported:</span> {plainText(text, MAX_MESSAGE)}
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
      <p class="note mut">Based on all {count(said.length, 'chunk')} with relevant statements.</p>
    );
  const numbers = missing.slice(0, 20).map(id => index.chunkNumber.get(id) ?? '?');
  return (
    <p class="note">
      <Icon name="warning" class="warn" />
      <span>
        Based on {grouped(said.length - missing.length)} of {count(said.length, 'chunk')} with
        relevant statements. It contains nothing from chunk {numbers.join(', ')}
        {missing.length > numbers.length && ` and ${missing.length - numbers.length} more`}; read
        below.
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
      ? 'Split the text, plan the branches, read'
      : `Read: ${grouped(covered.total - covered.open)} of ${count(covered.total, 'branch', 'branches')}`,
    ...(nodes.length > 0 ? [`Join: ${grouped(done)} of ${count(nodes.length, 'group')}`] : []),
  ];
  return (
    <>
      <p class="lead">
        What the chunks say is joined group by group while the rest is read. Open the levels below
        to read along.
      </p>
      <ol class="steps">
        {steps.map((step, i) => (
          <li key={i}>
            {i === 0 && !reading ? (
              <Icon name="pass" class="ok" label="done" />
            ) : i === 0 || !reading || done > 0 ? (
              <Icon name="loading" class="spin" label="under way" />
            ) : (
              <Icon name="circle-large-outline" class="mut" label="to come" />
            )}
            {step}
          </li>
        ))}
      </ol>
    </>
  );
}
