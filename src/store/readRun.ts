import type { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '../core/state/events.ts';
import type { JobKind } from '../core/domain/jobSpec.ts';
import type { RunStatus } from '../core/domain/runStatus.ts';
import type { Source } from '../core/domain/source.ts';
import { hasEnded } from './owner.ts';
import {
  isRunWhole,
  isStateWhole,
  parse,
  recordAt,
  recordsOf,
  type RunRow,
  runRow,
  runRows,
  settingsOf,
} from './records.ts';

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
  readonly status: RunStatus | 'batched';
  /** Fraction of the input that was read, 0..1; undefined before the run ended. */
  readonly reviewedFraction: number | undefined;
}

/** Everything needed to resume a run, or to show it again. */
export interface LoadedRun extends StoredRun {
  readonly sources: readonly Source[];
  readonly events: readonly RunEvent[];
  /** The caller's own settings of the run, as given to `begin`. */
  readonly settings: unknown;
  /** Records that are missing or not as they were written, and were left out. */
  readonly damaged: number;
}

/** Newest first. @param isOwn whether this store writes to the run. */
export const readList = (db: DatabaseSync, isOwn: (runId: string) => boolean): StoredRun[] =>
  runRows(db)
    .filter(isRunWhole)
    .map(row => storedRun(row, isOwn(row.id)));

/** Undefined when there is no such run, or when it cannot be told what it is. */
export function readRun(db: DatabaseSync, runId: string, isOwn: boolean): LoadedRun | undefined {
  const row = runRow(db, runId);
  if (!row || !isRunWhole(row)) return undefined;
  const isKnown = isStateWhole(row);
  const settings = settingsOf(db, runId);
  const sources = recordsOf(db, 'sources', runId, Number(row.sources));
  const events = recordsOf(db, 'events', runId, isKnown ? Number(row.events) : undefined);
  return {
    ...storedRun(row, isOwn),
    settings: settings === undefined ? undefined : parse(settings),
    sources: sources.read.map(({ value }) => value as Source),
    events: events.read.map(({ value }) => value as RunEvent),
    damaged:
      sources.damaged + events.damaged + (isKnown ? 0 : 1) + (settings === undefined ? 1 : 0),
  };
}

/** The first event of a run; undefined when it cannot be read. */
export const firstEvent = (db: DatabaseSync, runId: string): RunEvent | undefined =>
  recordAt(db, runId, 0)?.value as RunEvent | undefined;

/** What is known of the runs that cannot be read: their names, or how their ids begin. */
export function damagedRuns(db: DatabaseSync): string[] {
  const rows = runRows(db);
  const listed = new Set(rows.map(({ id }) => id));
  const orphans = new Set(['events', 'sources'].flatMap(table => runIdsOf(db, table)));
  return [
    ...rows.filter(row => !isRunWhole(row)).map(({ name, id }) => String(name || id)),
    ...[...orphans].filter(id => !listed.has(id)).map(id => `run ${id.slice(0, 8)}`),
  ];
}

/** From one id to the next: each is one look-up, however many records a run has. */
function runIdsOf(db: DatabaseSync, table: string): string[] {
  const next = db.prepare(`SELECT min(run_id) AS id FROM ${table} WHERE run_id > ?`);
  const ids: string[] = [];
  for (let id: unknown = ''; ; ids.push(String(id))) {
    const found = next.get(String(id))?.['id'];
    if (typeof found !== 'string' || found === id) return ids;
    id = found;
  }
}

function storedRun(row: RunRow, isOwn: boolean): StoredRun {
  const isKnown = isStateWhole(row);
  return {
    id: row.id,
    job: row.job as JobKind,
    name: row.name,
    startedAt: Number(row.started_at),
    status: statusOf(isKnown ? row : { ...row, status: 'running' }, isOwn),
    reviewedFraction: !isKnown || row.coverage === null ? undefined : Number(row.coverage),
  };
}

function statusOf({ status, owned_until, owner }: RunRow, isOwn: boolean): StoredRun['status'] {
  if (status !== 'running' && status !== 'paused' && status !== 'batched')
    return status as RunStatus;
  const abandoned = !isOwn && (Number(owned_until) < Date.now() || hasEnded(owner));
  if (status === 'batched') return abandoned ? 'batched' : 'running';
  return abandoned ? 'interrupted' : status;
}
