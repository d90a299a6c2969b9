import { chmodSync, existsSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../core/errors.ts';
import { RunStore } from './runStore.ts';
import { prepareSchema, SCHEMA_VERSION, STORE_FILE } from './schema.ts';
import { MEMORY_ONLY, SparingStore } from './sparingStore.ts';

/**
 * Opens (or makes) the store in `folder`. Never throws for the disk's sake: a damaged file is set aside under
 * another name, a newer or unusable one is left alone and the store lives in memory; `notices` say so.
 */
export async function openStore(folder: string): Promise<RunStore> {
  const { DatabaseSync: Database } = await import('node:sqlite');
  const notices: string[] = [];
  const openSpare = (): RunStore => {
    const db = new Database(':memory:');
    prepareSchema(db);
    return new RunStore(db, { inMemory: true, notices });
  };
  const inMemory = (why: string): RunStore => {
    notices.push(`${why} Runs are kept ${MEMORY_ONLY}`);
    return openSpare();
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, STORE_FILE);
    if (existsSync(file) && !lstatSync(file).isFile())
      return inMemory(`The run store ${file} is not a regular file; it was not touched.`);
    let db = openFile(Database, file);
    if (db === 'damaged') {
      const aside = setAside(file);
      notices.push(
        `The run store was damaged and was set aside as ${aside}. A new one was begun; earlier runs are not listed.`,
      );
      db = openFile(Database, file);
    }
    if (db === 'damaged') return inMemory(`The run store ${file} cannot be used.`);
    if (db === 'newer')
      return inMemory(`The run store ${file} was written by a newer version and was not touched.`);
    return new SparingStore(db, notices, openSpare);
  } catch (error) {
    return inMemory(`The run store in ${folder} cannot be written (${messageOf(error)}).`);
  }
}

function openFile(Database: typeof DatabaseSync, file: string): DatabaseSync | 'damaged' | 'newer' {
  const db = new Database(file);
  try {
    chmodSync(file, 0o600);
    // The timeout first: another process may be making the same file a WAL file right now.
    db.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;',
    );
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    if (version > SCHEMA_VERSION) {
      db.close();
      return 'newer';
    }
    const check = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    if (check.quick_check !== 'ok') throw new Error(check.quick_check);
    prepareSchema(db);
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}

/** SQLITE_CORRUPT is 11 and SQLITE_NOTADB 26; what quick_check itself reports has no code. */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code === undefined ? !isSystemError(error) : (code & 0xff) === 11 || (code & 0xff) === 26;
}
const isSystemError = (error: unknown): boolean => 'syscall' in (error as object);

function setAside(file: string): string {
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}
