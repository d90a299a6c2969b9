import assert from 'node:assert/strict';
import fc from 'fast-check';
import { namedOnly, unrelated } from '../../../../../src/core/fanin/place/commonGround.ts';

const PAIRS: readonly (readonly [statement: string, words: string])[] = [
  [
    'The tenant pays a deposit of two months of rent.',
    'The tenant shall pay to the landlord a deposit equal to two months of the rent.',
  ],
  [
    'Notice of termination is sent in writing to the registered office.',
    'Any notice of termination must be in writing and is to be delivered to the registered office.',
  ],
  [
    'Repairs of the roof and of the windows are the duty of the landlord.',
    'The landlord is responsible for all repairs of the roof and of the windows.',
  ],
  [
    'Pets are allowed with the consent of the neighbours only.',
    'No pets may be kept in the flat without the written consent of the neighbours.',
  ],
];
const based = (turn: number) =>
  PAIRS.map(([text], i) => ({ text, words: PAIRS[(i + turn) % PAIRS.length]?.[1] ?? '' }));

describe('statements and the words they cite', () => {
  it('have something in common, also in other words', () => {
    assert.deepEqual(unrelated(based(0)), [false, false, false, false]);
  });

  for (const turn of [1, 2, 3])
    it(`are told to be unrelated when they are exchanged (${turn})`, () => {
      assert.deepEqual(unrelated(based(turn)), [true, true, true, true]);
    });

  it('are unrelated where a single statement shares no word and no number with them', () => {
    const [one] = based(1);
    assert.ok(one);
    assert.deepEqual(unrelated([one]), [true]);
  });

  it('are not compared across languages, or where there are too few words', () => {
    const german =
      'Der Mieter hat an den Vermieter eine Kaution in der Höhe von zwei Monatsmieten zu zahlen.';
    const english = 'The deposit is to be paid by the tenant to the landlord.';
    assert.deepEqual(unrelated([{ text: english, words: german }]), [false]);
    assert.deepEqual(unrelated([{ text: 'It is free.', words: 'No fee is due.' }]), [false]);
  });

  it('never are where a text cites itself', () => {
    const text = fc.array(fc.constantFrom('the', 'rent', 'of', 'tenant', 'is', 'window', 'and'), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), texts => {
        const statements = texts.map(words => ({ text: words.join(' '), words: words.join(' ') }));
        assert.ok(unrelated(statements).every(flag => !flag));
      }),
    );
  });
});

describe('a joined statement that names everything', () => {
  const lines = new Map(
    Array.from({ length: 40 }, (_, i) => [
      `${i + 1}.1`,
      `Section ${i + 100} of the agreement regulates the ${['rent', 'pets', 'roof', 'keys', 'garden'][i % 5]}.`,
    ]),
  );
  const named = (text: string): string[] =>
    namedOnly(text, [...lines.keys()], id => lines.get(id) ?? '');

  it('is based on those it has something particular in common with', () => {
    assert.equal(named('The agreement regulates many things in its sections.').length, 40);
    assert.equal(named('The agreement regulates the garden, among many other things.').length, 32);
    assert.equal(named('Section 107 of the agreement regulates things.').length, 39);
  });

  it('is based on all it names where these are few', () => {
    const few = [...lines.keys()].slice(0, 5);
    assert.deepEqual(
      namedOnly('The parties agree.', few, id => lines.get(id) ?? ''),
      [],
    );
  });
});
