import type { Finding } from '../../domain/results/findings.ts';
import type { Range } from '../../domain/range.ts';
import { type Edit, editOf, isSameEdit } from './edit.ts';

/** All of these in units of likeness; chosen on the reviews of `test/support/quotedReviews`. */

/** From this many remarks on the same words, that two are on them says nothing. */
const CROWD = 6;
/** For each e-fold that fewer remarks are on the same words: the fewer, the more probably about one problem. */
const PER_FEWER = 0.2;
/** Two suggestions that change the same into the same. */
const SAME_EDIT = 1;
/** What one suggestion changes is outside of what the other remark is about. */
const OTHER_WORDS = -0.3;
/** One branch rarely says a problem twice. */
const SAME_BRANCH = -0.3;

/**
 * What speaks for and against two remarks of a place being one problem, apart from their words: how many others are on
 * the same words, what they would change, and by whom they were made. For each pair, to be added to its likeness.
 */
export function evidenceOf(findings: readonly Finding[]): number[][] {
  const edits = findings.map(editOf);
  const crowds = findings.map(a => findings.filter(b => a === b || touch(a.range, b.range)).length);
  return findings.map((a, i) =>
    findings.map((b, j) => {
      if (i === j) return 0;
      if (isSameEdit(edits[i], edits[j])) return SAME_EDIT;
      const branch = isSameBranch(a, b) ? SAME_BRANCH : 0;
      if (!touch(a.range, b.range)) return branch;
      const fewer = Math.log(CROWD / Math.max(crowds[i] ?? 1, crowds[j] ?? 1));
      const isOther = isElsewhere(edits[i], edits[j] ?? b.range) || isElsewhere(edits[j], a.range);
      return PER_FEWER * Math.max(0, fewer) + (isOther ? OTHER_WORDS : 0) + branch;
    }),
  );
}

/** Remarks without a place are in one because they quote the same. */
const touch = (a: Range | undefined, b: Range | undefined): boolean =>
  !a || !b || (a.start <= b.end && b.start <= a.end);

const isElsewhere = (edit: Edit | undefined, words: Range | undefined): boolean =>
  edit !== undefined && !touch(edit, words);

const isSameBranch = (a: Finding, b: Finding): boolean =>
  a.branchIds.some(id => b.branchIds.includes(id));
