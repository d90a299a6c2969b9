import type { Range } from '../../domain/range.ts';

/** A term or symbol, with the words that say what it is. */
export interface Definition extends Range {
  readonly term: string;
  /** One line. */
  readonly text: string;
  /** Used by any name; `member`: only after `this.`, `self.` or the like. */
  readonly scope: 'any' | 'member' | 'import';
}
