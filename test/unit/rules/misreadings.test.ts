import assert from 'node:assert/strict';
import { runRules } from '../../../src/rules/runRules.ts';
import type { SourceKind } from '../../../src/core/domain/source.ts';
import type { LinkProbe } from '../../../src/rules/ruleDocument.ts';

/** Enough English that rules on English read a text. */
const ENGLISH = `${'The parties have agreed on the terms that are set out below and on all that is needed for them. '.repeat(4)}\n\n`;

const KINDS: Readonly<Record<string, SourceKind>> = {
  markdown: 'markdown',
  plaintext: 'prose',
  latex: 'prose',
};

function found(text: string, languageId: string, probe?: LinkProbe): string[] {
  const kind = KINDS[languageId] ?? 'code';
  // Of the rules that are off by default, what is said of measures is tried here.
  const { hits, broken } = runRules({ text, kind, languageId, switches: { unit: true } }, probe);
  assert.deepEqual(broken, []);
  return hits.map(hit => `${hit.rule} ${hit.severity}: ${text.slice(hit.start, hit.end)}`);
}

describe('what a rule misread, beside what it is to find', () => {
  const SILENT: readonly (readonly [what: string, languageId: string, text: string])[] = [
    [
      'a bracket in code of LaTeX under the name of its language',
      'latex',
      `${ENGLISH}\\begin{Haskell}\nfold f (x:xs) = f (x, fold f xs where it says so, and so on, as it is in the text.\n\n\\end{Haskell}\n`,
    ],
    [
      'dummy text in a text about it',
      'markdown',
      `${ENGLISH}An example of a heading with its text:\n\nLorem ipsum dolor sit amet.\n`,
    ],
    [
      'an anchor of what a text includes',
      'markdown',
      '# One\n\n{{< include "steps.md" >}}\n\nSee [it](#the-other-part).\n',
    ],
    [
      'an anchor in a piece of a page, which has no title of its own',
      'markdown',
      '---\nproduct: x\n---\n\nAs said [before](#the-other-part), it starts.\n',
    ],
    [
      'a box before a label in brackets',
      'markdown',
      '# One\n\n- [ ][do it?]\n- [x][or not?]\n- [a][b]\n\n[b]: https://b.example\n',
    ],
    [
      'two measures of which the second says something else',
      'markdown',
      `${ENGLISH}Messages of 1000 and 5000 bytes (15 minutes each) were sent.`,
    ],
    [
      'a figure before a sum that is right without it',
      'markdown',
      `${ENGLISH}The example uses the macro 2 to assert that the result of adding 2 and 2 equals 4.`,
    ],
    [
      'a date that is said to be normalized',
      'markdown',
      `${ENGLISH}The date 2001-03-31 one month later yields 2001-04-31, but April only has 30 days.`,
    ],
    [
      'an announcement within a list that goes on',
      'markdown',
      `${ENGLISH}* It does two things:\n  1. This.\n  2. That.\n* The other does one:\n  1. More.\n`,
    ],
    [
      'a number that counts what causes the items',
      'markdown',
      `${ENGLISH}Reading it in two different ways causes some issues:\n\n* One.\n* Two.\n* Three.\n`,
    ],
    [
      'the legend of a picture',
      'markdown',
      `${ENGLISH}${['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map(name => `**Term ${name}** is here.`).join(' ')}\n\n* **Green** means healthy\n* **Blue** means that little is used\n`,
    ],
    [
      'anchors that another tool makes',
      'markdown',
      `# One\n\nSee [Custom Scalars](#sec-Scalars.Custom-Scalars) and [top](#_bookmark0).\n`,
    ],
    ['a link without words', 'markdown', `# One\n\n[](#nav)\n\nIt is here.\n`],
    [
      'a letter for the part that a link leads to',
      'markdown',
      `${ENGLISH}See [Appendix A](#appendix-conformance) for it.\n\n## Appendix conformance\n`,
    ],
    [
      'schedules of a policy on a title to land',
      'plaintext',
      `${ENGLISH}The exceptions of the title insurance are as shown on Schedule B-2, and none is waived.`,
    ],
    [
      'texts of three quotes in Elixir',
      'elixir',
      'defmodule ATest do\n  @moduledoc """\n  describe "it" do\n    assert true\n  end\n  """\nend\n',
    ],
    [
      'the tests of an assertion library',
      'javascript',
      "it('isTrue', () => {\n  assert.isTrue(true);\n  err(() => assert.isTrue(false));\n  err(() => assert.equal(1, 2));\n});\n",
    ],
    [
      'a value compared with itself in a test of what equality means',
      'python',
      'def test_ne():\n    one = make("a")\n    assert one == one\n    two = make("b")\n    assert two != one\n',
    ],
    [
      'the message that says what getting here shows',
      'csharp',
      'public class ATests {\n  [Fact]\n  public void Logs() {\n    Run();\n    Assert.True(true, "No exception reached the caller");\n  }\n}\n',
    ],
    [
      'the number of assertions of a test',
      'javascript',
      "test('works', function () {\n  expect(2);\n  ok(run());\n});\n",
    ],
    [
      'a class with tests that a test makes',
      'python',
      'def test_outer():\n    class TestInner:\n        def test_method(self):\n            pass\n\n    assert source(TestInner)\n',
    ],
    [
      'a test of a fixture of the same file',
      'python',
      '@pytest.fixture\ndef server():\n    yield start()\n\n\ndef test_starts(server):\n    pass\n',
    ],
    [
      'a test that says that it is empty',
      'cpp',
      'TEST_CASE("An empty test with no assertions") {\n}\n',
    ],
    [
      'the words of a link of AsciiDoc',
      'plaintext',
      `${ENGLISH}It is described in xref:gateway.adoc#proxy[Enter the gateway proxy].`,
    ],
    [
      'mark-up that shows what it looks like',
      'markdown',
      `${ENGLISH}<div>\n  <h3>Category</h3>\n  <p>Lorem ipsum dolor sit amet</p>\n</div>\n`,
    ],
    [
      'a list whose groups hold what is counted',
      'markdown',
      `${ENGLISH}There are four instances:\n\n* App 1:\n  * One\n  * Two\n* App 2:\n  * One\n  * Two\n`,
    ],
    [
      'texts of Ruby up to a name',
      'ruby',
      "describe 'it' do\n  it 'corrects' do\n    expect_correction(<<~RUBY)\n      test do\n      end\n    RUBY\n  end\nend\n",
    ],
    [
      'a test whose context starts before it',
      'java',
      '@SpringJUnitConfig\npublic class ATests {\n  @Test\n  public void contextLoads() {\n  }\n}\n',
    ],
    [
      'a remark whose lines are paragraphs',
      'plaintext',
      `${ENGLISH}It is for you to see that all of the information on you is right (your name and address,\n\nyour number, your age and so on.`,
    ],
    [
      'a test that is left out on a condition',
      'go',
      'func TestA(t *testing.T) {\n\tif isTiDB() {\n\t\tt.Skip()\n\t}\n\tassert.Equal(t, 1, run())\n}\n',
    ],
    [
      'code between two texts',
      'php',
      '<?php\n$params = "user=".$user."&passwd=".base64_encode($passwd)."&method=post";\n',
    ],
  ];
  for (const [what, languageId, text] of SILENT) {
    it(`${what}: nothing is said`, () => {
      assert.deepEqual(found(text, languageId), []);
    });
  }

  it('a page of a site may have a number behind a dot', () => {
    const page = (url: string): string[] =>
      found(
        `---\ntitle: A\n---\n\nSee [it](${url}) and [b](b.md), [c](c.md).\n`,
        'markdown',
        file => ['b.md', 'c.md'].includes(file),
      );
    assert.deepEqual(page('./man/tool.8#stop'), []);
    assert.deepEqual(page('./man/tool.md'), ['link minor: ./man/tool.md']);
  });

  it('what the tool links that builds the pages is no file', () => {
    assert.deepEqual(
      found('See [it](`Logger`), [b](b.md) and [c](c.md).\n', 'markdown', file =>
        ['b.md', 'c.md'].includes(file),
      ),
      [],
    );
  });

  it('the title of a run-in heading, or of a part of an app, is no lost title', () => {
    const text = (reference: string): string =>
      `${ENGLISH}${['A', 'B', 'C', 'D', 'E'].map(name => `## Part ${name}\n\nIt is so.\n`).join('\n')}\n${reference}\n\n*   f. **Refund Policy.** It is paid back.\n`;
    assert.deepEqual(found(text('Read it in the section "Refund Policy" below.'), 'markdown'), []);
    assert.deepEqual(
      found(text('Change your profile in the sections "My photos" or so.'), 'markdown'),
      [],
    );
    assert.deepEqual(found(text('It states in part "Be liberal in it" as a law.'), 'markdown'), []);
    assert.deepEqual(found(text('Read it in the section "Payment Policy" below.'), 'markdown'), [
      'title-reference minor: Payment Policy',
    ]);
  });

  it('a page that is made from a file beside it, and a label of the text, are no lost files', () => {
    const lost = (text: string): string[] =>
      found(`${text}\n\nSee [b](b.md) and [c](c.md).\n`, 'markdown', file =>
        ['b.md', 'c.md', 'made.md'].includes(file),
      );
    assert.deepEqual(lost('See [it](made.html).'), []);
    assert.deepEqual(lost('See [it](labels/why).\n\n(labels/why)=\n\n# Why\n'), []);
    assert.deepEqual(lost('See [it](other.html).'), ['link minor: other.html']);
  });

  it('an article in another language is of a law', () => {
    const text = (reference: string): string =>
      `${Array.from({ length: 9 }, (_, at) => `## Article ${at + 1}\n\nLes parties sont tenues de la livraison et des frais dans les conditions de la vente.\n`).join('\n')}\nVous disposez selon la loi (${reference}) d'un droit.\n`;
    assert.deepEqual(found(text("l'article 14 et 15"), 'markdown'), []);
  });

  it('what follows a text of Ruby is code again', () => {
    assert.deepEqual(
      found(
        "describe 'it' do\n  it 'a' do\n    run(<<~SQL, <<-B)\n      it's\n    SQL\n      b\n    B\n  end\n\n  it 'b' do\n  end\nend\n",
        'ruby',
      ),
      ["empty-test note: it 'b' do"],
    );
  });

  it('the same kinds are found where they are mistakes', () => {
    assert.deepEqual(found(`${ENGLISH}It weighs 40 kg (40 km) in all.`, 'markdown'), [
      'unit minor: 40 kg (40 km)',
    ]);
    assert.deepEqual(
      found(`${ENGLISH}There are two reasons:\n\n* One.\n* Two.\n* Three.\n`, 'markdown'),
      ['counted-list minor: two reasons:'],
    );
    assert.deepEqual(found('# One\n\nSee [it](#the-other-part).\n', 'markdown'), [
      'link minor: #the-other-part',
    ]);
    assert.deepEqual(
      found("it('works', () => {\n  run();\n  expect(true).toBe(true);\n});\n", 'javascript'),
      ['hollow-assertion note: expect(true).toBe(true)'],
    );
    assert.deepEqual(found('def test_it(self):\n    pass\n', 'python'), [
      'empty-test note: def test_it(self):',
    ]);
  });
});
