/** How a fault or a threat is met, and how that is shown. */
export type Entry =
  /**
   * Tests whose names hold the id, in `test` (under `test/`). They were seen to fail when `find` in `file` is
   * replaced by `by`: without what meets it.
   */
  | {
      readonly id: string;
      readonly what: string;
      readonly test: string;
      readonly file: string;
      readonly find: string;
      readonly by: string;
      /** Further locks on the same door. */
      readonly also?: readonly {
        readonly file: string;
        readonly find: string;
        readonly by: string;
      }[];
    }
  /** A test in a real editor or browser; the id is in its name or beside it. No mutation is run. */
  | { readonly id: string; readonly what: string; readonly slow: string }
  | { readonly id: string; readonly what: string; readonly because: string };
