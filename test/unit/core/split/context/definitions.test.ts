import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  definitionsFor,
  indexDefinitions,
} from '../../../../../src/core/split/context/definitions.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';
import type { Source, SourceKind } from '../../../../../src/core/domain/source.ts';

const sourceOf = (text: string, kind: SourceKind = 'prose', languageId = 'plaintext'): Source => ({
  id: 's',
  path: 'doc',
  kind,
  languageId,
  text,
});

/** What is told of the part of the text that follows `mark`. */
async function told(source: Source, mark: string): Promise<string> {
  await indexDefinitions(source);
  return definitionsFor(source, { start: source.text.indexOf(mark), end: source.text.length });
}

const FILLER = 'Nothing of note is said in this sentence. '.repeat(10);

describe('definitions from elsewhere', () => {
  it('are the sentences that define the terms a chunk uses, with their lines', async () => {
    const text = [
      'This agreement is between Acme Ltd (the "Supplier") and Bolt Inc. (the “Customer”).',
      '',
      '"Business Day" means any day other than a Saturday or',
      'Sunday in London. "Fee" has the meaning given in Annex A.',
      '',
      FILLER,
      '=== The Supplier shall pay within five Business Days.',
    ].join('\n');
    assert.equal(
      await told(sourceOf(text), '==='),
      [
        'line 1: This agreement is between Acme Ltd (the "Supplier")',
        'line 3: "Business Day" means any day other than a Saturday or Sunday in London.',
      ].join('\n'),
    );
  });

  it('are found in Markdown and in other scripts and languages', async () => {
    const text = `**Service Level** means the uptime.\n\n「甲方」是指某公司。\n\n„Lieferung“ bezeichnet jede Sendung.\n\n${FILLER}\n\n=== Service Level, 甲方 , Lieferung`;
    const lines = (await told(sourceOf(text, 'markdown'), '===')).split('\n');
    assert.equal(lines.length, 3, lines.join('\n'));
  });

  it('are not those of the chunk itself, of terms it does not use, or of parts of words', async () => {
    const text = `"Fee" means money. "Feeder" means a machine. "Fees Due" means debts.\n\n${FILLER}\n\n=== "Term" means time. The Term and the Feeder.`;
    assert.equal(await told(sourceOf(text), '==='), 'line 1: "Feeder" means a machine.');
  });

  it('take nothing from outside a selection', async () => {
    const text = `"Fee" means money.\n\n${FILLER}=== The Fee is due.`;
    const source = { ...sourceOf(text), range: { start: 30, end: text.length } };
    assert.equal(await told(source, '==='), '');
  });

  it('are the imports and signatures a piece of code uses', async () => {
    const text = [
      "import { readFile, stat as look } from 'node:fs';",
      'import type {',
      '  Unused,',
      "} from './unused.ts';",
      '',
      'export interface Point {',
      '  readonly x: number;',
      '}',
      'export async function measure(',
      '  point: Point,',
      '  scale = { by: 1 },',
      '): Promise<number> {',
      '  return point.x;',
      '}',
      'function unused() {}',
      'class Meter {',
      '  add(n: number): this {',
      '    return this;',
      '  }',
      '  // ===',
      '  run(p: Point) {',
      '    this.add(measure(p)); other.unused(); readFile("x");',
      '  }',
      '}',
    ].join('\n');
    assert.equal(
      await told(sourceOf(text, 'code', 'typescript'), '  // ==='),
      [
        "line 1: import { readFile, stat as look } from 'node:fs';",
        'line 6: export interface Point { readonly x: number; }',
        'line 9: export async function measure( point: Point, scale = { by: 1 }, ): Promise<number>',
        'line 17: add(n: number): this',
      ].join('\n'),
    );
  });

  it('are read from Python and Go too', async () => {
    const python =
      'from os import path, sep\nimport json\n\ndef load(name: str) -> dict:\n    return json.loads(name)\n\n# ===\nprint(load(path.join("a")))\n';
    assert.equal(
      await told(sourceOf(python, 'code', 'python'), '# ==='),
      'line 1: from os import path, sep\nline 4: def load(name: str) -> dict:',
    );
    const go =
      'package a\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\nfunc Get(u string) error {\n\treturn nil\n}\n\n// ===\nfunc main() { http.Get(Get("x")) }\n';
    assert.equal(
      await told(sourceOf(go, 'code', 'go'), '// ==='),
      'line 3: import ( "fmt" "net/http" )\nline 8: func Get(u string) error',
    );
  });

  it('keep to about 500 tokens and say how many are left out', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `Term${i}x`);
    const text = `${names.map(n => `"${n}" means ${'something long '.repeat(8)}.`).join('\n\n')}\n\n=== ${names.join(' ')}`;
    const said = await told(sourceOf(text), '===');
    assert.ok(approximateTokens(said) <= 520, String(approximateTokens(said)));
    const more = Number(/\[\.\.\. (\d+) more definitions left out \.\.\.\]$/.exec(said)?.[1]);
    assert.equal(said.split('\n').length - 1 + more, 60);
  });

  it('pause on the way, and are found across the windows in which a text is searched', async () => {
    const text = Array.from(
      { length: 400 },
      (_, i) => `"Term${i}x" means thing ${i}. ${'word '.repeat(i % 97)}\n\n`,
    ).join('');
    const source = sourceOf(
      `${text}===${Array.from({ length: 400 }, (_, i) => ` Term${i}x`).join('')}`,
    );
    let pauses = 0;
    await indexDefinitions(source, async () => void pauses++);
    assert.ok(pauses > 2);
    for (let i = 0; i < 400; i++) {
      const at = source.text.indexOf(` Term${i}x`, text.length);
      const said = definitionsFor(source, { start: at, end: at + 9 });
      assert.match(said, new RegExp(`"Term${i}x" means thing ${i}\\.`));
    }
  });

  it('never throw and stay within their budget, whatever the text', async () => {
    const part = fc.constantFrom(
      '"Aa" means b. ',
      '(the "Cc',
      '")',
      '(',
      '“',
      '**D** means ',
      'import {',
      '}',
      'function f(',
      ')',
      '{\n',
      '\n\n',
      '\r',
      'Aa Cc D f ',
      '\ud83d',
      '漢「字」是指',
      'x'.repeat(700),
      ';',
      'const z = require(',
      '\t',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 60 }),
        fc.constantFrom<SourceKind>('prose', 'markdown', 'code'),
        fc.nat(),
        fc.nat(),
        async (parts, kind, a, b) => {
          const text = parts.join('');
          const source = sourceOf(text, kind, 'typescript');
          await indexDefinitions(source);
          const start = Math.min(a, b) % (text.length + 1);
          const said = definitionsFor(source, {
            start,
            end: Math.max(start, b % (text.length + 1)),
          });
          assert.ok(said.isWellFormed());
          assert.ok(approximateTokens(said) <= 560, String(approximateTokens(said)));
        },
      ),
      { numRuns: 300 },
    );
  });
});
