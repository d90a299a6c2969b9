import type { DatabaseSync } from 'node:sqlite';

/** Providers keep the answers of a batch no longer, in ms: until then a run that waits for them stays. */
const BATCHES_KEPT_MS = 30 * 86_400_000;

/** Deletes the rows of a run; `shred` takes them out of the files. */
export function deleteRun(db: DatabaseSync, runId: string): void {
  for (const table of ['events', 'sources', 'settings', 'answers'])
    db.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId);
  db.prepare('DELETE FROM runs WHERE id = ?').run(runId);
}

export const deleteEverything = (db: DatabaseSync): void =>
  db.exec(
    'DELETE FROM events; DELETE FROM sources; DELETE FROM settings; DELETE FROM runs; DELETE FROM answers',
  );

/** Runs started before a time, ms since 1970; those that a process or a provider is at work on stay. */
export const runsBefore = (db: DatabaseSync, before: number): string[] =>
  (
    db
      .prepare(
        "SELECT id FROM runs WHERE started_at < ? AND owned_until < ? AND (status <> 'batched' OR started_at < ?)",
      )
      .all(before, Date.now(), Date.now() - BATCHES_KEPT_MS) as { id: string }[]
  ).map(({ id }) => id);

/**
 * Takes what was deleted out of the files: it is overwritten where it stood (`secure_delete`), and stays in
 * the log and where rows were moved until this. About 1 s for 100 MB.
 */
export function shred(db: DatabaseSync): void {
  try {
    db.exec('VACUUM');
  } catch {
    // No room for a copy, or somebody reads: done with the next one that is deleted.
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}
