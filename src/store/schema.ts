import type { DatabaseSync } from 'node:sqlite';
import { sumOf, type Summed } from './checksum.ts';

/** The store's file in its folder. */
export const STORE_FILE = 'runs.db';

/**
 * Raised with every change of the tables; an older store is migrated, a newer one is only read. A later
 * version that keeps a table keeps its columns and what `sum` covers (`checksum.ts`), so that this one can.
 */
export const SCHEMA_VERSION = 2;

/** Every record has a checksum; `runs` has one of what never changes and one (`state_sum`) of what does. */
const TABLES = {
  runs: `CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    job TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    status TEXT NOT NULL,
    coverage TEXT,
    events INTEGER NOT NULL,
    state_sum INTEGER NOT NULL,
    owner TEXT,
    owned_until INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  settings: `CREATE TABLE settings (
    run_id TEXT PRIMARY KEY,
    settings TEXT NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  sources: `CREATE TABLE sources (
    run_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (run_id, position)
  ) STRICT, WITHOUT ROWID`,
  events: `CREATE TABLE events (
    run_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (run_id, seq)
  ) STRICT, WITHOUT ROWID`,
  answers: `CREATE TABLE answers (
    key TEXT PRIMARY KEY,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    run_id TEXT,
    sum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
} as const;

/** Of versions before 0.2: nothing has a checksum. */
const TABLES_V1 = {
  runs: `CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    job TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    coverage TEXT,
    settings TEXT NOT NULL,
    owner TEXT,
    owned_until INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  sources: `CREATE TABLE sources (
    run_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (run_id, position)
  ) STRICT, WITHOUT ROWID`,
  events: `CREATE TABLE events (
    run_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
  ) STRICT, WITHOUT ROWID`,
  answers: `CREATE TABLE answers (
    key TEXT PRIMARY KEY,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
} as const;

/** The tables of version 1 as those of this version; `sum` is the function that `withSums` gives. */
const FROM_V1 = (from: (table: keyof typeof TABLES_V1) => string) =>
  ({
    runs: `SELECT *, fanout_sum('state', '', id, status, coverage, events) AS state_sum FROM (
      SELECT *, fanout_sum('run', '', id, job, name, started_at, sources) AS sum FROM (
        SELECT id, job, name, started_at, status, coverage, owner, owned_until, fence,
          (SELECT count(*) FROM ${from('sources')} s WHERE s.run_id = r.id) AS sources,
          (SELECT ifnull(max(e.seq) + 1, 0) FROM ${from('events')} e WHERE e.run_id = r.id) AS events
        FROM ${from('runs')} r ORDER BY rowid))`,
    settings: `SELECT id AS run_id, settings, fanout_sum('settings', settings, id) AS sum FROM ${from('runs')}`,
    sources: `SELECT *, fanout_sum('sources', source, run_id, position) AS sum FROM ${from('sources')}`,
    events: `SELECT *, fanout_sum('events', event, run_id, seq) AS sum FROM ${from('events')}`,
    answers: `SELECT *, NULL AS run_id, fanout_sum('answers', answer, key, at, NULL) AS sum FROM ${from('answers')}`,
  }) as const;

const COLUMNS: Readonly<Record<keyof typeof TABLES, string>> = {
  runs: 'id, job, name, started_at, sources, sum, status, coverage, events, state_sum, owner, owned_until, fence',
  settings: 'run_id, settings, sum',
  sources: 'run_id, position, source, sum',
  events: 'run_id, seq, event, sum',
  answers: 'key, answer, at, run_id, sum',
};
const tableNames = Object.keys(TABLES) as (keyof typeof TABLES)[];

/** What a file holds. `damaged`: it claims to be a store, and its tables are none of any version. */
export type Tables = 'none' | 'current' | 'first' | 'newer' | 'damaged';

/** Looks at the tables of a file; changes nothing. Throws what SQLite says of a file it cannot read. */
export function tablesOf(db: DatabaseSync): Tables {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  if (version > SCHEMA_VERSION) return 'newer';
  const found = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
    sql: string;
  }[];
  if (found.length === 0) return version === 0 ? 'none' : 'damaged';
  if (isAll(found, TABLES) && found.length === tableNames.length) return 'current';
  // A process that was killed while it made them has made some.
  const isFirst = version <= 1 && found.every(({ name, sql }) => isSame(sql, TABLES_V1, name));
  return isFirst ? 'first' : 'damaged';
}

type Definitions = Readonly<Partial<Record<string, string>>>;

const isAll = (found: readonly { name: string; sql: string }[], tables: Definitions): boolean =>
  found.every(({ name, sql }) => isSame(sql, tables, name));

const isSame = (sql: unknown, tables: Definitions, name: string): boolean =>
  typeof sql === 'string' && sql.replace(/\s+/g, ' ') === tables[name]?.replace(/\s+/g, ' ');

/** Creates the tables, or migrates those of an earlier version: all of it or nothing. */
export function prepareSchema(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have made them in the meantime.
    const tables = tablesOf(db);
    if (tables === 'none') for (const name of tableNames) db.exec(TABLES[name]);
    if (tables === 'first') migrateFirst(db);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function migrateFirst(db: DatabaseSync): void {
  withSums(db);
  for (const [name, sql] of Object.entries(TABLES_V1)) {
    db.exec(sql.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS'));
    db.exec(`ALTER TABLE ${name} RENAME TO first_${name}`);
  }
  const rows = FROM_V1(name => `first_${name}`);
  for (const name of tableNames) {
    db.exec(TABLES[name]);
    db.exec(`INSERT INTO ${name} (${COLUMNS[name]}) SELECT ${COLUMNS[name]} FROM (${rows[name]})`);
  }
  for (const name of Object.keys(TABLES_V1)) db.exec(`DROP TABLE first_${name}`);
}

/** Lets a store of version 1 that cannot be written be read as one of this version. */
export function viewFirst(db: DatabaseSync): void {
  withSums(db);
  db.exec('PRAGMA temp_store = MEMORY');
  const rows = FROM_V1(name => `main.${name}`);
  for (const name of tableNames)
    db.exec(`CREATE TEMP VIEW ${name} AS SELECT ${COLUMNS[name]} FROM (${rows[name]})`);
}

/** Throws where a table or a column is not there, as they may not be in a store of a later version. */
export function expectColumns(db: DatabaseSync): void {
  for (const name of tableNames) db.prepare(`SELECT ${COLUMNS[name]} FROM ${name} LIMIT 0`).all();
}

function withSums(db: DatabaseSync): void {
  db.function('fanout_sum', { varargs: true, deterministic: true }, (what, text, ...of) =>
    // As an integer: a number would come back as a fraction.
    BigInt(sumOf(what as Summed, String(text), ...(of as (string | number | null)[]))),
  );
}
