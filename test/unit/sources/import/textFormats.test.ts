import assert from 'node:assert/strict';
import { importPo } from '../../../../src/sources/import/text/po.ts';
import { importSubtitles } from '../../../../src/sources/import/text/subtitles.ts';
import { importXliff } from '../../../../src/sources/import/text/xliff.ts';
import { lines, options, readDocument, spotOf } from '../../../support/documents/readDocument.ts';

const SRT = `1
00:00:01,000 --> 00:00:03,000
<i>It begins</i>
in May.

2
00:00:03,100 --> 00:00:05,000
{\\an8}It ends in June.

3
01:02:05,000 --> 01:02:06,000
- Who pays?
- The Buyer.
`;
const VTT = `WEBVTT - a talk

NOTE not shown
on two lines

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start
<v Anna>The <c.loud>fee</c> is &lt;45&gt; days

00:03.000 --> 00:04.000
<v Anna>and no more.

00:04.000 --> 00:05.000
<v Ben>Agreed.
`;

describe('subtitles', () => {
  it('cues are running text, each with its time', async () => {
    const read = await readDocument(importSubtitles, Buffer.from(SRT));
    assert.deepEqual(lines(read), [
      'It begins in May. It ends in June.',
      '- Who pays?',
      '- The Buyer.',
    ]);
    assert.equal(spotOf(read, 'It ends'), '0:00:03');
    assert.equal(spotOf(read, 'Buyer'), '1:02:05');
  });

  it('speakers are named where they change; comments and styles are left out and said', async () => {
    const read = await readDocument(importSubtitles, Buffer.from(VTT));
    assert.deepEqual(lines(read), ['Anna: The fee is <45> days and no more.', 'Ben: Agreed.']);
    assert.deepEqual(read.told, ['1 comment: left out']);
  });

  it('as records each cue is a row; without cues the file is refused', async () => {
    const read = await readDocument(importSubtitles, Buffer.from(VTT), { records: true });
    assert.deepEqual(lines(read).slice(0, 2), [
      'time,speaker,text',
      '0:00:01,Anna,The fee is <45> days',
    ]);
    assert.deepEqual(importSubtitles(Buffer.from('words\n'), options()), {
      reason: 'no cues in it',
    });
  });
});

const PO = `# Translators: a team
msgid ""
msgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"

#. shown in the menu
#: src/a.c:12
#, fuzzy, c-format
#| msgid "old"
msgid "The file %s "
"was not found"
msgstr "Die Datei %s fehlt f\xfcr\\n"
"immer"

msgctxt "verb"
msgid "Open"
msgid_plural "Open all"
msgstr[0] "\xd6ffnen"
msgstr[1] "Alle \xf6ffnen"
msgid "Close"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Weg"
`;

describe('translations', () => {
  it('PO: each text stands with its translation; obsolete ones are left out and said', async () => {
    const read = await readDocument(importPo, Buffer.from(PO, 'latin1'));
    assert.equal(
      read.text,
      'Note: shown in the menu\nSource: The file %s was not found\nTarget (fuzzy): Die Datei %s fehlt für\nimmer\n\nContext: verb\nSource: Open\nOpen all\nTarget: Öffnen\nAlle öffnen\n\nSource: Close\nTarget: (none)\n',
    );
    assert.equal(spotOf(read, 'Close'), 'line 19');
    assert.deepEqual(read.told, ['1 obsolete entry: left out']);
    const rows = await readDocument(importPo, Buffer.from(PO, 'latin1'), { records: true });
    assert.equal(lines(rows).at(-1), 'line 19,,Close,,,');
  });

  it('XLIFF 1 and 2: units with their inline codes and states', async () => {
    const one =
      '<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file><body><trans-unit id="7" resname="menu.open"><source>Open <g id="1">all<x id="2"/></g></source><target state="needs-review">Alles öffnen</target><note>in the menu</note><alt-trans><target>no</target></alt-trans></trans-unit></body></file></xliff>';
    const two =
      '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="u1"><notes><note>why</note></notes><segment><source>Close <ph id="1"/></source><target>Schließen</target></segment></unit></file></xliff>';
    const ofFile = two.replace(
      '<file id="f">',
      '<file id="f"><notes><note>for lawyers</note></notes>',
    );
    assert.equal(
      lines(await readDocument(importXliff, Buffer.from(ofFile)))
        .slice(0, 2)
        .join(' '),
      'Note: for lawyers why',
    );
    const first = await readDocument(importXliff, Buffer.from(one));
    assert.deepEqual(lines(first), [
      'Note: in the menu',
      'Source: Open all{2}',
      'Target (needs-review): Alles öffnen',
    ]);
    assert.equal(spotOf(first, 'Alles'), 'unit menu.open');
    assert.deepEqual(lines(await readDocument(importXliff, Buffer.from(two))), [
      'Note: why',
      'Source: Close {1}',
      'Target: Schließen',
    ]);
  });
});
