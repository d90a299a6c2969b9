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
  /** 0 waited before, 1 far longer than the others, 2 the others, 3 the end of the text. */
  readonly rank: 0 | 1 | 2 | 3;
  readonly leads: boolean;
  readonly tokens: number;
  readonly inputShare: number;
}

interface Group<T> {
  readonly leader: T;
  cold: T[];
}

/** How many calls there may be at once, and how many there are. */
export interface Room {
  readonly slots: number;
  readonly busy: number;
}

/** What is this many times as long as the mean goes first: started last, the run would wait for it alone. */
const LONG = 2;
/** Slots that the end of the text fills this many times: there the longest goes first, so that all end together. */
const TAIL = 2;
/** Share of the slots for which leaders may run ahead: fewer lie idle until the next first token. */
const AHEAD = 1 / 2;

/**
 * Reading order, every perspective of a chunk before the next chunk, so that what is read at any moment is read
 * by all; only what is far longer than the rest goes first, and the end of the text longest first (Graham's LPT
 * rule). Where input and output have limits of their own, so mixed that neither is short while the other lies idle.
 * Where prompts are cached, one leader per chunk goes first, its siblings once the prefix is warm: leaders run only as far ahead
 * as their siblings will have slots (`room`). `cost` holds siblings back until then; `speed` takes cold ones in a run
 * so short that all of it has a slot at once. `order` is strict: one at a time.
 */
export function createOrder<T extends Orderable>(
  optimize: Optimize,
  cachesPrefixOf: (branch: Branch) => boolean,
  room: () => Room = () => ({ slots: Infinity, busy: 0 }),
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

  let longFrom = Infinity;
  let added = 0;
  let tailFrom = Infinity;
  const rankOf = (item: T): Entry<T>['rank'] => {
    if (optimize === 'order') return 2;
    if (sizeOf(item) > longFrom) return 1;
    return item.index < tailFrom ? 2 : 3;
  };

  const push = (item: T, leads = false, waited = false): void => {
    const size = sizeOf(item);
    const inputShare = item.branch.inputTokens / size;
    const rank = waited ? 0 : rankOf(item);
    const entry: Entry<T> = { item, rank, leads, tokens: rank === 2 ? 0 : size, inputShare };
    ready.push(entry);
    if (rank >= 2 && !leads && optimize !== 'order') light.push(entry);
  };

  /** Siblings that will want a slot as soon as their leader's first token is there. */
  const awaited = (): number => {
    let n = 0;
    for (let i = firstCold; i < coldGroups.length; i += 1) {
      const group = coldGroups[i] as Group<T>;
      if (group.leader.queued) break;
      n += group.cold.length;
    }
    return n;
  };
  /** Whether another chunk is to be started. */
  const mayLead = (): boolean => {
    const { slots, busy } = room();
    return !Number.isFinite(slots) || slots - busy + Math.ceil(slots * AHEAD) > awaited();
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
    if (first?.leads && cold() && !mayLead()) return undefined;
    const lightest =
      inputIsShort && first !== undefined && first.rank >= 2 && !first.leads
        ? queued(light)
        : undefined;
    return (lightest ?? first)?.item;
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
      added += items.length;
      if (tailFrom === Infinity)
        tailFrom = items[Math.max(0, items.length - TAIL * room().slots)]?.index ?? Infinity;
      if (longFrom === Infinity && items.length > 0)
        longFrom = (LONG * items.reduce((sum, item) => sum + sizeOf(item), 0)) / items.length;
      const fresh: Group<T>[] = [];
      for (const [key, members] of byChunk) {
        const leader = members.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a));
        if (members.length === 1 || optimize === 'order' || !cachesPrefixOf(leader.branch)) {
          for (const item of members) push(item);
          continue;
        }
        const group = { leader, cold: members.filter(item => item !== leader) };
        groups.set(key, group);
        fresh.push(group);
        push(leader, true);
      }
      // In the order in which their leaders start.
      fresh.sort(
        ({ leader: a }, { leader: b }) =>
          rankOf(a) - rankOf(b) ||
          (rankOf(a) === 2 ? 0 : sizeOf(b) - sizeOf(a)) ||
          a.index - b.index,
      );
      coldGroups.push(...fresh);
    },
    addUrgent: item => push(item, false, true),
    peek: (inputIsShort = false) => {
      const next = warm(inputIsShort);
      // In a longer run a slot that waits for a first token costs less than a prefix that is paid for twice.
      return next ?? (optimize === 'speed' && added <= room().slots ? cold()?.cold[0] : undefined);
    },
    release: item => {
      const key = keyOf(item);
      const group = groups.get(key);
      if (!group) return;
      groups.delete(key);
      for (const sibling of group.cold) push(sibling);
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
