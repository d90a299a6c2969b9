import assert from 'node:assert/strict';
import { readRichText } from '../../../../src/core/report/richText.ts';
import { duration, grouped, money, percent } from '../../../../src/core/report/wording.ts';

describe('wording', () => {
  it('never rounds coverage up to 100 % nor down to nothing', () => {
    assert.equal(percent(1), '100 %');
    assert.equal(percent(0.99999), '99.9 %');
    assert.equal(percent(0.984), '98.4 %');
    assert.equal(percent(0.5), '50 %');
    assert.equal(percent(0.0001), 'under 0.1 %');
    assert.equal(percent(0), '0 %');
  });

  it('writes times and money as people do', () => {
    assert.deepEqual([1_400, 42_000, 473_000, 7_500_000].map(duration), [
      '1.4 s',
      '42 s',
      '7 min 53 s',
      '2 h 5 min',
    ]);
    assert.deepEqual([0, 0.0004, 0.015, 4.5].map(money), [
      '$0.00',
      'under $0.001',
      '$0.015',
      '$4.50',
    ]);
    assert.equal(grouped(1_234_567), '1,234,567');
  });
});

describe('readRichText', () => {
  it('reads paragraphs, lists, emphasis and references, and leaves the rest as text', () => {
    assert.deepEqual(
      readRichText('**Money.** It differs [F1].\nMore.\n- one *two*\n- <b>three</b>'),
      [
        {
          kind: 'paragraph',
          items: [
            [
              { kind: 'strong', text: 'Money.' },
              { kind: 'text', text: ' It differs ' },
              { kind: 'ref', text: 'F1' },
              { kind: 'text', text: '. More.' },
            ],
          ],
        },
        {
          kind: 'list',
          items: [
            [
              { kind: 'text', text: 'one ' },
              { kind: 'em', text: 'two' },
            ],
            [{ kind: 'text', text: '<b>three</b>' }],
          ],
        },
      ],
    );
  });
});
