import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RunEvent } from '../core/state/events.ts';
import { FanoutError, messageOf } from '../core/errors.ts';
import type { Store } from '../core/ports/ports.ts';
import type { JobKind } from '../core/domain/jobSpec.ts';
import type { RunStatus } from '../core/domain/runStatus.ts';
import type { Source } from '../core/domain/source.ts';
import { costsNothingToLose, statusAfter } from './durability.ts';
import { hasEnded, ownerName } from './owner.ts';

/** How long a run stays reserved for the window that last wrote to it, in ms. */
const LEASE_MS = 30_000;
/** Providers keep the answers of a batch no longer, in ms: until then a run that waits for them stays. */
const BATCHES_KEPT_MS = 30 * 86_400_000;

/** How long a paid-for answer waits for its outcome before it is written alone, in ms. */
const SAVE_MS = 25;

/** A run as the history lists it. */
export interface StoredRun {
  readonly id: string;
  readonly job: JobKind;
  readonly name: string;
  /** ms since 1970. */
  readonly startedAt: number;
  /**
   * `interrupted`: it was under way when its window or process ended. `batched`: so it was, and its answers
   * are still to come from the provider.
   */
  readonly status: RunStatus | 'interrupted' | 'batched';
  /** Fraction of the input that was read, 0..1; undefined before the run ended. */
  readonly reviewedFraction: number | undefined;
}

/** Everything needed to go on with a run, or to show it again. */
export interface LoadedRun extends StoredRun {
  readonly sources: readonly Source[];
  readonly events: readonly RunEvent[];
  /** The caller's own settings of the run, as given to `begin`. */
  readonly settings: unknown;
  /** Records that could not be read and were left out. */
  readonly damaged: number;
}

/**
 * Runs, outcomes and paid-for answers on disk. One writer per run: `begin` and `claim` take the run for
 * this store object, and every write checks that it still owns it. Events that cost nothing to lose (a branch
 * started, a wait, an answer that was free) are written together with the next one that matters; outcomes that
 * were paid for are durable when `append` returns, and their answers with them.
 */
export class RunStore implements Store {
  /** True when nothing of this reaches a disk: the store could not be opened. */
  readonly inMemory: boolean;
  /** What the user has to know of the store: set aside, in memory. Empty when all is well. */
  readonly notices: readonly string[];
  readonly #db: DatabaseSync;
  readonly #owner = ownerName();
  readonly #owned = new Map<string, Owned>();
  readonly #statements = new Map<string, StatementSync>();
  /** Answers to be written with the next outcome, or soon. */
  readonly #unsaved = new Map<string, string>();
  readonly #heartbeat: NodeJS.Timeout;
  #saving: NodeJS.Timeout | undefined;

  constructor(db: DatabaseSync, state: { inMemory: boolean; notices: readonly string[] }) {
    this.#db = db;
    this.inMemory = state.inMemory;
    this.notices = state.notices;
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
    const insertAll = (): void => {
      this.#db
        .prepare(
          `INSERT INTO runs (id, job, name, started_at, status, settings, owner, owned_until, fence)
           VALUES (?, ?, ?, ?, 'running', ?, ?, ?, 1)`,
        )
        .run(
          run.id,
          run.job,
          run.name,
          run.startedAt,
          JSON.stringify(settings ?? null),
          this.#owner,
          Date.now() + LEASE_MS,
        );
      const insert = this.#db.prepare(
        'INSERT INTO sources (run_id, position, source) VALUES (?, ?, ?)',
      );
      sources.forEach((source, position) => insert.run(run.id, position, JSON.stringify(source)));
    };
    try {
      this.#transaction(insertAll);
    } catch (error) {
      throw new FanoutError('storeUnusable', `The run could not be stored (${messageOf(error)}).`);
    }
    this.#owned.set(run.id, { fence: 1, seq: 0, pending: [] });
    return undefined;
  }

  /**
   * Takes a stored run for this store, so that it can be resumed: load it after that, when nobody else
   * writes to it any more.
   * @throws FanoutError `runBusy` while another window or process is at work on it.
   */
  claim(runId: string): void {
    if (this.#owned.has(runId)) return;
    const now = Date.now();
    const holder = this.#db.prepare('SELECT owner FROM runs WHERE id = ?').get(runId)?.['owner'];
    // Freed only if it is still held by the one who is known to be gone.
    const gone = typeof holder === 'string' && hasEnded(holder) ? holder : this.#owner;
    const row = this.#db
      .prepare(
        `UPDATE runs SET owner = ?, owned_until = ?, fence = fence + 1
         WHERE id = ? AND (owner IS NULL OR owner = ? OR owned_until < ?) RETURNING fence`,
      )
      .get(this.#owner, now + LEASE_MS, runId, gone, now) as { fence: number } | undefined;
    if (!row)
      throw new FanoutError(
        'runBusy',
        `Run ${runId} is open in another window or process, or is not in this store. Nothing was changed. Close it there, or wait ${LEASE_MS / 1000} s.`,
      );
    const last = this.#db
      .prepare('SELECT MAX(seq) AS seq FROM events WHERE run_id = ?')
      .get(runId) as {
      seq: number | null;
    };
    this.#owned.set(runId, { fence: row.fence, seq: (last.seq ?? -1) + 1, pending: [] });
  }

  append(runId: string, events: readonly RunEvent[]): void {
    const own = this.#owned.get(runId);
    if (!own) throw new Error(`run ${runId} was not begun in this store`);
    own.pending.push(...events);
    if (!events.every(costsNothingToLose)) this.#flush(runId, own);
  }

  /** Also what `remember` has not written yet. */
  recall(key: string): unknown {
    const text =
      this.#unsaved.get(key) ??
      (this.#statement('SELECT answer FROM answers WHERE key = ?').get(key)?.['answer'] as
        string | undefined);
    return text === undefined ? undefined : parse(text);
  }

  /** Written with the outcome that follows, in one transaction; alone when none follows soon. */
  remember(key: string, value: unknown): void {
    this.#unsaved.set(key, JSON.stringify(value));
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
    this.#db
      .prepare(
        'UPDATE runs SET owner = NULL, owned_until = 0, coverage = COALESCE(?, coverage) WHERE id = ? AND fence = ?',
      )
      .run(reviewedFraction === undefined ? null : String(reviewedFraction), runId, own.fence);
  }

  /** Newest first. */
  list(): StoredRun[] {
    const rows = this.#db
      .prepare(
        'SELECT id, job, name, started_at, status, coverage, owned_until, owner FROM runs ORDER BY started_at DESC, rowid DESC',
      )
      .all() as unknown as RunRow[];
    return rows.map(row => this.#storedRun(row));
  }

  /** The addresses of a run's documents, read without its texts; empty when they cannot be read. */
  addressesOf(runId: string): string[] {
    const row = this.#statement('SELECT event FROM events WHERE run_id = ? AND seq = 0').get(runId);
    const event = parse(String(row?.['event'])) as RunEvent | undefined;
    return event?.type === 'run.started' ? event.sources.flatMap(({ uri }) => uri ?? []) : [];
  }

  /** @returns undefined when there is no such run. Unreadable records are left out and counted. */
  load(runId: string): LoadedRun | undefined {
    const own = this.#owned.get(runId);
    if (own) this.#flushQuietly(runId, own);
    const row = this.#db
      .prepare(
        'SELECT id, job, name, started_at, status, coverage, owned_until, owner, settings FROM runs WHERE id = ?',
      )
      .get(runId) as unknown as (RunRow & { settings: string }) | undefined;
    if (!row) return undefined;
    const sources = this.#rows(
      'SELECT source AS text FROM sources WHERE run_id = ? ORDER BY position',
      runId,
    );
    const events = this.#rows(
      'SELECT event AS text FROM events WHERE run_id = ? ORDER BY seq',
      runId,
    );
    return {
      ...this.#storedRun(row),
      settings: parse(row.settings),
      sources: sources.read as Source[],
      events: events.read as RunEvent[],
      damaged: sources.damaged + events.damaged,
    };
  }

  /** Removes a run with its text. Answers paid for stay until `forgetAnswers`. */
  delete(runId: string): void {
    this.#owned.delete(runId);
    this.#transaction(() => {
      for (const table of ['events', 'sources'])
        this.#db.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId);
      this.#db.prepare('DELETE FROM runs WHERE id = ?').run(runId);
    });
  }

  /** Deletes runs begun and answers given more than `days` days ago; runs somebody or a provider is at work on stay. */
  prune(days: number): void {
    const before = Date.now() - days * 86_400_000;
    const old = this.#db
      .prepare(
        "SELECT id FROM runs WHERE started_at < ? AND owned_until < ? AND (status <> 'batched' OR started_at < ?)",
      )
      .all(before, Date.now(), Date.now() - BATCHES_KEPT_MS) as { id: string }[];
    for (const { id } of old) this.delete(id);
    this.#transaction(() => this.#db.prepare('DELETE FROM answers WHERE at < ?').run(before));
  }

  /** Deletes every run and every answer, and gives the space back, so that no text stays in the file. */
  deleteAll(): void {
    this.#owned.clear();
    this.#unsaved.clear();
    this.#db.exec(
      'DELETE FROM events; DELETE FROM sources; DELETE FROM runs; DELETE FROM answers; VACUUM;',
    );
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE);');
  }

  close(): void {
    clearInterval(this.#heartbeat);
    try {
      for (const runId of [...this.#owned.keys()]) this.release(runId);
      this.#transaction(() => undefined);
    } catch {
      // A disk that refuses: nobody is left to be told, and the lease runs out by itself.
    }
    clearTimeout(this.#saving);
    this.#db.close();
  }

  #storedRun(row: RunRow): StoredRun {
    return {
      id: row.id,
      job: row.job as JobKind,
      name: row.name,
      startedAt: row.started_at,
      status: this.#statusOf(row),
      reviewedFraction: row.coverage === null ? undefined : Number(row.coverage),
    };
  }

  #statusOf({ id, status, owned_until, owner }: RunRow): StoredRun['status'] {
    if (status !== 'running' && status !== 'paused' && status !== 'batched')
      return status as RunStatus;
    const abandoned = !this.#owned.has(id) && (owned_until < Date.now() || hasEnded(owner));
    if (status === 'batched') return abandoned ? 'batched' : 'running';
    return abandoned ? 'interrupted' : status;
  }

  #rows(sql: string, runId: string): { read: unknown[]; damaged: number } {
    const texts = this.#db.prepare(sql).all(runId) as { text: string }[];
    const read = texts.map(({ text }) => parse(text)).filter(value => value !== undefined);
    return { read, damaged: texts.length - read.length };
  }

  /** Writes what waits, and with it what the run's status has come to. */
  #flush(runId: string, own: Owned): void {
    this.#transaction(() => {
      this.#checkFence(runId, own.fence);
      const insert = this.#statement('INSERT INTO events (run_id, seq, event) VALUES (?, ?, ?)');
      own.pending.forEach((e, i) => insert.run(runId, own.seq + i, JSON.stringify(e)));
      const status = own.pending.map(statusAfter).findLast(s => s !== undefined);
      if (status !== undefined)
        this.#statement('UPDATE runs SET status = ? WHERE id = ?').run(status, runId);
    });
    own.seq += own.pending.length;
    own.pending = [];
  }

  #flushQuietly(runId: string, own: Owned): void {
    if (own.pending.length === 0) return;
    try {
      this.#flush(runId, own);
    } catch {
      // It cost nothing to lose.
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }

  #checkFence(runId: string, fence: number): void {
    const row = this.#statement('SELECT fence FROM runs WHERE id = ?').get(runId);
    if (row?.['fence'] !== fence)
      throw new FanoutError(
        'runBusy',
        `Run ${runId} was taken over by another window or process. This one stopped writing; what it had stored is kept.`,
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
      for (const [key, text] of this.#unsaved)
        this.#statement('INSERT OR REPLACE INTO answers (key, answer, at) VALUES (?, ?, ?)').run(
          key,
          text,
          now,
        );
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
  /** Not on disk yet. */
  pending: RunEvent[];
}

interface RunRow {
  readonly id: string;
  readonly job: string;
  readonly name: string;
  readonly started_at: number;
  readonly status: string;
  readonly coverage: string | null;
  readonly owned_until: number;
  readonly owner: string | null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
