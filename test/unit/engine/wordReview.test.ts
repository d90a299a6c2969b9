import assert from 'node:assert/strict';
import { setDisplayLanguage } from '../../../src/core/text/l10n.ts';
import { reviewWord } from '../../../src/engine/wordReview.ts';
import { importDocx } from '../../../src/sources/import/docx.ts';
import { reviewDocx } from '../../../src/sources/wordReview/reviewDocx.ts';
import { leastCpu } from '../../support/cpuTime.ts';
import { makeDocx } from '../../support/documents/wordFile.ts';
import { report } from '../core/report/fixtures.ts';

const document = (paragraphs: number): Buffer =>
  makeDocx(
    Array.from({ length: paragraphs }, (_, i) => ({ paragraph: `The rent of month ${i} is due.` })),
  );

describe('a review back into Word', () => {
  afterEach(() => setDisplayLanguage(undefined));

  it('of a document that is not the reviewed one takes at most a third of its work from the thread it is asked in', async () => {
    const bytes = document(2000);
    const other = { id: 'a.docx', text: 'Another text' };
    reviewDocx(document(20), report(), other);
    const here = reviewDocx(bytes, report(), other);
    const there = await reviewWord(new Uint8Array(bytes), report(), other);
    const alone = await leastCpu(() => reviewDocx(bytes, report(), other), 2);
    const asking = await leastCpu(() => reviewWord(new Uint8Array(bytes), report(), other), 2);
    assert.ok(asking < alone / 3, `${asking} of ${alone} ms`);
    assert.deepEqual(there, here);
    assert.ok('reason' in there && there.reason.includes('not the one that was reviewed'));
  });

  it('is the same in a thread, in the language of the editor', async () => {
    const bytes = document(3);
    const read = importDocx(new Uint8Array(bytes));
    assert.ok('text' in read);
    const source = { id: 'a.docx', text: read.text };
    setDisplayLanguage({ tag: 'de', texts: { 'Complete.': 'Vollständig.' } });
    const here = reviewDocx(bytes, report(), source);
    const there = await reviewWord(new Uint8Array(bytes), report(), source);
    assert.ok('bytes' in here && 'bytes' in there, JSON.stringify([here, there]));
    assert.deepEqual(Buffer.from(there.bytes), Buffer.from(here.bytes));
  });

  it('of what is no document says so', async () => {
    const read = await reviewWord(new Uint8Array([1, 2, 3]), report(), { id: 'a', text: '' });
    assert.ok('reason' in read);
  });
});
