import type { Branch } from '../domain/branch.ts';
import { createHeap, type Heap } from './heap.ts';

export type Optimize = 'speed' | 'cost' | 'order';

/** A branch in the order of work. The order is the caller's to extend: it keeps only what it needs. */
export interface Orderable {
  readonly branch: Branch;
  /** Place in reading order. */
  readonly index: number;
  /** False when the item is not to be started (any more): it is dropped when it comes up. */
  readonly queued: boolean;
}

export interface Order<T extends Orderable> {
  /** New work. Siblings of one chunk come after their leader. */
  readonly add: (items: readonly T[]) => void;
  /** Work that has waited before: it goes ahead of everything new. */
  readonly addUrgent: (item: T) => void;
  /**
   * What comes next, until it is no longer queued. `light`: of new work rather what has little input for its
   * output, because input is what is short just now.
   */
  readonly peek: (light?: boolean) => T | undefined;
  /** The chunk's prompt prefix is cached, or will never be: its siblings need not wait. */
  readonly release: (item: T) => void;
  /** The siblings that wait for this item's first token. */
  readonly followers: (item: T) => readonly T[];
}

interface Entry<T> {
  readonly item: T;
  /** 0 waited before, 1 leaders, 2 the others. */
  readonly rank: number;
  readonly tokens: number;
  readonly inputShare: number;
}

interface Group<T> {
  readonly leader: T;
  cold: T[];
}

/**
 * Longest first, because the longest branch started last is what a run waits for at its end (Graham's LPT
 * rule); where input and output have limits of their own, so mixed that neither is short while the other lies
 * idle; where prompts are cached, one leader per chunk first, its siblings once the prefix is warm.
 * `cost` holds siblings back until then; `speed` prefers warm ones and never leaves a slot idle. `order` is
 * reading order: one at a time, the perspectives of a chunk follow each other.
 */
export function createOrder<T extends Orderable>(
  optimize: Optimize,
  cachesPrefixOf: (branch: Branch) => boolean,
): Order<T> {
  const ready = createHeap<Entry<T>>(
    (a, b) =>
      a.rank < b.rank ||
      (a.rank === b.rank &&
        (a.tokens > b.tokens || (a.tokens === b.tokens && a.item.index < b.item.index))),
  );
  const light = createHeap<Entry<T>>((a, b) => a.inputShare < b.inputShare);
  const groups = new Map<string, Group<T>>();
  /** Groups in the order their leaders are started. */
  const coldGroups: Group<T>[] = [];
  let firstCold = 0;

  const push = (item: T, rank: number): void => {
    const tokens = sizeOf(item);
    const inputShare = item.branch.inputTokens / tokens;
    const entry = { item, rank, tokens: optimize === 'order' ? 0 : tokens, inputShare };
    ready.push(entry);
    if (rank === 2) light.push(entry);
  };

  const cold = (): Group<T> | undefined => {
    for (; firstCold < coldGroups.length; firstCold += 1) {
      const group = coldGroups[firstCold] as Group<T>;
      while (group.cold.length > 0 && !(group.cold[0] as T).queued) group.cold.shift();
      if (group.cold.length > 0) return group;
    }
    return undefined;
  };

  /** What has been started leaves a heap only when it comes up. */
  const queued = (heap: Heap<Entry<T>>): Entry<T> | undefined => {
    for (let entry = heap.peek(); entry; entry = heap.peek()) {
      if (entry.item.queued) return entry;
      heap.pop();
    }
    return undefined;
  };

  const warm = (inputIsShort: boolean): T | undefined => {
    const first = queued(ready);
    return (inputIsShort && first?.rank === 2 ? queued(light) : first)?.item;
  };

  return {
    add: items => {
      const byChunk = new Map<string, T[]>();
      for (const item of items) {
        const key = keyOf(item);
        const group = byChunk.get(key);
        if (group) group.push(item);
        else byChunk.set(key, [item]);
      }
      const fresh: Group<T>[] = [];
      for (const [key, members] of byChunk) {
        const leader = members.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a));
        if (members.length === 1 || optimize === 'order' || !cachesPrefixOf(leader.branch)) {
          for (const item of members) push(item, optimize === 'order' ? 1 : 2);
          continue;
        }
        const group = { leader, cold: members.filter(item => item !== leader) };
        groups.set(key, group);
        fresh.push(group);
        push(leader, 1);
      }
      fresh.sort((a, b) => sizeOf(b.leader) - sizeOf(a.leader) || a.leader.index - b.leader.index);
      coldGroups.push(...fresh);
    },
    addUrgent: item => push(item, 0),
    peek: (inputIsShort = false) =>
      warm(inputIsShort) ?? (optimize === 'speed' ? cold()?.cold[0] : undefined),
    release: item => {
      const key = keyOf(item);
      const group = groups.get(key);
      if (!group) return;
      groups.delete(key);
      for (const sibling of group.cold) push(sibling, 2);
      group.cold = [];
    },
    followers: item => {
      const group = groups.get(keyOf(item));
      return group?.leader === item ? group.cold : [];
    },
  };
}

const keyOf = ({ branch }: Orderable): string => `${branch.model} ${branch.chunkId}`;

const sizeOf = ({ branch }: Orderable): number => branch.inputTokens + branch.outputTokens;
