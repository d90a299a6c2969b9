import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { count } from '../core/format/format.ts';
import { plural, t } from '../core/text/l10n.ts';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../core/errors.ts';
import { setAside } from './aside.ts';
import { isLogDamaged } from './logCheck.ts';
import { damagedRuns } from './readRun.ts';
import { RunStore } from './runStore.ts';
import { salvage } from './salvage.ts';
import { expectColumns, prepareSchema, STORE_FILE, tablesOf, viewFirst } from './schema.ts';
import { FallbackStore } from './fallbackStore.ts';

type Database = typeof DatabaseSync;

/**
 * Opens (or makes) the store in `folder`. Never throws for the disk's sake. Of a damaged file every record
 * that is as it was written is taken over, and the file is set aside; one that cannot be written, or is of a
 * newer version, is opened for reading. What cannot be stored lives in memory. `notices` say so.
 */
export async function openStore(folder: string): Promise<RunStore> {
  const { DatabaseSync: Database } = await import('node:sqlite');
  const notices: string[] = [];
  const file = join(folder, STORE_FILE);
  const openSpare = (): RunStore => {
    const db = new Database(':memory:');
    prepareSchema(db);
    return new RunStore(db, { inMemory: true, notices });
  };
  const inMemory = (why: string): RunStore => {
    notices.push(
      t(
        '{0} Runs are kept in memory only and lost when this window or process ends: export what you need.',
        why,
      ),
    );
    return openSpare();
  };
  const forReading = (why: string): RunStore => {
    const db = existsSync(file) ? openForReading(Database, file) : undefined;
    if (!db) return inMemory(why);
    notices.push(
      t(
        '{0} Earlier runs can be read; new ones are kept in memory only and lost when this window or process ends: export what you need.',
        why,
      ),
    );
    return new FallbackStore(db, { inMemory: true, notices }, openSpare);
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (existsSync(file) && !lstatSync(file).isFile())
      return inMemory(t('The run store {0} is not a regular file; it was not touched.', file));
    if (isLogDamaged(`${file}-wal`))
      notices.push(
        t(
          'The log of the run store {0} is damaged: the last stored records may be missing. Missing parts of a run are requested again when it is resumed.',
          file,
        ),
      );
    if (statSync(file, { throwIfNoEntry: false })?.size === 0)
      notices.push(
        t(
          'The run store {0} was empty, as after a disk fault. A new one was created; earlier runs are not listed.',
          file,
        ),
      );
    let db = openFile(Database, file);
    if (db === 'damaged') {
      notices.push(takeOver(Database, file));
      db = openFile(Database, file);
    }
    if (db === 'damaged') return inMemory(t('The run store {0} cannot be used.', file));
    if (db === 'newer')
      return forReading(
        t('The run store {0} was written by a newer version and was not touched.', file),
      );
    const lost = damagedRuns(db);
    if (lost.length > 0)
      notices.push(
        plural(
          lost.length,
          'A run in {1} cannot be read and is left out: {2}. Review the text again.',
          '{0} runs in {1} cannot be read and are left out: {2}. Review the text again.',
          lost.length,
          file,
          few(lost),
        ),
      );
    return new FallbackStore(db, { inMemory: false, notices, file }, openSpare);
  } catch (error) {
    return forReading(t('The run store in {0} cannot be written ({1}).', folder, messageOf(error)));
  }
}

function openFile(Database: Database, file: string): DatabaseSync | 'damaged' | 'newer' {
  const db = new Database(file);
  try {
    makePrivate(file);
    // The timeout first: another process may be making the same file a WAL file right now.
    db.exec('PRAGMA busy_timeout = 5000');
    if (tablesOf(db) === 'newer') {
      db.close();
      return 'newer';
    }
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    const check = db.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string };
    if (check.integrity_check !== 'ok' || tablesOf(db) === 'damaged') {
      db.close();
      return 'damaged';
    }
    // Also tells whether the file can be written.
    prepareSchema(db);
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}

/** One that belongs to another user, or is on a disk without such marks, stays as it is. */
function makePrivate(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // Whether it can be written is found next.
  }
}

/**
 * SQLITE_CORRUPT is 11, SQLITE_NOTADB 26, SQLITE_ERROR 1: a statement that the tables do not fit, which
 * means that their definitions are damaged.
 */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  if (code === undefined) return error instanceof RangeError;
  return [1, 11, 26].includes(code & 0xff);
}

/** Sets the damaged file aside and begins a new one with what is whole in it. @returns what the user has to know. */
function takeOver(Database: Database, file: string): string {
  const aside = setAside(file);
  const what = t('The run store was damaged and was set aside as {0}.', aside);
  try {
    const from = new Database(aside, { readOnly: true });
    try {
      const to = openFile(Database, file);
      if (to === 'damaged' || to === 'newer') throw new Error('the new file cannot be used');
      try {
        const { runs, answers, incomplete } = salvage(from, to);
        const partly =
          incomplete.length === 0
            ? ''
            : t(
                ' Of {0} of them something is missing, and is asked again when they are resumed: {1}.',
                incomplete.length,
                few(incomplete),
              );
        return t(
          '{0} What is whole in it was taken over: {1}, {2}.{3} Other runs are not listed.',
          what,
          count(runs, 'run'),
          count(answers, 'answer'),
          partly,
        );
      } finally {
        to.close();
      }
    } finally {
      from.close();
    }
  } catch {
    return t('{0} A new one was created; earlier runs are not listed.', what);
  }
}

const few = (names: readonly string[]): string =>
  names.slice(0, 5).join(', ') + (names.length > 5 ? t(' and {0} more', names.length - 5) : '');

/** SQLite's way to files without locks, which a disk that cannot be written to has no room for. */
const NO_LOCKS = process.platform === 'win32' ? 'win32-none' : 'unix-none';

/** The ways to read a file that cannot be written, the surest first; undefined when none of them does. */
function openForReading(Database: Database, file: string): DatabaseSync | undefined {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  const uri = (query: string): URL => Object.assign(pathToFileURL(file), { search: query });
  // The index of the log is in memory then, and not in a file of its own.
  const alone = (db: DatabaseSync): DatabaseSync => {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON');
    return db;
  };
  const ways: (() => DatabaseSync)[] = [
    () => new Database(file, { readOnly: true }),
    // A full disk.
    () => alone(new Database(file)),
    // A read-only disk, so that no other process writes to the file either.
    log && log.size > 0
      ? () => alone(new Database(uri(`?mode=ro&vfs=${NO_LOCKS}`), { readOnly: true }))
      : () => new Database(uri('?immutable=1'), { readOnly: true }),
  ];
  for (const way of ways) {
    let db: DatabaseSync | undefined;
    try {
      db = way();
      db.exec('PRAGMA busy_timeout = 5000');
      const tables = tablesOf(db);
      if (tables === 'first') viewFirst(db);
      if (tables === 'newer') expectColumns(db);
      if (tables === 'current' || tables === 'first' || tables === 'newer') return db;
    } catch {
      // The next way.
    }
    db?.close();
  }
  return undefined;
}
