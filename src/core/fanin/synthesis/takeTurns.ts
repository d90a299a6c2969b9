/** Items of one member, in reading order, and what each takes of the room. */
export interface Turn {
  readonly id: string;
  readonly size: number;
}

/**
 * The items that fit, from every member in turn, so that what is left out is spread over the whole and never
 * its end: where not every member has room, those that have it lie evenly apart; within a member likewise,
 * its first item first. At least one item, however large.
 */
export function takeTurns(members: readonly (readonly Turn[])[], room: number): Set<string> {
  const chosen = new Set<string>();
  let left = room;
  const orders = members.map(items => spread(items.length).flatMap(i => items[i] ?? []));
  const most = Math.max(0, ...orders.map(items => items.length));
  for (let turn = 0; turn < most; turn += 1)
    for (const member of spread(members.length)) {
      const item = orders[member]?.[turn];
      if (!item || chosen.has(item.id) || (item.size > left && chosen.size > 0)) continue;
      left -= item.size;
      chosen.add(item.id);
    }
  return chosen;
}

/** 0 to `count` - 1 such that every beginning lies evenly apart: the first, the middle, the quarters ... */
function spread(count: number): number[] {
  const order = new Set<number>();
  for (let i = 0; order.size < count; i += 1) {
    // Van der Corput's sequence: the bits of i mirrored at the point.
    let [value, share] = [0, 0.5];
    for (let rest = i; rest > 0; rest >>>= 1, share /= 2) if (rest & 1) value += share;
    order.add(Math.floor(value * count));
  }
  return [...order];
}
