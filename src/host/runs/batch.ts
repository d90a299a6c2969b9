/** Collects items and hands them over together, so that 200 branches do not mean 600 redraws. */
export interface Batch<T> {
  add(item: T): void;
  /** Hands over what is there now, at once. */
  flush(): void;
  /** Hands over nothing any more. */
  dispose(): void;
}

/** Delivers at most every `ms` milliseconds; the first item of a quiet time waits the same. */
export function batch<T>(ms: number, deliver: (items: readonly T[]) => void): Batch<T> {
  let items: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  const flush = (): void => {
    if (timer) clearTimeout(timer);
    timer = undefined;
    if (disposed || items.length === 0) return;
    const ready = items;
    items = [];
    deliver(ready);
  };
  return {
    add(item) {
      if (disposed) return;
      items.push(item);
      timer ??= setTimeout(flush, ms);
    },
    flush,
    dispose() {
      disposed = true;
      if (timer) clearTimeout(timer);
      items = [];
    },
  };
}
