import type {
  BatchEngine,
  BatchItem,
  BatchOrder,
  BatchProgress,
  BatchResult,
} from '../../src/core/ports/model.ts';
import { callFailed } from '../../src/core/errors.ts';

export interface EngineScript {
  /** How one request ends. */
  readonly end: (item: BatchItem) => DistributiveOmit<BatchResult, 'id'> | 'missing';
  readonly limits?: BatchEngine['limits'];
  /** How often a batch is asked about before it has ended; 3 unless told. */
  readonly polls?: number;
  /** Instead of being run, the `n`-th batch is told to be this. */
  readonly told?: (n: number) => Partial<BatchProgress> | undefined;
  /** Before (`false`) and after (`true`) the `n`-th try to send is accepted; may throw. */
  readonly onSubmit?: (n: number, accepted: boolean) => void;
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export interface ScriptedBatch {
  readonly id: string;
  readonly order: BatchOrder;
  polls: number;
  cancelled: boolean;
  deleted: boolean;
}

/** A provider's batch engine that outlives the runs which use it, as a provider does. */
export interface ScriptedEngine extends BatchEngine {
  readonly batches: readonly ScriptedBatch[];
}

export function scriptedEngine(script: EngineScript): ScriptedEngine {
  const batches: ScriptedBatch[] = [];
  let tries = 0;
  const find = (id: string): ScriptedBatch | undefined =>
    batches.find(batch => batch.id === id && !batch.deleted);
  const isOver = (batch: ScriptedBatch): boolean => batch.polls > (script.polls ?? 3);
  return {
    batches,
    limits: script.limits ?? { requests: 50_000, bytes: 100_000_000 },
    priceShare: 0.5,
    submit: async (order, signal) => {
      await Promise.resolve();
      signal.throwIfAborted();
      const before = order.sentBefore && batches.find(batch => batch.order.key === order.key);
      if (before) return { id: before.id };
      if (order.findOnly) return undefined;
      const n = tries++;
      script.onSubmit?.(n, false);
      const id = `provider-${batches.length}`;
      batches.push({ id, order, polls: 0, cancelled: false, deleted: false });
      script.onSubmit?.(n, true);
      return { id };
    },
    progress: async (id, signal) => {
      await Promise.resolve();
      signal.throwIfAborted();
      const batch = find(id);
      if (!batch) return { state: 'gone', done: 0, total: 0 };
      batch.polls += 1;
      const total = batch.order.items.length;
      const over = isOver(batch);
      return {
        state: over ? 'ended' : 'running',
        done: over ? total : Math.floor((total * batch.polls) / ((script.polls ?? 3) + 1)),
        total,
        ...script.told?.(batches.indexOf(batch)),
      };
    },
    results: async (id, take, signal) => {
      const batch = find(id);
      if (!batch)
        throw callFailed({ code: 'unknownModel', message: 'No such batch.', status: 404 });
      const { items } = batch.order;
      const shuffled = [...items].sort((a, b) => (a.id < b.id ? 1 : -1));
      for (const [at, item] of shuffled.entries()) {
        signal.throwIfAborted();
        const end =
          batch.cancelled && at % 2 === 1 ? ({ kind: 'cancelled' } as const) : script.end(item);
        if (end !== 'missing') await take([{ id: item.id, ...end }]);
      }
      batch.deleted = true;
    },
    cancel: async id => {
      await Promise.resolve();
      const batch = find(id);
      if (batch && !isOver(batch)) batch.cancelled = true;
    },
  };
}
