import assert from 'node:assert/strict';
import path from 'node:path';
import type { CodeSymbol } from '../../../../src/core/split/code/code.ts';
import { symbolReader } from '../../../../src/sources/symbols/symbols.ts';

const root = path.join(import.meta.dirname, '../../../..');
const files = {
  worker: path.join(root, 'src/sources/symbols/symbolsWorker.ts'),
  grammars: path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm'),
};

/** Names, nested: `A(b c)`. */
const names = (symbols: readonly CodeSymbol[] | undefined): string =>
  (symbols ?? [])
    .map(s => s.name + (s.children.length > 0 ? `(${names(s.children)})` : ''))
    .join(' ');

const CODE: Readonly<Record<string, readonly [code: string, names: string]>> = {
  typescript: [
    'import x from "y";\nexport interface A { b: string }\n@dec()\nexport class C<T> {\n  #p = 1;\n  on = () => 1;\n  run(): void {\n    function deep() {}\n  }\n}\nconst f = async (a: number) => a;\nconst plain = 3;\nnamespace N { export type T = 1 }\n',
    'A C(on run(deep)) f N(T)',
  ],
  typescriptreact: ['export const View = () => <b>{1}</b>;\n', 'View'],
  javascript: [
    'class A { get b() { return 1 } }\nfunction* g() {}\nvar h = function () {};\n',
    'A(b) g h',
  ],
  javascriptreact: ['function F() { return <i/>; }\n', 'F'],
  python: ['@wraps\ndef f():\n  def g(): pass\nclass A:\n  async def m(self): pass\n', 'f(g) A(m)'],
  go: ['package a\ntype T struct{}\nfunc (t T) M() {}\nfunc F[K any](k K) {}\n', 'T M F'],
  java: [
    'class A { A() {} int m() { return 1; } enum E { X } }\nrecord R(int x) {}\n',
    'A(A m E) R',
  ],
  rust: [
    'struct S;\nimpl<T> Tr for S<T> { fn m(&self) {} }\nmod k { fn f() {} }\nmacro_rules! mm { () => {} }\n',
    'S S(m) k(f) mm',
  ],
};

describe('code symbols', function () {
  // The first symbols of a language wait for a thread and its grammar.
  this.timeout(20_000);
  const reader = symbolReader(files);
  after(() => reader.dispose());

  for (const [languageId, [text, expected]] of Object.entries(CODE)) {
    it(`are read from ${languageId}, nested as they are in the text`, async () => {
      const symbols = await reader.symbolsOf({ kind: 'code', languageId, text });
      assert.equal(names(symbols), expected);
    });
  }

  it('have UTF-16 offsets, also after characters outside the basic plane', async () => {
    const text = '// 👩‍👩‍👧‍👦 漢字 é\nexport function after() {}\n';
    const symbols = await reader.symbolsOf({ kind: 'code', languageId: 'typescript', text });
    assert.equal(text.slice(symbols![0]!.start, symbols![0]!.end), 'export function after() {}');
  });

  it('are read from broken code too, as far as it goes', async () => {
    const text = 'function a() {}\nclass {{{ \nfunction b() {}\n';
    const symbols = await reader.symbolsOf({ kind: 'code', languageId: 'javascript', text });
    assert.match(names(symbols), /^a /);
  });

  it('are undefined for prose and for languages without a grammar', async () => {
    assert.equal(
      await reader.symbolsOf({ kind: 'code', languageId: 'haskell', text: 'f = 1' }),
      undefined,
    );
    assert.equal(
      await reader.symbolsOf({ kind: 'prose', languageId: 'python', text: 'f = 1' }),
      undefined,
    );
  });

  it('are undefined, not an error, when the grammars are missing', async () => {
    const broken = symbolReader({ ...files, grammars: path.join(root, 'nowhere') });
    assert.equal(
      await broken.symbolsOf({ kind: 'code', languageId: 'go', text: 'package a' }),
      undefined,
    );
    await broken.dispose();
  });

  it('settle when the reader is closed under way', async () => {
    const closing = symbolReader(files);
    const under = closing.symbolsOf({ kind: 'code', languageId: 'go', text: 'package a' });
    await closing.dispose();
    assert.equal(await under, undefined);
  });
});
