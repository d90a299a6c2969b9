import type { Range } from '../../domain/range.ts';

/** A term or symbol, with the words that define it. */
export interface Definition extends Range {
  readonly term: string;
  /** One line. */
  readonly text: string;
  /** `any`: used under any name; `member`: only after `this.`, `self.` or the like. */
  readonly scope: 'any' | 'member' | 'import';
}
