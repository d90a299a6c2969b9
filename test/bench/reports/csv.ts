import type { Case } from './play.ts';
import { all, exits, variant } from './base.ts';

const NOWHERE = ['--model', 'compatible:m', '--base-url', 'http://127.0.0.1:1/v1'] as const;

const LABELS = '["late","bill","other"]';
export const csv = (
  name: string,
  content: string | Buffer,
  rows: number,
  more: {
    readonly row?: number;
    readonly args?: readonly string[];
    readonly path?: string;
    readonly texts?: RegExp;
  } = {},
): Case => {
  const { row = 60, args = [], path = 'rows.csv', texts } = more;
  return {
    row,
    name,
    files: { [path]: content, 'labels.json': LABELS },
    args: [
      'classify',
      path,
      '--column',
      'text',
      '--labels',
      'labels.json',
      '--plan',
      ...NOWHERE,
      ...args,
    ],
    judge: all(
      exits(0),
      // The estimate has 36 tokens of output for a record, and 12 for the answer itself.
      ({ stdout }) =>
        stdout.includes(`about ${12 + 36 * rows} output tokens`)
          ? undefined
          : `not ${rows} records: ${stdout.slice(0, 300)}`,
      played =>
        texts && !texts.test(played.stdout + played.stderr) ? `does not say ${texts}` : undefined,
    ),
  };
};
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
/** Files of records, as spreadsheets write them. */
export const csvCases: readonly Case[] = [
  csv('two columns, semicolon, line end', 'id;text\n1;late\n2;bill\n', 2, { row: 59 }),
  csv('two columns, semicolon, CRLF', 'id;text\r\n1;late\r\n2;bill\r\n', 2, { row: 59 }),
  csv('two columns, Latin-1', Buffer.from('id;text\n1;spät\n2;Gebühr\n', 'latin1'), 2, { row: 59 }),
  csv('commas in the text', 'item;text\na;One, two, three, late.\nb;Two, bill\nc;ok\n', 3),
  csv(
    'text first',
    'text;day\nThe box was wet, and late, and small;2024-01-01\nWrong bill, please fix;2024-01-02\n',
    2,
  ),
  csv('semicolons in the text', 'id,text\n1,late; a; b; c\n2,bill; c; d\n', 2),
  csv('decimals with commas', 'text;price\nlate;1,50\nbill;2,75\n', 2),
  csv('tabs in a .csv', 'id\ttext\n1\t"late\tagain"\n2\tbill "quoted" x\n', 2, { row: 61 }),
  csv('UTF-16 of a spreadsheet', utf16('id\ttext\r\n1\tlate “again”\r\n2\tbill é\r\n'), 2, {
    row: 61,
  }),
  csv('sep=;', 'sep=;\r\nid;text\r\n1;"late; again"\r\n2;wrong bill\r\n', 2, { row: 62 }),
  csv('a comment line before the header', '# exported 2024\nid,text\n1,late\n2,bill\n', 2, {
    row: 63,
    args: [],
  }),
  variant(
    csv('UTF-16 with semicolons', utf16('id;text\r\n1;late, and wet\r\n2;bill\r\n'), 2, {
      row: 61,
    }),
  ),
  variant(
    csv('UTF-16 without a mark', Buffer.from('id\ttext\r\n1\tlate\r\n2\tbill\r\n', 'utf16le'), 2, {
      row: 61,
    }),
  ),
  variant(
    csv('UTF-16 big-endian', Buffer.from(utf16('id\ttext\r\n1\tlate\r\n')).swap16(), 1, {
      row: 61,
    }),
  ),
  variant(csv('sep= and a tab', 'sep=\t\nid\ttext\n1\tlate, a\n', 1, { row: 62 })),
  variant(
    csv('sep= in quotes, in UTF-8 with a mark', '\uFEFF"sep=|"\nid|text\n1|late, a; b\n', 1, {
      row: 62,
    }),
  ),
  variant(
    csv(
      'quoted header with commas, semicolon',
      '"id, no.";"text"\n"1";"late, again"\n"2";"bill"\n',
      2,
    ),
  ),
  variant(csv('one row', 'text;day\nlate, wet, small;Monday\n', 1)),
  variant(csv('header alone has the bar', 'id|text\n1|late; a, b\n2|bill\n', 2)),
  variant(
    csv('a caret, by option', 'id^text\n1^late, a; b\n2^bill\n', 2, {
      row: 61,
      args: ['--delimiter', '^'],
    }),
  ),
  variant(
    csv('a tab, by name', 'id\ttext\n1\tlate, a; b\n', 1, {
      row: 61,
      args: ['--delimiter', 'tab'],
    }),
  ),
  variant(
    csv('tabs in a .txt, by format', 'id\ttext\n1\tlate, a; b\n', 1, {
      row: 61,
      path: 'rows.txt',
      args: ['--text-is', 'tsv'],
    }),
  ),
  variant(csv('colon, found by the asked column', 'id:text\n1:late\n2:bill\n', 2)),
  variant(csv('blank lines before the header', '\r\n\r\nid;text\r\n1;late\r\n', 1)),
  variant(csv('a title above the header', 'Complaints of May\n\nid;text\n1;late\n2;bill\n', 2)),
];
