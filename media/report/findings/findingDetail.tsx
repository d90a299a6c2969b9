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
      ? [`chunk ${number}, ${linesFrom(chunk.startLine, chunk.endLine)}`]
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
            ? 'About something missing or about the whole. There is no text to reveal.'
            : 'This quote is not in the text. Read the finding with doubt; it cannot be revealed.'}
        </p>
      )}
      <p class="msg">{plainText(finding.message, MAX_MESSAGE)}</p>
      {finding.suggestion !== undefined && <Suggestion finding={finding} />}
      {finding.related?.slice(0, 8).map((place, i) => (
        <QuotedPlace
          key={i}
          index={index}
          words="Also rests on"
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
          <span>Confidence {percent(finding.confidence)}</span>
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
            Reveal
          </Button>
        )}
        <Button
          small
          icon="copy"
          onClick={() => {
            ask({ type: 'copy', findingId: finding.id });
          }}
        >
          Copy
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
      <Icon name="references" />
      These words occur at {otherPlaces.length + 1} places. The others:
      {otherPlaces.map((range, i) => (
        <button
          key={range.start}
          class="link"
          aria-label={`Reveal another place of these words, ${i + 1} of ${otherPlaces.length}`}
          onClick={() => {
            ask({ type: 'revealRelated', findingId: id, index: related.length + i });
          }}
        >
          {i + 1}
        </button>
      ))}
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
        <Icon name="symbol-ruler" class="mut" />
        Rule {plainLine(finding.rule, 60)}. Matched by a pattern; nothing was read for meaning.
      </span>
    );
  const labels = finding.branchIds.slice(0, MAX_BRANCHES).map(id => branchLabel(state, index, id));
  const more = finding.branchIds.length - labels.length;
  const also = (finding.alsoPerspectiveIds ?? []).map(id =>
    perspectiveTitle(index, id).toLowerCase(),
  );
  return (
    <span>
      <Icon name={perspectiveIcon(index, finding.perspectiveId)} class="mut" />
      Said by {agreementText(state, finding)}: {labels.join(', ')}
      {more > 0 && ` and ${more} more`}
      {also.length > 0 && `; also ${also.join(', ')}`}
      {finding.houseRule && (
        <span>
          House rule {plainLine(finding.houseRule.id, 120)}:{' '}
          {plainLine(finding.houseRule.text, 300)}
        </span>
      )}
    </span>
  );
}

function Found({ finding }: { readonly finding: Finding }): JSX.Element {
  switch (finding.match) {
    case 'exact':
      return (
        <span>
          <Icon name="verified" class="ok" />
          The quote is in the text, letter for letter
        </span>
      );
    case 'normalized':
      return (
        <span>
          <Icon name="verified" class="ok" />
          The quote is in the text, but for white space, quotes, dashes or capitals
        </span>
      );
    case 'gapped':
      return (
        <span>
          <Icon name="verified" class="ok" />
          The model left words out; this is the text from the first to the last
        </span>
      );
    case 'ambiguous':
      return (
        <span>
          <Icon name="question" class="mut" />
          One of {(finding.otherPlaces?.length ?? 0) + 1} places with these words; the model does
          not tell which is meant
        </span>
      );
    case 'fuzzy':
      return (
        <span>
          <Icon name="question" class="mut" />
          The model quoted it with small mistakes; this is the text
        </span>
      );
    case 'none':
      return (
        <span>
          <Icon name="circle-slash" class="mut" />
          The quote was not found
        </span>
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
      <span class="lbl">Suggestion</span>
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
