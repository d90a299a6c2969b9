import { Fragment, type JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { markAt, markText } from '../../../src/core/domain/pages.ts';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import { DecisionButtons, DecisionNote, VerdictNote } from './decisions.tsx';
import { count, percent } from '../../../src/core/format/format.ts';
import { Opinions } from './opinions.tsx';
import { linesFrom } from '../map/gaps.ts';
import { Button, Icon, type SectionProps } from '../parts.tsx';
import { MAX_MESSAGE, MAX_QUOTE, plainLine, plainText } from '../shared/plainText.ts';
import { QuotedPlace } from './quotedPlace.tsx';
import {
  branchLabel,
  perspectiveIcon,
  perspectiveTitle,
  agreementText,
} from '../shared/runIndex.ts';
import { shortened, textDiff } from '../../../src/core/text/textDiff.ts';
import { inSentence, t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** Branch labels listed before the rest is only counted. */
const MAX_BRANCHES = 24;

/** What an open row shows: where, the quote, what is wrong with it, what would be better, who says so. */
export function FindingDetail(props: SectionProps & { readonly finding: Finding }): JSX.Element {
  const { state, index, finding, ask } = props;
  const chunk = state.chunks[finding.chunkId];
  const source = index.sources.get(finding.sourceId);
  const trail = [
    ...(state.sources.length > 1 && source ? [source.path] : []),
    ...(chunk?.headings ?? []),
  ].map(heading => plainLine(heading, 80));
  const number = index.chunkNumber.get(finding.chunkId);
  const mark = source && finding.range && markAt(source, finding.range.start);
  const where = [
    ...(mark ? [markText(mark)] : []),
    ...(chunk && number !== undefined
      ? [t('chunk {0}, {1}', number, linesFrom(chunk.startLine, chunk.endLine))]
      : []),
    ...(state.merged ? [finding.id] : []),
  ].join(' · ');
  return (
    <div class="detail">
      <p class="crumbs">
        {trail.map((heading, i) => (
          <Fragment key={i}>
            {i > 0 && <Icon name="chevron-right" />}
            {heading}
          </Fragment>
        ))}
        <span class="mut">{where}</span>
      </p>
      {finding.quote !== '' && (
        <blockquote class={finding.range ? '' : 'nf'}>
          {plainText(finding.quote, MAX_QUOTE)}
        </blockquote>
      )}
      {!finding.range && (
        <p class="where">
          <Icon name="search" />
          {finding.quote === ''
            ? t('About something missing or about the whole. There is no text to reveal.')
            : t(
                'This quote is not in the text. Read the finding with doubt; it cannot be revealed.',
              )}
        </p>
      )}
      <p class="msg">{plainText(finding.message, MAX_MESSAGE)}</p>
      {finding.suggestion !== undefined && <Suggestion finding={finding} />}
      {finding.related?.slice(0, 8).map((place, i) => (
        <QuotedPlace
          key={i}
          index={index}
          words={t('Also rests on')}
          place={place}
          onReveal={() => {
            ask({ type: 'revealRelated', findingId: finding.id, index: i });
          }}
        />
      ))}
      <OtherPlaces {...props} />
      <Wordings finding={finding} />
      <Opinions {...props} />
      <VerdictNote {...props} />
      <DecisionNote finding={finding} />
      <p class="prov">
        <SaidBy {...props} />
        {!finding.applied && <Found finding={finding} />}
        {state.model?.provider !== 'offline' && (
          <span>{rich('Confidence {0}', percent(finding.confidence))}</span>
        )}
      </p>
      <p class="acts">
        <DecisionButtons {...props} />
        {finding.range && (
          <Button
            small
            icon="go-to-file"
            onClick={() => {
              ask({ type: 'reveal', findingId: finding.id });
            }}
          >
            {t('Reveal')}
          </Button>
        )}
        <Button
          small
          icon="copy"
          onClick={() => {
            ask({ type: 'copy', findingId: finding.id });
          }}
        >
          {t('Copy')}
        </Button>
      </p>
    </div>
  );
}

/** How else it was put by those that said it. */
function Wordings({ finding }: { readonly finding: Finding }): JSX.Element | null {
  const { wordings = [], opinions = [] } = finding;
  const others = wordings.filter(({ message }) => !opinions.some(o => o.message === message));
  if (others.length === 0) return null;
  return (
    <details class="wordings">
      <summary>{count(others.length, 'other wording')}</summary>
      <ul>
        {others.map(({ title, message }, i) => (
          <li key={i}>
            <strong>{plainLine(title, 120)}</strong> {plainText(message, MAX_MESSAGE)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The way to every other place that an ambiguous quote may mean. */
function OtherPlaces({
  finding: { id, related = [], otherPlaces = [] },
  ask,
}: SectionProps & { readonly finding: Finding }): JSX.Element | null {
  if (otherPlaces.length === 0) return null;
  return (
    <p class="where">
      {rich(
        '{0}These words occur at {1} places. The others:{2}',
        <Icon name="references" />,
        otherPlaces.length + 1,
        otherPlaces.map((range, i) => (
          <button
            key={range.start}
            class="link"
            aria-label={t(
              'Reveal another place of these words, {0} of {1}',
              i + 1,
              otherPlaces.length,
            )}
            onClick={() => {
              ask({ type: 'revealRelated', findingId: id, index: related.length + i });
            }}
          >
            {i + 1}
          </button>
        )),
      )}
    </p>
  );
}

function SaidBy({
  state,
  index,
  finding,
}: SectionProps & { readonly finding: Finding }): JSX.Element {
  if (finding.rule !== undefined && state.model?.provider === 'offline')
    return (
      <span>
        {rich(
          '{0}Rule {1}. Matched by a pattern; nothing was read for meaning.',
          <Icon name="symbol-ruler" class="mut" />,
          plainLine(finding.rule, 60),
        )}
      </span>
    );
  const labels = finding.branchIds.slice(0, MAX_BRANCHES).map(id => branchLabel(state, index, id));
  const more = finding.branchIds.length - labels.length;
  const also = (finding.alsoPerspectiveIds ?? []).map(id =>
    inSentence(perspectiveTitle(index, id)),
  );
  return (
    <span>
      {rich(
        '{0}Said by {1}: {2}{3}{4}{5}',
        <Icon name={perspectiveIcon(index, finding.perspectiveId)} class="mut" />,
        agreementText(state, finding),
        labels.join(', '),
        more > 0 && t(' and {0} more', more),
        also.length > 0 && t('; also {0}', also.join(', ')),
        finding.houseRule && (
          <span>
            {rich(
              'House rule {0}: {1}',
              plainLine(finding.houseRule.id, 120),
              plainLine(finding.houseRule.text, 300),
            )}
          </span>
        ),
      )}
    </span>
  );
}

function Found({ finding }: { readonly finding: Finding }): JSX.Element {
  switch (finding.match) {
    case 'exact':
      return (
        <span>
          {rich(
            '{0}The quote is in the text, letter for letter',
            <Icon name="verified" class="ok" />,
          )}
        </span>
      );
    case 'normalized':
      return (
        <span>
          {rich(
            '{0}The quote is in the text, but for white space, quotes, dashes or capitals',
            <Icon name="verified" class="ok" />,
          )}
        </span>
      );
    case 'gapped':
      return (
        <span>
          {rich(
            '{0}The model left words out; this is the text from the first to the last',
            <Icon name="verified" class="ok" />,
          )}
        </span>
      );
    case 'ambiguous':
      return (
        <span>
          {rich(
            '{0}One of {1} places with these words; the model does not tell which is meant',
            <Icon name="question" class="mut" />,
            (finding.otherPlaces?.length ?? 0) + 1,
          )}
        </span>
      );
    case 'fuzzy':
      return (
        <span>
          {rich(
            '{0}The model quoted it with small mistakes; this is the text',
            <Icon name="question" class="mut" />,
          )}
        </span>
      );
    case 'none':
      return (
        <span>{rich('{0}The quote was not found', <Icon name="circle-slash" class="mut" />)}</span>
      );
  }
}

function Suggestion({ finding }: { readonly finding: Finding }): JSX.Element {
  const parts = useMemo(
    () =>
      shortened(
        textDiff(
          plainText(finding.quote, MAX_QUOTE),
          plainText(finding.suggestion ?? '', MAX_QUOTE),
        ),
      ),
    [finding],
  );
  return (
    <div class="sugg">
      <span class="lbl">{t('Suggestion')}</span>
      <p class="diff">
        {parts.map((part, i) =>
          part.type === 'removed' ? (
            <del key={i}>{part.text}</del>
          ) : part.type === 'added' ? (
            <ins key={i}>{part.text}</ins>
          ) : (
            part.text
          ),
        )}
      </p>
    </div>
  );
}
