import assert from 'node:assert/strict';
import { normalize, normalizeSteps } from '../../../../../src/core/fanin/place/normalize.ts';
import { indexOf, prepareIndex } from '../../../../../src/core/fanin/place/textIndex.ts';
import { source } from '../fixtures.ts';

const TEXT =
  'The “Fee” – is **due** in Straße 5, ＡＢＣ.\n\n> Later e\u0301 &amp; ﬁnal [x](http://a).\n'.repeat(
    2000,
  );

describe('the index of a text', () => {
  it('made ahead in steps it is the same, and others get a turn at least every 65,536 characters', async () => {
    let turns = 0;
    const ahead = source(TEXT);
    await prepareIndex(ahead, () => {
      turns += 1;
      return Promise.resolve();
    });
    const atOnce = source(TEXT);
    assert.notEqual(indexOf(ahead), indexOf(atOnce));
    assert.deepEqual(indexOf(ahead).normalized, indexOf(atOnce).normalized);
    assert.deepEqual(indexOf(ahead).folded(), indexOf(atOnce).folded());
    assert.ok(turns >= Math.floor(TEXT.length / 65_536), `${turns} turns`);
  });

  it('offsets are kept once where case changes no length', () => {
    const index = indexOf(source('The Fee is due ÄÖ.'));
    assert.equal(index.folded().starts, index.normalized.starts);
    const longer = indexOf(source('The Straße İ is due.'));
    assert.notEqual(longer.folded().text.length, longer.normalized.text.length);
    assert.notEqual(longer.folded().starts, longer.normalized.starts);
  });

  it('a letter with a thousand marks is normalized in bounded parts', () => {
    const marks = '\u0301\u0323'.repeat(500);
    const { text, starts, ends } = normalize(`a${marks}b`, false);
    assert.ok(text.endsWith('b'));
    assert.ok(Math.max(...starts.map((start, i) => (ends[i] ?? 0) - start)) <= 65);
    const steps = [...normalizeSteps('a'.repeat(200_000), true)];
    assert.ok(steps.length >= 3);
  });
});
