import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { hiddenReason } from '../../../src/core/state/findingStatus.ts';
import { followersOf } from '../../../src/core/state/relatedFindings.ts';
import type { Finding, Match } from '../../../src/core/domain/results/findings.ts';
import {
  APPLIED_MARK,
  DECISION_MARK,
  DISPUTED_MARK,
  DecisionTools,
  VERDICT_MARK,
  type Mark,
} from './decisions.tsx';
import { FindingDetail } from './findingDetail.tsx';
import { countOpen, type ListRow } from './findingList.ts';
import { SEVERITY_CLASS } from '../shared/severity.ts';
import { Badge, Icon, SeverityIcon, type SectionProps } from '../parts.tsx';
import { MAX_TITLE, plainLine } from '../shared/plainText.ts';
import {
  branchLabel,
  perspectiveIcon,
  perspectiveTitle,
  placeOf,
  agreementText,
} from '../shared/runIndex.ts';
import { t } from '../../../src/core/text/l10n.ts';

export interface RowProps extends SectionProps {
  readonly rows: readonly ListRow[];
  readonly row: ListRow;
  readonly open: boolean;
  readonly stop: boolean;
  readonly position: number;
  /** Set when the row is kept for its focus only, away from its neighbours. */
  readonly top: number | undefined;
  readonly onHeight: (height: number) => void;
  /** Among those that the next step is for. */
  readonly picked: boolean;
  /** Whether a click selects rows rather than opening one. */
  readonly onPick: (event: MouseEvent) => boolean;
  readonly onFocus: () => void;
  readonly onToggle: (on: boolean) => void;
}

/** One row: a group's head, or a finding that opens to its detail. */
export function Row(props: RowProps): JSX.Element {
  const { row, open, stop, top } = props;
  const item = useRef<HTMLLIElement>(null);
  const tall = open && row.type === 'finding';
  useLayoutEffect(() => {
    const element = item.current;
    if (!tall || !element) return undefined;
    const measure = (): void => {
      props.onHeight(element.offsetHeight);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [tall, row.key]);

  const place = top === undefined ? {} : { style: { top: `${top}px` } };
  const common = {
    ref: item,
    'aria-setsize': props.rows.length,
    'aria-posinset': props.position,
    ...place,
  };
  const head = {
    tabIndex: stop ? 0 : -1,
    'data-row': row.key,
    'aria-expanded': open,
    onFocus: props.onFocus,
  };
  const away = top === undefined ? '' : ' away';
  if (row.type === 'group')
    return (
      <li class={`group${away}`} {...common}>
        <div class="row">
          <button
            class="row-main g"
            {...head}
            onClick={() => {
              props.onToggle(!open);
            }}
          >
            <Icon name="chevron-right" class="tw" />
            <span class="gl">{row.group.title}</span>
            <Badge n={countOpen(row.group.findings)} />
            {row.group.note !== undefined && <span class="gd">{row.group.note}</span>}
          </button>
        </div>
      </li>
    );
  return (
    <li
      class={`finding ${SEVERITY_CLASS[row.finding.severity]}${hiddenReason(row.finding) ? ' aside' : ''}${props.picked ? ' picked' : ''}${away}`}
      {...common}
    >
      <FindingRow {...props} head={head} />
      {open && <FindingDetail {...props} finding={row.finding} />}
    </li>
  );
}

function FindingRow(props: RowProps & { readonly head: object }): JSX.Element {
  const { row, open, state, index, ask } = props;
  if (row.type !== 'finding') return <></>;
  const { finding } = row;
  const rules = state.model?.provider === 'offline';
  const said = finding.branchIds.slice(0, 12).map(id => branchLabel(state, index, id));
  const number = index.chunkNumber.get(finding.chunkId);
  const { title, place, quote } = rowWords(props, finding);
  const relation = relationOf(state.findings, finding);
  const onClick = (event: MouseEvent): void => {
    if (props.onPick(event)) return;
    const byPointer = event.detail > 0;
    const onChevron = (event.target as Element).closest('.tw') !== null;
    if (!byPointer || onChevron || !finding.range) props.onToggle(!open);
    else {
      ask({ type: 'reveal', findingId: finding.id });
      if (!open) props.onToggle(true);
    }
  };
  return (
    <div class="row">
      <button class="row-main" {...props.head} onClick={onClick}>
        <Icon name="chevron-right" class="tw" />
        <SeverityIcon severity={finding.severity} />
        {props.picked && <span class="sr">{t('selected')}</span>}
        <span class="t" title={title}>
          {index.added.has(finding.id) && <span class="new">{t('new')}</span>}
          {title}
          {relation !== '' && <span class="q">{relation}</span>}
          {quote !== '' && !open && <span class="q">{quote}</span>}
        </span>
        <span class="trail" title={t('Chunk {0}, {1}', number ?? '?', place)}>
          {number !== undefined && <span class="cl">{number}</span>}
          <span class="sec">{place}</span>
        </span>
        <span class="pp" title={perspectiveTitle(index, finding.perspectiveId)}>
          {rules && finding.rule !== undefined ? (
            <span class="w">{plainLine(finding.rule, 40)}</span>
          ) : (
            <>
              <Icon name={perspectiveIcon(index, finding.perspectiveId)} />
              <span class="w">{perspectiveTitle(index, finding.perspectiveId)}</span>
            </>
          )}
        </span>
        <span
          class="by"
          title={t('Said by {0}: {1}', agreementText(state, finding), said.join(', '))}
        >
          <span class="sr">{t('said by ')}</span>
          {finding.branchIds.length > 1 ? `×${finding.branchIds.length}` : '1'}
        </span>
        <span class="ck">
          <CheckMark finding={finding} />
        </span>
      </button>
      <span class="row-acts">
        {finding.range && (
          <button
            class="tool"
            tabIndex={-1}
            title={t('Reveal in Document (Enter)')}
            aria-label={t('Reveal {0} in document', finding.id)}
            onClick={() => {
              ask({ type: 'reveal', findingId: finding.id });
            }}
          >
            <Icon name="go-to-file" />
          </button>
        )}
        <DecisionTools {...props} finding={finding} />
        <button
          class="tool"
          tabIndex={-1}
          title={t('Copy as Markdown (C)')}
          aria-label={t('Copy {0}', finding.id)}
          onClick={() => {
            ask({ type: 'copy', findingId: finding.id });
          }}
        >
          <Icon name="copy" />
        </button>
      </span>
    </div>
  );
}

/** How a finding stands to others on the same words, perhaps of the same problem. */
function relationOf(findings: readonly Finding[], { id, group }: Finding): string {
  if (group === undefined) return '';
  const followers = followersOf(findings);
  const own = followers.get(id);
  if (own) return t('with {0} on the same words', own.map(f => f.id).join(', '));
  const leader = [...followers].find(([, all]) => all.some(f => f.id === id));
  return leader ? t('related to {0}', leader[0]) : '';
}

/** The last word on a finding: a person's, else a second look's, else a dispute, else whether its quote was found. */
function CheckMark({ finding }: { readonly finding: Finding }): JSX.Element {
  const { icon, look, word } = finding.applied
    ? APPLIED_MARK
    : finding.decision !== undefined
      ? DECISION_MARK[finding.decision.kind]
      : finding.verification !== undefined && finding.verification.verdict !== 'unverified'
        ? VERDICT_MARK[finding.verification.verdict]
        : finding.opinions !== undefined
          ? DISPUTED_MARK
          : MATCH_MARK[finding.match];
  return (
    <>
      <Icon name={icon} class={look} />
      <span class="w">{word}</span>
    </>
  );
}

const MATCH_MARK: Readonly<Record<Match, Mark>> = {
  exact: { icon: 'verified', look: 'ok', word: t('in the text') },
  normalized: { icon: 'verified', look: 'ok', word: t('in the text') },
  gapped: { icon: 'verified', look: 'ok', word: t('with a gap') },
  ambiguous: { icon: 'question', look: 'mut', word: t('several places') },
  fuzzy: { icon: 'question', look: 'mut', word: t('nearly') },
  none: { icon: 'circle-slash', look: 'mut', word: t('not found') },
};

interface RowWords {
  readonly title: string;
  readonly place: string;
  readonly quote: string;
}
const words = new WeakMap<Finding, RowWords>();

/** Cleaned once: while scrolling the same rows are drawn again and again. */
function rowWords({ state, index }: SectionProps, finding: Finding): RowWords {
  const known = words.get(finding);
  if (known) return known;
  const made = {
    title: plainLine(finding.title || finding.message, MAX_TITLE),
    place: placeOf(state, index, finding),
    quote: plainLine(finding.quote, 100),
  };
  words.set(finding, made);
  return made;
}
