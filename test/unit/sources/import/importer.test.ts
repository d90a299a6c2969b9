import assert from 'node:assert/strict';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readSources } from '../../../../src/sources/files/files.ts';
import type { WorkerFormat } from '../../../../src/sources/import/importWorker.ts';
import { createImporter, type ImporterOptions } from '../../../../src/sources/import/importer.ts';
import { makeMsg } from '../../../support/documents/msgFile.ts';
import { makePptx, makeXlsx } from '../../../support/documents/officeFile.ts';
import { column, makePdf } from '../../../support/documents/pdfFile.ts';
import { makeDocx } from '../../../support/documents/wordFile.ts';
import { makeZip } from '../../../support/documents/zipFile.ts';

/** Does what the first byte says, as a parser on a bad day. */
const WORKER = `
import { parentPort } from 'node:worker_threads';
const kept = [];
parentPort.on('message', ({ id, bytes }) => {
  const what = String.fromCharCode(bytes[0]);
  if (what === 'e') process.exit(7);
  if (what === 't') throw new Error('a bug');
  if (what === 'l') for (;;);
  if (what === 'h') for (;;) kept.push(new Array(1e6).fill({}));
  if (what === 'w') { setTimeout(() => parentPort.postMessage({ id, result: { reason: 'waited' } }), 1500); return; }
  if (what === 'b') setInterval(() => kept.push(new Uint8Array(32e6).fill(1)), 10);
  else parentPort.postMessage({ id, result: { text: what, kind: 'prose', languageId: 'x', pages: [] } });
});
`;

const FORMATS = [
  'pdf',
  'docx',
  'doc',
  'pptx',
  'xlsx',
  'rtf',
  'eml',
  'msg',
  'srt',
  'po',
  'xliff',
] as const;

describe('the importer', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(tmpdir(), 'fanout-importer-'));
    await fs.writeFile(path.join(folder, 'worker.mjs'), WORKER);
  });
  afterEach(() => fs.rm(folder, { recursive: true, force: true }));

  /** The reason for the bad file, then the text of a good one from the same importer. */
  const afterwards = async (what: string, options: ImporterOptions = {}) => {
    const importer = createImporter({ workerFile: path.join(folder, 'worker.mjs'), ...options });
    const read = (first: string) => importer.read('pdf', new TextEncoder().encode(first));
    try {
      // Asked for together: what waits must not fall with what is under way.
      const [bad, good] = await Promise.all([read(what), read('a')]);
      assert.equal('text' in good && good.text, 'a');
      return 'reason' in bad ? bad.reason : undefined;
    } finally {
      await importer.dispose();
    }
  };

  it('F85 a parser that ends or throws costs its file only, and is started again', async () => {
    assert.equal(await afterwards('e'), 'its parser ended with code 7');
    assert.equal(await afterwards('t'), 'its parser stopped: a bug');
  });

  it('F85 a parser that fills its heap costs its file only', async () => {
    const reason = await afterwards('h', { heapMb: 64 });
    assert.equal(reason, 'needs too much memory: too large or damaged');
  }).timeout(60_000);

  it('F85 a parser that fills memory outside its heap is stopped', async () => {
    const reason = await afterwards('b', { maxGrowth: 200e6 });
    assert.equal(reason, 'needs too much memory: too large or damaged');
  });

  it('R20 a parser that does not end is stopped at its deadline', async () => {
    const reason = await afterwards('l', { deadlineMs: 500 });
    assert.equal(reason, 'not read within 0.5 s: too large or damaged');
  });

  it('R20 a parser that has to wait for other programs is not stopped', async () => {
    assert.equal(await afterwards('w', { deadlineMs: 1000 }), 'waited');
  });

  it('T54 damaged anywhere, a file gives its text or a reason, and the next is read', async () => {
    const page = column(['Some words on a page.', 'And more of them.']);
    const whole = {
      pdf: makePdf([page, page], { deflate: true }),
      docx: makeDocx([{ heading: 'A', level: 1 }, { table: [['b', 'c']] }], { deflate: true }),
    };
    const all: Readonly<Record<string, Uint8Array>> = {
      ...whole,
      pptx: makePptx([
        { title: 'A', body: ['b'], notes: 'c' },
        { body: ['d'], hidden: true },
      ]),
      xlsx: makeXlsx([
        {
          name: 'S',
          rows: [
            ['a', 1],
            ['b', 2],
          ],
        },
      ]),
      rtf: Buffer.from(
        String.raw`{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}}{\stylesheet{\s1 heading 1;}}\pard\s1 A\par\pard{\v b}\u8211 ? c\cell\row{\footnote d}\par}`,
      ),
      eml: Buffer.from(
        'Subject: a\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nwords\r\n--B\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nb\r\n--B--\r\n',
      ),
      msg: makeMsg({
        subject: 'a',
        body: 'b',
        attachments: [{ name: 'c', data: Buffer.from('d') }],
      }),
      srt: Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nwords\n'),
      po: Buffer.from('msgid "a"\nmsgstr "b"\n'),
      xliff: Buffer.from(
        '<xliff><trans-unit id="1"><source>a</source><target>b</target></trans-unit></xliff>',
      ),
    };
    const importer = createImporter({ deadlineMs: 10_000 });
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FORMATS), damage, async (format, changes) => {
        const bytes = new Uint8Array(all[format]!);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const result = await importer.read(format, bytes);
        if ('reason' in result) assert.doesNotMatch(result.reason, /its parser|not read within/);
        else assert.ok(result.pages.every(mark => mark.start < result.text.length));
      }),
      { numRuns: 150 },
    );
    const good = await importer.read('docx', new Uint8Array(whole.docx));
    assert.ok('text' in good);
    await importer.dispose();
  }).timeout(30_000);

  it('T54 empty, encrypted, misnamed and packed too tightly, each kind says what is wrong', async () => {
    const importer = createImporter({ deadlineMs: 20_000 });
    const reason = async (format: WorkerFormat, bytes: Uint8Array): Promise<string> => {
      const read = await importer.read(format, new Uint8Array(bytes));
      return 'reason' in read ? read.reason : `read: ${read.text}`;
    };
    const compound = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const bomb = (name: string): Buffer =>
      makeZip([{ name, data: Buffer.alloc(40_000_000, ' '), deflate: true }]);
    const parts = {
      pptx: 'ppt/presentation.xml',
      xlsx: 'xl/workbook.xml',
      odt: 'content.xml',
      epub: 'META-INF/container.xml',
    };
    for (const [format, part] of Object.entries(parts) as [WorkerFormat, string][]) {
      assert.equal(
        await reason(format, compound),
        'protected by a password, or of an older program',
      );
      assert.match(await reason(format, bomb(part)), /^unpacks to more than 100 times its size$/);
      assert.match(await reason(format, Buffer.from('PK')), /damaged or cut off/);
      assert.match(await reason(format, makeZip([{ name: 'a', data: 'b' }])), /^not an? /);
    }
    for (const format of ['doc', 'rtf', 'eml', 'msg', 'srt', 'vtt', 'po', 'xliff'] as const)
      assert.match(
        await reason(format, Buffer.from([1, 2, 3, 4])),
        /^(?:not |no |binary|damaged|encoding not)/,
      );
    await importer.dispose();
  }).timeout(60_000);

  it('T54 what a file is called does not matter where it tells its kind itself', async () => {
    await fs.rm(path.join(folder, 'worker.mjs'));
    await fs.writeFile(path.join(folder, 'a.doc'), String.raw`{\rtf1 Rich text.\par}`);
    await fs.writeFile(path.join(folder, 'b.docx'), makePptx([{ title: 'A deck' }]));
    await fs.writeFile(path.join(folder, 'c.pdf'), makeDocx([{ paragraph: 'A letter.' }]));
    const { sources } = await readSources(['.'], { cwd: folder, home: folder });
    assert.deepEqual(
      sources.map(({ text }) => text),
      ['Rich text.\n', '# A deck\n', 'A letter.\n'],
    );
  });

  it('a parser that is not there is said', async () => {
    const importer = createImporter({ workerFile: path.join(folder, 'none.mjs') });
    const result = await importer.read('pdf', new Uint8Array(3));
    assert.match('reason' in result ? result.reason : '', /^its parser stopped: /);
    await importer.dispose();
  });

  it('T54 bad files among good ones are skipped with a reason and the rest is read', async () => {
    const files = {
      'a.md': '# A\n',
      'b.pdf': makePdf([column(['Page one.'])]),
      'c.docx': 'PK\u0003\u0004 not really',
      'd.docx': makeDocx([{ heading: 'Title', level: 1 }]),
      'e.pdf': '%PDF-1.7 and no more',
      'f.ipynb': '{',
      'g.ipynb': JSON.stringify({ cells: [{ cell_type: 'markdown', source: 'Cell.' }] }),
      'h.pdf': '',
    };
    await fs.rm(path.join(folder, 'worker.mjs'));
    for (const [name, content] of Object.entries(files))
      await fs.writeFile(path.join(folder, name), content);
    const { sources, skipped } = await readSources(['.'], { cwd: folder, home: folder });
    assert.deepEqual(
      sources.map(({ path: name, text, kind, uri }) => [name, text, kind, uri !== undefined]),
      [
        ['a.md', '# A\n', 'markdown', true],
        ['b.pdf', 'Page one.\n', 'prose', false],
        ['d.docx', '# Title\n', 'markdown', false],
        ['g.ipynb', 'Cell.\n', 'markdown', true],
      ],
    );
    assert.deepEqual(Object.fromEntries(skipped.map(s => [s.path, s.reason])), {
      'c.docx':
        'damaged or cut off: get it again, or open it in its program and save it as a new file',
      'e.pdf': 'damaged or cut off: its end is missing',
      'f.ipynb': 'damaged: not the JSON of a notebook',
      'h.pdf': 'empty',
    });
  });
});
