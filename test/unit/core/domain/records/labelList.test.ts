import assert from 'node:assert/strict';
import {
  manyLabelsNote,
  readLabelList,
  typedLabels,
} from '../../../../../src/core/domain/records/labelList.ts';
import { goldLabels, labelMatcher } from '../../../../../src/core/domain/records/labels.ts';
import { scoreLabels } from '../../../../../src/core/state/labelScores.ts';

describe('label lists', () => {
  it('are read from JSON arrays, objects, and lines', () => {
    const described = [{ name: 'a b', description: 'Why: so.' }, { name: 'c' }];
    assert.deepEqual(readLabelList('a b: Why: so.\n\n c \r\n', 'f'), described);
    assert.deepEqual(readLabelList('{"a b": "Why: so.", "c": ""}', 'f'), described);
    assert.deepEqual(
      readLabelList('[{"name":"a b","description":"Why: so."},"c"]', 'f'),
      described,
    );
    assert.deepEqual(typedLabels(' x, y ,', 'f'), [{ name: 'x' }, { name: 'y' }]);
  });

  it('that cannot be used are refused with what is wrong', () => {
    assert.throws(() => readLabelList('[]', 'labels.json'), /labels\.json holds no label/);
    assert.throws(() => readLabelList('["a"', 'f'), /not valid JSON/);
    assert.throws(() => readLabelList('["a", {"title": "b"}]', 'f'), /f, item 2, has no name/);
    assert.throws(() => readLabelList('a\na', 'f'), /label "a" twice/);
    const many = Array.from({ length: 1001 }, (_, i) => `l${i}`).join('\n');
    assert.throws(() => readLabelList(many, 'f'), /1001 labels, more than the 1000/);
  });

  it('of 300 labels are taken, and what that means is told', () => {
    const labels = readLabelList(Array.from({ length: 300 }, (_, i) => `l${i}`).join('\n'), 'f');
    assert.match(manyLabelsNote(labels)!, /^300 labels: every call carries the whole list/);
    assert.equal(manyLabelsNote(labels.slice(0, 50)), undefined);
  });
});

describe('gold labels', () => {
  const match = labelMatcher([{ name: 'Billing' }, { name: 'a; b' }]);

  it('are the label as the list spells it, several in one cell only where several are asked for', () => {
    assert.deepEqual(goldLabels(' billing ', match, false), ['Billing']);
    assert.deepEqual(goldLabels('other', match, false), ['other']);
    assert.deepEqual(goldLabels('billing; new', match, true), ['Billing', 'new']);
    assert.deepEqual(goldLabels('["BILLING"]', match, true), ['Billing']);
    assert.deepEqual(goldLabels('a; b', match, true), ['a; b']);
    assert.deepEqual(goldLabels(' ', match, true), []);
  });

  it('give accuracy, precision, recall and confusions', () => {
    const row = (gold: string, given: string) => ({
      labels: [given],
      status: 'labelled' as const,
      said: { record: 0, id: '', labels: [given], confidence: 1, reason: '', gold: [gold] },
    });
    const scores = scoreLabels(
      [row('a', 'a'), row('a', 'b'), row('b', 'b'), row('c', 'b')],
      [{ name: 'a' }, { name: 'b' }, { name: 'd' }],
    )!;
    assert.deepEqual([scores.compared, scores.right], [4, 2]);
    assert.deepEqual(scores.byLabel, [
      { name: 'a', gold: 2, given: 1, right: 1, precision: 1, recall: 0.5 },
      { name: 'b', gold: 1, given: 3, right: 1, precision: 1 / 3, recall: 1 },
      { name: 'd', gold: 0, given: 0, right: 0 },
      { name: 'c', gold: 1, given: 0, right: 0, recall: 0 },
    ]);
    assert.equal(scores.confusion.length, 4);
  });
});
