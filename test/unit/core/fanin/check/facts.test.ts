import assert from 'node:assert/strict';
import fc from 'fast-check';
import { factKey, factValue } from '../../../../../src/core/fanin/check/factKey.ts';
import { joinFacts, MAX_CANDIDATES, targetsOf } from '../../../../../src/core/fanin/check/facts.ts';
import {
  FACT_KINDS,
  type Fact,
  type FactKind,
} from '../../../../../src/core/domain/results/facts.ts';

const fact = (kind: FactKind, key: string, value: string, chunk: number): Fact => ({
  kind,
  key,
  value,
  quote: `${key} ${value}`,
  sourceId: 's',
  chunkId: `c${chunk}`,
  branchId: `c${chunk}/completeness`,
  range: { start: chunk * 1000, end: chunk * 1000 + 10 },
});
const order = (targets: readonly string[] = []) => ({
  chunkIds: Array.from({ length: 20 }, (_, i) => `c${i}`),
  targets: new Map([['s', new Set(targets)]]),
});
const kinds = (facts: readonly Fact[], targets: readonly string[] = []): string[] =>
  joinFacts(facts, order(targets)).map(c => c.kind);

describe('facts', () => {
  it('a key is the same in any order, number and case of its words', () => {
    for (const [a, b] of [
      ['Late delivery damages cap', 'the cap of late delivery damages'],
      ['Notice Periods', 'notice period'],
      ['fee for the storage', 'Storage fees'],
    ])
      assert.equal(factKey(a ?? ''), factKey(b ?? ''));
    assert.notEqual(factKey('notice period'), factKey('payment period'));
  });

  it('a value is the same in any way to write its figure, and another when the figure is', () => {
    for (const [a, b] of [
      ['EUR 1,000.00', '€1000'],
      ['10 %', '10 per cent'],
      ['10.50 EUR', '10,5 EUR'],
      ['30 Days', '30 days'],
    ])
      assert.equal(factValue(a ?? ''), factValue(b ?? ''), `${a} and ${b}`);
    for (const [a, b] of [
      ['1,000 EUR', '10,000 EUR'],
      ['30 days', '60 days'],
      ['10 %', '1.0 %'],
      ['100', '1.00'],
    ])
      assert.notEqual(factValue(a ?? ''), factValue(b ?? ''), `${a} and ${b}`);
  });

  it('finds a term defined in two ways and two values for one key, in different chunks only', () => {
    assert.deepEqual(
      kinds([fact('term', 'Works', 'the civil works', 1), fact('term', 'Works', 'all works', 9)]),
      ['definedTwice'],
    );
    assert.deepEqual(
      kinds([fact('amount', 'Cap', '5 %', 1), fact('amount', 'the cap', '10 %', 9)]),
      ['twoValues'],
    );
    assert.deepEqual(kinds([fact('amount', 'Cap', '5 %', 1), fact('amount', 'Cap', '5%', 9)]), []);
    assert.deepEqual(kinds([fact('amount', 'Cap', '5 %', 1), fact('amount', 'Cap', '9 %', 1)]), []);
    assert.deepEqual(kinds([fact('amount', 'Cap', '5 %', 1), fact('date', 'Cap', '9 May', 9)]), []);
  });

  it('finds a reference to a number that begins no line, and leaves those that do and names without one', () => {
    const text = '# 1. Terms\n\n1.1 Words\n\n## Annex C: Prices\n\n(d) a list\n\n**12.4** Tax\n';
    const targets = [...targetsOf(text)];
    const to = (key: string) => kinds([fact('reference', key, '', 1)], targets);
    for (const key of ['Section 1', 'clause 1.1', 'Annex C', 'paragraph (d)', 'Section 12', '12.4'])
      assert.deepEqual(to(key), [], key);
    for (const key of ['Section 3', 'Clause 1.2', 'Annex F', '14.2'])
      assert.deepEqual(to(key), ['missingTarget'], key);
    for (const key of ['the Data Protection Act', 'the schedule', 'GDPR'])
      assert.deepEqual(to(key), [], key);
  });

  it('finds an obligation for which nothing anywhere sets a term', () => {
    const open = fact('obligation', 'Supplier repairs defects', '', 1);
    assert.deepEqual(kinds([open]), ['noTerm']);
    assert.deepEqual(kinds([open, fact('obligation', 'Customer repairs defects', '10 days', 8)]), [
      'noTerm',
    ]);
    assert.deepEqual(
      kinds([open, fact('obligation', 'repair of the defects: Supplier', '10 days', 8)]),
      [],
    );
  });

  it('is bounded and does not depend on the order of the facts', () => {
    const any = fc.record({
      kind: fc.constantFrom(...FACT_KINDS),
      key: fc.constantFrom('Cap', 'cap of costs', 'Section 9', 'Works', 'delivery'),
      value: fc.constantFrom('', '5 %', '10 %', 'thirty days'),
      chunk: fc.integer({ min: 0, max: 19 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), items => {
        const facts = items.map(f => fact(f.kind, f.key, f.value, f.chunk));
        const candidates = joinFacts(facts, order());
        assert.deepEqual(joinFacts([...facts].reverse(), order()), candidates);
        assert.ok(candidates.length <= MAX_CANDIDATES);
        for (const c of candidates) assert.ok(c.facts.length >= 1 && c.facts.length <= 6);
      }),
      { numRuns: 60 },
    );
    const flood = Array.from({ length: 2000 }, (_, i) =>
      fact('amount', `k${i >> 1}`, `${i}`, i % 20),
    );
    assert.equal(joinFacts(flood, order()).length, MAX_CANDIDATES);
  });
});
