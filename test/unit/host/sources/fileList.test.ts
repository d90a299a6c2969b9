import assert from 'node:assert/strict';
import { loadTokenCounter } from '../../../../src/core/split/tokens/tokens.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { fileLines, fileSum, sizesOf } from '../../../../src/host/sources/fileList.ts';

/** A clock that stands still until it is set. */
const handClock = () => {
  const clock = { time: 0, now: () => clock.time, date: () => 0, sleep: async () => undefined };
  return clock;
};

const sourceOf = (path: string, text: string): Source => ({
  id: path,
  path,
  kind: 'prose',
  languageId: 'plaintext',
  text,
});

describe('file list', () => {
  it('names every file with size and tokens, and what is left out with the reason', async () => {
    const sources = [sourceOf('a.txt', 'Hello world'), sourceOf('b.txt', 'word '.repeat(5000))];
    const sizes = await sizesOf(sources, loadTokenCounter, handClock());
    const lines = fileLines(sizes, [{ path: 'c.png', reason: 'binary' }]);
    assert.deepEqual(
      lines.map(({ label, description, heading, tick }) => [
        label,
        description,
        heading,
        tick?.ticked,
      ]),
      [
        ['a.txt', 'plaintext, 11 bytes, 2 tokens', undefined, true],
        ['b.txt', 'plaintext, 25 KB, 5,001 tokens', undefined, true],
        ['1 file left out', undefined, true, undefined],
        ['c.png', 'left out: binary', undefined, undefined],
      ],
    );
    assert.equal(fileSum(sizes), '2 files, 25 KB, 5,003 tokens');
    assert.equal(fileSum([]), '0 files, 0 bytes, 0 tokens');
    const cost = () => 0.2;
    assert.match(fileLines(sizes, [], cost)[0]?.description ?? '', /2 tokens, from \$0\.20$/);
    assert.match(fileSum(sizes, cost), /5,003 tokens, from \$0\.40$/);
    assert.doesNotMatch(
      fileSum(sizes, kind => (kind === 'code' ? 1 : undefined)),
      /\$/,
    );
  });

  it('a file whose text was taken out of it is called what it is', async () => {
    const word = { ...sourceOf('in/Offer.docx', 'Hello world'), pages: [{ start: 0, paragraph: 1 }] };
    const [line] = fileLines(await sizesOf([word], loadTokenCounter, handClock()), []);
    assert.equal(line?.description, 'DOCX, 11 bytes, 2 tokens');
  });

  it('says which pages of a file gave no text', async () => {
    const textless = { where: 'pages 2–4', reason: 'no text: empty, or scans' };
    const scanned = { ...sourceOf('a.pdf', 'Hello world'), textless };
    const [line] = fileLines(await sizesOf([scanned], loadTokenCounter, handClock()), []);
    assert.equal(
      line?.description,
      'plaintext, 11 bytes, 2 tokens; pages 2–4 left out: no text: empty, or scans',
    );
  });

  it('after a second the rest is guessed, and said to be', async () => {
    const clock = handClock();
    let counted = 0;
    const slow = async () => (text: string) => {
      counted += text.length;
      clock.time += 600;
      return 7;
    };
    const sources = Array.from({ length: 4 }, (_, i) => sourceOf(`${i}.txt`, 'abcd'.repeat(1000)));
    const sizes = await sizesOf(sources, slow, clock);
    assert.equal(counted, 8000);
    assert.deepEqual(
      sizes.map(({ tokens, guessed }) => [tokens, guessed]),
      [
        [7, false],
        [7, false],
        [1000, true],
        [1000, true],
      ],
    );
    assert.equal(fileSum(sizes), '4 files, 16 KB, about 2,014 tokens');
  });

  it('names at most 200 of what is left out, and says how many more there are', () => {
    const many = Array.from({ length: 260 }, (_, i) => ({ path: `${i}`, reason: 'binary' }));
    assert.equal(fileLines([], many).at(-1)?.label, 'and 60 more files');
  });
});
