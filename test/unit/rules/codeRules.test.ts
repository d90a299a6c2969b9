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
    ignores: ["it('a', () => {});", 'submit.only(1);', "const s = 'it.only(';"],
  },
  {
    rule: 'hollow-assertion',
    finds: [["it('a', () => { expect(true).toBe(true); });", 'expect(true).toBe(true)']],
    ignores: ["it('a', () => { expect(a()).toBe(true); });"],
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
