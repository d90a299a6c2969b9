import assert from 'node:assert/strict';
import fs from 'node:fs';
import { runRules } from '../../../src/rules/runRules.ts';
import { sampleContract } from '../../support/sampleContract.ts';

/** Wording and empty sections: flaws that a model sees and no rule looks for. */
const FOR_MODELS = new Set(['insulting', 'casual', 'passive', 'aan', 'twice', 'empty']);

describe('sample contract', () => {
  const { text, flaws } = sampleContract();
  // Flaws of two kinds are those of rules that are off by default.
  const switches = { 'undefined-term': true, unit: true };
  const { hits, broken } = runRules({ text, kind: 'markdown', languageId: 'markdown', switches });
  const found = flaws.filter(flaw => hits.some(h => h.start < flaw.end && flaw.start < h.end));

  it('the committed file is what the generator makes', () => {
    assert.equal(fs.readFileSync('media/sample/contract.md', 'utf8'), text);
  });

  it('is as long as a contract of fifty pages and within its size', () => {
    assert.ok(text.split(/\s+/).length >= 25_000);
    assert.ok(Buffer.byteLength(text) <= 400_000);
  });

  it('holds each flaw at its place', () => {
    assert.ok(flaws.length >= 25);
    for (const flaw of flaws) assert.equal(text.slice(flaw.start, flaw.end), flaw.quote);
  });

  it('the rules find at least 90 % of the flaws that are theirs', () => {
    const theirs = flaws.filter(flaw => !FOR_MODELS.has(flaw.kind));
    const lost = theirs.filter(flaw => !found.includes(flaw)).map(flaw => flaw.kind);
    assert.ok(lost.length <= theirs.length * 0.1, `not found: ${lost.join(', ')}`);
    assert.deepEqual(broken, []);
  });

  it('at least 80 % of what the rules say of it is a flaw', () => {
    const right = hits.filter(h => flaws.some(flaw => h.start < flaw.end && flaw.start < h.end));
    assert.ok(right.length >= hits.length * 0.8, `${right.length} of ${hits.length}`);
  });
});
