import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RunEvent } from '../core/state/events.ts';
import { FanoutError, messageOf } from '../core/errors.ts';
import type { Store } from '../core/ports/ports.ts';
import type { JobKind } from '../core/domain/jobSpec.ts';
import type { Source } from '../core/domain/source.ts';
import { isDeferrable, statusAfter } from './durability.ts';
import { removeSetAside } from './aside.ts';
import { sumOf } from './checksum.ts';
import { deleteEverything, deleteRun, runsBefore, shred } from './forget.ts';
import { hasEnded, ownerName } from './owner.ts';
import { firstEvent, type LoadedRun, readList, readRun, type StoredRun } from './readRun.ts';
import {
  ANSWERS,
  type AnswerRow,
  damagedBeside,
  countEvents,
  isAnswerWhole,
  isStateWhole,
  parse,
  runRow,
  stateSum,
} from './records.ts';
import { t } from '../core/text/l10n.ts';

/** How long a run stays reserved for the window that last wrote to it, in ms. */
const LEASE_MS = 30_000;
/** How long a paid-for answer waits for its outcome before it is written alone, in ms. */
const SAVE_MS = 25;

export type { LoadedRun, StoredRun } from './readRun.ts';

/** See the fields of `RunStore`. */
export interface StoreState {
  readonly inMemory: boolean;
  readonly notices: readonly string[];
  /** The database; absent: in memory. */
  readonly file?: string;
}

/**
 * Runs, outcomes and paid-for answers on disk. One writer per run: `begin` and `claim` take the run for
 * this store object, and every write checks that it still owns it. Events that cost nothing to lose (a branch
 * started, a wait, an answer that was free) are written together with the next one that matters; outcomes that
 * were paid for are durable when `append` returns, and their answers with them. Every record has a checksum:
 * what is not as it was written is left out and counted.
 */
export class RunStore implements Store {
  /** True when nothing of this reaches a disk: the store could not be opened, or only for reading. */
  readonly inMemory: boolean;
  /** What the user has to know of the store: set aside, in memory. Empty when all is well. */
  readonly notices: readonly string[];
  readonly #db: DatabaseSync;
  readonly #file: string | undefined;
  readonly #owner = ownerName();
  readonly #owned = new Map<string, Owned>();
  readonly #statements = new Map<string, StatementSync>();
  /** Answers to be written with the next outcome, or soon. */
  readonly #unsaved = new Map<string, Unsaved>();
  /** Keys of kept answers that were found damaged. */
  readonly #damaged = new Set<string>();
  readonly #heartbeat: NodeJS.Timeout;
  #saving: NodeJS.Timeout | undefined;

  constructor(db: DatabaseSync, { inMemory, notices, file }: StoreState) {
    this.#db = db;
    this.#file = file;
    this.inMemory = inMemory;
    this.notices = notices;
    this.#heartbeat = setInterval(() => this.#renew(), LEASE_MS / 3);
    this.#heartbeat.unref();
  }

  /**
   * Starts the record of a run and takes it for this store. `settings` must be JSON.
   * @returns what the user has to know before anything is spent: that the run reaches no disk.
   * @throws FanoutError `storeUnusable` when the disk refuses.
   */
  begin(
    run: { id: string; job: JobKind; name: string; startedAt: number },
    sources: readonly Source[],
    settings: unknown,
  ): string | undefined {
    const { id, job, startedAt } = run;
    const name = run.name.toWellFormed().replaceAll('\0', '');
    const insertAll = (): void => {
      this.#statement(
        `INSERT INTO runs (id, job, name, started_at, sources, sum, status, events, state_sum, owner, owned_until, fence)
         VALUES (?, ?, ?, ?, ?, ?, 'running', 0, ?, ?, ?, 1)`,
      ).run(
        id,
        job,
        name,
        startedAt,
        sources.length,
        sumOf('run', '', id, job, name, startedAt, sources.length),
        stateSum(id, 'running', null, 0),
        this.#owner,
        Date.now() + LEASE_MS,
      );
      const asked = JSON.stringify(settings ?? null);
      this.#statement('INSERT INTO settings (run_id, settings, sum) VALUES (?, ?, ?)').run(
        id,
        asked,
        sumOf('settings', asked, id),
      );
      // Not kept for later runs: a statement holds a copy of what was last bound to it, here a whole text.
      const insert = this.#db.prepare(
        'INSERT INTO sources (run_id, position, source, sum) VALUES (?, ?, ?, ?)',
      );
      sources.forEach((source, position) => {
        const text = JSON.stringify(source);
        insert.run(id, position, text, sumOf('sources', text, id, position));
      });
    };
    try {
      this.#transaction(insertAll);
    } catch (error) {
      throw new FanoutError(
        'storeUnusable',
        t('The run could not be stored ({0}).', messageOf(error)),
      );
    }
    this.#owned.set(id, { fence: 1, seq: 0, status: 'running', coverage: null, pending: [] });
    return undefined;
  }

  /**
   * Takes a stored run for this store, so that it can be resumed: load it after that, when no other process
   * writes to it any more.
   * @throws FanoutError `runBusy` while another window or process is at work on it.
   */
  claim(runId: string): void {
    if (this.#owned.has(runId)) return;
    const now = Date.now();
    const holder = this.#db.prepare('SELECT owner FROM runs WHERE id = ?').get(runId)?.['owner'];
    // Freed only if it is still held by the one who is known to be gone.
    const gone = typeof holder === 'string' && hasEnded(holder) ? holder : this.#owner;
    const taken = this.#db
      .prepare(
        `UPDATE runs SET owner = ?, owned_until = ?, fence = fence + 1
         WHERE id = ? AND (owner IS NULL OR owner = ? OR owned_until < ?) RETURNING fence`,
      )
      .get(this.#owner, now + LEASE_MS, runId, gone, now) as { fence: number } | undefined;
    const row = taken && runRow(this.#db, runId);
    if (!row)
      throw new FanoutError(
        'runBusy',
        t(
          'Run {0} is open in another window or process, or is not in this store. Nothing was changed. Close it there, or wait {1} s.',
          runId,
          LEASE_MS / 1000,
        ),
      );
    const isKnown = isStateWhole(row);
    this.#owned.set(runId, {
      fence: taken.fence,
      seq: isKnown ? Number(row.events) : countEvents(this.#db, runId),
      status: isKnown ? row.status : 'running',
      coverage: isKnown ? row.coverage : null,
      pending: [],
    });
  }

  append(runId: string, events: readonly RunEvent[]): void {
    const own = this.#owned.get(runId);
    if (!own) throw new Error(`run ${runId} was not begun in this store`);
    own.pending.push(...events);
    if (!events.every(isDeferrable)) this.#flush(runId, own);
  }

  /** Kept answers that were not as they were written: what they answered is asked again. */
  get damagedAnswers(): number {
    return this.#damaged.size;
  }

  /** Also what `remember` has not written yet. */
  recall(key: string): unknown {
    const unsaved = this.#unsaved.get(key);
    if (unsaved) return parse(unsaved.text);
    const row = this.#statement(`${ANSWERS} WHERE key = ?`).get(key) as AnswerRow | undefined;
    const value = row && isAnswerWhole(row) ? parse(row.answer) : undefined;
    if (row && value === undefined) this.noteDamaged(key);
    if (!row) damagedBeside(this.#statement, key).forEach(beside => this.noteDamaged(beside));
    return value;
  }

  protected noteDamaged(key: string): void {
    this.#damaged.add(key);
  }

  /**
   * Written with the outcome that follows, in one transaction; alone when none follows soon.
   * @param runId the run whose text it quotes: deleted with it.
   */
  remember(key: string, value: unknown, runId?: string): void {
    this.#unsaved.set(key, { text: JSON.stringify(value), runId });
    this.#saving ??= setTimeout(() => {
      try {
        this.#transaction(() => undefined);
      } catch {
        // Kept, and written with the next outcome: if that fails too, the run says so.
      }
    }, SAVE_MS);
  }

  /** Ends this store's hold on a run and notes what was covered. */
  release(runId: string, reviewedFraction?: number): void {
    const own = this.#owned.get(runId);
    if (!own) return;
    this.#flushQuietly(runId, own);
    this.#owned.delete(runId);
    const coverage = reviewedFraction === undefined ? own.coverage : String(reviewedFraction);
    this.#db
      .prepare(
        'UPDATE runs SET owner = NULL, owned_until = 0, coverage = ?, state_sum = ? WHERE id = ? AND fence = ?',
      )
      .run(coverage, stateSum(runId, own.status, coverage, own.seq), runId, own.fence);
  }

  /** Newest first; a run of which it cannot be read what it is, is left out (`notices` name it). */
  list(): StoredRun[] {
    return this.#reading(() => readList(this.#db, id => this.#owned.has(id)));
  }

  /** The addresses of a run's documents, read without its texts; empty when they cannot be read. */
  addressesOf(runId: string): string[] {
    const event = this.#reading(() => firstEvent(this.#db, runId));
    return event?.type === 'run.started' ? event.sources.flatMap(({ uri }) => uri ?? []) : [];
  }

  /** @returns undefined when there is no such run. Unreadable records are left out and counted. */
  load(runId: string): LoadedRun | undefined {
    const own = this.#owned.get(runId);
    if (own) this.#flushQuietly(runId, own);
    return this.#reading(() => readRun(this.#db, runId, own !== undefined));
  }

  /**
   * Removes a run, its text, and the answers that quote it, so that they are in no file.
   * @throws FanoutError `storeUnusable` when the disk refuses.
   */
  delete(runId: string): void {
    this.#deleteRows(runId);
    shred(this.#db);
  }

  /** Deletes runs started and answers given more than `days` days ago; runs somebody or a provider is at work on stay. */
  prune(days: number): void {
    const before = Date.now() - days * 86_400_000;
    const old = runsBefore(this.#db, before);
    for (const id of old) this.#deleteRows(id);
    this.#transaction(() => this.#db.prepare('DELETE FROM answers WHERE at < ?').run(before));
    if (old.length > 0) shred(this.#db);
    if (this.#file !== undefined) removeSetAside(this.#file, before);
  }

  /** Deletes every run and every answer, and gives the space back, so that no text stays in a file. */
  deleteAll(): void {
    this.#owned.clear();
    this.#unsaved.clear();
    this.#transaction(() => deleteEverything(this.#db));
    shred(this.#db);
    if (this.#file !== undefined) removeSetAside(this.#file, Infinity);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    try {
      for (const runId of [...this.#owned.keys()]) this.release(runId);
      this.#transaction(() => undefined);
    } catch {
      // The disk refuses: there is no caller to report to, and the lease expires by itself.
    }
    clearTimeout(this.#saving);
    this.#db.close();
  }

  #deleteRows(runId: string): void {
    this.#owned.delete(runId);
    for (const [key, { runId: of }] of this.#unsaved) if (of === runId) this.#unsaved.delete(key);
    try {
      this.#transaction(() => deleteRun(this.#db, runId));
    } catch (error) {
      throw new FanoutError(
        'storeUnusable',
        t(
          'The run could not be deleted, because the disk cannot be written ({0}). Nothing was changed.',
          messageOf(error),
        ),
      );
    }
  }

  /** @throws FanoutError `storeUnusable`: the disk fails, or was damaged since the store was opened. */
  #reading<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new FanoutError(
        'storeUnusable',
        t(
          'The run store cannot be read ({0}). Nothing was changed. Reopen it to recover what is intact.',
          messageOf(error),
        ),
      );
    }
  }

  /** Writes what waits, and with it what the run's status has come to. */
  #flush(runId: string, own: Owned): void {
    const seq = own.seq + own.pending.length;
    const status = own.pending.map(statusAfter).findLast(s => s !== undefined) ?? own.status;
    this.#transaction(() => {
      this.#checkFence(runId, own.fence);
      // Whatever comes behind the last event is damage.
      const insert = this.#statement(
        'INSERT OR REPLACE INTO events (run_id, seq, event, sum) VALUES (?, ?, ?, ?)',
      );
      own.pending.forEach((event, i) => {
        const text = JSON.stringify(event);
        insert.run(runId, own.seq + i, text, sumOf('events', text, runId, own.seq + i));
      });
      this.#statement('UPDATE runs SET status = ?, events = ?, state_sum = ? WHERE id = ?').run(
        status,
        seq,
        stateSum(runId, status, own.coverage, seq),
        runId,
      );
    });
    Object.assign(own, { seq, status, pending: [] } satisfies Partial<Owned>);
  }

  #flushQuietly(runId: string, own: Owned): void {
    if (own.pending.length === 0) return;
    try {
      this.#flush(runId, own);
    } catch {
      // It cost nothing to lose.
    }
  }

  readonly #statement = (sql: string): StatementSync => {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  };

  #checkFence(runId: string, fence: number): void {
    const row = this.#statement('SELECT fence FROM runs WHERE id = ?').get(runId);
    if (row?.['fence'] !== fence)
      throw new FanoutError(
        'runBusy',
        t(
          'Run {0} was taken over by another window or process. This one stopped writing; what it had stored is kept.',
          runId,
        ),
      );
  }

  #renew(): void {
    const until = Date.now() + LEASE_MS;
    const renew = this.#db.prepare('UPDATE runs SET owned_until = ? WHERE id = ? AND fence = ?');
    for (const [runId, own] of this.#owned) {
      try {
        renew.run(until, runId, own.fence);
      } catch {
        // A full or locked disk: the next append says so; a missed heartbeat alone harms nothing.
      }
    }
  }

  /** All of it or nothing; answers that wait are written along. */
  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const now = Date.now();
      const insert = this.#statement(
        'INSERT OR REPLACE INTO answers (key, answer, at, run_id, sum) VALUES (?, ?, ?, ?, ?)',
      );
      for (const [key, { text, runId = null }] of this.#unsaved)
        insert.run(key, text, now, runId, sumOf('answers', text, key, now, runId));
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      try {
        this.#db.exec('ROLLBACK');
      } catch {
        // SQLite has already rolled back (disk full): the first error is the one to tell.
      }
      throw error;
    }
    this.#unsaved.clear();
    clearTimeout(this.#saving);
    this.#saving = undefined;
  }
}

/** A run that this store writes to. */
interface Owned {
  readonly fence: number;
  /** Number of the next event. */
  seq: number;
  /** As the history lists it. */
  status: string;
  readonly coverage: string | null;
  /** Not on disk yet. */
  pending: RunEvent[];
}

interface Unsaved {
  readonly text: string;
  readonly runId: string | undefined;
}
