import assert from 'node:assert/strict';
import type { SourceKind } from '../../../src/core/domain/source.ts';
import { allRules } from '../../../src/rules/allRules.ts';
import type { LinkProbe } from '../../../src/rules/ruleDocument.ts';
import { runRules } from '../../../src/rules/runRules.ts';

const ENGLISH = `${'The parties have agreed on the terms that are set out below and on all that is needed for them. '.repeat(4)}\n\n`;
/** Rules that are off by default are tried too. */
const ALL_ON = Object.fromEntries(allRules.map(({ id }) => [id, true]));

function hitsOf(
  text: string,
  kind: SourceKind = 'prose',
  languageId = 'plaintext',
  probe?: LinkProbe,
): readonly string[] {
  const { hits, broken } = runRules({ text, kind, languageId, switches: ALL_ON }, probe);
  assert.deepEqual(broken, []);
  return hits.map(hit => `${hit.rule} ${hit.severity}: ${text.slice(hit.start, hit.end)}`);
}
const clauses = (top: number, count: number): string =>
  Array.from({ length: count }, (_, n) => `${top}.${n + 1} Rule ${'abcdefgh'[n]} is so.`).join(
    '\n\n',
  );

describe('constant assertions', () => {
  const test = (body: string, languageId = 'javascript'): readonly string[] =>
    hitsOf(body, 'code', languageId);
  const SILENT: readonly (readonly [what: string, text: string, languageId?: string])[] = [
    ['in a callback', "test('a', t => {\n  s.on('x', () => {\n    t.ok(true, 'x');\n  });\n});\n"],
    ['as a callback', "test('a', t => {\n  s.on('x', () => t.ok(true, 'x'));\n});\n"],
    ['in a function', "test('a', t => {\n  p.auth = function (r) {\n    t.ok(true);\n  };\n});\n"],
    ['in a branch', "test('a', t => {\n  if (n === 2) {\n    t.ok(true);\n  }\n});\n"],
    ['in a branch without braces', "test('a', t => {\n  if (n === 2)\n    t.ok(true);\n});\n"],
    ['counted by a plan', "test('a', t => {\n  t.plan(1);\n  go();\n  t.ok(true);\n});\n"],
    [
      'counted by the framework',
      "test('a', () => {\n  expect.assertions(1);\n  expect(true).toBeTruthy();\n});\n",
    ],
    ['in a loop of Python', 'def test_a():\n    for a in b():\n        assert True\n', 'python'],
    [
      'in a handler of Go',
      'func TestA(t *testing.T) {\n\tgo(func() {\n\t\tassert.True(t, true)\n\t})\n}\n',
      'go',
    ],
  ];
  for (const [what, text, languageId] of SILENT) {
    it(`one ${what} shows that the place is reached`, () => {
      assert.deepEqual(test(text, languageId), []);
    });
  }

  it('a tuple that is compared, and what is expected to raise or is timed, are none', () => {
    assert.deepEqual(test('def test_a():\n    assert (1, 1) == (a, b)\n', 'python'), []);
    const lone = (head: string): readonly string[] =>
      test(`import pytest\n\ndef test_a():\n    ${head}\n        c1 == c2\n`, 'python');
    assert.deepEqual(lone('with pytest.raises(ValueError, match="x"):'), []);
    assert.deepEqual(lone('for _ in range(9):'), []);
    assert.deepEqual(lone('with opened() as f:'), ['hollow-assertion note: c1 == c2']);
  });

  it('those that stand in the tests themselves are one finding with their lines', () => {
    const text = ['a', 'b', 'c']
      .map(name => `test('${name}', t => {\n  go();\n  t.ok(true);\n});\n`)
      .join('');
    const { hits } = runRules({ text, kind: 'code', languageId: 'javascript' });
    assert.deepEqual(
      hits.map(({ rule, message }) => [rule, message]),
      [
        [
          'hollow-assertion',
          'This holds whatever the code under test does. The same stands 2 more times below it (line 7, 11).',
        ],
      ],
    );
    assert.deepEqual(test('def test_a():\n    go()\n    assert True\n', 'python'), [
      'hollow-assertion note: assert True',
    ]);
  });
});

describe('keys that are public by design', () => {
  const hex = ['6df94e1e', '5d55d258', 'c56f60d9', '74d10314'].join('');
  const google = `AI${'zaSyB1kQ7'}-x9Lr2mWv5TzP8nYc4HdE3gUa6`;
  const code = (text: string): readonly string[] =>
    hitsOf(text, 'code', 'javascript').map(hit => hit.split(':')[0] ?? '');

  it('the key of a search beside its index, and of a Firebase page, are a note', () => {
    const search = (name: string): string =>
      `const search = {\n  app_id: 'D1BPLZHGYQ',\n  ${name}: '${hex}',\n};\n`;
    assert.deepEqual(code(search('api_key')), ['hard-coded-secret note']);
    assert.deepEqual(code(search('admin_api_key')), ['hard-coded-secret critical']);
    assert.deepEqual(
      code(`const app = {\n  apiKey: '${google}',\n  authDomain: 'a.firebaseapp.com',\n};\n`),
      ['hard-coded-secret note'],
    );
    assert.deepEqual(code(`const app = {\n  api_key: '${hex}',\n};\n`), [
      'hard-coded-secret critical',
    ]);
  });

  it('what a test names a key for tests, and keys of a test mode, are none', () => {
    const test = (line: string): readonly string[] =>
      code(
        `describe('a', () => {\n  it('b', () => {\n    ${line}\n    expect(go()).toBe(1);\n  });\n});\n`,
      );
    assert.deepEqual(test(`const TEST_AUTH_KEY = 'aGN0bIwXnHdw${'5645VABjPdSn8nWY7G11'}';`), []);
    assert.deepEqual(test(`go('sk_${'test'}_FEiILxKZwnmmoc${'JDUjUNO6pa'}');`), []);
    assert.deepEqual(test(`const auth_key = 'aGN0bIwXnHdw${'5645VABjPdSn8nWY7G11'}';`), [
      'hard-coded-secret minor',
    ]);
  });

  it('publishable keys, site keys and addresses of Sentry are none', () => {
    assert.deepEqual(code(`const stripe_api_key = 'pk_${'live'}_${hex}';\n`), []);
    assert.deepEqual(code(`const secret = { siteKey: '6Lc${hex}AAAAA' };\n`), []);
    assert.deepEqual(code(`const dsn = 'https://${hex}@o1.ingest.sentry.io/12';\n`), []);
  });
});

describe('references in published texts', () => {
  const LAW = `${ENGLISH}${clauses(1, 6)}\n\n${clauses(2, 6)}\n\n${clauses(4, 7)}\n\n`;

  it('a word and a number with a blank line between them are two cells', () => {
    assert.deepEqual(hitsOf(`${LAW}Applicability\nof Sections\n\n47\n\nNone.`), []);
    assert.notDeepEqual(hitsOf(`${LAW}It is as said in Section\n2.9 of this Agreement.`), []);
  });

  it('a section that the title of a law or a part of it follows is of that law', () => {
    const said = (rest: string): readonly string[] =>
      hitsOf(`${LAW}It is as in Section 2.9${rest}`);
    assert.deepEqual(said('(1) Comprehensive Environmental Response and Liability Act.'), []);
    assert.deepEqual(said(', Sub Section 3 of Law 25,326.'), []);
    assert.notDeepEqual(said('(1) and so on.'), []);
    assert.deepEqual(
      hitsOf(`${LAW}It was begun under California Code\nof Civil Procedure Section 2.9.`),
      [],
    );
  });

  it('bare numbers of paragraphs, as in a judgment, are numbers of the text', () => {
    const paragraphs = Array.from(
      { length: 60 },
      (_, n) => `${n + 1} The Board has read what the party said\nof it in the year.`,
    ).join('\n');
    assert.deepEqual(hitsOf(`${LAW}${paragraphs}\n61 It is as set out at paragraph 35 above.`), []);
  });

  it('a link tells the place of its section', () => {
    assert.deepEqual(
      hitsOf(`# A\n\n${LAW}It is in [Section 2.9](#a) below.`, 'markdown', 'markdown'),
      [],
    );
  });
});

describe('marks and terms that are talked about', () => {
  it('marks in a list of marks, and abbreviations of other words, stand for nothing missing', () => {
    assert.deepEqual(
      hitsOf('# A\n\n- usage, e.g. [TODO:], [FIXME:]\n', 'markdown', 'markdown'),
      [],
    );
    assert.deepEqual(
      hitsOf(
        `${ENGLISH}The Quarterly Total Bank Analysis\n(TBA)  for it. It is in a Report (TBA).`,
      ),
      [],
    );
    assert.deepEqual(hitsOf(`${ENGLISH}It is shown as "TBD", and the state is "TBD" too.`), []);
    assert.equal(hitsOf(`${ENGLISH}To be announced (TBA).\n\nDate: TBA\n`).length, 1);
    assert.equal(hitsOf('# A\n\n- [TODO:]\n- b\n', 'markdown', 'markdown').length, 1);
  });

  it('names of files and an alternative in brackets are no terms', () => {
    const terms = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']
      .map(name => `"Term ${name}" means a thing. The Term ${name} is used.`)
      .join('\n\n');
    assert.deepEqual(
      hitsOf(
        `${ENGLISH}${terms}\n\n"FF742.txt" means: file 742.\n\nA "Phase I" (or if required by them, a "Phase II") report is sent.`,
      ),
      [],
    );
  });
});

describe('links of other tools', () => {
  const markdown = (text: string, probe?: LinkProbe): readonly string[] =>
    hitsOf(text, 'markdown', 'markdown', probe);

  it('two anchors that differ from headings by their signs alone are of another tool', () => {
    const text =
      '# A: b/c\n\n# D: e/f\n\n[a](#a-b-c) and [d](#d-e-f) and [x](#nowhere-at-all) and ' +
      '[a](#a-bc) and [d](#d-ef).\n';
    assert.deepEqual(markdown(text), []);
    assert.deepEqual(markdown('# Setup\n\n# Setup\n\n[second](#setup_1)\n'), []);
    assert.equal(markdown('# Setup\n\n[a](#setup) and [x](#nowhere-at-all)\n').length, 1);
  });

  it('classes of characters are no footnotes, and addresses of pages are no files', () => {
    assert.deepEqual(
      markdown("# Given /^an? ([^x]+) of [^\\s]+ and ([^&quot;]+)$/\n\nText [^'] of it.\n"),
      [],
    );
    assert.equal(markdown('# A\n\nText[^1] of it.\n').length, 1);
    const probe: LinkProbe = file => file === 'b.md' || file === 'c.md';
    const links = '[a](configuration#projects) and [b](b.md) and [c](c.md).\n';
    assert.deepEqual(markdown(`---\nid: cli\n---\n\n# A\n\n${links}`, probe), []);
    assert.equal(markdown(`# A\n\n${links}`, probe).length, 1);
  });

  it('a figure that the tool numbers is there', () => {
    const text = '# A\n\nIt is as shown in Figure 2.\n';
    assert.equal(markdown(text).length, 1);
    assert.deepEqual(markdown(`${text}\n~~~\na -> b\n~~~\n{: #flow title="Flow"}\n`), []);
  });

  it('ids of rules are no files, and citations of a draft are defined elsewhere', () => {
    const probe: LinkProbe = file => /^[bcde]\.md$/.test(file);
    const links =
      '[place](expr.place-value), [one](EnumVariant) and [b](b.md), [c](c.md), [d](d.md), [e](e.md).\n';
    assert.deepEqual(markdown(`# A\n\nr[expr.loop]\n\n${links}`, probe), []);
    assert.equal(markdown(`# A\n\n${links}`, probe).length, 2);
    assert.deepEqual(
      markdown(
        '---\ntitle: A\n\nnormative:\n  RFC2119:\n\n--- abstract\n\n[a][X1]\n\n[b]: https://a.b\n',
      ),
      [],
    );
  });
});

describe('descriptions of opposites', () => {
  const said = (word: string, code = '`x`'): string =>
    `The keys are the names of the attributes that are matched by ${code}, and their values are what is used in the comparison. To be true all values of the attributes of the event must ${word} with the associated value that is named in the filter.\n\n`;
  it('two sides of a thing, and what has other code, differ on purpose', () => {
    const both = (one: string, two: string): readonly string[] =>
      hitsOf(
        `# A\n\n${ENGLISH}${one}Other text is between them.\n\n${two}`,
        'markdown',
        'markdown',
      );
    assert.deepEqual(both(said('start'), said('end')), []);
    assert.deepEqual(both(said('agree'), said('concur', '`y`')), []);
    assert.equal(both(said('agree'), said('compete')).length, 1);
  });
});
