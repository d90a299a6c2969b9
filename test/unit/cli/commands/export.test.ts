import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaos, ok, startChaos, status } from '../../../support/chaosServer.ts';
import { startCommandLine, type Ended } from '../../../support/commandLine.ts';
import { commentsIn, settled } from '../../../support/documents/reviewedWord.ts';
import { makeDocx } from '../../../support/documents/wordFile.ts';
import { importDocx } from '../../../../src/sources/import/docx.ts';

describe('fanout export', function () {
  this.timeout(60_000);
  let folder: string;
  let chaos: Chaos | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-export-'));
  });
  afterEach(async () => {
    await chaos?.close();
    chaos = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const fanout = (...args: string[]): Promise<Ended> =>
    startCommandLine([...args, '--store', join(folder, 'store')], folder, {
      FANOUT_API_KEY: 'sk-none',
    }).ended;
  const text = 'The Supplier delivers the goods on the first day of each month.';
  const finding = {
    quote: 'first day of each',
    title: 'No hour is given',
    message: 'The day has no hour.',
    suggestion: 'first working day of each',
    severity: 'major',
    confidence: 0.9,
  };

  it('reviewed, accepted, exported: comments, a tracked change, the document as it was', async () => {
    const file = join(folder, 'contract.docx');
    const bytes = makeDocx([{ paragraph: text }, { paragraph: 'It is is paid in 30 days.' }]);
    writeFileSync(file, bytes);
    chaos = await startChaos(({ api }) =>
      api === 'chat' ? ok({ findings: [finding], assessment: '' }) : status(404, ''),
    );
    const asked = ['--model', 'compatible:test', '--base-url', `${chaos.url}/v1`];
    const options = [...asked, '--perspectives', 'accuracy', '--no-synthesis', '--format', 'json'];
    const reviewed = await fanout('review', 'contract.docx', ...options);
    assert.equal(reviewed.code, 0, reviewed.stderr);
    const { run, findings } = JSON.parse(reviewed.stdout) as {
      run: { id: string };
      findings: { id: string; quote: string; suggestion: string | null }[];
    };
    const fix = findings.find(({ suggestion }) => suggestion !== null);
    assert.ok(fix, reviewed.stdout);
    await fanout('accept', run.id, fix.id);
    const done = await fanout('export', run.id, '--format', 'docx', '-o', 'copy.docx');
    assert.equal(done.code, 0, done.stderr);
    assert.match(
      done.stderr,
      /Written to copy\.docx: \d+ comments?, 1 suggestion as a tracked change/,
    );
    const copy = readFileSync(join(folder, 'copy.docx'));
    assert.ok(readFileSync(file).equals(bytes));
    const words = [...commentsIn(copy).values()].map(comment => comment.words);
    assert.ok(words.includes(fix.quote), words.join());
    const accepted = importDocx(settled(copy, 'accepted'));
    assert.ok('text' in accepted && accepted.text.includes(fix.suggestion ?? ''));

    const onto = await fanout('export', run.id, '-o', 'contract.docx');
    assert.equal(onto.code, 2);
    assert.match(onto.stderr, /is the document itself/);
    writeFileSync(file, makeDocx([{ paragraph: 'Changed since.' }]));
    const changed = await fanout('export', run.id, '-o', 'other.docx');
    assert.equal(changed.code, 2);
    assert.match(changed.stderr, /not the one that was reviewed.*Nothing was written/);
    assert.equal(existsSync(join(folder, 'other.docx')), false);
    const usage = await fanout('export', run.id);
    assert.match(usage.stderr, /export needs -o FILE/);
  });

  it('a run without a Word document says so', async () => {
    writeFileSync(join(folder, 'a.md'), `${text}\n`);
    const reviewed = await fanout('review', 'a.md', '--format', 'json');
    const { run } = JSON.parse(reviewed.stdout) as { run: { id: string } };
    const done = await fanout('export', run.id, '-o', 'copy.docx');
    assert.equal(done.code, 2);
    assert.match(done.stderr, /read no Word document/);
  });
});
