import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import {
  formatOf,
  readRecords,
  type RecordChoice,
} from '../../../../src/sources/records/records.ts';
import type { Source } from '../../../../src/core/domain/source.ts';

const read = (path: string, text: string, choice: RecordChoice = {}) => {
  const source: Source = { id: path, path, kind: 'prose', languageId: 'plaintext', text };
  return readRecords(source, choice, () => Promise.resolve());
};
const wholes = async (path: string, text: string, choice?: RecordChoice) =>
  (await read(path, text, choice)).source.records!.map(r => text.slice(r.start, r.end));

describe('record sets', () => {
  for (const [name, text, cells] of [
    ['two columns by semicolons', 'id;text\n1;late\n2;bill\n', ['1', 'late']],
    ['commas in the text', 'id;text\r\n1;late, and, so\r\n2;bill, too\r\n', ['1', 'late, and, so']],
    ['decimals', 'id;text\n1,5;late\n2,5;bill\n', ['1,5', 'late']],
    ['semicolons in the text', 'id,text\n1,late; so; on\n2,bill; too\n', ['1', 'late; so; on']],
    ['tabs', 'id\ttext\n1\tlate, so\n2\tbill\n', ['1', 'late, so']],
    ['a line that names the delimiter', 'sep=;\r\nid;text\r\n1;late\r\n', ['1', 'late']],
    ['one row', 'id;text\n1;late', ['1', 'late']],
    ['a header that holds another sign', 'id;text, original\n1;late\n2;bill\n', ['1', 'late']],
  ] as const)
    it(`the delimiter of a CSV is found: ${name}`, async () => {
      const { source } = await read('t.csv', text, {
        columns: [text.includes('original') ? 'text, original' : 'text'],
      });
      const [first] = source.records!;
      assert.deepEqual(first?.cells, cells);
      assert.equal(text.slice(first.start, first.end).split(/[;,\t]/)[0], cells[0].split(',')[0]);
    });

  for (const [name, text] of [
    ['in the header', '"id", "text"\n"1","late, so"\n"2","bill"\n'],
    ['in header and rows', '"id" , "text" \r\n "1", "late, so"\r\n"2" ,\t"bill" \r\n'],
    ['with another delimiter', '"id"; "text"\n"1"; "late, so"\n"2"; "bill"'],
    ['after a tab', '"id"\t "text"\n"1"\t "late, so"\n2\t "bill"\n'],
    ['and mixed line ends', '"id", "text"\n"1", "late, so"\r\n"2", "bill"\n'],
  ] as const)
    it(`blanks around quoted cells are no part of them: ${name}`, async () => {
      const { source, skipped } = await read(text.includes('\t ') ? 't.tsv' : 't.csv', text, {
        columns: ['text'],
      });
      assert.deepEqual(source.layout?.columns, ['id', 'text']);
      assert.deepEqual(
        source.records!.map(r => [r.id, r.line, r.cells?.map(cell => cell.trim())]),
        [
          ['1', 2, ['1', 'late, so']],
          ['2', 3, ['2', 'bill']],
        ],
      );
      assert.deepEqual(skipped, []);
      assert.match(text.slice(source.records![0]!.start, source.records![0]!.end), /^ ?"1".*so"$/);
    });

  it('a quoted cell after a blank may hold delimiters, line ends and quotes', async () => {
    const text = 'id, text\n1, "late,\n ""so"", \n on"\n2, a "bill", \n3, "no end\n4, "x" y\n';
    const { source } = await read('t.csv', text, { columns: ['text'] });
    assert.deepEqual(source.records![0]?.cells, ['1', 'late,\n "so", \n on']);
    assert.deepEqual(
      source.records!.slice(1).map(r => [r.id, r.line, r.cells?.[1]]),
      [
        ['2', 5, ' a "bill"'],
        ['3', 6, ' "no end'],
        ['4', 7, ' "x" y'],
      ],
    );
  });

  it('quoted cells with and without blanks before them are read as the same cells', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string(), fc.string(), fc.constantFrom('', ' ', '  ')), {
          minLength: 1,
        }),
        async rows => {
          const quoted = (cell: string): string => `"x${cell.replaceAll('"', '""')}"`;
          const text = (blank: boolean): string =>
            [['a', 'b', ' '] as const, ...rows]
              .map(([a, b, gap]) => `${quoted(a)},${blank ? gap : ''}${quoted(b)}`)
              .join('\n');
          const cells = async (blank: boolean): Promise<unknown> =>
            (
              await read('t.csv', text(blank), { columns: ['xb'], delimiter: ',' })
            ).source.records!.map(r => r.cells);
          assert.deepEqual(await cells(true), await cells(false));
        },
      ),
    ));

  it('the elements of a JSON array are records, each from its exact place', async () => {
    const text =
      '\ufeff{"page": [1], "data": {"items": [\n  {"id": "a", "text": "late, ] \\" so", "by": {"name": "Ann"}},\n {"id":"b","text":"bill"} , 7 ]}}';
    const { source, skipped } = await read('t.json', text, { columns: ['text'] });
    assert.deepEqual(source.layout?.columns, ['id', 'text', 'by.name']);
    assert.deepEqual(
      source.records!.map(r => [r.id, r.line, text.slice(r.start, r.end), r.problem]),
      [
        ['a', 2, '{"id": "a", "text": "late, ] \\" so", "by": {"name": "Ann"}}', undefined],
        ['b', 3, '{"id":"b","text":"bill"}', undefined],
        ['3', 3, '7', 'it is not a JSON object'],
      ],
    );
    assert.equal(skipped.length, 1);
    assert.deepEqual(await wholes('t.json', '["late", "bill"]'), ['"late"', '"bill"']);
    await assert.rejects(read('t.json', '[{"text": "a"},]'), /is not valid JSON/);
    await assert.rejects(read('t.json', '{"text": "a"}'), /there is no array with elements/);
  });

  it('any JSON array is read back element by element', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), { minLength: 1 }),
        fc.constantFrom(undefined, 2),
        async (items, indent) => {
          const rows = items.map(item => ({ ...item, text: 'x' }));
          const text = JSON.stringify(rows, null, indent);
          assert.deepEqual(
            (await wholes('t.json', text, { columns: ['text'] })).map(
              one => JSON.parse(one) as unknown,
            ),
            JSON.parse(text),
          );
        },
      ),
    ));
  it('any character separates the cells where it is named, or where the wanted columns appear by it', async () => {
    const cells = async (text: string, choice: RecordChoice) =>
      (await read('t.csv', text, { columns: ['text'], ...choice })).source.records![0]?.cells;
    assert.deepEqual(await cells('id:text\n1:late, so; on\n', {}), ['1', 'late, so; on']);
    assert.deepEqual(await cells('id^text\n1^late\n', {}), ['1', 'late']);
    assert.deepEqual(await cells('id text\n1 late\n', { delimiter: ' ' }), ['1', 'late']);
    assert.deepEqual(await cells('sep=;\nid,text\n1,a;b\n', { delimiter: ',' }), ['1', 'a;b']);
    const { layout } = (await read('t.csv', 'text;b\nx;y\n', { columns: ['text'], delimiter: ';' }))
      .source;
    assert.equal(layout?.delimiter, ';');
  });

  it('lines above the header are no records, and that is told', async () => {
    const text = 'Complaints, May\n# exported\n\nid;text\n1;late, so\n';
    const { source, notes } = await read('t.csv', text, { columns: ['Text'] });
    assert.deepEqual(
      source.records?.map(({ cells, line }) => [cells, line]),
      [[['1', 'late, so'], 5]],
    );
    assert.match(notes.join(' '), /2 lines above the header of t\.csv are not read as records/);
    const plain = await read('t.csv', 'id;text\n1;text\n', { columns: ['text'] });
    assert.deepEqual(plain.notes, []);
  });

  it('any table that is written as CSV is read back, each row from its exact place', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ maxLength: 12 }), { minLength: 3, maxLength: 3 }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.constantFrom('\n', '\r\n'),
        async (cells, newline) => {
          const rows = cells.map(row => ['x', ...row]);
          const header = ['text', 'a', 'b', 'c'];
          const text = Papa.unparse([header, ...rows], { newline, quotes: true, delimiter: ',' });
          const { source } = await read('t.csv', text, { columns: ['text'] });
          assert.deepEqual(
            source.records!.map(r => r.cells),
            rows,
          );
          for (const { start, end, cells: own } of source.records!) {
            const again = Papa.parse<string[]>(text.slice(start, end), { delimiter: ',' });
            assert.deepEqual(again.data[0], own);
          }
        },
      ),
      { numRuns: 60 },
    ));

  it('a broken quote costs its own row: the rest is read, and the line is named', async () => {
    const lines = Array.from({ length: 9100 }, (_, i) => `${i + 1},"text ${i + 1}",x`);
    lines[8998] = '8999,"never closed,x';
    const text = `id,text,label\n${lines.join('\n')}\n`;
    const { source, skipped } = await read('t.csv', text, { columns: ['text'] });
    assert.equal(source.records!.length, 9100);
    assert.deepEqual(
      skipped.map(s => s.path),
      ['t.csv, line 9000'],
    );
    assert.match(skipped[0]!.reason, /quotes are broken.*stays in the output/);
    const broken = source.records!.filter(r => r.problem !== undefined);
    assert.deepEqual(broken[0]?.cells, ['8999,"never closed,x']);
    assert.equal(source.records![8999]!.cells[1], 'text 9000');
  });

  it('a quote that is never closed to the end of the file costs its own row, too', async () => {
    const { source, skipped } = await read('t.csv', 'text,b\n"open,1\nx,2\ny,3', {
      columns: ['text'],
    });
    assert.equal(skipped.length, 1);
    assert.deepEqual(
      source.records!.map(r => r.problem === undefined),
      [false, true, true],
    );
  }).timeout(5000);

  it('rows that end in different ways are told apart, line ends in quotes stay', async () => {
    const text = 'text,b\r\n"a\r\nb",1\r\nplain,2\n"q"\r\n"last",4\n';
    assert.deepEqual(await wholes('t.csv', text, { columns: ['text'] }), [
      '"a\r\nb",1',
      'plain,2',
      '"q"',
      '"last",4',
    ]);
  });

  it('a byte order mark, semicolons and a separator without quotes', async () => {
    const { source, skipped } = await read('t.csv', '\ufefftext;n\nA, b;1\nC;D;2\n', {
      columns: ['text'],
    });
    assert.deepEqual(source.layout?.columns, ['text', 'n']);
    assert.deepEqual(source.records![0]?.cells, ['A, b', '1']);
    assert.match(skipped[0]!.reason, /it has 3 cells and the header 2/);
  });

  it('tab-separated text without quoting keeps its quotes', async () => {
    const { source, skipped } = await read('t.tsv', 'text\tn\nsay "hi"\t1\n"so\t2\n', {
      columns: ['text'],
    });
    assert.deepEqual(skipped, []);
    assert.deepEqual(source.records![1]?.cells, ['"so', '2']);
  });

  it('a cell of a megabyte is one cell', async () => {
    const cell = 'ab c '.repeat(210_000);
    const { source } = await read('t.csv', `text,n\n"${cell}",1\nshort,2\n`, { columns: ['text'] });
    assert.equal(source.records![0]?.cells[0], cell);
    assert.equal(source.records![1]?.line, 3);
  });

  it('JSON Lines: columns by name, inner objects by path, a broken line named', async () => {
    const text = '{"id":"a","text":"x","m":{"k":1}}\nnot json\n{"text":"y","more":null}\n';
    const { source, skipped } = await read('t.jsonl', text, { columns: ['text'] });
    assert.deepEqual(source.layout?.columns, ['id', 'text', 'm.k', 'more']);
    assert.deepEqual(
      source.records!.map(r => r.id),
      ['a', '2', '3'],
    );
    assert.deepEqual(
      skipped.map(s => s.path),
      ['t.jsonl, line 2'],
    );
  });

  it('one record a paragraph', async () => {
    const text = 'First\nline two\n\n  \nSecond.\r\n\r\nThird\n';
    assert.deepEqual(await wholes('t.txt', text), ['First\nline two', 'Second.', 'Third']);
  });

  it('what cannot be read is refused with the columns there are', async () => {
    const text = 'id,text,gold\n1,a,x\n';
    await assert.rejects(
      read('t.csv', text, { columns: ['body'] }),
      /no column "body" in t\.csv.*id, text, gold/,
    );
    await assert.rejects(read('t.csv', 'text,b,gold\n1,a,x\n'), /say which one holds the text/);
    await assert.rejects(
      read('t.csv', text, { columns: ['gold'], gold: 'gold' }),
      /must not be shown/,
    );
    await assert.rejects(read('t.csv', 'text\n'), /holds no records/);
    await assert.rejects(
      read('t.csv', 'id,text\n1,\n2,\n', { columns: ['text'] }),
      /0 of 2 cannot be read, 2 are empty/,
    );
    await assert.rejects(read('t.csv', '"text,b\nx,1\n'), /header/);
  });

  it('the text column is found when there is only one beside id and gold', async () => {
    const { source } = await read('t.csv', 'id,text,gold\n1,a,x\n', { gold: 'gold' });
    assert.deepEqual(source.layout?.shown, [1]);
  });

  it('ids that occur again are kept apart and told', async () => {
    const { source, notes } = await read('t.csv', 'id,text\n7,a\n7,b\n7,c\n');
    assert.deepEqual(
      source.records!.map(r => r.id),
      ['7', '7 (2)', '7 (3)'],
    );
    assert.match(notes[0]!, /2 ids of t\.csv occur more than once, the first again as 7 in line 3/);
  });

  it('the format is known by the name', () => {
    assert.deepEqual(['a.CSV', 'a.tsv', 'a.ndjson', 'a.txt'].map(formatOf), [
      'csv',
      'tsv',
      'jsonl',
      'paragraphs',
    ]);
  });
});
