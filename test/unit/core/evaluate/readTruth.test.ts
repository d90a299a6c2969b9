import assert from 'node:assert/strict';
import type { Source } from '../../../../src/core/domain/source.ts';
import { readTruth, truthIn } from '../../../../src/core/evaluate/readTruth.ts';

const source = (path: string, text: string): Source => ({
  id: path,
  path,
  kind: 'prose',
  languageId: 'plaintext',
  text,
});
const TEXT = 'The fee is $10.\nThe fee is $12. This Agreement is governed by\n  the laws of Utah.';
const sources = [source('docs/a.txt', TEXT)];
const placesIn = (value: unknown): readonly string[][] => {
  const file = readTruth(value);
  assert.ok(file);
  const { truth } = truthIn(file, sources);
  return truth.errors.map(({ places }) => places.map(p => TEXT.slice(p.start, p.end)));
};

describe('truth files', () => {
  it('a list of quotes: the stated place if the quote stands there, else every place it may be', () => {
    assert.deepEqual(
      placesIn({
        errors: [
          { quote: 'The fee is', start: TEXT.indexOf('The fee is $12') },
          { quote: 'The fee is', start: 3 },
          { quote: 'governed by the laws of Utah', kind: 'law' },
        ],
      }),
      [['The fee is'], ['The fee is', 'The fee is'], ['governed by\n  the laws of Utah']],
    );
  });

  it('names of texts match with more or less of their folder, and other texts are left out', () => {
    const errors = ['a.txt', 'x/docs/a.txt', 'b.txt'].map(file => ({ file, quote: '$10' }));
    assert.equal(placesIn({ errors }).length, 2);
  });

  it('a passage that is in none of the texts is reported', () => {
    const file = readTruth({ errors: [{ quote: 'no such words here' }, { quote: '$10' }] });
    assert.ok(file);
    const { truth, lost } = truthIn(file, sources);
    assert.deepEqual(lost, [{ quote: 'no such words here' }]);
    assert.deepEqual(
      truth.errors.map(({ id }) => id),
      ['E1'],
    );
  });

  it('SQuAD brings its texts, its questions by kind, and is complete', () => {
    const file = readTruth({
      data: [
        {
          title: 'Contract A',
          paragraphs: [
            {
              context: 'Governed by the laws of Utah.',
              qas: [
                {
                  id: 'A__Governing Law',
                  question: 'Highlight the parts related to "Governing Law".',
                  answers: [{ text: 'the laws of Utah', answer_start: 12 }],
                },
                { id: 'A__Parties', question: 'Who?', answers: [], is_impossible: true },
              ],
            },
          ],
        },
      ],
    });
    assert.ok(file);
    assert.deepEqual(file.texts, [{ title: 'Contract A', text: 'Governed by the laws of Utah.' }]);
    assert.deepEqual(Object.keys(file.questions), ['Governing Law', 'Parties']);
    const [{ title, text }] = file.texts as [{ title: string; text: string }];
    const { truth } = truthIn(file, [source(title, text)]);
    assert.equal(truth.isComplete, true);
    assert.deepEqual(truth.errors[0]?.places, [{ start: 12, end: 28 }]);
    assert.equal(truth.errors[0]?.kind, 'Governing Law');
  });

  it('clauses by kind', () => {
    const entries = [
      { file: 'a.txt', clauses: { Fee: ['The fee is $10.', 'The fee is $12.'], Term: [] } },
    ];
    assert.deepEqual(placesIn(entries), [['The fee is $10.'], ['The fee is $12.']]);
  });

  it('decisions: accepted is to be found, dismissed is a known false alarm', () => {
    const decision = (kind: string, words: string) => ({
      kind,
      words,
      perspective: 'accuracy',
      title: 'Two fees',
      reason: '',
      document: 'docs/a.txt',
    });
    const file = readTruth({
      version: 1,
      decisions: { aa: decision('accepted', 'The fee is $10.'), bb: decision('dismissed', 'Utah') },
    });
    assert.ok(file);
    const { truth } = truthIn(file, sources);
    assert.deepEqual(
      truth.errors.map(({ what }) => what),
      ['Two fees'],
    );
    assert.equal(truth.dismissed.length, 1);
  });

  it('kinds choose among the passages', () => {
    const file = readTruth({
      errors: [
        { quote: '$10', kind: 'a' },
        { quote: '$12', kind: 'b' },
      ],
    });
    assert.ok(file);
    assert.equal(truthIn(file, sources, ['b']).truth.errors.length, 1);
  });

  it('other values are no truth', () => {
    for (const value of [null, 3, 'x', [], {}, [{ file: 'a' }], { data: [] }])
      assert.equal(readTruth(value), undefined, JSON.stringify(value));
  });
});
