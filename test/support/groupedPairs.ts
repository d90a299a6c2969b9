import { mergeFindings, type ReportOrder } from '../../src/core/fanin/merge/merge.ts';
import type { WordVectors } from '../../src/core/fanin/merge/wordVectors.ts';
import { finding } from '../unit/core/fanin/fixtures.ts';

/**
 * The share of pairs of remarks in one group or finding, 0 to 1, of one problem and of different ones, if all remarks of
 * a review are on the same words. A review is a list of problems, each as several readers put it.
 */
export function groupedPairs(
  reviews: readonly (readonly (readonly string[])[])[],
  order: ReportOrder,
  vectors?: WordVectors,
): { readonly same: number; readonly different: number } {
  let [same, joined, others, wrong] = [0, 0, 0, 0];
  for (const problems of reviews) {
    const remarks = problems.flatMap((said, problem) => said.map(text => ({ text, problem })));
    const found = mergeFindings(
      remarks.map(({ text }, i) =>
        finding({ id: `b${i}#1`, branchIds: [`b${i}`], title: '', message: text }),
      ),
      order,
      vectors,
    );
    const groupOf = new Map(
      found.flatMap(({ id, group, message, wordings = [] }) =>
        [message, ...wordings.map(wording => wording.message)].map(said => [said, group ?? id]),
      ),
    );
    for (const [i, a] of remarks.entries())
      for (const b of remarks.slice(i + 1)) {
        const together = groupOf.get(a.text) === groupOf.get(b.text);
        if (a.problem === b.problem) [same, joined] = [same + 1, joined + Number(together)];
        else [others, wrong] = [others + 1, wrong + Number(together)];
      }
  }
  return { same: joined / same, different: wrong / others };
}
