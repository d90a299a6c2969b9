import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Finding } from '../../../../src/core/domain/results/findings.ts';
import { importDocx } from '../../../../src/sources/import/docx.ts';
import type { Imported, WordOptions } from '../../../../src/sources/import/imported.ts';
import { xmlTree } from '../../../../src/sources/import/word/xmlTree.ts';
import { reviewDocx, type WordReview } from '../../../../src/sources/wordReview/reviewDocx.ts';
import type { Tracked } from '../../../../src/sources/wordReview/tracked.ts';
import {
  commentsIn,
  isSubsequence,
  partsOf,
  settled,
  type FoundComment,
} from '../../../support/documents/reviewedWord.ts';
import { makeDocx, type WordBlock } from '../../../support/documents/wordFile.ts';
import { report } from '../../core/report/fixtures.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const run = (text: string, look = ''): string =>
  `<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
const p = (inside: string, properties = ''): WordBlock => ({
  xml: `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${inside}</w:p>`,
});

interface Said {
  readonly quote: string;
  readonly suggestion?: string;
  readonly accepted?: true;
  /** Which of several places, from 0. */
  readonly nth?: number;
  readonly more?: Partial<Finding>;
}

function read(bytes: Uint8Array, options?: WordOptions): Imported {
  const read = importDocx(bytes, options);
  assert.ok('text' in read, JSON.stringify(read));
  return read;
}

/** The document reviewed, with findings at the words said. */
function reviewed(
  bytes: Uint8Array,
  said: readonly Said[],
  { tracked = 'accepted', options }: { tracked?: Tracked; options?: WordOptions } = {},
): WordReview & { readonly text: string; readonly found: Map<string, FoundComment> } {
  const { text, ...rest } = read(bytes, options);
  const findings = said.map(({ quote, suggestion, accepted, nth = 0, more }, i): Finding => {
    let start = -1;
    for (let n = 0; n <= nth; n++) start = text.indexOf(quote, start + 1);
    return {
      id: `F${i + 1}`,
      fingerprint: `${i}`.padStart(16, '0'),
      perspectiveId: 'accuracy',
      severity: 'major',
      confidence: 0.9,
      sourceId: 's1',
      chunkId: 'c0',
      quote,
      ...(start < 0 ? {} : { range: { start, end: start + quote.length } }),
      match: start < 0 ? 'none' : 'exact',
      title: `Title ${i + 1}`,
      message: `Message ${i + 1}.`,
      ...(suggestion === undefined ? {} : { suggestion }),
      branchIds: ['c0/accuracy'],
      ...(accepted ? { decision: { kind: 'accepted', reason: '' } } : {}),
      ...more,
    };
  });
  const source = { ...rest, id: 's1', path: 'contract.docx', text };
  const done = reviewDocx(bytes, report({ source, findings }), source, tracked);
  assert.ok('bytes' in done, JSON.stringify(done));
  const found = new Map<string, FoundComment>();
  for (const comment of commentsIn(done.bytes).values())
    found.set(/ · (F\d+)\n/.exec(comment.text)?.[1] ?? comment.author + found.size, comment);
  assert.equal(read(settled(done.bytes, 'rejected'), options).text, text, 'changes rejected');
  onlyAdded(bytes, done.bytes);
  return { ...done, text, found };
}

/** Every part is as it was, but for what was put into it. */
function onlyAdded(before: Uint8Array, after: Uint8Array): void {
  const now = partsOf(after);
  for (const [name, data] of partsOf(before)) {
    const part = now.get(name);
    assert.ok(part, name);
    if (Buffer.from(data).equals(part)) continue;
    assert.match(name, /document\.xml$|comments|document\.xml\.rels$|Content_Types/);
    assert.ok(isSubsequence(Buffer.from(data).toString(), Buffer.from(part).toString()), name);
    xmlTree(part);
  }
}

const wordsOf = (found: Map<string, FoundComment>, id: string): string | undefined =>
  found.get(id)?.words;
const documentOf = (bytes: Uint8Array): string =>
  Buffer.from(partsOf(bytes).get('word/document.xml')!).toString();

describe('back into Word', () => {
  it('each finding is a comment at its exact words, over runs and paragraphs, in links, lists and tables', () => {
    const bytes = makeDocx([
      p(run('The Seller ') + run('may sus', '<w:b/>') + run('pend deliveries & more.')),
      p(`<w:hyperlink w:anchor="x">${run('See clause 9')}</w:hyperlink>${run(' for the rest.')}`),
      { item: 'An item of a list', level: 0 },
      {
        table: [
          ['Term', 'Days | hours'],
          ['Notice', '30'],
        ],
      },
    ]);
    const { found, commented } = reviewed(bytes, [
      { quote: 'suspend' },
      { quote: 'deliveries & more.\n\nSee clause' },
      { quote: 'item of' },
      { quote: 'Days \\| hours' },
      { quote: 'suspend deliveries' },
      { quote: 'Seller may' },
    ]);
    assert.equal(commented, 6);
    assert.equal(wordsOf(found, 'F1'), 'suspend');
    assert.equal(wordsOf(found, 'F2'), 'deliveries & more.\nSee clause');
    assert.equal(wordsOf(found, 'F3'), 'item of');
    assert.equal(wordsOf(found, 'F4'), 'Days | hours');
    assert.equal(wordsOf(found, 'F5'), 'suspend deliveries');
    assert.equal(wordsOf(found, 'F6'), 'Seller may');
    for (const { author, hasReference } of found.values())
      assert.ok(author === 'Fanout Review' && hasReference);
  });

  it('a comment holds severity, perspectives, title, message and suggestion; the first one sums up', () => {
    const bytes = makeDocx([p(run('Payment is due in 30 days.'))]);
    const { found, notes } = reviewed(bytes, [
      { quote: '30 days', suggestion: '14 days', more: { alsoPerspectiveIds: ['tone'] } },
      { quote: 'due', more: { decision: { kind: 'dismissed', reason: 'agreed' } } },
      { quote: 'words nobody wrote' },
    ]);
    assert.equal(
      found.get('F1')?.text,
      'Major · Accuracy, Tone · F1\nTitle 1\nMessage 1.\nSuggestion: 14 days',
    );
    assert.equal(found.has('F2'), false, 'dismissed');
    const top = [...found.values()].find(({ text }) => text.startsWith('Fanout Review, by'))!;
    assert.match(
      top.text,
      /F3, major: Title 3\. Message 3\. .*not in the text: “words nobody wrote”/,
    );
    assert.equal(top.words, 'Payment is due in 30 days.');
    assert.match(notes.join('\n'), /1 finding dismissed/);
    assert.match(notes.join('\n'), /1 finding without a place/);
  });

  it('a suggestion marked as to do is a tracked change of the words that differ, with their look', () => {
    const bytes = makeDocx([
      p(run('The fee is ') + run('ten per cent', '<w:b/>') + run(' of the price.')),
      p(run('Delay costs extra.')),
    ]);
    const {
      bytes: copy,
      found,
      changed,
    } = reviewed(bytes, [
      { quote: 'fee is ten per cent of', suggestion: 'fee is five per cent of', accepted: true },
      { quote: 'extra', suggestion: 'money' },
    ]);
    assert.equal(changed, 1);
    const xml = documentOf(copy);
    assert.match(
      xml,
      /<w:del [^>]*w:author="Fanout Review"[^>]*><w:r><w:rPr><w:b\/><\/w:rPr><w:delText xml:space="preserve">ten<\/w:delText><\/w:r><\/w:del><w:ins [^>]*><w:r><w:rPr><w:b\/><\/w:rPr><w:t xml:space="preserve">five<\/w:t>/,
    );
    assert.equal(
      read(settled(copy, 'accepted')).text,
      'The fee is five per cent of the price.\n\nDelay costs extra.\n',
    );
    assert.match(found.get('F1')?.text ?? '', /tracked change/);
    assert.match(found.get('F2')?.text ?? '', /Suggestion: money/);
  });

  it('of several suggestions for the same words the first is a change, the other says why it is none', () => {
    const bytes = makeDocx([p(run('It lasts ten years in all.'))]);
    const {
      found,
      changed,
      bytes: copy,
    } = reviewed(
      bytes,
      [
        { quote: 'ten years', suggestion: 'nine years' },
        { quote: 'years in all', suggestion: 'years' },
        { quote: 'It lasts', suggestion: 'It ends\n\nNew paragraph' },
      ],
      { tracked: 'all' },
    );
    assert.equal(changed, 1);
    assert.match(found.get('F2')?.text ?? '', /Not made a tracked change: another change/);
    assert.match(found.get('F3')?.text ?? '', /Not made a tracked change: it adds a paragraph/);
    assert.equal(read(settled(copy, 'accepted')).text, 'It lasts nine years in all.\n');
  });

  it('what is not written in the body is commented on where it belongs, and it is said', () => {
    const box = `<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p>${run('Boxed words')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>`;
    const field = (name: string, more = ''): string =>
      `<w:r><w:fldChar w:fldCharType="${name}"/>${more}</w:r>`;
    const numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>';
    const relationships = ['footnotes', 'header']
      .map(type => `<Relationship Id="r-${type}" Type="${OFFICE}/${type}" Target="${type}1.xml"/>`)
      .join('');
    const lvl =
      '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Clause %1:"/></w:lvl>';
    const bytes = makeDocx(
      [
        p(run('Numbered words'), numbered),
        p(run('Noted') + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(' words.')),
        p(run('Text ') + box + run(' after.')),
        p(
          run('As in ') +
            field('begin') +
            '<w:r><w:instrText> REF a </w:instrText></w:r>' +
            field('separate') +
            run('clause 7') +
            field('end') +
            run('.'),
        ),
        p(
          `<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>${run('Chosen value')}</w:sdtContent></w:sdt>${run(' stays.')}`,
        ),
      ],
      {
        relationships,
        replace: true,
        extra: [
          {
            name: 'word/numbering.xml',
            data: `<w:numbering ${W}><w:abstractNum w:abstractNumId="0">${lvl}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
          },
          {
            name: 'word/footnotes1.xml',
            data: `<w:footnotes ${W}><w:footnote w:id="2"><w:p>${run('A note')}</w:p></w:footnote></w:footnotes>`,
          },
          { name: 'word/header1.xml', data: `<w:hdr ${W}><w:p>${run('Head words')}</w:p></w:hdr>` },
        ],
      },
    );
    const suggestion = 'something else';
    const { found, changed } = reviewed(
      bytes,
      ['Clause 1:', 'A note', 'Boxed', 'Head words', 'clause 7', 'Chosen value'].map(quote => ({
        quote,
        suggestion,
      })),
      { tracked: 'all' },
    );
    assert.equal(changed, 0);
    const text = (id: string): string => found.get(id)?.text ?? '';
    assert.equal(wordsOf(found, 'F1'), 'Numbered words');
    assert.match(text('F1'), /On “Clause 1:”, which Word makes/);
    assert.match(text('F2'), /In Footnote 1, on “A note”/);
    assert.match(text('F3'), /In a text box, on “Boxed”/);
    assert.match(text('F5'), /cannot be changed: a field writes them/);
    assert.equal(wordsOf(found, 'F5'), 'clause 7');
    assert.match(
      text('F6'),
      /In a form field, on “Chosen value”.*[\s\S]*the value of a form field/,
    );
    const top = [...found.values()].find(one => one.text.startsWith('Fanout Review, by'))!;
    assert.match(top.text, /F4, .*In the header, where Word takes no comments: “Head words”/);
  });

  it('words from a field into a form field: the comment says that it is on both', () => {
    const control = `<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>${run('net and gross')}</w:sdtContent></w:sdt>`;
    const bytes = makeDocx([
      p(`<w:fldSimple w:instr=" PAGE ">${run('12 ')}</w:fldSimple>${run('prices ')}${control}`),
    ]);
    const { found } = reviewed(bytes, [{ quote: '12 prices net' }]);
    assert.match(found.get('F1')?.text ?? '', /In a field and a form field, on “12 prices net”/);
    assert.equal(wordsOf(found, 'F1'), '12 prices net and gross');
  });

  it('findings in a document with nothing but a header are in a comment on its first paragraph', () => {
    const bytes = makeDocx([{ xml: '<w:p/>' }, { xml: '<w:p><w:pPr/></w:p>' }], {
      relationships: `<Relationship Id="h" Type="${OFFICE}/header" Target="header1.xml"/>`,
      extra: [
        { name: 'word/header1.xml', data: `<w:hdr ${W}><w:p>${run('Head words')}</w:p></w:hdr>` },
      ],
    });
    const { found } = reviewed(bytes, [{ quote: 'Head words', suggestion: 'Other' }]);
    assert.equal(found.size, 1);
    assert.match([...found.values()][0]!.text, /In the header, where Word takes no comments/);
  });

  it('comments and changes that are there stay, and no id is given twice', () => {
    const ins = (id: number, inside: string): string =>
      `<w:ins w:id="${id}" w:author="A. Smith">${inside}</w:ins>`;
    const bytes = makeDocx(
      [
        p(
          `<w:commentRangeStart w:id="1"/>${run('Old words')}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>${run(' and ')}${ins(2, run('inserted by another'))}${run(' end.')}`,
        ),
        p(
          `<w:del w:id="3" w:author="B"><w:r><w:delText>gone</w:delText></w:r></w:del>${run('Left.')}`,
        ),
      ],
      {
        relationships: `<Relationship Id="c" Type="${OFFICE}/comments" Target="comments.xml"/>`,
        extra: [
          {
            name: 'word/comments.xml',
            data: `<w:comments ${W}><w:comment w:id="1" w:author="A. Smith"><w:p>${run('Why?')}</w:p></w:comment></w:comments>`,
          },
        ],
      },
    );
    const {
      bytes: copy,
      found,
      changed,
    } = reviewed(
      bytes,
      [
        { quote: 'inserted by another end', suggestion: 'added by another end' },
        { quote: 'words and', suggestion: 'words or' },
      ],
      { tracked: 'all' },
    );
    assert.equal(changed, 2);
    assert.equal(wordsOf(found, 'F1'), 'inserted by another end');
    const xml = documentOf(copy);
    assert.match(xml, /<w:delText>gone<\/w:delText>/);
    const ids = [...xml.matchAll(/<w:(?:ins|del|commentRangeStart) [^>]*?w:id="(\d+)"/g)].map(
      m => m[1],
    );
    assert.equal(new Set(ids).size, ids.length);
    const all = commentsIn(copy);
    assert.equal(all.get('1')?.words, 'Old words');
    assert.match(read(settled(copy, 'accepted')).text, /Old words or added by another end\./);
  });

  it('a document whose text is another is refused; one that was read with deletions shown is not', () => {
    const bytes = makeDocx([
      p(
        `${run('Kept ')}<w:del w:id="3" w:author="B"><w:r><w:delText>gone</w:delText></w:r></w:del>`,
      ),
    ]);
    const { found } = reviewed(bytes, [{ quote: 'gone', suggestion: 'back' }], {
      tracked: 'all',
      options: { changes: 'both', hidden: false },
    });
    assert.equal(wordsOf(found, 'F1'), 'gone');
    assert.match(found.get('F1')?.text ?? '', /part of a tracked change already/);
    const other = { id: 's1', text: 'Another text\n' };
    const refused = reviewDocx(bytes, report({ findings: [] }), other);
    assert.ok('reason' in refused);
    assert.match(refused.reason, /not the one that was reviewed/);
  });

  it('a document in the strict form, with another prefix, without relationships, in UTF-16', () => {
    const strict = 'http://purl.oclc.org/ooxml/wordprocessingml/main';
    const document = `\ufeff<?xml version="1.0" encoding="UTF-16"?><x:document xmlns:x="${strict}"><x:body><x:p><x:r><x:t>Strict words here</x:t></x:r></x:p></x:body></x:document>`;
    const bytes = makeDocx([], {
      replace: true,
      extra: [
        { name: 'word/document.xml', data: Buffer.from(document, 'utf16le') },
        {
          name: 'word/_rels/document.xml.rels',
          data: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        },
      ],
    });
    const { text } = read(bytes);
    const source = {
      id: 's1',
      path: 'a.docx',
      kind: 'prose',
      languageId: 'markdown',
      text,
    } as const;
    const start = text.indexOf('words');
    const finding = {
      id: 'F1',
      fingerprint: '0',
      perspectiveId: 'tone',
      severity: 'note',
      confidence: 1,
      sourceId: 's1',
      chunkId: 'c0',
      quote: 'words',
      range: { start, end: start + 5 },
      match: 'exact',
      title: 'T',
      message: 'M',
      suggestion: 'terms',
      branchIds: [],
    } as const;
    const done = reviewDocx(bytes, report({ source, findings: [finding] }), source, 'all');
    assert.ok('bytes' in done);
    const found = [...commentsIn(done.bytes).values()].find(one => one.text.includes('F1'));
    assert.equal(found?.words, 'words');
    assert.equal(read(settled(done.bytes, 'rejected')).text, text);
    const parts = partsOf(done.bytes);
    assert.match(
      Buffer.from(parts.get('word/document.xml')!).toString('utf16le'),
      /<x:ins x:id="\d+"/,
    );
    assert.match(Buffer.from(parts.get('word/comments.xml')!).toString(), /purl\.oclc\.org/);
  });

  it('T46 a document that names its comments outside of the archive gets them inside', () => {
    for (const target of [
      '../../../../tmp/evil.xml',
      '/../evil.xml',
      '..\\..\\evil.xml',
      'C:/evil.xml',
      'comments/',
    ]) {
      const bytes = makeDocx([p(run('Pay the sum.'))], {
        relationships: `<Relationship Id="rId9" Type="${OFFICE}/comments" Target="${target}"/>`,
      });
      const source = { ...read(bytes), id: 's1', path: 'a.docx' };
      const done = reviewDocx(bytes, report({ source, findings: [] }), source);
      assert.ok('bytes' in done, JSON.stringify(done));
      const names = [...partsOf(done.bytes).keys()].filter(name => !partsOf(bytes).has(name));
      assert.equal(names.length, 1, target);
      assert.match(names[0] ?? '', /^(?:\w+\/)*\w+\.xml$/, target);
    }
  });

  it('T37 T45 a hostile text stays text: no element, field or address, nothing that cannot be seen', () => {
    const bytes = makeDocx([p(run('Pay the sum of ten.'))]);
    const shape = (evil: string): string[] => {
      const { bytes: copy } = reviewed(
        bytes,
        [
          {
            quote: 'the sum',
            suggestion: `the ${evil}`,
            more: { title: evil, message: evil, related: [] },
          },
          { quote: evil, more: { title: evil, message: evil } },
        ],
        { tracked: 'all' },
      );
      const parts = [...partsOf(copy)].map(([name, data]) => [name, Buffer.from(data).toString()]);
      for (const [name, text = ''] of parts) {
        assert.doesNotMatch(
          text,
          /TargetMode="External"|<\w+:(?:instrText|fldSimple|fldChar)/,
          name,
        );
        if (/comments/.test(name ?? ''))
          assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069]/, name);
      }
      const tags = parts.flatMap(([name, text = '']) => [name, ...(text.match(/<[^>]*>/g) ?? [])]);
      // How many changes there are depends on the words.
      return [...new Set(tags.map(tag => tag?.replace(/"\d+"/g, '""') ?? ''))].sort();
    };
    const plain = shape('words due');
    for (const evil of [
      '</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/c calc"</w:instrText></w:r>',
      '{ INCLUDEPICTURE "http://evil.test/x.png" }',
      '<w:hyperlink r:id="rId9"/>',
      ']]><!-- --><?xml-stylesheet href="x"?>',
      '&evil; &#0; &#x202e;',
      'a\u0000\u0007\ufffe\uffff\ud800b',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
      "=cmd|'/c calc'!A1",
    ])
      assert.deepEqual(shape(evil), plain, evil);
    shape('\u202etxt.exe\u2066');
  });

  it('random documents and findings: every finding at its words, rejected is the original, accepted the fixed text', () => {
    const word = fc.constantFrom(
      'alpha',
      'beta',
      'gamma',
      'delta',
      'R&D',
      'a<b',
      '“x”',
      'naïve',
      '数字',
      '😀',
      'e\u0301',
      'so-called',
    );
    const piece = fc.record({
      words: fc.array(word, { minLength: 1, maxLength: 4 }),
      look: fc.constantFrom(
        '',
        '<w:b/>',
        '<w:i/><w:rPrChange w:id="7" w:author="Z"><w:rPr/></w:rPrChange>',
      ),
      wrap: fc.constantFrom(
        '',
        '',
        '',
        'link',
        'ins',
        'moved',
        'control',
        'text',
        'proof',
        'deleted',
        'simple',
      ),
      tail: fc.constantFrom(' ', '', '<tab>', '<br>', '  '),
    });
    const xmlOf = ({
      words,
      look,
      wrap,
      tail,
    }: typeof piece extends fc.Arbitrary<infer T> ? T : never): string => {
      const end = tail === '<tab>' ? '<w:tab/>' : tail === '<br>' ? '<w:br/>' : '';
      const said = words.join(' ') + (end === '' ? tail : '');
      const own = `<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${escaped(said)}</w:t>${end}</w:r>`;
      switch (wrap) {
        case 'link':
          return `<w:hyperlink w:anchor="a">${own}</w:hyperlink>`;
        case 'ins':
          return `<w:ins w:id="90" w:author="A">${own}${run('more ')}</w:ins>`;
        case 'moved':
          return `<w:moveTo w:id="91" w:author="A">${own}</w:moveTo>`;
        case 'control':
          return `<w:sdt><w:sdtPr/><w:sdtContent>${own}</w:sdtContent></w:sdt>`;
        case 'text':
          return `<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>${own}</w:sdtContent></w:sdt>`;
        case 'proof':
          return `<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="92" w:name="b"/>${own}<w:bookmarkEnd w:id="92"/>`;
        case 'deleted':
          return `<w:del w:id="93" w:author="A"><w:r><w:delText>gone for good </w:delText></w:r></w:del>${own}`;
        case 'simple':
          return `<w:fldSimple w:instr=" PAGE ">${run('12 ')}</w:fldSimple>${own}`;
        default:
          return own;
      }
    };
    const block = fc.record({
      pieces: fc.array(piece, { minLength: 1, maxLength: 4 }),
      kind: fc.constantFrom('p', 'p', 'list', 'cell'),
    });
    const picks = fc.array(
      fc.record({
        at: fc.nat(10_000),
        length: fc.integer({ min: 1, max: 5 }),
        fix: fc.constantFrom('none', 'last', 'add', 'drop', 'all'),
        accepted: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), picks, (blocks, picked) => {
        const bytes = makeDocx(
          blocks.map(({ pieces, kind }): WordBlock => {
            const inside = pieces.map(xmlOf).join('') + run(' end, of it.');
            if (kind === 'cell')
              return {
                xml: `<w:tbl><w:tr><w:tc><w:p>${inside}</w:p></w:tc><w:tc><w:p>${run('side, of it.')}</w:p></w:tc></w:tr></w:tbl>`,
              };
            return p(
              inside,
              kind === 'list' ? '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' : '',
            );
          }),
        );
        const { text } = read(bytes);
        const words = [...text.matchAll(/\S*[\p{L}\p{N}]\S*/gu)];
        const said = picked.map(
          (
            { at, length, fix, accepted },
            i,
          ): {
            start: number;
            quote: string;
            suggestion?: string;
            accepted: boolean;
            id: string;
          } => {
            const first = words[at % words.length]!;
            const last = words[Math.min(words.length - 1, (at % words.length) + length - 1)]!;
            const quote = text.slice(first.index, last.index + last[0].length);
            const suggestion = {
              none: undefined,
              last: quote.replace(/\S+$/, 'other & <words>'),
              add: quote.replace(/^\S+/, '$& added'),
              drop: quote.replace(/^\S+\s*/, ''),
              all: 'quite different',
            }[fix];
            return {
              id: `F${i + 1}`,
              start: first.index,
              quote,
              accepted,
              ...(suggestion === undefined ? {} : { suggestion }),
            };
          },
        );
        const findings = said.map(({ id, start, quote, suggestion, accepted }): Finding => ({
          id,
          fingerprint: id,
          perspectiveId: 'tone',
          severity: 'note',
          confidence: 1,
          sourceId: 's1',
          chunkId: 'c0',
          quote,
          range: { start, end: start + quote.length },
          match: 'exact',
          title: 'T',
          message: 'M',
          branchIds: [],
          ...(suggestion === undefined ? {} : { suggestion }),
          ...(accepted ? { decision: { kind: 'accepted', reason: '' } as const } : {}),
        }));
        const source = {
          id: 's1',
          path: 'a.docx',
          kind: 'markdown',
          languageId: 'markdown',
          text,
        } as const;
        const done = reviewDocx(bytes, report({ source, findings }), source);
        assert.ok('bytes' in done);
        onlyAdded(bytes, done.bytes);
        const all = [...commentsIn(done.bytes).values()];
        assert.equal(read(settled(done.bytes, 'rejected')).text, text);
        const bare = (one: string): string => one.replace(/[\s\\]+/g, '');
        let fixed = text;
        for (const { id, start, quote, suggestion } of said.toSorted((a, b) => b.start - a.start)) {
          const comment = all.find(one => one.text.includes(` · ${id}\n`));
          assert.ok(comment?.hasReference, id);
          if (/as a tracked change/.test(comment.text))
            fixed = fixed.slice(0, start) + (suggestion ?? '') + fixed.slice(start + quote.length);
          if (/which Word makes|In .*a form field|In text from here/.test(comment.text)) continue;
          // Bars and bullets are shown and not written.
          const written = quote.replace(/\n- /g, '\n').replace(/\||---/g, '');
          const has = bare(comment.words).replaceAll('goneforgood', '');
          assert.equal(has, bare(written), `${quote} => ${comment.words}`);
        }
        assert.equal(bare(read(settled(done.bytes, 'accepted')).text), bare(fixed));
      }),
      { numRuns: 60 },
    );
  });
});
