import { count, countSpread, duration, grouped, money, moneySpread, timeSpread } from './format.ts';
import type { Mode } from '../domain/mode.ts';
import type { Spread } from '../domain/billing.ts';
import { t } from '../text/l10n.ts';

/** What calls were to take, or took. */
interface Amounts<N, Cost> {
  readonly calls: N;
  readonly inputTokens: N;
  readonly outputTokens: N;
  /** US dollars; undefined or null: the price is unknown. */
  readonly costUsd?: Cost | null | undefined;
}

/** A run's estimate and what it took; of a report or of a state. */
export interface Compared {
  readonly mode: Mode;
  readonly estimate?:
    | (Amounts<number, Spread> & {
        readonly seconds: Spread;
        readonly ranges?:
          Readonly<Record<'calls' | 'inputTokens' | 'outputTokens', Spread>> | null | undefined;
      })
    | undefined;
  readonly actual: Amounts<number, number> & { readonly ms: number };
  /** Where several models were asked. */
  readonly byModel: readonly {
    readonly name: string;
    readonly estimate?: Amounts<number, Spread> | undefined;
    readonly actual?: Amounts<number, number> | undefined;
  }[];
}

/** A line of the table that holds an estimate against what came of it. */
export interface CostRow {
  readonly what: string;
  readonly estimated: string;
  readonly actual: string;
  /** More than the high end of the estimate. */
  readonly isOver: boolean;
}

/** Cost, time, calls and tokens, then every model where there are several. What is over says so. */
export const costRows = (compared: Compared): CostRow[] =>
  rowsOf(compared).map(row =>
    row.isOver ? { ...row, actual: t('{0}, over the estimate', row.actual) } : row,
  );

function rowsOf({ mode, estimate, actual, byModel }: Compared): CostRow[] {
  const counted = (what: string, key: 'calls' | 'inputTokens' | 'outputTokens'): CostRow => {
    const range = estimate?.ranges?.[key];
    return {
      what,
      estimated: !estimate ? NONE : range ? countSpread(range) : grouped(estimate[key]),
      actual: grouped(actual[key]),
      isOver: range !== undefined && actual[key] > range.high,
    };
  };
  return [
    costRow(t('Cost'), estimate, actual),
    {
      what: t('Time'),
      estimated: !estimate
        ? NONE
        : mode === 'economy'
          ? t('within 24 h')
          : timeSpread(estimate.seconds),
      actual: duration(actual.ms),
      isOver: estimate !== undefined && actual.ms > 1000 * estimate.seconds.high,
    },
    counted(t('Calls'), 'calls'),
    counted(t('Input tokens'), 'inputTokens'),
    counted(t('Output tokens'), 'outputTokens'),
    ...byModel.map(({ name, estimate: planned, actual: took }) => {
      const row = costRow(name, planned, took ?? NOTHING);
      const calls = (of: Amounts<number, unknown> | undefined): string =>
        of ? `, ${count(of.calls, 'call')}` : '';
      return {
        ...row,
        estimated: `${row.estimated}${calls(planned)}`,
        actual: `${row.actual}${calls(took ?? NOTHING)}`,
      };
    }),
  ];
}

const NONE = t('none');
const NOTHING = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };

function costRow(
  what: string,
  estimate: Amounts<number, Spread> | undefined,
  { costUsd }: Amounts<number, number>,
): CostRow {
  const expected = estimate?.costUsd ?? undefined;
  return {
    what,
    estimated: !estimate ? NONE : expected ? moneySpread(expected) : t('price unknown'),
    actual: money(costUsd),
    isOver: expected !== undefined && (costUsd ?? 0) > expected.high + 0.0005,
  };
}
