import assert from 'node:assert/strict';
import createMarkdown from 'markdown-it';
import { scanMarkdown, type LineKind } from '../../../../src/rules/markdownScan.ts';
import { markdownParser } from '../../../../src/core/text/markdownPieces.ts';

/** The kind of each line that is not blank. */
function kinds(...rows: string[]): LineKind[] {
  const text = `${rows.join('\n')}\n`;
  let at = 0;
  const lines = rows.map(row => ({ start: at, end: (at += row.length + 1) }));
  return scanMarkdown(text, lines)
    .map(({ kind }) => kind)
    .filter(kind => kind !== 'blank');
}

describe('directives of MyST', () => {
  it('that hold running text are read as text, whatever they are fenced with', () => {
    for (const fence of ['```', '~~~', ':::', '`````'])
      assert.deepEqual(
        kinds('Before.', '', `${fence}{note} A title`, 'In it.', '', '- item', fence, '', 'After.'),
        ['text', 'definition', 'text', 'text', 'definition', 'text'],
        fence,
      );
    assert.deepEqual(kinds('```{prf:theorem}', 'It holds.', '```'), [
      'definition',
      'text',
      'definition',
    ]);
  });

  it('that hold code, data or what is not known stay code', () => {
    for (const name of ['code-block', 'code-cell', 'math', 'mermaid', 'toctree', 'unknown'])
      assert.deepEqual(kinds(`\`\`\`{${name}} x`, 'In it it.', '```'), ['fence', 'code', 'fence']);
    assert.deepEqual(kinds('```note', 'In it.', '```'), ['fence', 'code', 'fence']);
  });

  it('in each other, in lists and without an end are read to where their container ends', () => {
    assert.deepEqual(
      kinds('````{warning}', 'Outer.', '```{tip}', 'Inner.', '```', '```py', 'x', '```', '````'),
      [
        'definition',
        'text',
        'definition',
        'text',
        'definition',
        'fence',
        'code',
        'fence',
        'definition',
      ],
    );
    assert.deepEqual(kinds('- item', '', '  ```{note}', '  In it.', '', 'After.'), [
      'text',
      'definition',
      'text',
      'text',
    ]);
  });

  it('are tokens with the lines they take', () => {
    const [open] = markdownParser(createMarkdown).parse('```{note}\nText.\n```\nAfter.\n', {});
    assert.deepEqual([open?.type, open?.map], ['blockquote_open', [0, 3]]);
  });
});
