import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { headingsAt, split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';

const sourceOf = (languageId: string, text: string): Source => ({
  id: 'a',
  path: 'a',
  kind: languageId === 'markdown' ? 'markdown' : 'prose',
  languageId,
  text,
});

/** Each heading as its trail, in order. */
async function outline(languageId: string, text: string): Promise<string[]> {
  const source = sourceOf(languageId, text);
  await split(source, { maxTokens: 1000, count: approximateTokens });
  const open: { level: number; title: string }[] = [];
  return headingsAt(source).map(({ level, title }) => {
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    open.push({ level, title });
    return open.map(each => each.title).join(' > ');
  });
}

/** One manual in many languages: two chapters, a section, and code that looks like a heading. */
const MANUAL: Readonly<Record<string, string>> = {
  restructuredtext: `
Scope & aim
===========

.. _files:

Files in \`\`/etc\`\`
-----------------

Text::

  Not a title
  ===========

  More of it.

.. note::

   Read on.

==========
Last words
==========

Text.
`.replace(/={10}\nLast words\n={10}/, 'Last words\n=========='),
  asciidoc: `
== Scope & aim

[[files]]
=== Files in \`/etc\`

[source,sh]
----
== Not a title
----

== Last words

Text.
`,
  latex: `
\\documentclass{article}
\\begin{document}
\\section{Scope \\& aim}

\\hypertarget{files}{%
\\subsection[Files]{Files in
\\texorpdfstring{\\texttt{/etc}}{/etc}}\\label{files}}

\\begin{verbatim}
\\section{Not a title}
\\end{verbatim}
% \\section{Not a title}

\\section*{Last words}
Text.
\\end{document}
`,
  org: `
#+title: Manual
* TODO Scope & aim
** Files in =/etc=                                   :a:b:
   :PROPERTIES:
   :END:
#+begin_src org
* Not a title
#+end_src
* Last words
Text.
`,
  typst: `
#set page("a4")
= Scope & aim
== Files in \`/etc\` <files>
\`\`\`typ
= Not a title
\`\`\`
/*
= Not a title
*/
= Last words
Text.
`,
  wikitext: `
== Scope & aim ==
<span id="files"></span>
=== Files in <code>/etc</code> ===
<pre>
== Not a title ==
</pre>
== Last words ==
Text.
`,
  texinfo: `
@node Scope
@chapter Scope & aim

@node Files
@section Files in @code{/etc}
@example
@chapter Not a title
@end example

@unnumbered Last words
Text.
`,
  textile: `
h1. Scope & aim

h2(#files). Files in @/etc@

bc. h1. Not a title
h1. Not a title

h1. Last words

Text.
`,
  muse: `
#title Manual

* Scope & aim

** Files in =/etc=

 * an item

<example>
* Not a title
</example>

* Last words

Text.
`,
  creole: `
= Scope & aim =

== Files in [[/etc]]

{{{
= Not a title
}}}

= Last words

Text.
`,
  dokuwiki: `
====== Scope & aim ======

===== Files in /etc =====

<code>
====== Not a title ======
</code>

====== Last words ======

Text.
`,
  roff: `.\\" comment
.TH SCOPE 1
.SH "Scope & aim"
.SS "Files in \\fI/etc\\fR"
.nf
.SH Not a title
.fi
.SH Last words
Text.
`,
  pod: `
=head1 Scope & aim

=head2 Files in C</etc>

  =head1 Not a title

=head1 Last words

Text.
`,
  markdown: `
# Scope & aim {#scope .chapter}

## Files in \`/etc\` {-}

\`\`\`
# Not a title
\`\`\`

# Last words

Text.
`,
};

describe('mark-up for writers', () => {
  for (const [languageId, text] of Object.entries(MANUAL))
    it(`${languageId}: sections give trails, and code, remarks and anchors are none`, async () => {
      assert.deepEqual(await outline(languageId, text), [
        'Scope & aim',
        'Scope & aim > Files in /etc',
        'Last words',
      ]);
    });

  it('reStructuredText: levels by the order of their signs, overlined or not', async () => {
    const text = `
=====
Title
=====

One
===

Two
---

- an item
---------

=====  =====
A      B
=====  =====

日本語の題
==========

Three
-----
`;
    assert.deepEqual(await outline('restructuredtext', text), [
      'Title',
      'Title > One',
      'Title > One > Two',
      'Title > 日本語の題',
      'Title > 日本語の題 > Three',
    ]);
  });

  it('plain text with underlined titles throughout has the same trails', async () => {
    const part = (n: number): string =>
      `${n}. Part\n=======\n\nText.\n\n${n}.1. Inner\n----------\n\nText.\n\n`;
    const text = `Manual\n******\n\n${[1, 2, 3, 4].map(part).join('')}`;
    assert.deepEqual((await outline('plaintext', text)).slice(0, 3), [
      'Manual',
      'Manual > 1. Part',
      'Manual > 1. Part > 1.1. Inner',
    ]);
  });

  it('plain text with titles between signs has the levels of DokuWiki or of other wikis', async () => {
    const part = (n: number, outer: string, inner: string): string =>
      `${outer} Part ${n} ${outer}\n\nText.\n\n${inner} Inner ${n} ${inner}\n\nText.\n\n`;
    for (const [outer, inner] of [
      ['======', '====='],
      ['==', '==='],
    ] as const)
      assert.deepEqual(
        await outline('plaintext', part(1, outer, inner) + part(2, outer, inner)),
        ['Part 1', 'Part 1 > Inner 1', 'Part 2', 'Part 2 > Inner 2'],
        outer,
      );
  });

  it('manual pages: numbers in titles give deeper levels, and requests begin paragraphs', async () => {
    const text = `.TH A 7\n.SH Guide\n.SS 1. One\n.PP\nText.\n.SS 1.1. Inner\\[cq]s\n.PP\nText.\n.SS 2. Two\n`;
    assert.deepEqual(await outline('roff', text), [
      'Guide',
      'Guide > 1. One',
      'Guide > 1. One > 1.1. Inner’s',
      'Guide > 2. Two',
    ]);
    const long = `.TH A 7\n.SH Guide\n${Array.from({ length: 8 }, (_, i) => `.PP\nParagraph ${i}. ${'Word word. '.repeat(20)}\n`).join('')}`;
    const chunks = await split(sourceOf('roff', long), {
      maxTokens: 110,
      count: approximateTokens,
    });
    for (const { start } of chunks.slice(1)) assert.match(long.slice(start), /^\.PP/);
  });

  it('a chunk begins with the anchor of its heading, and never ends with a heading', async () => {
    const part = (n: number): string =>
      `.. _s${n}:\n\nPart ${n}\n======\n\n${'Word word. '.repeat(30)}\n\n`;
    const text = [1, 2, 3, 4].map(part).join('');
    const chunks = await split(sourceOf('restructuredtext', text), {
      maxTokens: 110,
      count: approximateTokens,
    });
    assert.equal(chunks.length, 4);
    for (const { start } of chunks) assert.match(text.slice(start), /^\.\. _s/);
  });

  it('any text in any of the languages: chunks join to the text', async () => {
    const line = fc.constantFrom(
      '',
      'Text here.',
      'Title',
      '=====',
      '-----',
      '== A',
      '* A',
      '\\section{A}',
      '\\section{A',
      '----',
      '  indented',
      'x::',
      '.. code::',
      '@chapter A',
      '@example',
      '@end example',
      '```',
      '/*',
      '*/',
      '<pre>',
      '\\begin{verbatim}',
      '\\end{verbatim}',
      '#+begin_src',
      '#+end_src',
      '[[a]]',
      'h1. A',
      '日本\r',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.constantFrom(...Object.keys(MANUAL), 'plaintext', 'roff', 'dokuwiki'),
        async (lines, languageId) => {
          const text = lines.join('\n');
          const chunks = await split(sourceOf(languageId, text), {
            maxTokens: 20,
            count: approximateTokens,
          });
          assert.equal(chunks.map(c => text.slice(c.start, c.end)).join(''), text);
        },
      ),
      { numRuns: 300 },
    );
  });
});
