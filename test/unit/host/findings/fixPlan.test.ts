import assert from 'node:assert/strict';
import fc from 'fast-check';
import { minimalEdit } from '../../../../src/core/text/minimalEdit.ts';
import type { Finding } from '../../../../src/core/domain/results/findings.ts';
import {
  type EditMap,
  locateQuote,
  mapRange,
  unchanged,
  withChange,
} from '../../../../src/host/findings/anchors.ts';
import { type AppliedText, followEdit } from '../../../../src/host/findings/appliedTexts.ts';
import { planFixes, withFixes } from '../../../../src/host/findings/fixPlan.ts';

const findingAt = (id: string, quote: string, suggestion: string): Finding => ({
  id,
  fingerprint: id,
  perspectiveId: 'p',
  severity: 'minor',
  confidence: 1,
  sourceId: 's',
  chunkId: 'c',
  quote,
  match: 'exact',
  title: id,
  message: '',
  branchIds: [],
  suggestion,
});

const words = fc.constantFrom(
  'pay',
  'the ',
  'shall\r\n',
  'x',
  '\t',
  '\u200b',
  'é',
  '😀',
  ' ',
  '\n',
);
const texts = fc.array(words, { minLength: 4, maxLength: 40 }).map(parts => parts.join(''));

describe('fixes', () => {
  it('1,000 random edits between run and Apply: exactly the quote or a refusal, one undo', () => {
    fc.assert(
      fc.property(
        texts,
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        fc.array(words, { maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(8), words), { maxLength: 4 }),
        (text, from, length, suggested, edits) => {
          const start = from % text.length;
          const range = { start, end: Math.min(text.length, start + length) };
          const quote = text.slice(range.start, range.end);
          let now = text;
          let map: EditMap = unchanged;
          for (const [at, cut, insert] of edits) {
            const begin = at % (now.length + 1);
            const end = Math.min(now.length, begin + cut);
            map = withChange(map, { start: begin, end, length: insert.length });
            now = now.slice(0, begin) + insert + now.slice(end);
          }
          const at = locateQuote(now, quote, mapRange(map, range));
          const finding = findingAt('F1', quote, suggested.join(''));
          const { fixes, refused } = planFixes(now, '\n', [{ finding, at }]);
          assert.equal(fixes.length + refused.length, 1);
          const [fix] = fixes;
          if (!fix) return;
          const lines = (s: string): string => s.replace(/\r\n?/g, '\n');
          assert.equal(lines(fix.before), lines(quote));
          const after = withFixes(now, fixes);
          assert.equal(after.slice(0, fix.range.start), now.slice(0, fix.range.start));
          assert.equal(after.slice(fix.range.start + fix.after.length), now.slice(fix.range.end));
          // What the editor writes is the same, and so is what one undo brings back.
          const least = minimalEdit(fix.before, fix.after, fix.range.start);
          const written = now.slice(0, least.start) + least.text + now.slice(least.end);
          assert.equal(written, after);
          const back = minimalEdit(fix.after, fix.before, fix.range.start);
          assert.equal(written.slice(0, back.start) + back.text + written.slice(back.end), now);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('T38 two findings about the same words: the first wins, and the other is told why', () => {
    const text = 'The buyer pays late.';
    const { fixes, refused } = planFixes(text, '\n', [
      { finding: findingAt('F1', 'pays late', 'pays in time'), at: { start: 10, end: 19 } },
      { finding: findingAt('F2', 'late', 'soon'), at: { start: 15, end: 19 } },
      { finding: findingAt('F3', 'pays late', 'pays in time'), at: { start: 10, end: 19 } },
      { finding: findingAt('F4', 'gone', 'here'), at: undefined },
    ]);
    assert.deepEqual(
      fixes.map(f => f.findingIds),
      [['F1', 'F3']],
    );
    assert.match(refused[0]?.why ?? '', /same words as F1/);
    assert.equal(refused[1]?.findingId, 'F4');
    assert.equal(withFixes(text, fixes), 'The buyer pays in time.');
  });

  it('a suggestion takes the line ends of the document', () => {
    const { fixes } = planFixes('a\r\nb', '\r\n', [
      { finding: findingAt('F1', 'a\nb', 'c\nd'), at: { start: 0, end: 4 } },
    ]);
    assert.equal(fixes[0]?.after, 'c\r\nd');
  });
});

describe('suggestions that were applied', () => {
  const applied = (start: number, before: string, after: string): AppliedText => ({
    runId: 'r',
    findingIds: ['F1'],
    start,
    before,
    after,
    applied: true,
  });
  const edit = (text: string, rangeOffset: number, rangeLength: number, insert: string) => ({
    change: { rangeOffset, rangeLength, text: insert },
    text: text.slice(0, rangeOffset) + insert + text.slice(rangeOffset + rangeLength),
  });

  it('an undo in the editor takes them out, a redo puts them back, edits elsewhere only move them', () => {
    for (const [before, after] of [
      ['late', 'in time'],
      ['foo', 'foo bar'],
      ['foo bar', 'foo'],
      ['the the', 'the'],
      ['gone', ''],
    ] as const) {
      const each = applied(3, before, after);
      let text = `AB ${after} tail`;
      const least = minimalEdit(after, before, 3);
      const elsewhere = edit(text, 0, 1, 'longer ');
      assert.deepEqual(followEdit([each], [elsewhere.change], elsewhere.text), []);
      text = elsewhere.text;
      const shift = 6;
      const undo = edit(text, least.start + shift, least.end - least.start, least.text);
      assert.deepEqual(followEdit([each], [undo.change], undo.text), [each], `${before}/${after}`);
      assert.equal(each.applied, false);
      const again = minimalEdit(before, after, 3 + shift);
      const redo = edit(undo.text, again.start, again.end - again.start, again.text);
      assert.deepEqual(followEdit([each], [redo.change], redo.text), [each], `${before}/${after}`);
      assert.equal(each.applied, true);
    }
  });

  it('replaces what the document holds for a quote that was taken out of its marks', () => {
    const text = '<p>5 &lt; <b>4</b></p>';
    const finding = findingAt('F1', '5 < 4', '5 < 6');
    const at = { start: 3, end: 14 };
    const words = { quote: '5 &lt; <b>4', suggestion: '5 &lt; <b>6' };
    const { fixes } = planFixes(text, '\n', [{ finding, at, words }]);
    assert.equal(withFixes(text, fixes), '<p>5 &lt; <b>6</b></p>');
    assert.equal(planFixes(text, '\n', [{ finding, at }]).fixes.length, 0);
  });
});
