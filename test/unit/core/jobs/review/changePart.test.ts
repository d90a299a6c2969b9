import assert from 'node:assert/strict';
import {
  markedPart,
  removedText,
  unmarked,
} from '../../../../../src/core/jobs/review/changePart.ts';
import { unforgeable } from '../../../../../src/core/jobs/frame.ts';
import type { ChangedRange } from '../../../../../src/core/domain/changes.ts';
import type { RawFinding } from '../../../../../src/core/domain/results/findings.ts';
import type { Chunk } from '../../../../../src/core/domain/chunk.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';

const part = (text: string, changed: readonly ChangedRange[]) => ({
  source: { id: 'a', path: 'a', kind: 'code', languageId: 'go', text, changed } as Source,
  chunk: { start: 0, end: text.length, hash: 'abcdef' } as Chunk,
});

describe('the part of a change', () => {
  it('has a line before and after what is new, and one where lines went', () => {
    const text = 'a\nb\nc\nd';
    const marked = markedPart(
      part(text, [
        { start: 2, end: 4 },
        { start: 4, end: 4, removed: 'x' },
        { start: 6, end: 7 },
      ]),
      'M',
    );
    assert.equal(
      marked,
      [
        'a',
        '<<<M change 1 begins>>>',
        'b',
        '<<<M change 1 ends>>>',
        '<<<M change 2: lines were taken away here>>>',
        'c',
        '<<<M change 3 begins>>>',
        'd',
        '<<<M change 3 ends>>>',
        '',
      ].join('\n'),
    );
  });

  it('has no marks when all of it is new', () => {
    assert.equal(markedPart(part('a\nb\n', [{ start: 0, end: 4 }]), 'M'), 'a\nb\n');
  });

  it('says what was there before, change by change', () => {
    const given = part('a\nb\nc\n', [
      { start: 0, end: 2 },
      { start: 4, end: 6, removed: 'old\nlines' },
    ]);
    assert.equal(removedText(given), 'change 2 replaced:\nold\nlines');
  });

  it('marks that a model copied along are no part of quote and suggestion', () => {
    const given = part('a\nb\n', []);
    const mark = unforgeable(given.chunk.hash, ['part-abcdef']);
    assert.equal(mark, 'part-abcdef-x');
    const found = {
      quote: `a\n<<<${mark} change 1 begins>>>\nb`,
      suggestion: `a\n<<<${mark} change 1 begins>>>\r\nc`,
    } as RawFinding;
    assert.deepEqual(unmarked(found, given), { quote: 'a\nb', suggestion: 'a\nc' });
    assert.equal(unmarked({ ...found, suggestion: null }, given).suggestion, null);
  });
});
