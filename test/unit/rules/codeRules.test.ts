import assert from 'node:assert/strict';
import { allRules } from '../../../src/rules/allRules.ts';
import { maskCode } from '../../../src/rules/code/maskCode.ts';
import { runRules } from '../../../src/rules/runRules.ts';
import { ruleDocument } from '../../../src/rules/ruleDocument.ts';

function quotes(id: string, text: string, languageId = 'typescript'): string[] {
  const rule = allRules.find(r => r.id === id);
  assert.ok(rule, `no rule ${id}`);
  return rule
    .find(ruleDocument({ text, kind: 'code', languageId }))
    .map(hit => text.slice(hit.start, hit.end));
}

interface Case {
  readonly rule: string;
  readonly finds: readonly (readonly [text: string, quote: string])[];
  readonly ignores: readonly string[];
  readonly language?: string;
}

const KEY = `ghp_${'w7Rk2Qz9Tf4Lm8Xc'.repeat(3).slice(0, 36)}`;
const DRAWN = ['wx7Qk', '2pLr9', 'vT4m8', 'ZsN3c'].join('');

const CASES: readonly Case[] = [
  {
    rule: 'hard-coded-secret',
    finds: [
      ["const signingKey = 'Zx81-kappa-9921';", "signingKey = 'Zx81-kappa-9921'"],
      [`const a = "${KEY}";`, KEY],
      [`// was: ${KEY}`, KEY],
      [`it('a', () => { const a = "${KEY}"; });`, KEY],
      [`it('a', () => { const apiSecret = '${DRAWN}'; });`, DRAWN],
      [`# api_secret = "${DRAWN}"`, DRAWN],
      [`f({ apiSecret: '${DRAWN}' });`, DRAWN],
    ],
    ignores: [
      "const password = 'your-password-1';",
      'const apiKey = process.env.API_KEY;',
      "// password = 'hunter2-9921'",
      "describe('x', () => { const password = 'hunter2-9921'; });",
      "const password = '01234567890123456789012345678901';",
      `it('a', () => { const token = 'eyJ${DRAWN}.eyJ${DRAWN}.${DRAWN}'; });`,
      `class Aes256Cbc2Hmac4Key8 {}\nexports.secretKey = Aes256Cbc2Hmac4Key8;`,
    ],
  },
  {
    rule: 'focused-test',
    finds: [["it.only('a', () => {});", 'it.only(']],
    ignores: [
      "it('a', () => {});",
      'submit.only(1);',
      "const s = 'it.only(';",
      "it.skip('a', () => {});\nxit('b', () => {});",
    ],
  },
  {
    rule: 'hollow-assertion',
    finds: [["it('a', () => { expect(true).toBe(true); });", 'expect(true).toBe(true)']],
    ignores: ["it('a', () => { expect(a()).toBe(true); });"],
  },
  {
    rule: 'hollow-assertion',
    language: 'python',
    finds: [
      ['def test_a():\n    go()\n    assert True\n', 'assert True'],
      ['def test_a():\n    assert (go(), "it goes")\n', 'assert (go(), "it goes")'],
      ['def test_a():\n    r = go()\n    r.text is None\n', 'r.text is None'],
      ['def test_a():\n    r = go()\n    assert r == r\n', 'assert r == r'],
      ['def test_a():\n    m.assert_called_once\n', 'm.assert_called_once'],
      [
        'def test_a():\n    try:\n        assert go()\n    except Exception:\n        pass\n',
        'try:\n        assert go()\n    except Exception:\n        pass',
      ],
    ],
    ignores: [
      'def test_a():\n    assert go() == go()\n',
      'def test_eq():\n    r = go()\n    assert r == r\n',
      'def test_a():\n    assert (\n        a\n        == b\n    )\n    x = (\n        a is b\n    )\n',
      'def test_a():\n    m.assert_called_once()\n',
      'def test_a():\n    try:\n        assert go()\n    except ValueError:\n        pass\n',
    ],
  },
  {
    rule: 'hollow-assertion',
    finds: [
      ["it('a', () => {\n  expect(go());\n});", 'expect(go());'],
      ["it('a', () => {\n  expect(go()).rejects.toThrow();\n});", 'expect('],
      [
        "it('a', () => { try { expect(go()).toBe(1); } catch { } });",
        'try { expect(go()).toBe(1); } catch { }',
      ],
      ["it('a', () => { expect(b.c).toEqual(b.c); });", 'expect(b.c).toEqual(b.c)'],
    ],
    ignores: [
      "it('a', async () => {\n  await expect(go()).rejects.toThrow();\n});",
      "it('a', () => {\n  return (\n  expect(go()).resolves.toBe(1));\n});",
      "it('a', () =>\n  expect(go()).resolves.toBe(1),\n);",
      "it('a', () => { try { expect(go()).toBe(1); } catch (e) { done(e); } });",
    ],
  },
  {
    rule: 'hollow-assertion',
    language: 'java',
    finds: [['class A { @Test void a() { go(); assertTrue(true); } }', 'assertTrue(true)']],
    ignores: ['class A { @Test void equalsItself() { assertEquals(a, a); } }'],
  },
  {
    rule: 'hollow-assertion',
    language: 'go',
    finds: [
      [
        'func TestA(t *testing.T) {\n\tgo()\n\tassert.Equal(t, want, want)\n}\n',
        'assert.Equal(t, want, want)',
      ],
    ],
    ignores: ['func TestA(t *testing.T) {\n\tassert.Equal(t, want, got)\n}\n'],
  },
  {
    rule: 'empty-test',
    finds: [
      ["it('adds', () => {\n  // later\n});", "it('adds', () =>"],
      ["test('adds', async function () {});", "test('adds', async function ()"],
      [
        "it('adds', () => {\n  const a = add(1);\n  a.go();\n  // expect(a).toBe(1);\n});",
        "it('adds', () =>",
      ],
    ],
    ignores: [
      "it('adds', () => {\n  // TODO\n});",
      "it('adds');",
      "it.todo('adds');",
      "it('adds', done => {\n  a();\n  b(done);\n});",
      "it('does not throw', () => {\n  a();\n  b();\n});",
      "it('adds', helper);",
    ],
  },
  {
    rule: 'empty-test',
    language: 'python',
    finds: [['def test_a():\n    """It adds."""\n    pass\n', 'def test_a():']],
    ignores: [
      'def test_a():\n    assert go()\n',
      '@pytest.fixture\ndef test_a():\n    pass\n',
      'def outer():\n    def test_a():\n        pass\n',
      'def test_a():\n    pytest.skip()\n',
    ],
  },
  {
    rule: 'empty-test',
    language: 'rust',
    finds: [["#[test]\nfn adds() {\n    // let a = '}';\n}\n", '#[test]']],
    ignores: ["#[test]\nfn adds() {\n    assert_eq!(first(), '}');\n}\n"],
  },
  {
    rule: 'empty-test',
    language: 'java',
    finds: [['class A {\n  @Test\n  public void adds() {\n  }\n}\n', '@Test']],
    ignores: [
      'class A {\n  @Test(expected = A.class)\n  public void adds() {\n    new A();\n  }\n}\n',
    ],
  },
  {
    rule: 'empty-test',
    language: 'go',
    finds: [['func TestA(t *testing.T) {\n}\n', 'func TestA(t *testing.T)']],
    ignores: ['func TestA(t *testing.T) {\n\ta := go()\n\thelper(t, a)\n}\n'],
  },
  {
    rule: 'empty-test',
    language: 'ruby',
    finds: [["it 'adds' do\nend\n", "it 'adds' do"]],
    ignores: ["it 'adds' do\n  expect(a).to eq(1)\nend\n"],
  },
];

describe('code rules', () => {
  for (const { rule, finds, ignores, language } of CASES) {
    describe(rule, () => {
      for (const [text, quote] of finds) {
        it(`finds “${quote.slice(0, 50).replace(/\s+/g, ' ')}”`, () => {
          const found = quotes(rule, text, language);
          assert.ok(found.includes(quote), `found ${JSON.stringify(found)}`);
        });
      }
      for (const text of ignores) {
        it(`is silent on “${text.slice(0, 60).replace(/\s+/g, ' ')}”`, () => {
          assert.deepEqual(quotes(rule, text, language), []);
        });
      }
    });
  }

  it('every rule of code is tried here', () => {
    const tried = new Set(CASES.map(({ rule }) => rule));
    const rules = allRules.filter(rule => rule.serves.code);
    assert.deepEqual(
      rules.map(rule => rule.id).filter(id => !tried.has(id)),
      [],
    );
  });

  it('T18 a secret is never repeated in the message', () => {
    const rule = allRules.find(r => r.id === 'hard-coded-secret');
    const text = "const signingKey = 'Zx81-kappa-9921';";
    const hits = rule?.find(ruleDocument({ text, kind: 'code', languageId: 'typescript' })) ?? [];
    assert.equal(hits.length, 1);
    assert.ok(hits.every(hit => !JSON.stringify(hit).includes('Zx81')));
  });

  it('T18 a secret is critical in code, and a doubt in a test and between the lines', () => {
    const severities = (text: string, languageId = 'typescript'): string[] =>
      runRules({ text, kind: 'code', languageId })
        .hits.filter(({ rule }) => rule === 'hard-coded-secret')
        .map(({ severity }) => severity);
    assert.deepEqual(severities(`const token = '${DRAWN}';`), ['critical']);
    assert.deepEqual(severities(`// ${KEY}\nf();`), ['critical']);
    assert.deepEqual(severities(`it('a', () => { const token = '${DRAWN}'; });`), ['minor']);
    assert.deepEqual(severities(`"""\n>>> f(token="${DRAWN}")\n"""`, 'python'), ['minor']);
  });

  it('a secret that stands twice is one finding with a count', () => {
    const rule = allRules.find(r => r.id === 'hard-coded-secret');
    const text = `f('${KEY}');\ng('${KEY}');`;
    const hits = rule?.find(ruleDocument({ text, kind: 'code', languageId: 'typescript' })) ?? [];
    assert.equal(hits.length, 1);
    assert.match(hits[0]?.message ?? '', /in 2 places/);
  });

  it('tells strings, comments, templates and patterns apart', () => {
    const text = "const a = /['\"]/g; // it's\nconst b = 'x // y'; /* z */ c(`d ${e} // f`);";
    const { bare, comments, withStrings } = maskCode(text, 'typescript');
    assert.equal(bare.length, text.length);
    assert.ok(bare.includes('c('));
    assert.ok(!bare.includes('x // y'));
    assert.equal(comments.trim().replace(/\s+/g, ' '), "// it's /* z */");
    assert.ok(withStrings.includes("'x // y'"));
  });
});
