import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  changedLinesIn,
  changesIn,
  type ChangedRange,
} from '../../../../../src/core/domain/changes.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';
import { split, splitInTwo } from '../../../../../src/core/split/split.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';

const fn = (i: number, lines = 6, eol = '\n'): string =>
  [
    `function work${i}(input) {`,
    ...Array.from({ length: lines }, (_, n) => `  const step${n} = input.value${n} + ${i};`),
    '  return step0;',
    '}',
    '',
    '',
  ].join(eol);
const file = (functions: number, lines?: number, eol?: string): string =>
  Array.from({ length: functions }, (_, i) => fn(i, lines, eol)).join('');

const source = (text: string, changed: readonly ChangedRange[]): Source => ({
  id: 'a.js',
  path: 'a.js',
  kind: 'code',
  languageId: 'javascript',
  text,
  changed,
});
const lineOf = (text: string, words: string): ChangedRange => {
  const at = text.indexOf(words);
  assert.ok(at >= 0);
  const start = text.lastIndexOf('\n', at) + 1;
  return { start, end: text.indexOf('\n', at) + 1 };
};
const options = { maxTokens: 1000, count: approximateTokens };

describe('splitting a change', () => {
  it('reads the function around a changed line, whole, and not the rest of a large file', async () => {
    const text = file(200);
    const chunks = await split(source(text, [lineOf(text, 'input.value3 + 90;')]), options);
    assert.equal(chunks.length, 1);
    const [chunk] = chunks;
    assert.equal(text.slice(chunk?.start, chunk?.end).trim(), fn(90).trim());
    assert.deepEqual(chunk?.headings, ['work90']);
    assert.equal(chunk?.changedLines, 1);
  });

  it('changes near each other are one chunk, changes far apart are not', async () => {
    const text = file(400);
    const at = (i: number) => lineOf(text, `input.value3 + ${i};`);
    const chunks = await split(source(text, [at(10), at(12), at(300)]), options);
    assert.deepEqual(
      chunks.map(({ changedLines }) => changedLines),
      [2, 1],
    );
  });

  it('of a function too large for a chunk only what stands around the change', async () => {
    const text = fn(0, 2000);
    const chunks = await split(source(text, [lineOf(text, 'step1500')]), options);
    assert.equal(chunks.length, 1);
    const shown = text.slice(chunks[0]?.start, chunks[0]?.end);
    assert.ok(shown.includes('step1492') && shown.includes('step1508'));
    assert.ok(shown.split('\n').length <= 20);
  });

  it('lines that were only taken away are read with what stands there now', async () => {
    const text = file(100);
    const places = [0, lineOf(text, 'value2 + 50;').start, text.length];
    const changed = places.map(at => ({ start: at, end: at, removed: 'check();' }));
    const chunks = await split(source(text, changed), options);
    assert.equal(
      chunks.reduce((sum, { changedLines = 0 }) => sum + changedLines, 0),
      3,
    );
    for (const at of places)
      assert.ok(chunks.some(({ start, end }) => start <= at && at <= end && end > start));
  });

  it('any change: every changed character is in one chunk, none is without a change or over budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.tuple(fc.nat(1000), fc.nat(12)), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (functions, lines, eol, edits, end) => {
          const whole = file(functions, lines, eol);
          const text = end ? whole.trimEnd() : whole;
          const starts = [0];
          for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1))
            starts.push(i + 1);
          const line = (n: number): number => starts[n] ?? text.length;
          const wanted = edits
            .map(([first, length]) => [first % starts.length, length] as const)
            .sort(([a], [b]) => a - b);
          const changed: ChangedRange[] = [];
          for (const [first, length] of wanted) {
            const start = line(first);
            if (start > (changed.at(-1)?.end ?? -1))
              changed.push({ start, end: line(first + length) });
          }
          const given = source(text, changed);
          const chunks = await split(given, { ...options, maxTokens: 300 });
          const found = chunks.flatMap(chunk => changesIn(given, chunk));
          assert.equal(
            found.reduce((sum, range) => sum + range.end - range.start, 0),
            changed.reduce((sum, range) => sum + range.end - range.start, 0),
          );
          assert.equal(
            found.filter(({ start, end: stop }) => start === stop).length,
            changed.filter(({ start, end: stop }) => start === stop).length,
          );
          for (const [i, chunk] of chunks.entries()) {
            assert.ok((chunk.changedLines ?? 0) > 0);
            assert.ok(chunk.tokens <= 300 || chunk.end - chunk.start === 1);
            assert.ok(chunk.start >= (chunks[i - 1]?.end ?? 0));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('halves of a chunk count their own changed lines', async () => {
    const text = file(3);
    const given = source(text, [{ start: 0, end: text.length }]);
    const [chunk] = await split(given, options);
    assert.ok(chunk);
    const halves = splitInTwo(given, chunk, approximateTokens);
    assert.deepEqual(
      halves?.map(half => half.changedLines),
      halves?.map(half => changedLinesIn(given, half)),
    );
    assert.ok(halves?.every(half => (half.changedLines ?? 0) < (chunk.changedLines ?? 0)));
  });
});
