import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Finding } from '../../../../../src/core/domain/results/findings.ts';
import { editOf, isSameEdit } from '../../../../../src/core/fanin/merge/edit.ts';
import { evidenceOf } from '../../../../../src/core/fanin/merge/evidence.ts';
import { mergeFindings } from '../../../../../src/core/fanin/merge/merge.ts';
import { wordVectors } from '../../../../../src/core/fanin/merge/wordVectors.ts';
import { pairsOf } from '../../../../support/quotedReviews/measure.ts';
import { TUNED } from '../../../../support/quotedReviews/reviews.ts';
import { finding, perspective } from '../fixtures.ts';

const text = 'We answer within 60 days and charge a fee of £25 for each request.';
const order = {
  sources: [
    { id: 's1', path: 's1.md', kind: 'markdown', languageId: 'markdown', length: 9_000 } as const,
  ],
  perspectives: ['accuracy', 'tone', 'completeness'].map(perspective),
};

/** A remark of a branch on words of `text`. */
const on = (branch: string, quote: string, message: string, suggestion?: string): Finding => {
  const start = text.indexOf(quote);
  return finding({
    id: `${branch}#1`,
    branchIds: [branch],
    quote,
    range: { start, end: start + quote.length },
    title: message,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
};

const deadline = on('a', text, 'The law allows one month.', text.replace('60 days', 'one month'));

describe('what speaks for one problem apart from words', () => {
  it('the part of a quote that a suggestion changes has its exact place, however long the quote', () => {
    const short = on('b', '60 days', 'Too long', 'one month');
    const { start, end } = short.range ?? { start: 0, end: 0 };
    assert.deepEqual(editOf(deadline), { start, end, text: 'one month' });
    assert.ok(isSameEdit(editOf(deadline), editOf(short)));
    assert.equal(editOf(on('b', '60 days', 'Too long')), undefined);
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(50), (quote, suggestion, at) => {
        const range = { start: at, end: at + quote.length };
        const edit = editOf(finding({ quote, suggestion, range }));
        if (quote === suggestion) assert.equal(edit, undefined);
        else {
          assert.ok(edit && at <= edit.start && edit.start <= edit.end && edit.end <= range.end);
          const applied = `${quote.slice(0, edit.start - at)}${edit.text}${quote.slice(edit.end - at)}`;
          assert.equal(applied, suggestion);
        }
      }),
    );
  });

  it('remarks whose suggestions make the same change are in one group, and stay two findings', () => {
    const found = mergeFindings(
      [deadline, on('b', 'within 60 days', 'Statutory limit exceeded', 'within one month')],
      order,
    );
    assert.deepEqual(
      found.map(f => f.group),
      ['G1', 'G1'],
    );
  });

  it('a suggestion that leaves the words of another remark alone is for another problem', () => {
    const fee = on('b', 'a fee of £25', 'Copies have to be free');
    const found = mergeFindings([deadline, fee], order);
    assert.deepEqual(
      found.map(f => f.group),
      [undefined, undefined],
    );
    const about = on('b', 'within 60 days', 'Copies have to be free');
    assert.ok(mergeFindings([deadline, about], order).every(f => f.group === 'G1'));
  });

  it('says more the fewer remarks are on the same words, and nothing of a crowd', () => {
    const some = (n: number) => Array.from({ length: n }, (_, i) => on(`b${i}`, '60 days', `${i}`));
    const between = [2, 3, 4, 8].map(n => evidenceOf(some(n))[0]?.[1] ?? 0);
    assert.deepEqual(
      between.toSorted((a, b) => b - a),
      between,
    );
    assert.ok((between[0] ?? 0) > (between[1] ?? 0) && (between[1] ?? 0) > 0);
    assert.equal(between[3], 0);
  });

  it('is symmetrical', () => {
    const all = [deadline, on('b', '60 days', 'x', 'y'), on('b', 'a fee', 'z'), on('c', text, 'w')];
    const evidence = evidenceOf(all);
    evidence.forEach((row, i) => {
      row.forEach((value, j) => {
        assert.equal(value, evidence[j]?.[i]);
      });
    });
  });
});

describe('reviews with quotes, as a run has them, without a model', () => {
  it('most remarks on one problem are in one group, and no two problems are one finding', () => {
    const all = pairsOf(TUNED, wordVectors());
    assert.ok(all.joined / all.same > 0.7, `${all.joined} of ${all.same} pairs of one problem`);
    assert.ok(all.wrong / all.different < 0.01, `${all.wrong} of ${all.different} other pairs`);
    assert.ok(all.wrong / all.near < 0.25, `${all.wrong} of ${all.near} on overlapping words`);
    assert.equal(all.fused, 0);
    assert.equal(all.kept, all.messages);
  });
});
