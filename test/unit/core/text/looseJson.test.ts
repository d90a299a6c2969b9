import assert from 'node:assert/strict';
import fc from 'fast-check';
import { looseJson } from '../../../../src/core/text/looseJson.ts';
import { readJson } from '../../../../src/core/text/readJson.ts';

const VALUE = {
  findings: [{ quote: 'at any time', message: 'No notice.', suggestion: null, confidence: 0.9 }],
  assessment: 'Short.',
};
const TEXT = JSON.stringify(VALUE);
const isAnswer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'findings' in value;
const read = (text: string): unknown => readJson(text, isAnswer);

describe('an answer in another form than that of JSON', () => {
  const forms: readonly (readonly [string, string, object?])[] = [
    ['single quotes', TEXT.replaceAll('"', "'")],
    [
      'an apostrophe in single quotes',
      TEXT.replaceAll('"', "'").replace('No notice', "The tenant's notice"),
      { message: "The tenant's notice." },
    ],
    ['typographic quotes', TEXT.replace(/"([^"]*)"/g, '“$1”')],
    [
      'quotes inside of a string',
      TEXT.replace('No notice.', 'No "notice" at all.'),
      { message: 'No "notice" at all.' },
    ],
    ['bare names', TEXT.replace(/"(\w+)":/g, '$1:')],
    ['constants of Python', TEXT.replace('null', 'None')],
    ['a missing comma', TEXT.replace(',"suggestion"', ' "suggestion"')],
    ['a number that begins with a point', TEXT.replace('0.9', '+.9')],
    ['a string that holds it', JSON.stringify(TEXT)],
    ['the references of HTML', TEXT.replaceAll('"', '&quot;')],
    [
      'a fence, and words behind it',
      `\`\`\`\n${TEXT.replaceAll('"', "'")}\n\`\`\`\nThat is {all}.`,
    ],
  ];
  for (const [name, text, other = {}] of forms)
    it(`is read: ${name}`, () => {
      const [finding] = VALUE.findings;
      assert.deepEqual(read(text), { ...VALUE, findings: [{ ...finding, ...other }] });
    });

  it('is never half an answer', () => {
    const loose = TEXT.replaceAll('"', "'");
    for (let end = 1; end < loose.length; end++)
      assert.throws(() => read(loose.slice(0, end)), `${end}`);
  });

  it('has the value that JSON has', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
        value => {
          const text = JSON.stringify(value);
          const loose = looseJson(text, 0);
          // What may be read in two ways is not read.
          if (loose && !/["'“”„‘’\\]/.test(Object.entries(value).flat().join('')))
            assert.deepEqual(JSON.parse(loose.json), value);
        },
      ),
    );
  });
});
