import assert from 'node:assert/strict';
import type { Source } from '../../../../src/core/domain/source.ts';
import { split } from '../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../src/core/split/tokens/tokens.ts';
import { fileWords, suggestedFileWords } from '../../../../src/core/text/fileWords.ts';
import { secretsInSent } from '../../../../src/core/text/sentSecrets.ts';
import { kindOfPath } from '../../../../src/sources/files/kinds.ts';
import { asInFile, readable } from '../../../../src/sources/markup/readable.ts';

const sourceOf = (path: string, text: string): Source => ({
  id: path,
  path,
  uri: `file:///${path}`,
  ...kindOfPath(path),
  text,
});

const PAGE = `<html><head><title>Lease</title></head><body>
<h1>Lease</h1>
<h2>Rent</h2>
<p>The rent is &pound;900 &amp; is <b>always</b> due monthly.</p>
</body></html>
`;

const DOCBOOK = `<?xml version="1.0"?>
<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "x" [<!ENTITY product "Widget">]>
<book><title>&product; Guide</title>
<chapter id="a"><title>Start</title>
<para>Use <command>run</command> &amp; wait<footnote><para>Not long.</para></footnote>.</para>
<section><title>More</title><itemizedlist><listitem><para>One</para></listitem></itemizedlist>
<note><title>Mind</title><para>the gap, see <xref linkend="a"/>.</para></note>
<programlisting language="sh"><![CDATA[a < b
]]></programlisting>
<informaltable><tgroup cols="2"><tbody><row><entry>1</entry><entry>2</entry></row></tbody></tgroup></informaltable>
</section></chapter></book>
`;

const DITA = `<?xml version="1.0"?>
<!DOCTYPE task PUBLIC "-//OASIS//DTD DITA Task//EN" "task.dtd">
<task id="t"><title>Install</title><prolog><author>x</author></prolog><shortdesc>How to.</shortdesc>
<taskbody><steps><step><cmd>Open <filepath>a.b</filepath>.</cmd></step><step><cmd>Close.</cmd></step></steps></taskbody>
<topic id="u"><title>After</title><body><p>Done.</p><section><title>Twice</title><p>Again.</p></section></body></topic></task>
`;

const JATS = `<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.2//EN" "x.dtd">
<article><front><journal-meta><issn>1</issn></journal-meta><article-meta><title-group><article-title>Study of <italic>a</italic></article-title></title-group>
<abstract><p>Short.</p></abstract></article-meta></front>
<body><sec><label>1</label><title>Aim</title><p>We use <monospace>x</monospace><xref rid="b">1</xref>.</p>
<sec><title>Means</title><list list-type="order"><list-item><p>One</p></list-item></list><preformat>a  b</preformat></sec></sec></body>
<back><ref-list><title>Sources</title><ref id="b"><mixed-citation>Doe, <article-title>On b</article-title>.</mixed-citation></ref></ref-list></back></article>
`;

const TEI = `<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Letters</title><author>Doe</author></titleStmt></fileDesc></teiHeader>
<text><body><div><head>One</head><p>See <ref target="#x">there</ref>,<lb/>and <choice><sic>teh</sic><corr>the</corr></choice> <title>Book</title><note place="foot"><p>A note.</p></note>.</p>
<div><head>Two</head><list type="ordered"><item>First</item></list><figure><head>Fig</head></figure></div></div></body></text></TEI>
`;

describe('mark-up as a source', () => {
  it('says where the XML of a document is not well-formed; references that other files define are none of it', async () => {
    const told = async (inside: string): Promise<readonly string[] | undefined> =>
      (
        await readable({
          id: 'a',
          path: 'a.xml',
          kind: 'code',
          languageId: 'xml',
          text: `<?xml version="1.0"?>\n<section xmlns="http://docbook.org/ns/docbook"><title>A</title>${inside}</section>`,
        })
      ).told;
    assert.equal((await told('<para>B &product; &amp; c.</para>')) ?? undefined, undefined);
    assert.deepEqual(await told('<para>B <emphasis>c</para><para>D</para>'), [
      'its XML is not well-formed in 1 place: read as far as its marks can be told apart',
    ]);
  });

  it('reads HTML, XHTML, DocBook, DITA, JATS and TEI as Markdown with the way back to the file', async () => {
    const docbook = await readable(sourceOf('a.xml', DOCBOOK));
    assert.equal(docbook.kind, 'markdown');
    assert.equal(
      docbook.text,
      `# Widget Guide

## Start

Use \`run\` & wait (Not long.).

### More

- One

Mind

the gap, see Start.

\`\`\`sh
a < b
\`\`\`

|1 |2 |
|---|---|
`,
    );
    const start = docbook.text.indexOf('a < b');
    assert.equal(fileWords(docbook, { start, end: start + 5 }), 'a < b');
    const jats = await readable(sourceOf('a.xml', JATS));
    assert.equal(
      jats.text,
      `# Study of a

Short.

## 1 Aim

We use \`x\`1.

### Means

1. One

\`\`\`
a  b
\`\`\`

## Sources

Doe, On b.
`,
    );
    const tei = await readable(sourceOf('a.xml', TEI));
    assert.equal(
      tei.text,
      `# Letters

Doe

## One

See there,
and the Book (A note.).

### Two

1. First

Fig
`,
    );
    const dita = await readable(sourceOf('t.dita', DITA));
    assert.equal(
      dita.text,
      `# Install

How to.

1. Open \`a.b\`.

2. Close.

## After

Done.

### Twice

Again.
`,
    );
    const xhtml = await readable(
      sourceOf(
        'a.xhtml',
        `<?xml version="1.0"?><html><body><a id="x"/><p>A&nbsp;b</p></body></html>`,
      ),
    );
    assert.equal(xhtml.text, 'A\u00a0b\n');
    assert.equal(xhtml.original?.languageId, 'html');
  });

  it('leaves as code what is no text: templates, applications and other XML; or what the user names so', async () => {
    for (const [path, text] of [
      ['a.html', '<ul>{% for x in y %}<li>{{ x.a }}</li><li>{{ x.b }}</li>{% endfor %}</ul>'],
      ['b.html', '<body><div id="root"></div><script>start();</script></body>'],
      ['c.html', '<app-x *ngIf="a" [b]="c" (d)="e" *ngFor="f"></app-x>'],
      ['pom.xml', '<project><name>x</name></project>'],
    ] as const) {
      const source = sourceOf(path, text);
      assert.deepEqual(await readable(source), source);
      assert.equal(source.kind, 'code');
    }
    assert.equal((await readable(sourceOf('a.html', PAGE), 'code')).kind, 'code');
    assert.equal((await readable(sourceOf('a.md', PAGE), 'code')).kind, 'code');
    assert.equal((await readable(sourceOf('a.ts', 'text'), 'text')).kind, 'prose');
    assert.ok(
      (await readable(sourceOf('a.html', '<p>{{ a }} {{ b }} {{ c }}</p>'), 'text')).original,
    );
  });

  it('a page to read stays one, whatever scripts and styles it brings along', async () => {
    const styled = await readable(
      sourceOf('a.html', `<style>${'p { margin: 0 } '.repeat(100)}</style><p>Hello Anna.</p>`),
    );
    assert.equal(styled.text, 'Hello Anna.\n');
    const saved = `<p>${'A word of it. '.repeat(60)}</p><script>${'run(); '.repeat(5000)}</script>`;
    assert.equal((await readable(sourceOf('a.html', saved))).kind, 'markdown');
    const app = `<p>${'A word of it. '.repeat(6)}</p><script>${'run(); '.repeat(5000)}</script>`;
    assert.equal((await readable(sourceOf('a.html', app))).kind, 'code');
  });

  it('a longer page without headings in its marks has those of its words', async () => {
    const clause = (n: number): string =>
      `<p><b>${n}. SUBJECT ${n}</b></p><p>${'Words of it. '.repeat(60)}</p>`;
    const page = [1, 2, 3, 4, 5, 6].map(clause).join('\n');
    const view = await readable(sourceOf('a.html', `<html><body>${page}</body></html>`));
    assert.equal(view.kind, 'prose');
    const chunks = await split(view, { maxTokens: 250, count: approximateTokens });
    assert.deepEqual(chunks.at(-1)?.headings, ['6 SUBJECT 6']);
  });

  it('says what of a page is not read', async () => {
    const nav = await readable(sourceOf('a.html', `<nav>Home</nav>${PAGE}`));
    assert.deepEqual(nav.told, ['read as its reader sees it, without 1 word of navigation']);
    assert.equal((await readable(sourceOf('a.html', PAGE))).told, undefined);
  });

  it('maps a selection to the text that it shows, and gives the file back', async () => {
    const source = sourceOf('a.html', PAGE);
    const start = PAGE.indexOf('<h2>');
    const view = await readable({ ...source, range: { start, end: PAGE.indexOf('</h2>') + 5 } });
    assert.equal(view.text.slice(view.range?.start, view.range?.end), 'Rent');
    assert.deepEqual(asInFile(view), source);
  });

  it('counts the lines of chunks in the file', async () => {
    const view = await readable(sourceOf('a.html', PAGE.replace('<p>', `${'\n'.repeat(40)}<p>`)));
    const chunks = await split(view, { maxTokens: 8, count: approximateTokens });
    assert.deepEqual(chunks.at(-1)?.headings, ['Lease', 'Rent']);
    assert.equal(chunks.at(-1)?.endLine, 44);
    assert.equal(chunks[0]?.startLine, 2);
  });

  it('writes a suggestion as the file must hold it, and refuses one across marks', async () => {
    const view = await readable(sourceOf('a.html', PAGE));
    const suggest = (quote: string, suggestion: string): string | undefined => {
      const start = view.text.indexOf(quote);
      return suggestedFileWords(view, { start, end: start + quote.length }, suggestion);
    };
    assert.equal(suggest('always due', 'never due'), 'never</b> due');
    assert.equal(suggest('due monthly', 'due <now> & then'), 'due &lt;now&gt; &amp; then');
    assert.equal(
      suggest('£900 & is always', '£900 & is always, sadly,'),
      '&pound;900 &amp; is <b>always, sadly,',
    );
    assert.equal(suggest('is always due', 'falls due'), undefined);
    assert.equal(suggest('£900', '£950'), '&pound;950');
    assert.equal(suggest('£900', '€900'), undefined);
  });

  it('T34 a suggestion for the value of an attribute stays in it, however its tag is written', async () => {
    const evil = `Plan" onerror="alert(1)' onload='x y=z`;
    const long = '> '.repeat(11_000);
    for (const [image, expected] of [
      ['<img alt="The plan" src=a.png>', 'quoted'],
      ["<img alt='The plan' src=a.png>", 'quoted'],
      ['<img alt="1 > 0: The plan" src=a.png>', 'quoted'],
      ['<img alt="a <b> c: The plan" src=a.png>', 'quoted'],
      ['<img title="<b>" alt="x > y: The plan">', 'quoted'],
      ['<img alt=plan src=a.png>', 'refused'],
      [`<img alt="${long}The plan">`, 'refused'],
      ['<p>It’s 5 > 4, the “plan”.</p>', 'text'],
    ] as const) {
      const page = `<html><body><h1>Lease</h1><p>Don't.</p>${image}<p>End of it</p></body></html>`;
      const view = await readable(sourceOf('a.html', page));
      const start = view.text.lastIndexOf('plan');
      assert.ok(start > 0, image.slice(0, 60));
      const words = suggestedFileWords(view, { start, end: start + 4 }, evil);
      if (expected === 'refused') {
        assert.equal(words, undefined, image.slice(0, 60));
        continue;
      }
      assert.ok(words, image);
      assert.equal(/["']/.test(words), expected === 'text', image);
      const at = page.lastIndexOf('plan');
      const after = await readable(
        sourceOf('a.html', page.slice(0, at) + words + page.slice(at + 4)),
      );
      assert.equal(after.text, view.text.slice(0, start) + evil + view.text.slice(start + 4));
    }
  });

  it('T12: masks secrets in the parts of a file that are not read as well', async () => {
    const key = `${'AKIA'}${'ZTHXQHCLTTDPHKFQ'}`;
    const page = `<script>var t = "${key}";</script>${PAGE.replace('monthly', key)}`;
    const view = await readable(sourceOf('a.html', page));
    const { masked } = await secretsInSent({ sources: [view], words: {} });
    const [safe] = masked.sources;
    assert.ok(safe?.original && view.text.includes(key));
    assert.ok(!safe.text.includes(key) && !safe.original.text.includes(key));
    assert.equal(safe.original.text.length, page.length);
  });
});
