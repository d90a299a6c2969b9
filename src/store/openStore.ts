import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
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
import { MEMORY_ONLY, FallbackStore } from './fallbackStore.ts';

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
    notices.push(`${why} Runs are kept ${MEMORY_ONLY}`);
    return openSpare();
  };
  const forReading = (why: string): RunStore => {
    const db = existsSync(file) ? openForReading(Database, file) : undefined;
    if (!db) return inMemory(why);
    notices.push(`${why} Earlier runs can be read; new ones are kept ${MEMORY_ONLY}`);
    return new FallbackStore(db, { inMemory: true, notices }, openSpare);
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (existsSync(file) && !lstatSync(file).isFile())
      return inMemory(`The run store ${file} is not a regular file; it was not touched.`);
    if (isLogDamaged(`${file}-wal`))
      notices.push(
        `The log of the run store ${file} is damaged: the last stored records may be missing. Missing parts of a run are requested again when it is resumed.`,
      );
    if (statSync(file, { throwIfNoEntry: false })?.size === 0)
      notices.push(
        `The run store ${file} was empty, as after a disk fault. A new one was created; earlier runs are not listed.`,
      );
    let db = openFile(Database, file);
    if (db === 'damaged') {
      notices.push(takeOver(Database, file));
      db = openFile(Database, file);
    }
    if (db === 'damaged') return inMemory(`The run store ${file} cannot be used.`);
    if (db === 'newer')
      return forReading(
        `The run store ${file} was written by a newer version and was not touched.`,
      );
    const lost = damagedRuns(db);
    if (lost.length > 0)
      notices.push(
        `${lost.length === 1 ? 'A run' : `${lost.length} runs`} in ${file} cannot be read and ${lost.length === 1 ? 'is' : 'are'} left out: ${few(lost)}. Review the text again.`,
      );
    return new FallbackStore(db, { inMemory: false, notices, file }, openSpare);
  } catch (error) {
    return forReading(`The run store in ${folder} cannot be written (${messageOf(error)}).`);
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
  const what = `The run store was damaged and was set aside as ${aside}.`;
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
            : ` Of ${incomplete.length} of them something is missing, and is asked again when they are resumed: ${few(incomplete)}.`;
        return `${what} What is whole in it was taken over: ${runs} ${runs === 1 ? 'run' : 'runs'}, ${answers} ${answers === 1 ? 'answer' : 'answers'}.${partly} Other runs are not listed.`;
      } finally {
        to.close();
      }
    } finally {
      from.close();
    }
  } catch {
    return `${what} A new one was created; earlier runs are not listed.`;
  }
}

const few = (names: readonly string[]): string =>
  names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

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
