/** An item of a member, in reading order, and the space it takes. */
export interface Turn {
  readonly id: string;
  readonly size: number;
}

/**
 * The items that fit, from every member in turn, so that omissions are spread over the whole and are not only at its
 * end. If there is no room for every member, the included ones are evenly spaced; the same within a member, its first
 * item first. At least one item, however large.
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

/** 0 to `count` - 1 in an order of which every prefix is evenly spaced: the first, the middle, the quarters ... */
function spread(count: number): number[] {
  const order = new Set<number>();
  for (let i = 0; order.size < count; i += 1) {
    // Van der Corput's sequence: the bits of i mirrored at the radix point.
    let [value, share] = [0, 0.5];
    for (let rest = i; rest > 0; rest >>>= 1, share /= 2) if (rest & 1) value += share;
    order.add(Math.floor(value * count));
  }
  return [...order];
}
