import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/domain/results/findings.ts';
import { scoreOf } from '../../../../src/core/evaluate/score.ts';
import type { KnownPassage, Truth } from '../../../../src/core/evaluate/truth.ts';

let ids = 0;
const finding = (start: number, end: number, more: Partial<Finding> = {}): Finding => ({
  id: `F${++ids}`,
  fingerprint: 'f',
  perspectiveId: 'accuracy',
  severity: 'major',
  confidence: 0.9,
  sourceId: 'a',
  chunkId: 'c',
  quote: 'q',
  range: { start, end },
  match: 'exact',
  title: 'A title',
  message: 'A message.',
  branchIds: ['b'],
  ...more,
});
const unplaced = (): Finding => {
  const { range: _, ...rest } = finding(0, 0);
  return { ...rest, match: 'none' };
};
const known = (id: string, start: number, end: number, kind = 'wrong-sum'): KnownPassage => ({
  id,
  sourceId: 'a',
  kind,
  places: [{ start, end }],
  what: 'wrong',
});
const truth = (errors: readonly KnownPassage[], more: Partial<Truth> = {}): Truth => ({
  errors,
  dismissed: [],
  isComplete: false,
  ...more,
});
const verified = (verdict: 'confirmed' | 'refuted' | 'unsure') => ({
  verification: { verdict, evidence: '', by: 'a:b' },
});

describe('score of a reviewer', () => {
  it('counts an error as found once, and the other findings about it as repeated', () => {
    const { recall, repeated, found } = scoreOf(
      [finding(10, 20), finding(15, 30), finding(500, 520)],
      truth([known('E1', 12, 18), known('E2', 100, 120)]),
    );
    assert.deepEqual([recall.hits, recall.of], [1, 2]);
    assert.deepEqual([repeated.hits, repeated.of], [1, 2]);
    assert.deepEqual(found, ['E1']);
  });

  it('findings under one heading do not repeat each other', () => {
    const both = [finding(10, 20, { group: 'G1' }), finding(15, 30, { group: 'G1' })];
    assert.equal(scoreOf(both, truth([known('E1', 12, 18)])).repeated.hits, 0);
  });

  it('a quote of the whole page finds nothing, nor does one without a place', () => {
    const { recall, placed } = scoreOf(
      [finding(0, 5000), unplaced()],
      truth([known('E1', 100, 120)]),
    );
    assert.equal(recall.hits, 0);
    assert.deepEqual([placed.hits, placed.of], [1, 2]);
  });

  it('one of several places counts for recall and not as placed', () => {
    const either = finding(300, 310, {
      match: 'ambiguous',
      otherPlaces: [{ start: 100, end: 110 }],
    });
    const { recall, placed } = scoreOf([either], truth([known('E1', 100, 120)]));
    assert.equal(recall.hits, 1);
    assert.equal(placed.hits, 0);
  });

  it('both sides of a contradiction count, and the passage a conflict is related to', () => {
    const error = {
      ...known('E1', 10, 20),
      places: [
        { start: 10, end: 20 },
        { start: 900, end: 950 },
      ],
    };
    const related = [{ sourceId: 'a', range: { start: 905, end: 930 }, quote: 'q' }];
    assert.equal(scoreOf([finding(900, 940)], truth([error])).recall.hits, 1);
    assert.equal(scoreOf([finding(400, 420, { related })], truth([error])).recall.hits, 1);
  });

  it('useful is what is at an error or was confirmed; what nobody judged is in neither number', () => {
    const { useful, unjudged } = scoreOf(
      [
        finding(10, 20),
        finding(200, 220, verified('confirmed')),
        finding(300, 320, verified('refuted')),
        finding(400, 420, verified('unsure')),
        finding(500, 520),
      ],
      truth([known('E1', 12, 18)]),
    );
    assert.deepEqual([useful.hits, useful.of, unjudged], [2, 3, 2]);
  });

  it('an error that a second look refuted is lost, said so, and the finding was useful all the same', () => {
    const { recall, refutedErrors, useful } = scoreOf(
      [finding(10, 20, verified('refuted'))],
      truth([known('E1', 12, 18)]),
    );
    assert.deepEqual([recall.hits, refutedErrors], [0, 1]);
    assert.deepEqual([useful.hits, useful.of], [1, 1]);
  });

  it('of a complete set a finding counts only with the name of the kind, and all others are false', () => {
    const law = known('E1', 100, 200, 'Governing Law');
    const right = finding(110, 150, { title: 'Governing law: Nova Scotia' });
    const wrong = finding(110, 150, { title: 'Anti-Assignment' });
    const set = truth([law], { isComplete: true });
    assert.equal(scoreOf([wrong], set).recall.hits, 0);
    const { recall, useful } = scoreOf([right, wrong, finding(900, 910)], set);
    assert.equal(recall.hits, 1);
    assert.deepEqual([useful.hits, useful.of], [1, 3]);
  });

  it('a merged finding answers for every name it was given', () => {
    const wordings = [
      { title: 'Cap On Liability', message: '', severity: 'note' as const, branchIds: ['b'] },
    ];
    const cap = truth([known('E1', 100, 200, 'Cap on Liability')], { isComplete: true });
    assert.equal(
      scoreOf([finding(110, 150, { title: 'Insurance', wordings })], cap).recall.hits,
      1,
    );
  });

  it('what a person dismissed and is said again is a false alarm', () => {
    const dismissed = [known('D1', 100, 120), known('D2', 700, 720)];
    const { falseAgain, useful } = scoreOf([finding(105, 110)], truth([], { dismissed }));
    assert.deepEqual([falseAgain.hits, falseAgain.of], [1, 2]);
    assert.deepEqual([useful.hits, useful.of], [0, 1]);
  });
});
