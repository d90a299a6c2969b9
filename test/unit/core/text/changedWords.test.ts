import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedWords } from '../../../../src/core/text/changedWords.ts';

describe('changedWords', () => {
  it('shows what differs, with two words around it', () => {
    assert.deepEqual(
      changedWords(
        'The reviewer of part 4 is TBD until the order form is signed.',
        'The reviewer of part 4 is 30 June 2027 until the order form is signed.',
      ),
      ['… 4 is TBD until the …', '… 4 is 30 June 2027 until the …'],
    );
  });

  it('short texts stay whole, and so does what has nothing in common', () => {
    assert.deepEqual(changedWords('thirty (20) days', 'thirty (30) days'), [
      'thirty (20) days',
      'thirty (30) days',
    ]);
    assert.deepEqual(changedWords('a b c', 'x y'), ['a b c', 'x y']);
    assert.deepEqual(changedWords('gone with the wind', ''), ['gone with the wind', '']);
  });

  it('the words that were left out are the same on both sides, whatever the texts', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, words, (one, two) => {
        const [a, b] = changedWords(one.join(' '), two.join(' '));
        const bare = (text: string): string[] => text.split(' ').filter(word => word !== '…');
        const left = [one.length - bare(a).length, two.length - bare(b).length];
        assert.equal(left[0], left[1]);
        if (one.join() !== two.join()) assert.notEqual(a, b);
      }),
    );
  });
});
