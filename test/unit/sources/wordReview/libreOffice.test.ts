import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importDocx } from '../../../../src/sources/import/docx.ts';
import { reviewDocx } from '../../../../src/sources/wordReview/reviewDocx.ts';
import { commentsIn } from '../../../support/documents/reviewedWord.ts';
import { makeDocx } from '../../../support/documents/wordFile.ts';
import { findingAt, report } from '../../core/report/fixtures.ts';

const isInstalled = (): boolean => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore', timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
};

describe('a reviewed document in LibreOffice', function () {
  this.timeout(180_000);
  let folder: string;
  before(function () {
    if (!isInstalled()) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'fanout-office-'));
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('opens, and its comments and changes are there when it is saved again', () => {
    const bytes = makeDocx([
      { heading: 'Fees', level: 1 },
      { paragraph: 'The fee is ten per cent of the price & due in 30 days.' },
      {
        table: [
          ['Term', 'Days'],
          ['Notice', '30'],
        ],
      },
    ]);
    const read = importDocx(bytes);
    assert.ok('text' in read);
    const source = { ...read, id: 's1', path: 'a.docx' };
    const at = (quote: string, id: string, suggestion: string) => {
      const start = read.text.indexOf(quote);
      const range = { start, end: start + quote.length };
      return findingAt(quote, { id, range, match: 'exact', title: `T${id}`, suggestion });
    };
    const findings = [
      at('ten per cent', 'F1', 'five per cent'),
      at('Notice', 'F2', 'Notice period'),
    ];
    const done = reviewDocx(bytes, report({ source, findings }), source, 'all');
    assert.ok('bytes' in done);
    const file = join(folder, 'copy.docx');
    writeFileSync(file, done.bytes);
    execFileSync(
      'soffice',
      [
        `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`,
        ...[
          '--headless',
          '--convert-to',
          'docx:MS Word 2007 XML',
          '--outdir',
          join(folder, 'again'),
          file,
        ],
      ],
      { stdio: 'ignore', timeout: 170_000 },
    );
    const again = readFileSync(join(folder, 'again', 'copy.docx'));
    const comments = [...commentsIn(again).values()].filter(c => c.author === 'Fanout Review');
    assert.equal(comments.length, 3);
    assert.ok(comments.some(({ text, words }) => text.includes('TF1') && words === 'ten per cent'));
    const rejected = importDocx(again, { changes: 'rejected', hidden: false });
    const accepted = importDocx(again);
    assert.ok('text' in rejected && 'text' in accepted);
    assert.match(rejected.text, /The fee is ten per cent of/);
    assert.match(accepted.text, /The fee is five per cent of/);
    assert.match(accepted.text, /Notice period/);
  });
});
