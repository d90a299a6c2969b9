import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Source } from '../../../../src/core/domain/source.ts';
import { fileWords, suggestedFileWords } from '../../../../src/core/text/fileWords.ts';
import { notebookCells } from '../../../../src/sources/import/notebook.ts';
import { cellSources, notebookSources } from '../../../../src/sources/markup/readable.ts';

const cell = (cell_type: string, source: unknown, more = {}) => ({ cell_type, source, ...more });
const fileOf = (text: string): Source => ({
  id: 'a.ipynb',
  path: 'a.ipynb',
  uri: 'file:///a.ipynb',
  kind: 'code',
  languageId: 'jupyter',
  text,
});
const read = async (notebook: unknown): Promise<Source[]> => {
  const sources = await notebookSources(fileOf(JSON.stringify(notebook, null, 1)));
  return 'reason' in sources ? assert.fail(sources.reason) : sources;
};
const reason = async (text: string): Promise<string | undefined> => {
  const sources = await notebookSources(fileOf(text));
  return 'reason' in sources ? sources.reason : undefined;
};

const NOTEBOOK = {
  cells: [
    cell('markdown', ['# Title\n', 'Text "in" quotes.']),
    cell('code', 'x = 1\nprint("a\\tb")', {
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['a\tb\n', 'more\n'] },
        { data: { 'image/png': 'AAAA', 'text/plain': ['<Figure>'] } },
        { ename: 'KeyError', evalue: "'k'", traceback: ['\u001b[31mno\u001b[0m'] },
      ],
    }),
    cell('code', []),
    cell('raw', 'raw\n'),
    cell('code', 'y = 2', { outputs: [{ text: `${'line\n'.repeat(30)}` }] }),
  ],
  metadata: { language_info: { name: 'Julia' } },
  nbformat: 4,
};

describe('notebooks', () => {
  it('are read in two parts: what is written, and the code with its outputs as remarks', async () => {
    const [prose, code] = await read(NOTEBOOK);
    assert.equal(prose?.kind, 'markdown');
    assert.equal(prose.text, '# Title\nText "in" quotes.\n\nraw\n');
    assert.deepEqual(
      prose.pages?.map(page => page.cell),
      [1, 4],
    );
    assert.equal(code?.kind, 'code');
    assert.equal(code.languageId, 'julia');
    assert.ok(
      code.text.startsWith(
        `x = 1\nprint("a\\tb")\n# Output, for context:\n# | a\tb\n# | more\n# | <Figure>\n# | KeyError: 'k'\n\ny = 2\n`,
      ),
      code.text,
    );
    assert.ok(code.text.endsWith('# | line\n# | …\n'));
    assert.deepEqual(code.told, [
      '2 outputs shown with the code as context, 1 of them shortened',
      '1 picture in outputs left out',
    ]);
    assert.deepEqual(
      code.pages?.map(page => page.cell),
      [2, 5],
    );
    assert.notEqual(prose.id, code.id);
    assert.equal(prose.path, code.path);
  });

  it('places lead into the JSON, and a suggestion is written as JSON', async () => {
    const [prose, code] = await read(NOTEBOOK);
    assert.ok(prose && code);
    const at = (source: Source, quote: string) => {
      const start = source.text.indexOf(quote);
      return { start, end: start + quote.length };
    };
    assert.equal(fileWords(prose, at(prose, 'Text "in" quotes')), 'Text \\"in\\" quotes');
    assert.equal(fileWords(code, at(code, 'y = 2')), 'y = 2');
    const json = suggestedFileWords(prose, at(prose, 'quotes'), '"marks"\nand more');
    assert.equal(json, '\\"marks\\"\\nand more');
    const whole = prose.original?.text.replace('quotes', json ?? '') ?? '';
    const parsed = JSON.parse(whole) as { cells: { source: string[] }[] };
    assert.equal(parsed.cells[0]?.source[1], 'Text "in" "marks"\nand more.');
    assert.equal(suggestedFileWords(code, at(code, '# | more'), '# | less'), undefined);
  });

  it('cells of an open notebook are read the same way, without an address', async () => {
    const cells = [
      { text: 'Words.' },
      { text: '' },
      { text: 'select 1', language: 'sql', output: '1' },
    ];
    const [prose, code] = await cellSources('a.ipynb', cells);
    assert.deepEqual(prose, {
      id: 'a.ipynb',
      path: 'a.ipynb',
      kind: 'markdown',
      languageId: 'markdown',
      text: 'Words.\n',
      pages: [{ start: 0, cell: 1 }],
    });
    assert.equal(code?.text, 'select 1\n-- Output, for context:\n-- | 1\n');
    assert.equal(code.original, undefined);
    assert.deepEqual(await cellSources('a.ipynb', [{ text: ' ' }]), []);
  });

  it('reads the worksheets of version 3, and takes no language that is none', async () => {
    const sheets = { worksheets: [{ cells: [{ cell_type: 'code', input: ['y = 2'] }] }] };
    const [code] = await read(sheets);
    assert.equal(code?.text, 'y = 2\n');
    const metadata = { kernelspec: { language: 'a\n# b' } };
    const [odd] = await read({ cells: [cell('code', 'z')], metadata });
    assert.equal(odd?.languageId, 'python');
  });

  it('broken JSON, other JSON and notebooks without text are refused with a reason', async () => {
    assert.equal(await reason('{"cells": ['), 'damaged: not the JSON of a notebook');
    for (const other of [{}, [], 1, null, { cells: 1 }])
      assert.equal(await reason(JSON.stringify(other)), 'not a notebook: it has no cells');
    assert.equal(await reason(JSON.stringify({ cells: [null, 1, { source: {} }] })), 'empty');
  });

  it('any cells: what is read is what JSON holds, sign by sign', () => {
    const sign = fc.constantFrom(
      'a',
      '"',
      '\\',
      '\n',
      '\r',
      '\t',
      'é',
      '😀',
      '\ud800',
      '\u0001',
      '/',
    );
    const text = fc.array(sign, { maxLength: 12 }).map(signs => signs.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.nat(2), (sources, indent) => {
        const file = JSON.stringify({ cells: sources.map(s => cell('code', s)) }, null, indent);
        const cells = notebookCells(file);
        assert.ok(!('reason' in cells));
        cells.forEach(({ units }, index) => {
          const whole = units.map(({ value }) => value).join('');
          assert.equal(whole, sources[index]?.replaceAll('\r', ''));
          for (const { value, from, to } of units)
            assert.equal(JSON.parse(`"${file.slice(from, to)}"`), value);
        });
      }),
      { numRuns: 60 },
    );
  });
});
