import assert from 'node:assert/strict';
import { readAnswer } from '../../../../../src/core/jobs/review/readAnswer.ts';
import type { RawFinding } from '../../../../../src/core/domain/results/findings.ts';

const PAPER = String.raw`We \textit{always} use \frac{1}{2} and $\nabla f$, see \ref{a} and \begin{x}.`;
const CODE = String.raw`const at = 'C:\temp\new'; const word = /\bword\b/; const tab = "\tname";`;

/** What is read of an answer whose JSON holds these two as they stand. */
const finding = (source: string, quote: string, suggestion: string): RawFinding => {
  const json = `{"findings": [{"quote": "${quote}", "title": "t", "message": "m", "severity": "minor", "confidence": 0.5, "suggestion": "${suggestion}"}], "assessment": ""}`;
  const [first] = readAnswer(json, [], source).findings;
  assert.ok(first);
  return first;
};

describe('core/jobs: backslashes that JSON took for escapes', () => {
  for (const [source, text] of [
    [PAPER, String.raw`\textit{always}`],
    [PAPER, String.raw`\frac{1}{2}`],
    [PAPER, String.raw`$\nabla f$`],
    [PAPER, String.raw`\ref{a} and \begin{x}`],
    [CODE, String.raw`C:\temp\new`],
    [CODE, String.raw`/\bword\b/`],
  ] as const)
    it(`${text} is what the source has`, () => {
      const read = finding(source, text, `${text}!`);
      assert.equal(read.quote, text);
      assert.equal(read.suggestion, `${text}!`);
    });

  it('doubled ones stay as they are', () => {
    const read = finding(PAPER, String.raw`\\textit{always}`, String.raw`\\textit{never}`);
    assert.equal(read.quote, String.raw`\textit{always}`);
    assert.equal(read.suggestion, String.raw`\textit{never}`);
  });

  for (const [name, suggestion] of [
    ['a TAB', String.raw`\texttt{x}`],
    ['a form feed', String.raw`\footnote{x}`],
    ['a backspace', String.raw`\bigskip`],
    ['a carriage return', String.raw`\rho`],
    ['a line feed', String.raw`$\neq$`],
  ] as const)
    it(`a suggestion that brings a new command as ${name} is none`, () =>
      assert.equal(finding(PAPER, 'use', suggestion).suggestion, null));

  it('line feeds and tabs of a suggestion stay what they are', () => {
    assert.equal(finding(PAPER, 'use', String.raw`use\nand never`).suggestion, 'use\nand never');
    const go = 'func f() {\n\treturn x\n}';
    assert.equal(
      finding(go, 'return x', String.raw`a := x\n\treturn a`).suggestion,
      'a := x\n\treturn a',
    );
  });
});
