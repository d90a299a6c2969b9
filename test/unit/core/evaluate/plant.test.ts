import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Source } from '../../../../src/core/domain/source.ts';
import { applyEdits, type Edit } from '../../../../src/core/evaluate/plant/edits.ts';
import { PLANTED_KINDS, plantErrors } from '../../../../src/core/evaluate/plant/plant.ts';
import { sampleContract } from '../../../support/sampleContract.ts';

const sourceOf = (text: string, kind: Source['kind'] = 'markdown'): Source => ({
  id: 'a',
  path: 'a.md',
  uri: 'file:///a.md',
  kind,
  languageId: 'markdown',
  text,
});

const contract = sourceOf(sampleContract().text);

const code = sourceOf(
  Array.from(
    { length: 48 },
    (_, n) => `export async function task${n}(items: string[]): Promise<number> {
  let sum = 0;
  for (let i = 0; i < items.length; i++) {
    if (items[i] === 'stop' && sum > ${n}) return sum; // stop here === done
    await send('a === b && c', items[i]);
    sum += 1;
  }
  try {
    await finish(sum);
  } catch (error) {
    report(error);
    throw error;
  }
  return sum;
}

const limit${n} = ${n};

describe('task ${n}', () => {
  it('ends', async () => {
    assert.equal(await task${n}([]), 0);
  });
});
`,
  ).join('\n'),
  'code',
);

const wordsAt = ({ sources, errors }: ReturnType<typeof plantErrors>): string[] =>
  errors.map(({ places: [place] }) => sources[0]?.text.slice(place?.start, place?.end) ?? '');

describe('planted errors', () => {
  it('the same seed plants the same, another seed something else', () => {
    const plant = (seed: number) => plantErrors([contract], { count: 20, seed });
    assert.deepEqual(plant(3), plant(3));
    assert.notDeepEqual(plant(3).errors, plant(4).errors);
  });

  it('each is at its place, none touches another, and kinds take turns', () => {
    for (const source of [contract, code]) {
      const planted = plantErrors([source], { count: 24, seed: 5 });
      const [text = ''] = planted.sources.map(one => one.text);
      const own = planted.errors.map(({ places }) => places[0] ?? { start: 0, end: 0 });
      own.sort((a, b) => a.start - b.start);
      own.forEach(({ start, end }, i) => {
        assert.ok(start < end && end <= text.length);
        assert.ok(start >= (own[i - 1]?.end ?? 0), 'they overlap');
      });
      const counts = [...Map.groupBy(planted.errors, ({ kind }) => kind).values()].map(
        list => list.length,
      );
      assert.ok(counts.length >= 5, JSON.stringify(counts));
    }
  });

  it('leaves every other character as it was', () => {
    const { sources, errors } = plantErrors([contract], { count: 1, seed: 9 });
    const [error] = errors;
    const text = sources[0]?.text ?? '';
    const at = error?.places[0] ?? { start: 0, end: 0 };
    const before = text.slice(0, at.start).trimEnd();
    const after = text.slice(at.end).trimStart();
    assert.ok(contract.text.startsWith(before));
    assert.ok(contract.text.endsWith(after));
  });

  it('says a sentence twice with different numbers, or once with and once without "not"', () => {
    const kinds = ['contradicting-number', 'contradicting-statement'];
    const { sources, errors } = plantErrors([contract], { count: 12, seed: 2, kinds });
    assert.ok(errors.length >= 8);
    for (const { kind, places } of errors) {
      const [a = '', b = ''] = places.map(({ start, end }) =>
        (sources[0]?.text.slice(start, end) ?? '').replace(/\s+/g, ' '),
      );
      assert.equal(places.length, 2);
      assert.notEqual(a, b);
      const shared = (text: string): string =>
        kind === 'contradicting-number'
          ? text.replace(/[\d,]+/g, '#')
          : text.replace(/\bcannot\b/g, 'can').replace(/ not\b/g, '');
      assert.equal(shared(a), shared(b));
    }
  });

  it('its dates do not exist and its sums are wrong', () => {
    const planted = plantErrors([contract], {
      count: 20,
      seed: 8,
      kinds: ['impossible-date', 'wrong-sum'],
    });
    planted.errors.forEach(({ kind }, i) => {
      const words = wordsAt(planted)[i] ?? '';
      if (kind === 'impossible-date')
        return assert.match(words, /31 (?:April|June|September|November)|30 February/);
      const numbers = (words.match(/\d[\d,]*/g) ?? []).map(n => Number(n.replaceAll(',', '')));
      const total = Math.max(...numbers);
      assert.equal(numbers.length, 4);
      assert.notEqual(numbers.reduce((sum, n) => sum + n, 0) - total, total);
    });
  });

  it('changes code, and neither strings nor comments', () => {
    const planted = plantErrors([code], { count: 40, seed: 3 });
    const text = planted.sources[0]?.text ?? '';
    const count = (words: string): number => text.split(words).length;
    assert.equal(count("'a === b && c'"), code.text.split("'a === b && c'").length);
    assert.equal(count('// stop here === done'), code.text.split('// stop here === done').length);
    assert.ok(planted.errors.some(({ kind }) => kind === 'off-by-one'));
    assert.ok(planted.errors.some(({ kind }) => kind === 'swallowed-error'));
  });

  it('plants only kinds that the chosen perspectives look for', () => {
    const { errors } = plantErrors([contract], { count: 10, seed: 1, perspectiveIds: ['tone'] });
    assert.ok(errors.length > 0);
    assert.ok(errors.every(({ kind }) => ['insult', 'casual'].includes(kind)));
  });

  it('puts no English into another language', () => {
    const dutch = 'De leverancier levert het onderdeel binnen 30 dagen na de bestelling aan. ';
    const paragraph = `${dutch}De klant controleert het onderdeel zodra het is ontvangen. ${dutch}`;
    const text = Array.from({ length: 30 }, () => paragraph.trim()).join('\n\n');
    const { errors } = plantErrors([sourceOf(text)], { count: 9, seed: 1 });
    assert.ok(errors.every(({ kind }) => /repeated|unfinished|number/.test(kind)));
  });

  it('a planted text has no address: the file does not have the errors', () => {
    const { sources } = plantErrors([contract], { count: 3, seed: 1 });
    assert.equal(sources[0]?.uri, undefined);
  });

  it('a text without room is left alone', () => {
    for (const text of ['', 'Short.', '# A\n\n- b\n- c\n'])
      assert.deepEqual(plantErrors([sourceOf(text)], { count: 5, seed: 1 }).errors, []);
  });

  it('edits land where they say, in any order', () => {
    const gaps = fc.array(
      fc.record({ gap: fc.nat(9), cut: fc.nat(4), put: fc.string({ maxLength: 6 }) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(gaps, fc.boolean(), (list, isReversed) => {
        let at = 0;
        const edits: Edit[] = list.map(({ gap, cut, put }) => {
          const start = at + gap + 1;
          at = start + cut;
          return { start, end: at, text: put, focus: { start: 0, end: put.length }, what: '' };
        });
        const text = 'abcdefghij'.repeat(12);
        const given = isReversed ? edits.toReversed() : edits;
        const { text: made, places } = applyEdits(text, given);
        given.forEach((edit, i) => {
          const [place] = places[i] ?? [];
          assert.equal(made.slice(place?.start, place?.end), edit.text);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('every kind has a name of its own', () => {
    assert.equal(new Set(PLANTED_KINDS).size, PLANTED_KINDS.length);
  });
});
