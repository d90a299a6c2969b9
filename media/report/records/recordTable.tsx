import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type LabelRow, isLabelled, isWrong } from '../../../src/core/state/labelRows.ts';
import type { RecordText } from '../../../src/views/report/protocol.ts';
import { percent } from '../../../src/core/format/format.ts';
import { Icon, type SectionProps } from '../parts.tsx';
import { plainLine } from '../shared/plainText.ts';
import { RecordDetail } from './recordDetail.tsx';
import { DOUBTFUL, rowKey } from './recordList.ts';
import { type Fetch, useRecordTexts } from './recordTexts.ts';
import { t } from '../../../src/core/text/l10n.ts';

/** Height of a row and of the list, in pixels: the same in records.css. */
const ROW = 24;
const LIST = 480;
/** Rows drawn above and below what is visible. */
const MARGIN = 12;

interface Props extends SectionProps {
  readonly fetch: Fetch;
  readonly rows: readonly LabelRow[];
  /** Of the selected row; -1: none is. */
  readonly at: number;
  readonly gold: boolean;
  readonly onSelect: (i: number) => void;
}

/** Only the rows in view are drawn, and only their texts are fetched; below them the one that is selected. */
export function RecordTable(props: Props): JSX.Element {
  const { rows, at, gold, onSelect, fetch } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW) - MARGIN);
  const last = Math.min(rows.length, Math.ceil((top + LIST) / ROW) + MARGIN);
  const drawn = rows.slice(first, last);
  const chosen = rows[at];
  const textOf = useRecordTexts(chosen ? [...drawn, chosen] : drawn, fetch);
  const go = (i: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, i));
    onSelect(next);
    const element = box.current;
    if (!element) return;
    if (next * ROW < element.scrollTop) element.scrollTop = next * ROW;
    else if ((next + 1) * ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = (next + 1) * ROW - element.clientHeight;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.floor(LIST / ROW) - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) go(next);
    else if (event.key === 'Enter' && chosen)
      props.ask({ type: 'revealRecord', sourceId: chosen.sourceId, record: chosen.record });
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div class={`rhead${gold ? ' g' : ''}`} aria-hidden="true">
        <span>{t('Record')}</span>
        <span>{t('Text')}</span>
        <span>{t('Label')}</span>
        <span class="num">{t('Sure')}</span>
        {gold && <span>{t('Gold')}</span>}
      </div>
      <div
        class="rlist"
        ref={box}
        role="listbox"
        aria-label={t('Records')}
        aria-activedescendant={chosen ? `rec-${at}` : undefined}
        tabIndex={0}
        style={{ height: `${Math.min(LIST, rows.length * ROW)}px` }}
        onScroll={event => {
          setTop(event.currentTarget.scrollTop);
        }}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: `${rows.length * ROW}px`, position: 'relative' }}>
          {drawn.map((row, i) => (
            <RecordRow
              key={rowKey(row)}
              row={row}
              text={textOf(row)}
              gold={gold}
              place={first + i}
              of={rows.length}
              selected={first + i === at}
              onClick={() => {
                onSelect(first + i);
              }}
            />
          ))}
        </div>
      </div>
      {chosen && <RecordDetail {...props} row={chosen} text={textOf(chosen)} />}
    </>
  );
}

const STATE_ICON: { readonly [S in LabelRow['status']]?: readonly [string, string, string] } = {
  corrected: ['person', '', t('corrected by a person')],
  failed: ['error', 'err', 'failed'],
  unread: ['warning', 'warn', t('not shown to the model')],
  notAsked: ['circle-slash', 'mut', t('not asked')],
};

function RecordRow(props: {
  readonly row: LabelRow;
  readonly text: RecordText | undefined;
  readonly gold: boolean;
  readonly place: number;
  readonly of: number;
  readonly selected: boolean;
  readonly onClick: () => void;
}): JSX.Element {
  const { row, text, gold, place } = props;
  const { said, labels, status } = row;
  const mark = STATE_ICON[status];
  const sure = said?.confidence;
  return (
    <div
      id={`rec-${place}`}
      role="option"
      aria-selected={props.selected}
      aria-setsize={props.of}
      aria-posinset={place + 1}
      class={`rrow${gold ? ' g' : ''}${props.selected ? ' chosen' : ''}${isWrong(row) ? ' wrong' : ''}`}
      style={{ top: `${place * ROW}px` }}
      onClick={props.onClick}
    >
      <span class="rid">{plainLine(said?.id ?? text?.id ?? String(row.record + 1), 40)}</span>
      <span class="rtext">{text ? plainLine(text.text, 300) : '…'}</span>
      <span class="rlabel">
        {mark && <Icon name={mark[0]} class={mark[1]} label={mark[2]} />}
        {row.first && (
          <Icon
            name="eye"
            class="mut"
            label={t('a second model was asked, and its label counts')}
          />
        )}
        {row.doubtful && (
          <Icon
            name="question"
            class="warn"
            label={t('in doubt: no second model has looked at it')}
          />
        )}
        {said?.omitted !== undefined && (
          <Icon name="fold" class="warn" label={t('shown to the model with a gap')} />
        )}
        {labels.length > 0
          ? plainLine(labels.join(', '), 80)
          : isLabelled(row)
            ? 'none'
            : status === 'open'
              ? ''
              : (mark?.[2] ?? '')}
      </span>
      <span class={`num${sure !== undefined && sure < DOUBTFUL ? ' low' : ''}`}>
        {sure === undefined ? '' : percent(sure)}
      </span>
      {gold && (
        <span class={`rgold${isWrong(row) ? ' bad' : ''}`}>
          {plainLine(said?.gold?.join(', ') ?? '', 80)}
        </span>
      )}
    </div>
  );
}
