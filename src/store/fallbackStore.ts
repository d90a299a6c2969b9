import type { DatabaseSync } from 'node:sqlite';
import { t } from '../core/text/l10n.ts';
import { FanoutError, messageOf } from '../core/errors.ts';
import type { RunEvent } from '../core/state/events.ts';
import { RunStore, type LoadedRun, type StoredRun, type StoreState } from './runStore.ts';

/**
 * A store on disk that keeps a run in memory when the disk refuses it, as it does when it is full. Earlier
 * runs and answers are read from the disk all the same.
 */
export class FallbackStore extends RunStore {
  readonly #openSpare: () => RunStore;
  readonly #runs = new Set<string>();
  #spare: RunStore | undefined;

  constructor(db: DatabaseSync, state: StoreState, openSpare: () => RunStore) {
    super(db, state);
    this.#openSpare = openSpare;
  }

  override begin(...args: Parameters<RunStore['begin']>): string | undefined {
    try {
      return super.begin(...args);
    } catch (error) {
      if (!(error instanceof FanoutError)) throw error;
      this.#spare ??= this.#openSpare();
      this.#spare.begin(...args);
      this.#runs.add(args[0].id);
      return t(
        '{0} The run continues; it is kept in memory only and lost when this window or process ends: export what you need.',
        error.message,
      );
    }
  }

  override claim(runId: string): void {
    const spare = this.#spareOf(runId);
    if (spare) return spare.claim(runId);
    try {
      super.claim(runId);
    } catch (error) {
      if (error instanceof FanoutError) throw error;
      throw new FanoutError(
        'storeUnusable',
        t(
          'The run cannot be resumed, because the disk cannot be written ({0}). Nothing was sent; what is stored is kept, and can be shown and exported. Make the disk writable, then try again.',
          messageOf(error),
        ),
      );
    }
  }

  override append(runId: string, events: readonly RunEvent[]): void {
    const spare = this.#spareOf(runId);
    if (spare) spare.append(runId, events);
    else super.append(runId, events);
  }

  override release(runId: string, reviewedFraction?: number): void {
    const spare = this.#spareOf(runId);
    if (spare) return spare.release(runId, reviewedFraction);
    try {
      super.release(runId, reviewedFraction);
    } catch {
      // The run has its result, and was told what could not be stored; the hold runs out by itself.
    }
  }

  /** What cannot be read is asked for again. */
  override recall(key: string): unknown {
    try {
      return super.recall(key);
    } catch {
      this.noteDamaged(key);
      return undefined;
    }
  }

  override list(): StoredRun[] {
    const runs = [...(this.#spare?.list() ?? []), ...super.list()];
    return runs.sort((a, b) => b.startedAt - a.startedAt);
  }

  override addressesOf(runId: string): string[] {
    return this.#spareOf(runId)?.addressesOf(runId) ?? super.addressesOf(runId);
  }

  override load(runId: string): LoadedRun | undefined {
    return this.#spareOf(runId)?.load(runId) ?? super.load(runId);
  }

  override delete(runId: string): void {
    const spare = this.#spareOf(runId);
    if (!spare) return super.delete(runId);
    spare.delete(runId);
    this.#runs.delete(runId);
  }

  override deleteAll(): void {
    this.#spare?.deleteAll();
    this.#runs.clear();
    super.deleteAll();
  }

  override close(): void {
    this.#spare?.close();
    super.close();
  }

  readonly #spareOf = (runId: string): RunStore | undefined =>
    this.#runs.has(runId) ? this.#spare : undefined;
}
