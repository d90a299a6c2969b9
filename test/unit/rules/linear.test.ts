import assert from 'node:assert/strict';
import type { SourceKind } from '../../../src/core/domain/source.ts';
import { runRules } from '../../../src/rules/runRules.ts';

const LANGUAGE: Readonly<Record<SourceKind, string>> = {
  markdown: 'markdown',
  prose: 'plaintext',
  code: 'typescript',
  records: 'csv',
};

/** Each was slow in a rule or view once, or is a form that patterns of this kind run away on. */
const HOSTILE: readonly (readonly [name: string, piece: (n: number) => string])[] = [
  ['one word', () => 'a'],
  ['open brackets', () => '([{'],
  ['digits', () => '12 '],
  ['numbers with dots', () => '1.2.3.'],
  ['quotes', () => '"A '],
  ['commas', () => 'a, '],
  ['backticks', n => `${'`'.repeat((n % 7) + 1)} `],
  ['headings', n => `## ${n % 90}.${n % 9} Foo\n`],
  ['nested lists', n => `${'  '.repeat(n % 12)}- a\n`],
  ['dollars', () => '$$$5 and $6 '],
  ['runs of blanks', () => `a${' '.repeat(60)}`],
  ['notes in one line', () => '[1] x'],
  ['references in one line', n => `Section 4.${n % 99}, `],
  ['references with items', n => `Section ${n % 20}.${n % 30}(a)(b), `],
  ['numbered lines', n => `4.${n} Alpha is here.\n\n`],
  ['items', n => `; (${String.fromCharCode(97 + (n % 26))}) b`],
  ['definitions of links', n => `[a${n}]: #b\n`],
  ['links to nowhere', n => `[a](#b${n}) `],
  ['tags', () => '<a '],
  ['tables', () => '| a | b |\n| - | - |\n| 1 | 2 |\n| Total | 4 |\n\n'],
  ['number words', () => 'twenty and '],
  ['terms', n => `"Term ${n}" means it. `],
  ['lists of sections', n => `Section 2.${n % 90}(a), `],
  ['changes of another text', n => `Clause ${n} of the Lease shall be amended `],
  ['attached parts', () => 'EXHIBIT A\n\n'],
  ['placeholders', n => `[insert name ${n}] TODO: x. `],
  [
    'paragraphs that are nearly one',
    n =>
      `The supplier keeps a record ${n} of every delivery and may show it to the buyer each week.\n\n`,
  ],
  ['values of things', n => `The northern tower number ${n} keeps ${n % 90} small bells in it. `],
  ['strings in code', () => "key = 'a1b2c3' "],
  ['comments', () => '/* '],
];
const KINDS = ['markdown', 'prose', 'code'] as const;
const UNIT = 25_000;
/** Four times the text may take this many times as long: linear, and room for what a busy machine adds. */
const MAX_TIMES_AS_LONG = 5;
/** Under this many milliseconds the clock and the collector decide, not the text. */
const MEASURABLE_MS = 120;

function textOf(piece: (n: number) => string, length: number): string {
  const parts: string[] = [];
  for (let at = 0, n = 0; at < length; n += 1) {
    const next = piece(n);
    parts.push(next);
    at += next.length;
  }
  return parts.join('');
}

function timeOf(text: string, kind: SourceKind): number {
  const began = process.threadCpuUsage();
  const { broken } = runRules({ text, kind, languageId: LANGUAGE[kind] });
  assert.deepEqual(broken, []);
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1000;
}

describe('hostile texts', () => {
  for (const [name, piece] of HOSTILE) {
    it(`R21 T53 take time in proportion to their length: ${name}`, () => {
      for (const kind of KINDS) {
        const [small, large] = [textOf(piece, UNIT), textOf(piece, 4 * UNIT)];
        let [once, fourfold] = [Infinity, Infinity];
        // The best of several: a pause of the machine makes one measurement longer, never shorter.
        for (let turn = 0; turn < 6; turn += 1) {
          once = Math.min(once, timeOf(small, kind));
          fourfold = Math.min(fourfold, timeOf(large, kind));
          if (fourfold <= Math.max(MEASURABLE_MS, once * MAX_TIMES_AS_LONG)) break;
        }
        assert.ok(
          fourfold <= Math.max(MEASURABLE_MS, once * MAX_TIMES_AS_LONG),
          `${kind}: ${once.toFixed(0)} ms, four times the text ${fourfold.toFixed(0)} ms`,
        );
      }
    });
  }
});
