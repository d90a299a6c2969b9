import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shownRecords } from '../../../../src/core/text/shownRecords.ts';
import { split, splitInTwo } from '../../../../src/core/split/split.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { count, question, recordSource } from '../../../support/labelRun.ts';

const csv = (texts: readonly string[]): Promise<Source> =>
  recordSource('t.csv', `text\n${texts.map(t => `"${t}"\n`).join('')}`);
const chunksOf = (source: Source, maxTokens = 400, maxRecords = 20): Promise<Chunk[]> =>
  split(source, { maxTokens, maxRecords, count });

function assertWhole(source: Source, chunks: readonly Chunk[]): void {
  assert.equal(chunks.map(c => source.text.slice(c.start, c.end)).join(''), source.text);
  const held = chunks.flatMap(c => {
    const { from, to } = c.records!;
    return Array.from({ length: to - from }, (_, i) => from + i);
  });
  assert.deepEqual(held, [...source.records!.keys()]);
}

describe('split: record sets', () => {
  it('every record is in exactly one chunk, within both limits, and the chunks join to the file', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({
            unit: fc.constantFrom('a', ' ', 'é', '漢', '😀'),
            minLength: 1,
            maxLength: 400,
          }),
          {
            minLength: 1,
            maxLength: 60,
          },
        ),
        async texts => {
          if (texts.every(t => t.trim() === '')) return;
          const source = await csv(texts);
          const chunks = await chunksOf(source, 120, 7);
          assertWhole(source, chunks);
          for (const chunk of chunks) {
            const shown = shownRecords(source, chunk);
            assert.ok(shown.length >= 1 && shown.length <= 7);
            assert.equal(new Set(shown.map(r => r.key)).size, shown.length);
            if (shown.length > 1) assert.ok(chunk.tokens <= 120);
            else assert.ok(count(shown[0]!.text) <= 120);
          }
          assert.equal(new Set(chunks.map(c => c.id)).size, chunks.length);
        },
      ),
      { numRuns: 60 },
    ));

  it('50 short records a call: well under a call for 20 records', async () => {
    const source = await csv(Array.from({ length: 3000 }, (_, i) => question(i)));
    const chunks = await chunksOf(source, 12_000, 50);
    assert.ok(chunks.length <= 3000 / 20, `${chunks.length} chunks`);
  });

  it('a record that is edited, added or removed changes few chunks', async () => {
    const texts = Array.from({ length: 2000 }, (_, i) => question(i));
    const before = new Set((await chunksOf(await csv(texts), 12_000, 50)).map(c => c.hash));
    const fresh = async (changed: readonly string[]): Promise<number> =>
      (await chunksOf(await csv(changed), 12_000, 50)).filter(c => !before.has(c.hash)).length;
    assert.ok((await fresh(texts.with(700, 'Something else entirely'))) <= 2);
    assert.ok((await fresh(texts.toSpliced(700, 0, 'One more'))) <= 6);
    assert.ok((await fresh(texts.toSpliced(700, 1))) <= 6);
  });

  it('a record longer than a call is alone in it, cut, and the gap is counted', async () => {
    const long = 'word '.repeat(40_000);
    const source = await csv(['short', long, 'other']);
    const chunks = await chunksOf(source, 500, 50);
    assertWhole(source, chunks);
    const [record] = shownRecords(source, chunks[1]!);
    assert.ok(count(record!.text) <= 500);
    assert.match(record!.text, /\[… \d+ characters left out …\]/);
    assert.ok(record!.omitted > 190_000);
    assert.match(chunks[1]!.unread![0]!.reason, /longer than a call takes/);
    assert.equal(chunks.length, 3);
  });

  it('halves join to the chunk, down to single records', async () => {
    const source = await csv(Array.from({ length: 9 }, () => 'the same text'));
    const [whole] = await chunksOf(source);
    let parts: Chunk[] = [whole!];
    for (let depth = 0; depth < 4; depth++)
      parts = parts.flatMap(part => splitInTwo(source, part, count) ?? [part]);
    assert.equal(parts.length, 9);
    assertWhole(source, parts);
    assert.equal(new Set(parts.map(p => p.id)).size, 9);
    assert.equal(splitInTwo(source, parts[0]!, count), undefined);
  });
});
