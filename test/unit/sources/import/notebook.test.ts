import assert from 'node:assert/strict';
import { importNotebook, notebookText } from '../../../../src/sources/import/notebook.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const cell = (cell_type: string, source: unknown, more = {}) => ({ cell_type, source, ...more });

describe('notebooks', () => {
  it('gives cells in order, code in fences of the language, outputs left out', () => {
    const result = importNotebook(
      bytes({
        cells: [
          cell('markdown', ['# Title\n', 'Text.']),
          cell('code', 'x = 1\nprint(x)', { outputs: [{ text: ['SECRET OUTPUT'] }] }),
          cell('code', []),
          cell('raw', 'raw\n'),
        ],
        metadata: { language_info: { name: 'julia' } },
        nbformat: 4,
      }),
    );
    assert.deepEqual(result, {
      text: '# Title\nText.\n\n```julia\nx = 1\nprint(x)\n```\n\n```\nraw\n```\n',
      kind: 'markdown',
      languageId: 'markdown',
      pages: [
        { start: 0, cell: 1 },
        { start: 15, cell: 2 },
        { start: 44, cell: 4 },
      ],
    });
  });

  it('code that holds fences is fenced by longer ones', () => {
    const result = importNotebook(bytes({ cells: [cell('code', '"""\n```\nx\n````\n"""')] }));
    assert.ok('text' in result && /^`{5}python\n[\s\S]*\n`{5}\n$/.test(result.text));
  });

  it('cells of an open notebook are read the same way, each in its own language', () => {
    const cells = [{ text: 'Words.' }, { text: '' }, { text: 'select 1', language: 'sql' }];
    assert.deepEqual(notebookText(cells), {
      text: 'Words.\n\n```sql\nselect 1\n```\n',
      kind: 'markdown',
      languageId: 'markdown',
      pages: [
        { start: 0, cell: 1 },
        { start: 8, cell: 3 },
      ],
    });
    assert.deepEqual(notebookText([{ text: ' ' }]), { reason: 'empty' });
  });

  it('reads the worksheets of version 3', () => {
    const sheets = { worksheets: [{ cells: [{ cell_type: 'code', input: ['y = 2'] }] }] };
    const result = importNotebook(bytes(sheets));
    assert.equal('text' in result && result.text, '```python\ny = 2\n```\n');
  });

  it('a language that would break the fence is not taken', () => {
    const metadata = { kernelspec: { language: 'a\n# b' } };
    const result = importNotebook(bytes({ cells: [cell('code', 'z')], metadata }));
    assert.equal('text' in result && result.text, '```python\nz\n```\n');
  });

  it('broken JSON, other JSON and notebooks without text are refused with a reason', () => {
    const reason = (data: Uint8Array) => {
      const result = importNotebook(data);
      return 'reason' in result ? result.reason : undefined;
    };
    assert.equal(
      reason(bytes({ cells: [] }).subarray(0, 8)),
      'damaged: not the JSON of a notebook',
    );
    for (const other of [{}, [], 1, null, { cells: 1 }])
      assert.equal(reason(bytes(other)), 'not a notebook: it has no cells');
    assert.equal(reason(bytes({ cells: [null, 1, { source: {} }] })), 'empty');
    assert.equal(reason(Uint8Array.of(0, 1, 2, 3, 0, 0)), 'binary');
  });
});
