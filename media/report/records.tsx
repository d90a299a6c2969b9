import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { labelRows, type LabelRow, type RawLabel } from '../../src/core/labels.ts';
import type { RecordText } from '../../src/views/protocol.ts';
import { count, percent } from './format.ts';
import { isLabelled, listOf } from './labels.tsx';
import { Button, Icon, Pane, type SectionProps } from './parts.tsx';
import { plainLine, plainText } from './plainText.ts';
import {
  DOUBTFUL,
  isWrong,
  ORDERS,
  rowKey,
  SHOWINGS,
  shownRows,
  type Order,
  type Showing,
} from './recordList.ts';
import { useRecordTexts, type Fetch } from './recordTexts.ts';

/** Height of a row and of the list, in pixels: the same in records.css. */
const ROW = 24;
const LIST = 480;
/** Rows drawn above and below what is visible. */
const MARGIN = 12;
/** A search begins when nothing was typed for so long, in milliseconds. */
const TYPED_MS = 250;

interface Props extends SectionProps {
  readonly fetch: Fetch;
  /** Empty: any. */
  readonly label: string;
  readonly setLabel: (name: string) => void;
}

/** Every record with its label: only the rows in view are drawn, and only their texts are fetched. */
export function Records(props: Props): JSX.Element {
  const { state, version, view, setView, label, setLabel, fetch } = props;
  const [showing, setShowing] = useState<Showing>('all');
  const [order, setOrder] = useState<Order>('input');
  const [words, setWords] = useState('');
  const found = useFound(
    words,
    state.sources.flatMap(s => (s.layout ? [s.id] : [])),
    fetch,
  );
  const rows = useMemo(() => labelRows(state), [state, version]);
  const shown = useMemo(
    () => shownRows(rows, { showing, order, label, found }),
    [rows, showing, order, label, found],
  );
  const [selected, setSelected] = useState('');
  const at = shown.findIndex(row => rowKey(row) === selected);
  const gold = rows.some(({ said }) => said?.gold);
  const twice = rows.some(({ first, doubtful }) => first ?? doubtful);
  return (
    <Pane
      id="records"
      title="Records"
      badge={rows.length}
      view={view}
      setView={setView}
      note={shown.length === rows.length ? undefined : `${count(shown.length)} shown`}
    >
      <div class="rtools">
        <input
          type="search"
          aria-label="Find records"
          placeholder="Find in the records"
          value={words}
          onInput={event => {
            setWords(event.currentTarget.value.slice(0, 500));
          }}
        />
        <Select
          name="Records"
          value={showing}
          values={Object.entries(SHOWINGS).filter(
            ([key]) => (gold || key !== 'wrong') && (twice || key !== 'twice'),
          )}
          onChange={value => {
            setShowing(value as Showing);
          }}
        />
        <Select
          name="Label"
          value={label}
          values={[
            ['', 'Any label'],
            ...listOf(state).map(({ name }): [string, string] => [name, plainLine(name, 60)]),
          ]}
          onChange={setLabel}
        />
        <Select
          name="Order"
          value={order}
          values={Object.entries(ORDERS)}
          onChange={value => {
            setOrder(value as Order);
          }}
        />
      </div>
      {shown.length === 0 ? (
        <p class="empty" role="status">
          {rows.length === 0 ? 'No record was read yet.' : 'No record is like that.'}
        </p>
      ) : (
        <List
          {...props}
          rows={shown}
          at={at}
          gold={gold}
          onSelect={i => {
            const row = shown[i];
            if (row) setSelected(rowKey(row));
          }}
        />
      )}
    </Pane>
  );
}

function Select(props: {
  readonly name: string;
  readonly value: string;
  readonly values: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}): JSX.Element {
  return (
    <select
      aria-label={props.name}
      value={props.value}
      onChange={event => {
        props.onChange(event.currentTarget.value);
      }}
    >
      {props.values.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}

/** The host looks for the words: the texts are not in the page. */
function useFound(
  words: string,
  sourceIds: readonly string[],
  fetch: Fetch,
): ReadonlySet<string> | undefined {
  const [found, setFound] = useState<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    const wanted = words.trim();
    if (wanted === '') {
      setFound(undefined);
      return undefined;
    }
    let late = false;
    const look = async (): Promise<void> => {
      const keys = new Set<string>();
      for (const sourceId of sourceIds) {
        const data = await fetch({ type: 'findRecords', sourceId, words: wanted });
        if (data && 'found' in data)
          for (const record of data.found) keys.add(rowKey({ sourceId, record }));
      }
      if (!late) setFound(keys);
    };
    const timer = setTimeout(() => void look().catch(() => undefined), TYPED_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [words]);
  return found;
}

function List(
  props: Props & {
    readonly rows: readonly LabelRow[];
    readonly at: number;
    readonly gold: boolean;
    readonly onSelect: (i: number) => void;
  },
): JSX.Element {
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
        <span>Record</span>
        <span>Text</span>
        <span>Label</span>
        <span class="num">Sure</span>
        {gold && <span>Gold</span>}
      </div>
      <div
        class="rlist"
        ref={box}
        role="listbox"
        aria-label="Records"
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
      {chosen && <Detail {...props} row={chosen} text={textOf(chosen)} />}
    </>
  );
}

const STATE_ICON: { readonly [S in LabelRow['status']]?: readonly [string, string, string] } = {
  corrected: ['person', '', 'corrected by a person'],
  failed: ['error', 'err', 'failed'],
  unread: ['warning', 'warn', 'not shown to the model'],
  notAsked: ['circle-slash', 'mut', 'not asked'],
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
      class={`rrow${gold ? ' g' : ''}${props.selected ? ' sel' : ''}`}
      style={{ top: `${place * ROW}px` }}
      onClick={props.onClick}
    >
      <span class="rid">{plainLine(said?.id ?? text?.id ?? String(row.record + 1), 40)}</span>
      <span class="rtext">{text ? plainLine(text.text, 300) : '…'}</span>
      <span class="rlabel">
        {mark && <Icon name={mark[0]} class={mark[1]} label={mark[2]} />}
        {row.first && (
          <Icon name="eye" class="mut" label="a second model was asked, and its label counts" />
        )}
        {row.doubtful && (
          <Icon name="question" class="warn" label="in doubt: no second model has looked at it" />
        )}
        {said?.omitted !== undefined && (
          <Icon name="fold" class="warn" label="shown to the model with a gap" />
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

/** What one model said, how sure and why. */
function Said(props: {
  readonly title: string;
  readonly said: RawLabel;
  readonly labels?: boolean;
  readonly note?: string;
}): JSX.Element {
  const { title, said, labels, note } = props;
  return (
    <>
      <dt>{plainLine(title, 80)}</dt>
      <dd>
        {labels && <strong>{plainLine(said.labels.join(', ') || 'none', 200)} </strong>}
        {plainLine(said.reason, 200) || 'no reason given'}
        <span class="mut">
          {' '}
          {percent(said.confidence)} sure{note ? `, ${note}` : ''}
        </span>
      </dd>
    </>
  );
}

/** The record that is selected, whole. */
function Detail(
  props: SectionProps & { readonly row: LabelRow; readonly text: RecordText | undefined },
): JSX.Element {
  const { row, text, ask } = props;
  const { said, labels, status, sourceId, record } = row;
  const place = { sourceId, record };
  return (
    <section class="rdetail" aria-label="Selected record" aria-live="polite">
      <p class="rwhole">{text ? plainText(text.text, 4000) : '…'}</p>
      <dl>
        <dt>Label</dt>
        <dd>
          <strong>{labels.length > 0 ? plainLine(labels.join(', '), 200) : 'none'}</strong>
          {status === 'corrected' && said && (
            <span class="mut">
              {' '}
              corrected by a person; the model said{' '}
              {plainLine(said.labels.join(', ') || 'none', 200)}
            </span>
          )}
        </dd>
        {said && <Said title={row.first ? `By ${row.by ?? ''}` : 'Reason'} said={said} />}
        {row.first && (
          <Said
            title="First"
            said={row.first}
            labels
            note={
              row.first.labels.join() === said?.labels.join()
                ? 'in doubt; the second model says the same'
                : 'in doubt; the second model says another label, which counts'
            }
          />
        )}
        {row.doubtful && (
          <>
            <dt>Doubt</dt>
            <dd>The second model has not looked at it.</dd>
          </>
        )}
        {said?.gold && (
          <>
            <dt>Gold</dt>
            <dd>{plainLine(said.gold.join(', '), 200) || 'none'}</dd>
          </>
        )}
        {said?.omitted !== undefined && (
          <>
            <dt>Gap</dt>
            <dd>{count(said.omitted)} characters were not shown to the model.</dd>
          </>
        )}
        {(row.reason ?? text?.problem) !== undefined && (
          <>
            <dt>Why</dt>
            <dd>{plainText(row.reason ?? text?.problem ?? '', 400)}</dd>
          </>
        )}
      </dl>
      <div class="racts">
        <Button
          small
          icon="go-to-file"
          onClick={() => {
            ask({ type: 'revealRecord', ...place });
          }}
        >
          Show in File{text ? `, Line ${count(text.line)}` : ''}
        </Button>
        <Button
          small
          icon="edit"
          onClick={() => {
            ask({ type: 'correctRecord', ...place });
          }}
        >
          Correct Label…
        </Button>
        {status === 'failed' && (
          <Button
            small
            icon="refresh"
            onClick={() => {
              ask({ type: 'retryFailed' });
            }}
          >
            Retry What Failed
          </Button>
        )}
      </div>
    </section>
  );
}
