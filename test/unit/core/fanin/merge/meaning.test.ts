import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clustersOf, likenessOf } from '../../../../../src/core/fanin/merge/likeness.ts';
import {
  candidatesOf,
  judgementProblem,
  judgeRequest,
  packJudged,
  readJudgements,
} from '../../../../../src/core/fanin/merge/judge.ts';
import {
  finishMerge,
  mergeFindings,
  planMerge,
} from '../../../../../src/core/fanin/merge/merge.ts';
import type { Finding } from '../../../../../src/core/domain/results/findings.ts';
import { finding, perspective } from '../fixtures.ts';
import { wordVectors, type WordVectors } from '../../../../../src/core/fanin/merge/wordVectors.ts';
import { groupedPairs } from '../../../../support/groupedPairs.ts';
import { REVIEWS } from '../../../../support/reviews.ts';
import { REWORDED_REVIEWS } from '../../../../support/reworded.ts';
import { DIFFERENT, REWORDED } from '../../../../support/rewordings.ts';
import { TERSE_REVIEWS } from '../../../../support/terseReviews.ts';

const order = {
  sources: [
    { id: 's1', path: 's1.md', kind: 'markdown', languageId: 'markdown', length: 9_000 } as const,
  ],
  perspectives: ['accuracy', 'tone', 'completeness'].map(perspective),
};

/** Two readers on the same words; `at` keeps the pairs apart. */
const pair = ([a, b]: readonly [string, string], at = 0, samePerspective = false): Finding[] =>
  [a, b].map((message, i) =>
    finding({
      id: `b${at}.${i}#1`,
      branchIds: [`b${at}.${i}`],
      perspectiveId: samePerspective || i === 0 ? 'accuracy' : 'completeness',
      title: message.split(/[:.]/)[0] ?? '',
      message,
      range: { start: at, end: at + 50 },
    }),
  );

const messages = (found: readonly Finding[]): string[] =>
  found.flatMap(f => [f.message, ...(f.wordings ?? []).map(w => w.message)]).sort();

describe('one problem in other words', () => {
  for (const samePerspective of [true, false])
    it(`is put in one group without a model, ${samePerspective ? 'same perspective' : 'two perspectives'}`, () => {
      for (const { said } of REWORDED) {
        const found = mergeFindings(pair(said, 0, samePerspective), order);
        assert.ok(found.length === 1 || found.every(f => f.group === 'G1'), said[0]);
        assert.deepEqual(messages(found), [...said].sort());
      }
    });

  it('is one finding where a model says so, said by both, with every wording', () => {
    const plan = planMerge(
      REWORDED.flatMap(({ said }, i) => pair(said, i * 100)),
      order,
    );
    const candidates = candidatesOf(plan);
    assert.equal(candidates.length, REWORDED.length);
    const answer = {
      sets: candidates.map(({ id }) => ({ set: id, same: [[1, 2]], related: [] })),
    };
    const found = finishMerge(plan, order, readJudgements(JSON.stringify(answer), candidates));
    assert.equal(found.length, REWORDED.length);
    assert.deepEqual(messages(found), REWORDED.flatMap(({ said }) => said).sort());
    for (const f of found) {
      assert.equal(f.branchIds.length, 2);
      assert.deepEqual(f.alsoPerspectiveIds?.length, 1);
      assert.equal(f.group, undefined);
    }
  });

  it('keeps what each of its members is known by, for the decisions of people', () => {
    const [{ said } = { said: ['', ''] as const }] = REWORDED;
    const [a, b] = pair(said);
    assert.ok(a && b);
    const two = [
      { ...a, fingerprint: 'aa' },
      { ...b, fingerprint: 'bb' },
    ];
    const [one] = finishMerge(planMerge(two, order), order, [
      { place: [0, 1], same: [[0, 1]], related: [] },
    ]);
    const known = [one?.fingerprint, ...(one?.mergedFrom ?? []).map(f => f.fingerprint)];
    assert.deepEqual(known.sort(), ['aa', 'bb']);
  });

  it('raises the confidence where two models said it, and only where they are joined', () => {
    const [{ said } = { said: ['', ''] as const }] = REWORDED;
    const two = { ...order, modelOf: (id: string) => (id.endsWith('.0') ? 'a:x' : 'b:y') };
    const plan = planMerge(pair(said), two);
    const [apart] = finishMerge(plan, two);
    assert.equal(apart?.confidence, 0.8);
    const [one] = finishMerge(plan, two, [{ place: [0, 1], same: [[0, 1]], related: [] }]);
    assert.equal(one?.confidence, 0.9);
  });
});

describe('many remarks at one place, without a model', () => {
  const vectors = wordVectors();

  const grouped = (reviews: typeof REVIEWS, meanings?: WordVectors) =>
    groupedPairs(reviews, order, meanings);

  for (const [what, reviews, least] of [
    ['', REVIEWS, 0.75],
    [' in terse words', REWORDED_REVIEWS, 0.72],
    [' in the fewest words', TERSE_REVIEWS, 0.55],
  ] as const)
    it(`groups most that are one problem in other words${what}, and few that are not`, () => {
      const { same, different } = grouped(reviews, vectors);
      assert.ok(same > least, `${same} of the pairs of one problem`);
      assert.ok(different < 0.03, `${different} of the pairs of different ones`);
    });

  it('groups more of them by the meanings of words than by the words alone', () => {
    const [by, without] = [grouped(REWORDED_REVIEWS, vectors), grouped(REWORDED_REVIEWS)];
    assert.ok(by.same > without.same + 0.05, `${by.same}, without ${without.same}`);
  });

  it('knows words of similar meaning', () => {
    const alike = (a: string, b: string): number =>
      [...(vectors(a) ?? [])].reduce((sum, x, d) => sum + x * (vectors(b)?.[d] ?? 0), 0);
    assert.ok(alike('tenant', 'landlord') > 0.5);
    assert.ok(alike('tenant', 'password') < 0.3);
    assert.ok(Math.abs(alike('rent', 'rent') - 1) < 1e-6);
    assert.equal(vectors('kündigung'), undefined);
  });

  it('knows words that reviewers use for the same, also those that are rarely used alike elsewhere', () => {
    const alike = (a: string, b: string): number =>
      [...(vectors(a) ?? [])].reduce((sum, x, d) => sum + x * (vectors(b)?.[d] ?? 0), 0);
    for (const [a, b] of [
      ['contradicts', 'mismatch'],
      ['omitted', 'absent'],
      ['unbounded', 'uncapped'],
      ['swallowed', 'ignored'],
    ] as const)
      assert.ok(alike(a, b) > 0.7, `${a}, ${b}: ${alike(a, b)}`);
    assert.ok(alike('contradicts', 'payment') < 0.3);
  });

  it('compares what remarks are about more than what is wrong with it', () => {
    const [alike = []] = likenessOf(
      [
        'Inconsistent and contradictory format of the timestamp',
        'Inconsistent and contradictory names of the workspace',
        'The timestamp has the wrong format',
      ],
      vectors,
    );
    assert.ok((alike[2] ?? 0) > (alike[1] ?? 1), alike.join(' '));
  });

  it('compares remarks in scripts without spaces by pairs of characters', () => {
    const said = [
      ['违约金比例为每日百分之五,明显过高。', '逾期违约金过高,应调整为每日万分之五。'],
      ['“保密信息”一词没有定义。', '合同未界定保密信息的范围。'],
      ['付款期限未约定。', '没有写明甲方应在何时付款。'],
      ['附件二未附在合同后面。', '合同提到的附件二缺失。'],
    ];
    const { same, different } = grouped([said], vectors);
    assert.ok(same >= 0.75, `${same} of the pairs of one problem`);
    assert.ok(different < 0.05, `${different} of the pairs of different ones`);
  });

  it('compares remarks in a language without such lists by their words', () => {
    const alike = likenessOf([
      'Die Frist in Ziffer 4 fehlt, also weiß niemand, wann gekündigt werden kann.',
      'Ziffer 4 nennt keine Frist für die Kündigung.',
      'Der Betrag in der Tabelle ist falsch.',
    ]);
    assert.ok((alike[0]?.[1] ?? 0) > 3 * (alike[0]?.[2] ?? 1));
  });
});

describe('different problems of one sentence', () => {
  it('stay two findings, with and without a model', () => {
    for (const { said } of DIFFERENT)
      for (const same of [true, false]) {
        const plan = planMerge(pair(said, 0, same), order);
        const judged = [{ place: [0, 1], same: [], related: [] }];
        for (const found of [finishMerge(plan, order), finishMerge(plan, order, judged)]) {
          assert.equal(found.length, 2, said[0]);
          assert.deepEqual(messages(found), [...said].sort());
        }
      }
  });

  it('are in no group when the model tells them apart, and in one when it calls them related', () => {
    const plan = planMerge(pair(DIFFERENT[0]!.said), order);
    const apart = finishMerge(plan, order, [{ place: [0, 1], same: [], related: [] }]);
    assert.ok(apart.every(f => f.group === undefined));
    const related = finishMerge(plan, order, [{ place: [0, 1], same: [], related: [[0, 1]] }]);
    assert.deepEqual(
      related.map(f => f.group),
      ['G1', 'G1'],
    );
  });

  it('that differ in one figure only are never one', () => {
    const said = [
      'The fee in clause 4 is EUR 5,000 and not EUR 6,000 as here.',
      'The fee in clause 4 is EUR 5,500 and not EUR 6,000 as here.',
    ] as const;
    assert.equal(mergeFindings(pair(said), order).length, 2);
  });
});

describe('the question to the model', () => {
  const many = (n: number): Finding[] =>
    Array.from({ length: n }, (_, i) =>
      finding({
        id: `b${i}#1`,
        branchIds: [`b${i}`],
        title: `Problem ${i}`,
        message: `Number ${i} of the things that are wrong with it, like ${'xyz'.charAt(i % 3)}${i}`,
      }),
    );

  it('holds many sets, each of a bounded size, and names nobody', () => {
    const plan = planMerge(
      REWORDED.flatMap(({ said }, i) => pair(said, i * 100)),
      order,
    );
    const packs = packJudged(candidatesOf(plan));
    assert.equal(packs.length, 1);
    const request = judgeRequest(packs[0] ?? []);
    assert.doesNotMatch(request.shared, /accuracy|completeness|b0|confidence|severity/);
    for (const { said } of REWORDED)
      for (const message of said) assert.ok(request.shared.includes(JSON.stringify(message)));
    const crowded = candidatesOf(planMerge(many(40), order));
    assert.ok(crowded.every(({ place }) => place.length >= 2 && place.length <= 12));
    assert.equal(new Set(crowded.flatMap(({ place }) => place)).size, 40);
  });

  it('is not asked of rules, nor of what one branch alone said', () => {
    const rules = many(3).map((f, i) => ({ ...f, rule: `r${i}` }));
    const alone = many(3).map(f => ({ ...f, branchIds: ['b'] }));
    assert.equal(candidatesOf(planMerge(rules, order)).length, 0);
    assert.equal(candidatesOf(planMerge(alone, order)).length, 0);
  });

  it('takes from an answer what exists, each remark once; the rest is left to code', () => {
    const candidates = candidatesOf(planMerge(many(4), order));
    const [only] = candidates;
    assert.ok(only);
    const read = (value: unknown) => readJudgements(JSON.stringify(value), candidates);
    assert.deepEqual(read({ sets: [{ set: 'S9', same: [[1, 2]], related: [] }] }), []);
    const [judged] = read({
      sets: [
        { set: 'S1', same: [[1, 2, 99], [2, 3], ['x'], 7], related: null },
        { set: 'S1', same: [[3, 4]], related: [] },
      ],
    });
    assert.deepEqual(judged?.same, [[only.place[0], only.place[1]]]);
    assert.equal(judgementProblem('{"sets":[]}'), undefined);
    assert.match(judgementProblem('no')?.() ?? '', /could not be used/);
  });
});

describe('merging, for any findings and any answer', () => {
  it('loses no branch and no message, and does not depend on the order', () => {
    const some = fc.array(
      fc.record({
        branch: fc.nat(5),
        at: fc.nat(3),
        text: fc.constantFrom(...REWORDED.flatMap(({ said }) => said)),
      }),
      { minLength: 1, maxLength: 14 },
    );
    const lists = fc.array(fc.array(fc.integer({ min: -1, max: 14 }), { maxLength: 5 }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(some, lists, lists, (all, same, related) => {
        const findings = all.map(({ branch, at, text }, i) =>
          finding({
            id: `b${branch}#${i}`,
            branchIds: [`b${branch}`],
            message: text,
            range: { start: at * 20, end: at * 20 + 30 },
          }),
        );
        const merge = (list: readonly Finding[]) => {
          const plan = planMerge(list, order);
          const candidates = candidatesOf(plan);
          const answer = { sets: candidates.map(({ id }) => ({ set: id, same, related })) };
          return finishMerge(plan, order, readJudgements(JSON.stringify(answer), candidates));
        };
        const found = merge(findings);
        assert.deepEqual(new Set(messages(found)), new Set(findings.map(({ message }) => message)));
        assert.deepEqual(
          new Set(found.flatMap(f => f.branchIds)),
          new Set(findings.flatMap(f => f.branchIds)),
        );
        assert.deepEqual(merge([...findings].reverse()), found);
        for (const { group } of found)
          if (group) assert.ok(found.filter(f => f.group === group).length > 1);
      }),
      { numRuns: 200 },
    );
  });

  it('the more often two problems were said, the more alike they must be to be one', () => {
    const alike = (sizes: readonly number[], across: number): number[][] => {
      const group = sizes.flatMap((size, n) => Array.from({ length: size }, () => n));
      return group.map((a, i) => group.map((b, j) => (i === j ? 1 : a === b ? 0.5 : across)));
    };
    assert.equal(clustersOf(alike([1, 1], 0.15), 0.1).length, 1);
    assert.equal(clustersOf(alike([6, 1], 0.15), 0.1).length, 1, 'one more wording');
    assert.equal(clustersOf(alike([6, 6], 0.15), 0.1).length, 2);
    assert.equal(clustersOf(alike([6, 6], 0.4), 0.1).length, 1);
  });

  it('every remark is in one cluster, and likeness is symmetrical', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 12 }),
        fc.double({ min: 0, max: 1 }),
        (texts, t) => {
          const alike = likenessOf(texts);
          alike.forEach((row, i) => {
            row.forEach((x, j) => {
              assert.ok(Math.abs(x - (alike[j]?.[i] ?? -1)) < 1e-9);
            });
          });
          const all = clustersOf(alike, Number.isNaN(t) ? 0 : t).flat();
          assert.deepEqual(
            all.sort((a, b) => a - b),
            texts.map((_, i) => i),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
