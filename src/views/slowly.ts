export interface SlowlyPorts<T, Made> {
  readonly make: (document: string, wanted: T) => Made;
  readonly remove: (made: Made) => void;
  /** Calls `work` some time later; the result takes that back. */
  readonly later: (work: () => void) => () => void;
}

export interface Slowly<T> {
  /**
   * What a document is to have, by all that is shown of each; the rest of it is removed at once. `isSeen` false:
   * nothing is added.
   */
  set(document: string, wanted: ReadonlyMap<string, T>, isSeen: boolean): void;
  dispose(): void;
}

/** Made at a time. */
const SLICE = 2;

/** Makes what is wanted of each document a few at a time, in order; what is there already stays. */
export function slowly<T, Made>({ make, remove, later }: SlowlyPorts<T, Made>): Slowly<T> {
  const made = new Map<string, Map<string, Made>>();
  let left: { readonly document: string; readonly key: string; readonly wanted: T }[] = [];
  let cancel: (() => void) | undefined;
  const slice = (): void => {
    cancel = undefined;
    for (const { document, key, wanted } of left.splice(0, SLICE)) {
      const own = made.get(document) ?? new Map<string, Made>();
      made.set(document, own.set(key, make(document, wanted)));
    }
    if (left.length > 0) cancel = later(slice);
  };
  return {
    set(document, wanted, isSeen) {
      const own = made.get(document) ?? new Map<string, Made>();
      for (const [key, one] of own) {
        if (wanted.has(key)) continue;
        own.delete(key);
        remove(one);
      }
      left = left.filter(each => each.document !== document);
      for (const [key, each] of isSeen ? wanted : [])
        if (!own.has(key)) left.push({ document, key, wanted: each });
      if (left.length > 0) cancel ??= later(slice);
    },
    dispose() {
      cancel?.();
      left = [];
      for (const own of made.values()) for (const one of own.values()) remove(one);
      made.clear();
    },
  };
}
