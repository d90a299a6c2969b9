import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeFindings } from '../../../../../src/core/fanin/merge/merge.ts';
import type { Finding } from '../../../../../src/core/domain/results/findings.ts';
import type { SourceInfo } from '../../../../../src/core/domain/source.ts';
import { finding, perspective } from '../fixtures.ts';

const info = (id: string): SourceInfo => ({
  id,
  path: `${id}.md`,
  kind: 'markdown',
  languageId: 'markdown',
  length: 1_000,
});
const order = {
  sources: [info('s1'), info('s2')],
  perspectives: ['accuracy', 'tone', 'completeness'].map(perspective),
};
const merge = (...findings: Finding[]) => mergeFindings(findings, order);

describe('mergeFindings', () => {
  it('F81 joins what two branches say of the same words', () => {
    const [only, ...rest] = merge(
      finding({ id: 'a#1', branchIds: ['a'], message: 'The cap is 10 % here and 5 % in D3' }),
      finding({
        id: 'b#1',
        branchIds: ['b'],
        perspectiveId: 'tone',
        severity: 'major',
        message: 'The cap of 10 % here is 5 % in D3',
      }),
    );
    assert.equal(rest.length, 0);
    assert.deepEqual(only?.branchIds, ['a', 'b']);
    assert.equal(only.severity, 'major');
    assert.equal(only.perspectiveId, 'tone');
    assert.deepEqual(only.alsoPerspectiveIds, ['accuracy']);
    assert.equal(only.id, 'F1');
  });

  it('keeps two different remarks on the same words apart', () => {
    const found = merge(
      finding({ branchIds: ['a'], title: 'Wrong sum', message: 'The items add up to 98.5' }),
      finding({ branchIds: ['b'], title: 'Casual word', message: 'This wording is too informal' }),
    );
    assert.equal(found.length, 2);
  });

  it('keeps two similar remarks of one branch apart: it meant two', () => {
    const found = merge(
      finding({ id: 'a#1', branchIds: ['a'], message: 'Party name differs from the cover page' }),
      finding({ id: 'a#2', branchIds: ['a'], message: 'Party name differs from the signature' }),
    );
    assert.equal(found.length, 2);
  });

  it('keeps the same remark at two places apart', () => {
    const found = merge(
      finding({ branchIds: ['a'] }),
      finding({ branchIds: ['b'], range: { start: 50, end: 60 } }),
    );
    assert.deepEqual(
      found.map(f => f.range?.start),
      [0, 50],
    );
  });

  it('keeps different rules apart and joins one rule seen twice', () => {
    const by = (rule: string, branchId: string) =>
      finding({ rule, branchIds: [branchId], message: branchId });
    assert.equal(merge(by('placeholder', 'a'), by('sum', 'b')).length, 2);
    assert.equal(merge(by('sum', 'a'), by('sum', 'b')).length, 1);
  });

  it('keeps the surest suggestion for exactly the range it was made for', () => {
    const [only] = merge(
      finding({ branchIds: ['a'], confidence: 0.6, suggestion: 'A' }),
      finding({ branchIds: ['b'], confidence: 0.9, suggestion: 'B' }),
      finding({ branchIds: ['c'], confidence: 1, suggestion: 'C', range: { start: 0, end: 9 } }),
    );
    assert.equal(only?.suggestion, only?.range?.end === 9 ? 'C' : 'B');
    assert.equal(only.confidence, 1);
  });

  describe('those that said it', () => {
    const said = (branchId: string, more: Partial<Finding>): Finding =>
      finding({ id: `${branchId}#1`, branchIds: [branchId], ...more });

    it('are kept side by side when they would write different words, the surest first', () => {
      const [only] = merge(
        said('a', { suggestion: 'ten', confidence: 0.6 }),
        said('b', { suggestion: 'five', confidence: 0.9 }),
        said('c', { suggestion: 'ten ', confidence: 0.5 }),
        said('d', {}),
      );
      assert.deepEqual(
        only?.opinions?.map(o => [o.suggestion, o.branchIds]),
        [
          ['five', ['b']],
          ['ten', ['a', 'c']],
        ],
      );
      assert.equal(only?.branchIds.length, 4);
    });

    it('are kept side by side when they weigh it two steps apart, and not when one', () => {
      const [far] = merge(said('a', { severity: 'critical' }), said('b', { severity: 'minor' }));
      assert.deepEqual(
        far?.opinions?.map(o => [o.severity, o.branchIds]),
        [
          ['critical', ['a']],
          ['minor', ['b']],
        ],
      );
      const [near] = merge(said('a', { severity: 'critical' }), said('b', { severity: 'major' }));
      assert.equal(near?.opinions, undefined);
    });

    it('agree when they say the same, and one branch never disagrees with itself', () => {
      const [same] = merge(said('a', { suggestion: 'ten' }), said('b', { suggestion: ' ten' }));
      assert.equal(same?.opinions, undefined);
      const twice = said('a', { suggestion: 'ten' });
      const [own] = merge(twice, { ...twice, id: 'a#2', suggestion: 'five' });
      assert.equal(own?.opinions, undefined);
    });
  });

  it('orders by source, start, end and perspective, and puts what has no place last', () => {
    const found = merge(
      finding({ match: 'none', range: undefined as never, quote: 'nowhere', message: 'lost' }),
      finding({ sourceId: 's2', message: 'second source' }),
      finding({ range: { start: 5, end: 9 }, perspectiveId: 'tone', message: 'harsh words' }),
      finding({ range: { start: 5, end: 9 }, message: 'sum differs from the table' }),
      finding({ range: { start: 1, end: 4 }, message: 'first of all' }),
    );
    assert.deepEqual(
      found.map(f => f.message),
      ['first of all', 'sum differs from the table', 'harsh words', 'second source', 'lost'],
    );
    assert.deepEqual(
      found.map(f => f.id),
      ['F1', 'F2', 'F3', 'F4', 'F5'],
    );
  });

  it('F81 gives the same bytes for any order of arrival', () => {
    const any: fc.Arbitrary<Finding> = fc
      .record({
        start: fc.nat(30),
        length: fc.integer({ min: 1, max: 20 }),
        placed: fc.boolean(),
        source: fc.constantFrom('s1', 's2'),
        perspectiveId: fc.constantFrom('accuracy', 'tone', 'completeness'),
        severity: fc.constantFrom('critical', 'major', 'minor', 'note'),
        confidence: fc.constantFrom(0.3, 0.6, 0.9),
        message: fc.constantFrom('sum is wrong', 'the sum is wrong here', 'tone is harsh'),
        suggestion: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
        branch: fc.constantFrom('a', 'b', 'c', 'd'),
      })
      .map(f =>
        finding({
          sourceId: f.source,
          perspectiveId: f.perspectiveId,
          severity: f.severity,
          confidence: f.confidence,
          message: f.message,
          branchIds: [f.branch],
          ...(f.suggestion === undefined ? {} : { suggestion: f.suggestion }),
          ...(f.placed
            ? { range: { start: f.start, end: f.start + f.length } }
            : { match: 'none' as const, range: undefined as never }),
        }),
      );
    const shuffled = fc
      .array(any, { maxLength: 25 })
      .map(all => all.map((f, i) => ({ ...f, id: `b#${i}` })))
      .chain(all =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const merged = merge(...all);
        assert.equal(JSON.stringify(merge(...other)), JSON.stringify(merged));
        const said = new Set(all.flatMap(f => f.branchIds));
        assert.deepEqual(new Set(merged.flatMap(f => f.branchIds)), said);
      }),
      { numRuns: 300 },
    );
  });
});
