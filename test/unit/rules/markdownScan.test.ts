import assert from 'node:assert/strict';
import type { Range } from '../../../src/core/domain/range.ts';
import { scanMarkdown } from '../../../src/rules/markdownScan.ts';

/** The kinds of the lines, in order. */
function kindsOf(...lines: readonly string[]): string[] {
  const ranges: Range[] = [];
  let start = 0;
  for (const line of lines) {
    ranges.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return scanMarkdown(`${lines.join('\n')}\n`, ranges).map(({ kind }) => kind);
}

describe('rules: what the lines of Markdown are', () => {
  it('a rule at the top is no front matter, whatever follows', () => {
    assert.equal(kindsOf('---', '', '# A', '', 'TODO: x', '', '---', '', 'End.')[4], 'text');
    assert.equal(kindsOf('---', 'We meet. TODO: x', '', '---')[1], 'text');
    assert.equal(kindsOf('---', '# A', '', 'Text.', '', '---', 'x')[3], 'text');
  });

  it('front matter begins with a key, if need be behind comments', () => {
    for (const first of ['title: A', '# kept by hand\ntitle: A', '"a b": 1', 'a-b.c:', '- a'])
      assert.equal(kindsOf('---', ...first.split('\n'), '---', '', 'Text.')[1], 'frontMatter');
    assert.equal(kindsOf('---', '---', 'Text.')[0], 'frontMatter');
  });

  it('further paragraphs of a footnote are text, and code in it is code', () => {
    const lines = [
      'A.[^a]',
      '',
      '[^a]:',
      '    One.',
      '',
      '    Two',
      '    and.',
      '',
      '        code',
      '',
      'End.',
    ];
    const kinds = kindsOf(...lines);
    assert.deepEqual(
      [3, 5, 6, 8, 10].map(i => kinds[i]),
      ['text', 'text', 'text', 'code', 'text'],
    );
    assert.equal(kindsOf('Text.', '', '    code')[2], 'code');
    assert.equal(kindsOf('[^a]: x', '', 'Text.', '', '    code')[4], 'code');
  });
});
