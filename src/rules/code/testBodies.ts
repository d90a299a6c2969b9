import type { Range } from '../../core/domain/range.ts';
import type { CodeMask } from './maskCode.ts';

/** One test of a file: where it says its name, and what it does. */
export interface TestBody {
  /** From the word that opens the test to the end of its signature. */
  readonly head: Range;
  /** The statements, without the signs or words around them. */
  readonly body: Range;
}

/** Longer bodies are not followed. */
const MAX_BODY = 20_000;

const SCRIPTS = new Set(['javascript', 'javascriptreact', 'typescript', 'typescriptreact']);
const JVM = new Set(['java', 'kotlin', 'groovy', 'scala', 'csharp', 'php']);

/** Heads that a body in braces follows, by language; group 1: the parameters. */
const BRACED: Readonly<Record<string, RegExp>> = {
  go: /^func Test(?:[A-Z_]\w*)?\(([^)\n]*)\)\s*\{/gm,
  rust: /#\[(?:\w+::)?test(?:\([^\]\n]*\))?\]\s*(?:#\[[^\]\n]*\]\s*)*(?:pub )?(?:async )?fn \w+\(([^)]*)\)[^{;]{0,80}\{/g,
  jvm: /(?:@(?:Test|ParameterizedTest|RepeatedTest)\b(?:\([^)]*\))?|\[(?:Test|Fact|Theory|TestMethod)\b[^\]\n]*\])\s*(?:(?:@\w+(?:\([^)]*\))?|\[[^\]\n]*\])\s*)*(?:(?:public|protected|private|internal|static|final|async|suspend|override)\s+)*(?:void|fun|Task|[A-Z]\w*(?:<[^>\n]*>)?)\s+[\w`][^(\n]*\(([^)]*)\)[^{;=]{0,120}\{/g,
  php: /\bfunction test\w*\(([^)]*)\)[^{;]{0,40}\{/g,
  c: /\b(?:TEST|TEST_F|TEST_P|TEST_CASE|SCENARIO)\s*\(([^()]*)\)\s*\{/g,
  bats: /^@test\s[^\n]*?()\{\s*$/gm,
};

const languageOf = (languageId: string, text: string): string =>
  JVM.has(languageId)
    ? languageId === 'php'
      ? 'php'
      : 'jvm'
    : languageId === 'cpp' || languageId === 'c'
      ? 'c'
      : languageId === 'bats' || (languageId === 'shellscript' && /^@test\s/m.test(text))
        ? 'bats'
        : languageId;

/** True for languages whose tests are known. */
export const knowsTests = (languageId: string, text: string): boolean =>
  SCRIPTS.has(languageId) ||
  INDENTED.has(languageId) ||
  BRACED[languageOf(languageId, text)] !== undefined;

/** The tests of a file, in order; none for a language whose tests are not known. */
export function testBodies(
  { bare }: CodeMask,
  languageId: string,
  text: string,
): readonly TestBody[] {
  if (SCRIPTS.has(languageId)) return scriptTests(bare);
  if (languageId === 'python') return pythonTests(bare);
  if (languageId === 'ruby') return rubyTests(bare);
  const language = languageOf(languageId, text);
  const pattern = BRACED[language];
  if (!pattern) return [];
  return [...bare.matchAll(pattern)].flatMap(found => {
    const open = found.index + found[0].length - 1;
    const close = closing(bare, open, '{', '}', language === 'rust');
    return close < 0
      ? []
      : [
          {
            head: { start: found.index, end: open },
            body: { start: open + 1, end: close },
          },
        ];
  });
}

/** The sign that closes the one at `open`; -1 if there is none within a body's length. */
export function closing(
  bare: string,
  open: number,
  left: string,
  right: string,
  chars = false,
): number {
  let depth = 0;
  const stop = Math.min(bare.length, open + MAX_BODY);
  for (let at = open; at < stop; at += 1) {
    const sign = bare[at];
    // A character of Rust: `'{'`.
    if (chars && sign === "'" && bare[at + 2] === "'") at += 2;
    else if (sign === left) depth += 1;
    else if (sign === right) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

const SCRIPT_TEST = /(?<![\w.$])(?:it|test|specify)(?:\.(?:only|concurrent|serial|fails))?\s*\(/g;
/** The first function after a comma: the name may be computed by a call. */
const CALLBACK =
  /,\s{0,40}(?:async\s{1,9})?(?:async)?(?:function\s{0,9}\w{0,60}\s{0,9}\(([^()]{0,300})\)\s{0,9}|\(([^()]{0,300})\)\s{0,9}=>\s{0,9}|([A-Za-z_$][\w$]{0,60})\s{0,9}=>\s{0,9})/;
/** Characters from the start of a test in which its function begins. */
const CALLBACK_REACH = 2000;

/** `it('…', () => { … })`; a test without a function is one that is planned. */
function scriptTests(bare: string): readonly TestBody[] {
  const tests: TestBody[] = [];
  for (const found of bare.matchAll(SCRIPT_TEST)) {
    const open = found.index + found[0].length - 1;
    const end = closing(bare, open, '(', ')');
    if (end < 0) continue;
    const callback = CALLBACK.exec(bare.slice(open, Math.min(end, open + CALLBACK_REACH)));
    if (!callback) continue;
    const from = open + callback.index + callback[0].length;
    const close = bare[from] === '{' ? closing(bare, from, '{', '}') : end;
    if (close < 0) continue;
    tests.push({
      head: { start: found.index, end: from },
      body: { start: bare[from] === '{' ? from + 1 : from, end: close },
    });
  }
  return tests;
}

const PYTHON_TEST = /^([ \t]*)(?:async )?def test_\w+\(([^)]*)\)[^:\n]*:/gm;

/** `def test_…():` with the lines that are indented further. */
function pythonTests(bare: string): readonly TestBody[] {
  return [...bare.matchAll(PYTHON_TEST)]
    .filter(found => isCollected(bare, found))
    .map(found => {
      const start = found.index + found[0].length;
      const indent = (found[1] ?? '').length;
      let end = start;
      while (end < bare.length && end - start < MAX_BODY) {
        const stop = bare.indexOf('\n', end);
        const line = bare.slice(end, stop < 0 ? bare.length : stop);
        const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
        if (end > start && line.trim() !== '' && own <= indent) break;
        end = stop < 0 ? bare.length : stop + 1;
      }
      return {
        head: { start: found.index + indent, end: start },
        body: { start, end },
      };
    });
}

/** At the top or in a class, and not made into something else by a decorator. */
function isCollected(bare: string, { index, 1: indent = '' }: RegExpExecArray): boolean {
  const above = bare
    .slice(Math.max(0, index - MAX_BODY), index)
    .split('\n')
    .reverse();
  const decorators = above.slice(1, 12);
  for (const line of decorators) {
    if (/^\s*(?:def|class|async def)\b|^\s*$/.test(line)) break;
    if (/^\s*@.*(?:fixture|command|callback|route|option|middleware|task)/.test(line)) return false;
  }
  if (indent === '') return true;
  // A class within a function is a value of the test around it.
  let least = indent.length;
  for (const line of above) {
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() === '' || own >= least) continue;
    if (!/^\s*class\b/.test(line)) return false;
    if (own === 0) return true;
    least = own;
  }
  return false;
}

const RUBY_TEST =
  /^([ \t]*)(?:(?:it|specify|test|scenario)\b[^\n]*\bdo\b[ \t]*|def test_\w+[^\n]*)$/gm;

/** `it '…' do … end` and `def test_… end`, closed at the same indentation. */
function rubyTests(bare: string): readonly TestBody[] {
  return [...bare.matchAll(RUBY_TEST)].flatMap(found => {
    const start = found.index + found[0].length;
    const close = new RegExp(`^${found[1] ?? ''}end\\b`, 'm').exec(
      bare.slice(start, start + MAX_BODY),
    );
    const head = { start: found.index + (found[1] ?? '').length, end: start };
    return close ? [{ head, body: { start, end: start + close.index } }] : [];
  });
}

/** How many assertions run is counted: `t.plan(2)`, `expect.assertions(1)`. */
const PLANNED = /\.\s*plan\s*\(|\bexpect\s*\.\s*(?:assertions|hasAssertions)\s*\(|\bplan:\s*\d/;
/** A condition without braces before a statement. */
const CONDITION = /(?:\b(?:if|while|for|when|unless)\b[^\n;{}]*|\belse|\?|:|&&|\|\||=>|,)\s*$/;
const INDENTED = new Set(['python', 'ruby']);

/** True if the statement at `at` is one of the test itself: in no function, branch or call of it, nor counted by a plan. */
export function isDirect(bare: string, body: Range, at: number, languageId: string): boolean {
  if (at < body.start || at >= body.end) return false;
  if (PLANNED.test(bare.slice(body.start, body.end))) return false;
  const before = bare.slice(body.start, at);
  if (INDENTED.has(languageId)) {
    const [, first = ''] = /^[^\n]*\n(?:[ \t]*\n)*([ \t]*)/.exec(before) ?? [];
    return before.slice(before.lastIndexOf('\n') + 1) === first;
  }
  let depth = 0;
  for (const sign of before) {
    if ('{(['.includes(sign)) depth += 1;
    else if ('})]'.includes(sign)) depth -= 1;
  }
  return depth === 0 && !CONDITION.test(before);
}
