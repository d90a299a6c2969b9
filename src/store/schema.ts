import type { DatabaseSync } from 'node:sqlite';

/** The store's file in its folder. */
export const STORE_FILE = 'runs.db';

/** Raised with every change of the tables; an older store is migrated, a newer one is left alone. */
export const SCHEMA_VERSION = 1;

export function prepareSchema(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS runs (
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
    ) STRICT;
    CREATE TABLE IF NOT EXISTS sources (
      run_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      source TEXT NOT NULL,
      PRIMARY KEY (run_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS events (
      run_id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      event TEXT NOT NULL,
      PRIMARY KEY (run_id, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS answers (
      key TEXT PRIMARY KEY,
      answer TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = ${SCHEMA_VERSION};
  `);
}
