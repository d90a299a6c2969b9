import assert from 'node:assert/strict';
import { split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';
import type { CodeSymbol } from '../../../../../src/core/split/code/code.ts';

const chunksOf = async (
  text: string,
  languageId: string,
  maxTokens: number,
  symbols?: readonly CodeSymbol[],
) =>
  (
    await split(
      { id: 's', path: 'a', kind: 'code', languageId, text },
      { maxTokens, count: approximateTokens, ...(symbols && { symbols }) },
    )
  ).map(chunk => ({ ...chunk, text: text.slice(chunk.start, chunk.end) }));

const BODY = Array.from({ length: 6 }, (_, i) => `  const value${i} = compute(${i});`).join('\n');

describe('code', () => {
  it('takes comments and decorators along with what they stand above', async () => {
    const text = Array.from(
      { length: 12 },
      (_, i) =>
        `/**\n * Says what it does.\n */\n@decorated()\nexport function work${i}() {\n${BODY}\n}\n\n`,
    ).join('');
    const chunks = await chunksOf(text, 'typescript', 150);
    assert.ok(chunks.length > 3);
    for (const chunk of chunks) {
      assert.match(chunk.text, /^\/\*\*/);
      assert.match(chunk.text.trimEnd(), /\}$/);
      assert.match(chunk.title, /^work\d+/);
    }
  });

  it('cuts a class over budget between its methods and names the enclosing symbols', async () => {
    const methods = Array.from(
      { length: 10 },
      (_, i) => `  method${i}(input) {\n  ${BODY.replaceAll('\n', '\n  ')}\n  }\n\n`,
    ).join('');
    const chunks = await chunksOf(`export class Machine {\n${methods}}\n`, 'typescript', 160);
    assert.ok(chunks.length > 3);
    for (const chunk of chunks.slice(1)) {
      assert.match(chunk.text, /^ {2}method\d\(/);
      assert.equal(chunk.headings[0], 'Machine');
      assert.match(chunk.headings[1] ?? '', /^method\d$/);
    }
  });

  it('cuts Python at definitions, not inside a docstring', async () => {
    const text = Array.from(
      { length: 12 },
      (_, i) =>
        `@cached\ndef work_${i}(a):\n    """Says what.\n\ndef not_code():\n    """\n    x = a + ${i}\n\n    return x\n\n\n`,
    ).join('');
    const chunks = await chunksOf(text, 'python', 70);
    assert.ok(chunks.length > 3);
    for (const chunk of chunks) {
      assert.match(chunk.text, /^@cached\ndef work_\d+/);
      assert.match(chunk.title, /^work_\d+/);
    }
  });

  it('a template string at the margin is no place to cut', async () => {
    const text = Array.from(
      { length: 10 },
      (_, i) => `const query${i} = \`\nselect *\nfrom t\nwhere x = ${i}\n\`;\n\n`,
    ).join('');
    for (const chunk of await chunksOf(text, 'javascript', 40))
      assert.match(chunk.text, /^const query\d/);
  });

  it('one function over budget is cut at its statements of least depth', async () => {
    const inner = Array.from(
      { length: 60 },
      (_, i) => `  function inner${i}() {\n    if (a) {\n      return ${i};\n    }\n  }\n`,
    ).join('');
    const chunks = await chunksOf(`function outer() {\n${inner}}\n`, 'javascript', 120);
    assert.ok(chunks.length > 5);
    for (const chunk of chunks.slice(1)) {
      assert.match(chunk.text, /^ {2}function inner/);
      assert.equal(chunk.headings[0], 'outer');
    }
  });

  it('names the declarations of several languages', async () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['go', 'func (c *Context) Next() {\n\tc.index++\n}\n', 'Next'],
      ['rust', 'pub(crate) async fn load(path: &str) -> Result<()> {\n    Ok(())\n}\n', 'load'],
      ['java', 'public final class Order {\n  int x;\n}\n', 'Order'],
      ['csharp', 'public async Task<int> RunAsync(string a)\n{\n  return 1;\n}\n', 'RunAsync'],
      [
        'typescript',
        'export const fetchAll = async (url: string) => {\n  return url;\n};\n',
        'fetchAll',
      ],
      ['ruby', 'def self.build(x)\n  x\nend\n', 'build'],
      ['cpp', 'static int add(int a, int b) {\n  return a + b;\n}\n', 'add'],
    ];
    for (const [languageId, text, name] of cases) {
      const [chunk] = await chunksOf(text, languageId, 500);
      assert.equal(chunk?.title, name, languageId);
    }
  });

  it('counts the comments and decorators above a symbol from outside as its own', async () => {
    const parts = Array.from(
      { length: 8 },
      (_, i) =>
        `/**\n * Says what it does.\n */\n@decorated()\nexport function work${i}() {\n${BODY}\n}\n`,
    );
    const text = parts.join('\n');
    const symbols = parts.map((_part, i) => {
      const start = text.indexOf(`export function work${i}`);
      return { name: `work${i}`, start, end: text.indexOf('\n}', start) + 2, children: [] };
    });
    const chunks = await chunksOf(text, 'typescript', 100, symbols);
    assert.equal(chunks.length, 8);
    chunks.forEach((chunk, i) => assert.deepEqual(chunk.headings, [`work${i}`]));
  });

  it('uses symbols given from outside', async () => {
    const text = 'alpha\n  one\nbeta\n  two\n';
    const symbols = [
      {
        name: 'Alpha',
        start: 0,
        end: 12,
        children: [{ name: 'one', start: 8, end: 12, children: [] }],
      },
      { name: 'Beta', start: 12, end: text.length, children: [] },
    ];
    const chunks = await chunksOf(text, 'unknown', 2, symbols);
    assert.deepEqual(chunks.at(-1)?.headings, ['Beta']);
    assert.ok(chunks.some(chunk => chunk.headings.join('.') === 'Alpha.one'));
  });
});
