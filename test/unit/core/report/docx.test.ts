import assert from 'node:assert/strict';
import { renderDocx } from '../../../../src/core/report/docx/docx.ts';
import { documentOf } from '../../../../src/core/report/sections/document.ts';
import { reportFile } from '../../../../src/engine/reportFile.ts';
import { importDocx } from '../../../../src/sources/import/docx.ts';
import { descendants, xmlTree } from '../../../../src/sources/import/word/xmlTree.ts';
import { failed, findingAt, findings, report } from './fixtures.ts';

const evil = '<w:p>&"\u0000\ud800\u202eevil]]>\u0007';
const textOf = (bytes: string | Uint8Array): string => {
  assert.ok(typeof bytes !== 'string');
  const read = importDocx(bytes);
  assert.ok('text' in read, JSON.stringify(read));
  return read.text;
};

describe('the report as a Word document', () => {
  it('says what the other readable reports say: every section, finding, quote, suggestion and gap', async () => {
    const made = report({ outcomes: { 'c0/tone': failed } });
    const text = textOf(await reportFile('docx', made)).replace(/\s+/g, ' ');
    const { sections } = documentOf(made);
    for (const { title, id } of sections) if (id !== 'map') assert.ok(text.includes(title), title);
    for (const { title, quote, message } of findings)
      for (const words of [title, quote, message]) assert.ok(text.includes(words), words);
    assert.match(text, /Suggestion: \[struck out|Suggestion: .*five per cent/);
    assert.match(text, /Not everything was read: .*65\.4 %/);
    assert.match(text, /No answer within 120 s/);
    assert.match(text, /Needs changes/);
  });

  it('every part is well-formed whatever a document or a model says, and holds nothing of theirs but text', () => {
    const hostile = findings.map(one => ({ ...one, title: evil, message: evil }));
    const made = report({
      name: evil,
      findings: hostile,
      summary: `${evil} [F1] [F9]`,
      skipped: [{ path: evil, reason: evil }],
    });
    for (const { name, text } of renderDocx(made)) {
      const root = xmlTree(Buffer.from(text));
      assert.notEqual(root.name, '', name);
      for (const sign of ['\u202e', '\u0007']) assert.ok(!text.includes(sign), name);
      assert.equal(
        descendants(root, 'w:p').some(p => p.children.includes(evil)),
        false,
      );
    }
  });

  it('references go to findings that are there, each with a mark of its own', () => {
    const more = findingAt('The cap in D3', { id: 'F4', title: 'Cap' });
    const made = report({ findings: [...findings, more], summary: 'See [F1], [F4] and [F77].' });
    const text = renderDocx(made).find(({ name }) => name === 'word/document.xml')!.text;
    const marks = [...text.matchAll(/<w:bookmarkStart w:id="(\d+)" w:name="(F\d+)"/g)];
    assert.equal(new Set(marks.map(m => m[1])).size, 4);
    const anchors = new Set([...text.matchAll(/w:anchor="(F\d+)"/g)].map(m => m[1]));
    assert.deepEqual([...anchors].sort(), ['F1', 'F4']);
    assert.ok([...anchors].every(id => marks.some(m => m[2] === id)));
  });
});
