import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { labelsOf } from '../../../src/core/state/labelRows.ts';
import { grouped } from '../../../src/core/format/format.ts';
import { Pane, type SectionProps } from '../parts.tsx';
import { plainLine } from '../shared/plainText.ts';
import {
  ORDERS,
  rowKey,
  rowsOf,
  SHOWINGS,
  shownRows,
  type Order,
  type Showing,
} from './recordList.ts';
import { RecordTable } from './recordTable.tsx';
import { type Fetch, useFound } from './recordTexts.ts';
import { t } from '../../../src/core/text/l10n.ts';

interface Props extends SectionProps {
  readonly fetch: Fetch;
  /** Empty: any. */
  readonly label: string;
  readonly setLabel: (name: string) => void;
}

/** Every record with its label: searched, filtered, sorted. */
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
  const rows = rowsOf(state, version);
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
      title={t('Records')}
      badge={rows.length}
      view={view}
      setView={setView}
      note={shown.length === rows.length ? undefined : t('{0} shown', grouped(shown.length))}
    >
      <div class="rtools">
        <input
          type="search"
          aria-label={t('Find records')}
          placeholder={t('Find in the records')}
          value={words}
          onInput={event => {
            setWords(event.currentTarget.value.slice(0, 500));
          }}
        />
        <Select
          name={t('Records')}
          value={showing}
          values={Object.entries(SHOWINGS).filter(
            ([key]) => (gold || key !== 'wrong') && (twice || key !== 'twice'),
          )}
          onChange={value => {
            setShowing(value as Showing);
          }}
        />
        <Select
          name={t('Label')}
          value={label}
          values={[
            ['', t('Any label')],
            ...labelsOf(state).map(({ name }): [string, string] => [name, plainLine(name, 60)]),
          ]}
          onChange={setLabel}
        />
        <Select
          name={t('Order')}
          value={order}
          values={Object.entries(ORDERS)}
          onChange={value => {
            setOrder(value as Order);
          }}
        />
      </div>
      {shown.length === 0 ? (
        <p class="empty" role="status">
          {rows.length === 0 ? t('No record was read yet.') : t('No record is like that.')}
        </p>
      ) : (
        <RecordTable
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
