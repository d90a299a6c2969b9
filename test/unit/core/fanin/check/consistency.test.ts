import assert from 'node:assert/strict';
import type { Fact } from '../../../../../src/core/domain/results/facts.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { readConflicts } from '../../../../../src/core/fanin/check/consistency.ts';
import { placeFacts } from '../../../../../src/core/fanin/place/placeFacts.ts';

const FEE = 'The fee is 10 EUR.';
const LATER = 'The fee is 12 EUR.';
const gap = 'Nothing is said here about it. '.repeat(20);
const text = `${FEE} ${gap}${FEE} ${gap}${LATER}`;
const source: Source = { id: 's', path: 's.md', kind: 'prose', languageId: 'plaintext', text };

const factAt = (quote: string, start: number, end: number): Fact => {
  const place = {
    source,
    chunk: { id: `c${start}`, start, end },
    branch: { id: `b${start}` },
  } as never;
  const answer = { facts: [{ kind: 'amount', key: 'the fee', value: quote, quote }] } as never;
  const [fact] = placeFacts(place, answer);
  assert.ok(fact);
  return fact;
};

describe('places of facts', () => {
  const twice = factAt(FEE, 0, text.indexOf(LATER));
  const later = factAt(LATER, text.indexOf(LATER), text.length);

  it('a fact whose words stand several times in its chunk keeps every place', () => {
    assert.equal(twice.range.start, 0);
    assert.deepEqual(
      twice.otherPlaces?.map(({ start }) => start),
      [text.indexOf(FEE, 1)],
    );
    assert.equal(later.otherPlaces, undefined);
  });

  it('a conflict at one of several places says so, and is exact only where one fits', () => {
    const read = (first: string, second: string, facts: readonly Fact[]) => {
      const conflict = { group: 'C1', first, second, title: 't', message: 'm', severity: 'major' };
      const { findings } = readConflicts(
        JSON.stringify({ conflicts: [conflict] }),
        [{ id: 'C1', kind: 'twoValues', facts }],
        new Map([['s', source]]),
      );
      return findings[0];
    };
    const exact = read(FEE, LATER, [twice, later]);
    assert.equal(exact?.quote, LATER);
    assert.equal(exact.match, 'exact');
    assert.equal(exact.otherPlaces, undefined);
    const either = read(LATER, FEE, [later, twice]);
    assert.equal(either?.quote, FEE);
    assert.equal(either.match, 'ambiguous');
    assert.deepEqual(either.otherPlaces, twice.otherPlaces);
    assert.equal(read(FEE, FEE, [twice, later]), undefined, 'the same words do not disagree');
  });
});
