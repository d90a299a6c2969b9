import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FanoutError } from '../../../../../src/core/errors.ts';
import {
  builtInPerspectives,
  customPerspective,
  customPerspectives,
  withUniqueLetters,
} from '../../../../../src/core/jobs/review/perspectives.ts';

const own = { id: 'plain', title: 'Plain language', instructions: 'Find long words.' };

describe('perspectives: the user’s own', () => {
  it('what is left out is filled in', () => {
    const perspective = customPerspective(own);
    assert.equal(perspective.letter, 'P');
    assert.equal(perspective.icon, 'search');
    assert.deepEqual(perspective.doNotFlag, []);
    assert.deepEqual(Object.keys(perspective.severities), ['critical', 'major', 'minor', 'note']);
    assert.equal('models' in perspective, false);
  });

  it('takes everything that is plain text', () => {
    const full = {
      ...own,
      letter: 'PL',
      icon: 'book',
      severities: { critical: 'Nobody understands it.' },
      doNotFlag: ['Names.'],
      model: 'openai:gpt-6-luna',
    };
    const perspective = customPerspective(full);
    assert.equal(perspective.severities.critical, 'Nobody understands it.');
    assert.deepEqual(perspective.models, ['openai:gpt-6-luna']);
    assert.deepEqual(perspective.doNotFlag, ['Names.']);
  });

  for (const [name, input] of [
    ['not an object', 'text'],
    ['null', null],
    ['a list', [own]],
    ['no id', { ...own, id: undefined }],
    ['an id with a path', { ...own, id: '../x' }],
    ['an id that is too long', { ...own, id: 'a'.repeat(41) }],
    ['__proto__ as an id', { ...own, id: '__proto__' }],
    ['no instructions', { ...own, instructions: ' \n' }],
    ['instructions that are no text', { ...own, instructions: ['a'] }],
    ['more than 32 KB', { ...own, instructions: 'ü'.repeat(17_000) }],
    ['a title that is too long', { ...own, title: 'x'.repeat(41) }],
    ['a letter that is none', { ...own, letter: 'abc' }],
    ['an icon that is no codicon', { ...own, icon: '$(bug)' }],
    ['a model without a provider', { ...own, model: 'gpt-5.5' }],
    ['one of several models without a provider', { ...own, models: ['openai:a', 'gpt-5.5'] }],
    ['no model in a list of models', { ...own, models: [] }],
    ['more models than anybody means', { ...own, models: Array(9).fill('openai:a') }],
    ['both model and models', { ...own, model: 'openai:a', models: ['openai:b'] }],
    ['an unknown field', { ...own, include: 'https://evil.example' }],
    ['an unknown severity', { ...own, severities: { blocker: 'x' } }],
    ['a severity that is no text', { ...own, severities: { note: 3 } }],
    ['doNotFlag that is no list', { ...own, doNotFlag: 'x' }],
    ['doNotFlag with something else than text', { ...own, doNotFlag: [{}] }],
  ] as const) {
    it(`R14 refuses ${name}, and says which setting`, () => {
      assert.throws(
        () => customPerspective(input),
        (error: FanoutError) =>
          error.code === 'badSetting' && error.message.includes('fanout.customPerspectives'),
      );
    });
  }

  it('R14 hidden characters are taken out', () => {
    const perspective = customPerspective({
      ...own,
      title: 'Pl\u202eain',
      instructions: 'a\u200b\u{e0041}b\nc',
    });
    assert.deepEqual([perspective.title, perspective.instructions], ['Plain', 'ab\nc']);
  });

  it('R14 T25 a perspective is text: a field that could name a file, an address or a setting is refused', () => {
    for (const extra of ['baseUrl', 'include', 'url', 'script', '__proto__x', 'settings'])
      assert.throws(
        () => customPerspective({ id: 'own', instructions: 'Read it.', [extra]: 'x' }),
        /unknown field/,
        extra,
      );
  });

  it('R14 T25 any input gives a perspective of plain text or a named refusal', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('plain', 'A', 'openai:x'));
    const input = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          id: fc.oneof(text, fc.constant('ok')),
          title: text,
          letter: text,
          icon: text,
          instructions: text,
          severities: fc.oneof(fc.jsonValue(), fc.record({ note: text })),
          doNotFlag: fc.oneof(fc.jsonValue(), fc.array(text)),
          model: text,
        },
        { requiredKeys: ['id', 'instructions'] },
      ),
    );
    fc.assert(
      fc.property(input, candidate => {
        try {
          const perspective = customPerspective(candidate);
          assert.match(perspective.id, /^[a-zA-Z][a-zA-Z0-9-]*$/);
          assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(JSON.stringify(perspective)));
        } catch (error) {
          assert.ok(error instanceof FanoutError && error.code === 'badSetting');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('R14 at most 64, each with an id of its own', () => {
    const many = (n: number): unknown[] =>
      Array.from({ length: n }, (_, i) => ({ ...own, id: `own-${i}` }));
    assert.equal(customPerspectives(many(64)).length, 64);
    assert.throws(() => customPerspectives(many(65)), /more than 64/);
    assert.throws(() => customPerspectives({}), /is not a list/);
    assert.throws(() => customPerspectives([own, { ...own, id: 'PLAIN' }]), /is taken/);
    assert.throws(() => customPerspectives([{ ...own, id: 'tone' }]), /is taken/);
  });

  it('letters name one perspective each within a run', () => {
    const all = withUniqueLetters([
      ...builtInPerspectives,
      ...Array.from({ length: 30 }, (_, i) => customPerspective({ ...own, id: `own-${i}` })),
    ]);
    const letters = all.map(({ letter }) => letter);
    assert.equal(new Set(letters).size, letters.length);
    assert.deepEqual(letters.slice(0, 8), ['A', 'T', 'C', 'CR', 'S', 'P', 'M', 'TS']);
    for (const letter of letters) assert.match(letter, /^[A-Z]{1,2}$/);
  });
});
