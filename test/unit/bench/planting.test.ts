import assert from 'node:assert/strict';
import { runRules } from '../../../src/rules/runRules.ts';
import { plant } from '../../bench/planting.ts';
import { sampleContract } from '../../support/sampleContract.ts';

describe('planted errors', () => {
  const source = { text: sampleContract().text, kind: 'markdown', languageId: 'markdown' } as const;
  const { text, errors } = plant(source, 'seed');

  it('are the same for the same text and seed, and others for another', () => {
    assert.deepEqual(plant(source, 'seed'), { text, errors });
    assert.notEqual(plant(source, 'other').text, text);
  });

  it('are of many kinds and stand where they are said to', () => {
    assert.ok(new Set(errors.map(error => error.kind)).size >= 10);
    for (const { start, end, kind } of errors) {
      assert.ok(start < end && end <= text.length, kind);
      if (kind !== 'numbering-gap' && kind !== 'unclosed-bracket')
        assert.notEqual(text.slice(start, end).trim(), '');
    }
  });

  it('are found by the rules, at least seven in ten', () => {
    // The rule on measures is off by default.
    const { hits } = runRules({ ...source, text, switches: { unit: true } });
    const found = errors.filter(error =>
      [error, ...(error.related ?? [])].some(place =>
        hits.some(hit => hit.start < place.end && place.start < hit.end),
      ),
    );
    assert.ok(found.length >= errors.length * 0.7, `${found.length} of ${errors.length}`);
  });

  it('in tests are found: a secret, an emptied test, and assertions that assert nothing', () => {
    const tests = Array.from(
      { length: 40 },
      (_, n) =>
        `\ndef test_value_${n}():\n    value = compute(${n})\n    other = compute(value)\n    assert other == value + ${n}\n`,
    ).join('\n');
    const code = { text: `import pytest\n${tests}`, kind: 'code', languageId: 'python' } as const;
    const planted = plant(code, 'seed', 1);
    assert.deepEqual(planted.errors.map(({ kind }) => kind).toSorted(), [
      'assertions-commented-out',
      'empty-test',
      'secret-in-code',
      'test-that-tests-nothing',
    ]);
    const { hits } = runRules({ ...code, text: planted.text });
    for (const { kind, start, end } of planted.errors)
      assert.ok(
        hits.some(hit => hit.start < end && start < hit.end),
        kind,
      );
  });
});
