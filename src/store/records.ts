import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { sumOf } from './checksum.ts';

/** A record of a run: an event or a source, by its position from 0. */
export interface Rec {
  readonly at: number;
  readonly text: string;
  readonly value: unknown;
}

export interface Recs {
  /** Those that are as they were written, in order. */
  readonly read: readonly Rec[];
  /** How many are not, or are missing. */
  readonly damaged: number;
}

/** A run's row; numbers as text, because a damaged one may be too large for a number. */
export interface RunRow {
  readonly id: string;
  readonly job: string;
  readonly name: string;
  readonly started_at: string;
  readonly sources: string;
  readonly sum: string;
  readonly status: string;
  readonly coverage: string | null;
  readonly events: string;
  readonly state_sum: string;
  readonly owned_until: string;
  readonly owner: string | null;
}

const RUN = `SELECT id, job, name, CAST(started_at AS TEXT) AS started_at, CAST(sources AS TEXT) AS sources,
  CAST(sum AS TEXT) AS sum, status, coverage, CAST(events AS TEXT) AS events,
  CAST(state_sum AS TEXT) AS state_sum, CAST(owned_until AS TEXT) AS owned_until, owner FROM runs`;

/** Newest first; also those that are damaged. */
export const runRows = (db: DatabaseSync): RunRow[] =>
  db.prepare(`${RUN} ORDER BY started_at DESC, id DESC`).all() as unknown as RunRow[];

/** Oldest first: those that can be reached in a damaged file. */
export const runRowsLeft = (db: DatabaseSync): RunRow[] =>
  scan<RunRow>(
    db,
    order => `${RUN} ORDER BY rowid ${order}`,
    [],
    ({ id }) => id,
  );

export const runRow = (db: DatabaseSync, runId: string): RunRow | undefined =>
  db.prepare(`${RUN} WHERE id = ?`).get(runId) as unknown as RunRow | undefined;

/** What never changes of a run: id, job, name, time, how many sources. */
export const isRunWhole = ({ id, job, name, started_at, sources, sum }: RunRow): boolean =>
  isText(id, job, name) &&
  sum === String(sumOf('run', '', id, job, name, Number(started_at), Number(sources)));

export const isStateWhole = ({ id, status, coverage, events, state_sum }: RunRow): boolean =>
  isText(status) && state_sum === String(stateSum(id, status, coverage, Number(events)));

export const stateSum = (
  runId: string,
  status: string,
  coverage: string | null,
  events: number,
): number => sumOf('state', '', runId, status, coverage, events);

const isText = (...values: readonly unknown[]): boolean => values.every(v => typeof v === 'string');

interface Row {
  readonly at: string;
  readonly text: unknown;
  readonly sum: string | null;
}

const RECORDS = {
  events: ['seq', 'event'],
  sources: ['position', 'source'],
} as const;

/** @param expected how many there should be; undefined: that cannot be read either. */
export function recordsOf(
  db: DatabaseSync,
  table: keyof typeof RECORDS,
  runId: string,
  expected: number | undefined,
): Recs {
  const [key, text] = RECORDS[table];
  const rows = scan<Row>(
    db,
    order =>
      `SELECT CAST(${key} AS TEXT) AS at, ${text} AS text, CAST(sum AS TEXT) AS sum
       FROM ${table} WHERE run_id = ? ORDER BY ${key} ${order}`,
    [runId],
    ({ at }) => at,
  );
  const read = rows.flatMap(row => recordOf(table, runId, row) ?? []);
  read.sort((a, b) => a.at - b.at);
  const count = Math.max(expected ?? rows.length, (read.at(-1)?.at ?? -1) + 1);
  return { read, damaged: count - read.length };
}

/** How many events a run has, where its own count cannot be read. */
export function countEvents(db: DatabaseSync, runId: string): number {
  const { n, last } = db
    .prepare('SELECT count(*) AS n, CAST(max(seq) AS TEXT) AS last FROM events WHERE run_id = ?')
    .get(runId) as { n: number; last: string | null };
  const next = Number(last ?? -1) + 1;
  // One that is damaged may stand anywhere.
  return next < 2 * n + 1_000 ? next : n;
}

/** One of them, if it is as it was written. */
export function recordAt(db: DatabaseSync, runId: string, seq: number): Rec | undefined {
  const row = db
    .prepare(
      'SELECT CAST(seq AS TEXT) AS at, event AS text, CAST(sum AS TEXT) AS sum FROM events WHERE run_id = ? AND seq = ?',
    )
    .get(runId, seq) as unknown as Row | undefined;
  return row && recordOf('events', runId, row);
}

function recordOf(
  table: keyof typeof RECORDS,
  runId: string,
  { at, text, sum }: Row,
): Rec | undefined {
  if (typeof text !== 'string' || sum !== String(sumOf(table, text, runId, Number(at))))
    return undefined;
  const value = parse(text);
  return value === undefined ? undefined : { at: Number(at), text, value };
}

/** What a run was asked; undefined when it cannot be read. */
export function settingsOf(db: DatabaseSync, runId: string): string | undefined {
  const row = tried(() =>
    db
      .prepare('SELECT settings, CAST(sum AS TEXT) AS sum FROM settings WHERE run_id = ?')
      .get(runId),
  );
  const settings = row?.['settings'];
  return typeof settings === 'string' && row?.['sum'] === String(sumOf('settings', settings, runId))
    ? settings
    : undefined;
}

export interface AnswerRow {
  readonly key: string;
  readonly answer: string;
  readonly at: string;
  readonly run_id: string | null;
  readonly sum: string;
}

export const ANSWERS =
  'SELECT key, answer, CAST(at AS TEXT) AS at, run_id, CAST(sum AS TEXT) AS sum FROM answers';

export const isAnswerWhole = ({ key, answer, at, run_id, sum }: AnswerRow): boolean =>
  isText(key, answer) && sum === String(sumOf('answers', answer, key, Number(at), run_id));

/**
 * Keys of damaged answers right before and right after a key that was not found. The file is in the order of its
 * keys (it is checked when it is opened), so an answer whose key was altered on the disk is still beside it.
 */
export const damagedBeside = (
  prepare: (sql: string) => StatementSync,
  key: string,
): readonly string[] =>
  ['key < ? ORDER BY key DESC', 'key > ? ORDER BY key'].flatMap(beside => {
    const row = prepare(`${ANSWERS} WHERE ${beside} LIMIT 1`).get(key) as AnswerRow | undefined;
    return row && !isAnswerWhole(row) ? [String(row.key)] : [];
  });

/** `value` of JSON; undefined when it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Rows of a query in order. Where a damaged page stops it, what lies behind is read from the end; what lies
 * between two such pages is missing.
 */
export function scan<Found>(
  db: DatabaseSync,
  sql: (order: 'ASC' | 'DESC') => string,
  params: readonly string[],
  keyOf: (row: Found) => string,
): Found[] {
  const read = (order: 'ASC' | 'DESC', known: ReadonlySet<string>) => {
    const rows: Found[] = [];
    try {
      for (const row of db.prepare(sql(order)).iterate(...params) as Iterable<Found>) {
        if (known.has(keyOf(row))) break;
        rows.push(row);
      }
    } catch {
      return { rows, isBroken: true };
    }
    return { rows, isBroken: false };
  };
  const { rows, isBroken } = read('ASC', new Set());
  if (!isBroken) return rows;
  return [...rows, ...read('DESC', new Set(rows.map(keyOf))).rows.reverse()];
}

function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
