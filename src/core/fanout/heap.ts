/** A binary heap. `before(a, b)` says that `a` comes out first; equal items come out in any order. */
export interface Heap<T> {
  readonly size: () => number;
  readonly peek: () => T | undefined;
  readonly push: (item: T) => void;
  readonly pop: () => T | undefined;
}

export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  return {
    size: () => items.length,
    peek: () => items[0],
    push: item => {
      let at = items.push(item) - 1;
      while (at > 0) {
        const up = (at - 1) >> 1;
        if (!before(item, items[up] as T)) break;
        items[at] = items[up] as T;
        at = up;
      }
      items[at] = item;
    },
    pop: () => {
      const top = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return top;
      let at = 0;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= items.length) break;
        if (down + 1 < items.length && before(items[down + 1] as T, items[down] as T)) down += 1;
        if (!before(items[down] as T, last)) break;
        items[at] = items[down] as T;
        at = down;
      }
      items[at] = last;
      return top;
    },
  };
}
