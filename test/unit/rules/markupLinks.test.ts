import assert from 'node:assert/strict';
import type { LinkProbe } from '../../../src/rules/ruleDocument.ts';
import { runRules } from '../../../src/rules/runRules.ts';
import { viewOf } from '../../../src/sources/markup/view.ts';

describe('markup-link', () => {
  const lost = (languageId: string, text: string, probe?: LinkProbe): readonly string[] =>
    runRules({ text, kind: 'prose', languageId }, probe)
      .hits.filter(({ rule }) => rule === 'markup-link')
      .map(({ start, end }) => text.slice(start, end));
  /** A folder with these files. */
  const folder =
    (...files: readonly string[]): LinkProbe =>
    path =>
      files.includes(path.replace(/^\.\//, ''));

  it('a reference of a whole AsciiDoc text to an id or a title that is not there is found', () => {
    const adoc = (body: string): readonly string[] =>
      lost(
        'asciidoc',
        `= Guide\n\n[[first]]\n== First part\n\nText.\n\n[#tab-1]\n.Values\n${body}\n`,
      );
    assert.deepEqual(adoc('See <<first>>, <<_first_part>>, <<tab-1,the table>> and <<yields>>.'), [
      'yields',
    ]);
    assert.deepEqual(adoc('See xref:harvest[the harvest] and xref:first[it].'), ['harvest']);
    assert.deepEqual(adoc('See <<other.adoc#part>> and `<<code>>` and \\<<no>>.'), []);
    assert.deepEqual(adoc('See <<yields>>.\n\ninclude::rest.adoc[]'), []);
    assert.deepEqual(adoc('See <<yields>>.\n\ninclude::test/code.java[tags=a]'), ['yields']);
    assert.deepEqual(
      lost('asciidoc', '= A chapter\n\nSee <<yields>>.\n', folder('index.adoc')),
      [],
    );
    assert.deepEqual(lost('asciidoc', '== A chapter\n\nSee <<yields>>.\n'), []);
  });

  it('a footnote mark of reStructuredText without its note is found', () => {
    const rst = (body: string): readonly string[] =>
      lost('restructuredtext', `Guide\n=====\n\n${body}\n\n.. [1] A note.\n.. [#why] A reason.\n`);
    assert.deepEqual(rst('It is so [1]_ and so [#Why]_, and not so [7]_ here.'), ['[7]_']);
    assert.deepEqual(rst('It is so [#]_ and so ``[7]_`` and [Knuth]_.'), []);
    assert.deepEqual(rst('Said by [Knuth]_ and [Wirth]_.\n\n.. [Knuth] A book.'), ['[Wirth]_']);
    assert.deepEqual(rst('Code::\n\n    x = [7]_\n'), []);
  });

  it('a name of reStructuredText without a target or a title is found', () => {
    const rst = (body: string): readonly string[] =>
      lost(
        'restructuredtext',
        `First part\n==========\n\n${body}\n\n.. _the list: https://x.example\n.. _other:\n\nText.\n`,
      );
    assert.deepEqual(rst('See `the list`_, `First part`_, other_ and the `old survey`_ of it.'), [
      '`old survey`_',
    ]);
    assert.deepEqual(rst('See survey_ and `what it says <survey_>`_ (or other_).'), [
      'survey_',
      '`what it says <survey_>`_',
    ]);
    assert.deepEqual(rst('See `here <https://x.example/a_>`_, `here`_ and `there`__.'), []);
    assert.deepEqual(
      rst('A ``name_`` and ``b`_``, :ref:`the option\n<name_--x>` of my_name_x.'),
      [],
    );
    assert.deepEqual(rst('Code::\n\n    x = name_ + 1\n'), []);
    assert.deepEqual(rst('See survey_.\n\n.. include:: names.txt'), []);
  });

  it('a page of reStructuredText that is not in its book is found; one that a tool writes is not missed', () => {
    const probe = folder('../conf.py', 'guide.rst', 'part/other.md', 'a.png', 'b.png');
    const rst = (text: string): readonly string[] => lost('restructuredtext', text, probe);
    assert.deepEqual(
      rst('See :doc:`guide`, :doc:`it <part/other>`, :doc:`../guide`, :doc:`gone`.'),
      ['gone'],
    );
    assert.deepEqual(
      rst('See :doc:`/from/root`, :external+other:doc:`page`, :doc:`generated/x`.'),
      [],
    );
    assert.deepEqual(rst('.. image:: a.png\n\n.. image:: b.png\n\n.. figure:: c.png\n'), ['c.png']);
    assert.deepEqual(
      lost('restructuredtext', 'See :doc:`gone`.', folder('guide.rst')),
      [],
      'not in a book',
    );
  });

  it('a reference of a whole LaTeX text without its label is found', () => {
    const latex = (body: string, head = '\\documentclass{article}'): readonly string[] =>
      lost(
        'latex',
        `${head}\n\\begin{document}\n\\section{One}\\label{sec:one}\n\\begin{lstlisting}[label={lst:a}]\nx\n\\end{lstlisting}\n${body}\n\\end{document}\n`,
      );
    assert.deepEqual(latex('See \\ref{sec:one}, \\autoref{lst:a} and \\cref{sec:one,sec:two}.'), [
      'sec:two',
    ]);
    assert.deepEqual(latex('See \\hyperref[fig:a]{the figure} and \\pageref{#1}.'), ['fig:a']);
    assert.deepEqual(latex('It is. % see \\ref{sec:old}\n'), []);
    assert.deepEqual(latex('See \\ref{sec:two}.\n\\input{two}'), []);
    assert.deepEqual(latex('See \\ref{sec:two}.', '\\documentclass[../book]{subfiles}'), []);
    assert.deepEqual(
      latex('See \\ref{sec:two}.', '\\ifx\\wholebook\\relax \\else\n\\documentclass{article}'),
      [],
    );
    assert.deepEqual(
      latex('See \\ref{sec:two}.', '\\documentclass{article}\n\\newif\\ifdraft\n\\ifdraft x\\fi'),
      ['sec:two'],
    );
    assert.deepEqual(
      lost(
        'latex',
        '\\input{a} \\include{part/b} \\input{c.tex} \\includegraphics{d}',
        folder('a.tex', '../part/b.tex'),
      ),
      ['c.tex'],
    );
    assert.deepEqual(lost('latex', '\\section{Two} See \\ref{sec:one}.'), [], 'a chapter');
  });

  it('a reference of Org to an id, a title, a note or a file that is not there is found', () => {
    const org = (body: string): readonly string[] =>
      lost(
        'org',
        `* TODO First part :tag:\n:PROPERTIES:\n:CUSTOM_ID: one\n:END:\n\n${body}\n\n[fn:1] A note.\n`,
        folder('a.org', 'b.org'),
      );
    assert.deepEqual(org('See [[#one]], [[*First part][it]], [[#two][that]] and [[*Last part]].'), [
      '#two',
      '*Last part',
    ]);
    assert.deepEqual(org('It is so[fn:1], and so[fn:2], and so[fn:: a remark].'), ['[fn:2]']);
    assert.deepEqual(org('See [[file:a.org]], [[./b.org::*Part][b]], [[file:c.org][c]].'), [
      'c.org',
    ]);
    assert.deepEqual(org('See [[#two]].\n\n#+include: rest.org'), []);
  });

  it('a page of AsciiDoc that is not there is found, from the folder of its book too', () => {
    const probe = folder('a.adoc', '../part/b.adoc');
    const adoc = (text: string): readonly string[] => lost('asciidoc', text, probe);
    assert.deepEqual(adoc('See xref:a.adoc[a], xref:part/b.adoc#x[b] and link:c.adoc[c].'), [
      'c.adoc',
    ]);
    assert.deepEqual(
      adoc('See xref:a.adoc[a], xref:module:c.adoc[c] and xref:{docs}c.adoc[c].'),
      [],
    );
    assert.deepEqual(adoc(':docs: part/\n\nSee xref:a.adoc[a], xref:{docs}b.adoc[b].'), []);
    assert.deepEqual(adoc('See xref:c.adoc[c].'), []);
  });

  it('an anchor, a page or a picture that a page in HTML asks for and is not there is found at its words', async () => {
    const page = async (body: string): Promise<readonly string[]> => {
      const text = `<!DOCTYPE html><html><body><h1 id="one">First part</h1><p>${body}</p></body></html>`;
      const view = await viewOf({ text, languageId: 'html', readAs: 'auto' });
      assert.ok(view);
      const { pieces } = view;
      const source = { ...view, original: { text, languageId: 'html', pieces } };
      return runRules(source, folder('a.html', 'b.md', 'a.png', 'b.png'))
        .hits.filter(({ rule }) => rule === 'markup-link')
        .map(({ start, end }) => view.text.slice(start, end));
    };
    assert.deepEqual(
      await page(
        'See <a href="#one">one</a>, <a href="#two">the second</a>, <a href="#">up</a>, <a name="x"></a><a href="#X">x</a>.',
      ),
      ['the second'],
    );
    assert.deepEqual(
      await page(
        'See <a href="a.html#p">a</a>, <a href="b.html">b</a>, <a href="c.html">the last</a>, <a href="/d.html">d</a>.',
      ),
      ['the last'],
    );
    assert.deepEqual(
      await page('<img src="a.png"><img src="b.png"><img src="c.png">is shown here.'),
      ['is shown here.'],
    );
    for (const silent of [
      '<!-- <a href="#two">two</a> --><a href="#two" onclick="go()">two</a>',
      '<a href="#/route">two</a> <a href="{{ url }}">three</a>',
      '<base href="/docs/"><a href="#two">two</a>',
    ])
      assert.deepEqual(await page(`Text of it. ${silent}`), [], silent);
  });

  it('brackets in the words of a page are no links of Markdown', async () => {
    const text =
      '<!DOCTYPE html><html><body><h1>Part</h1><p>Next: The second part [Contents][Index]</p></body></html>';
    const view = await viewOf({ text, languageId: 'html', readAs: 'auto' });
    assert.ok(view);
    const original = { text, languageId: 'html', pieces: view.pieces };
    assert.deepEqual(runRules({ ...view, original }).hits, []);
  });
});
