import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SourceKind } from '../../../src/core/domain/source.ts';
import { RULE_PERSPECTIVES } from '../../../src/core/domain/review/perspective.ts';
import { allRules } from '../../../src/rules/allRules.ts';
import { ruleDocument } from '../../../src/rules/ruleDocument.ts';
import { runRules } from '../../../src/rules/runRules.ts';
import type { Rule } from '../../../src/rules/types.ts';

const LANGUAGE: Readonly<Record<SourceKind, string>> = {
  markdown: 'markdown',
  prose: 'plaintext',
  code: 'typescript',
  records: 'csv',
};
const run = (text: string, kind: SourceKind, rules?: readonly Rule[]) =>
  runRules({ text, kind, languageId: LANGUAGE[kind] }, undefined, rules);

/** Pieces that set the rules off, in any order: unbalanced, nested, cut. */
const PIECES = fc.constantFrom(
  '# Title\n',
  '## 4.2 Scope\n',
  '\r\n',
  '\n\n',
  '```\n',
  '`',
  '“',
  '”',
  '(a) one; ',
  '(b) ',
  '(d) x ',
  'Section 4.9 ',
  'thirty (20) days ',
  '[●] ',
  '[x][y] ',
  '[a](#b) ',
  '[^n]',
  '| a | b |\n| - | - |\n| 1 | 2 |\n| Total | 4 |\n',
  '"Term" means it. ',
  'The the ',
  '31 June 2026. ',
  '$5 + $6, total of $12 ',
  '\u00a0',
  '\u{1f600}',
  '\ud800',
  '<!-- ',
  '-->',
  '---\n',
  'catch {} ',
  'while (true) {',
  '}',
  '/* ',
  '*/',
  '"',
  "'",
  '// TODO x\n',
  'the of and to in a is that for it ',
  '\t',
  '漢字。',
  'مرحبا ',
);

describe('floods', () => {
  const line =
    'A reply is due within ten (15) days of it, as has been said before and at length.\n\n';

  it('many hits of one rule in a short text, and more than 300 in any, are one with their number', () => {
    for (const [times, between] of [
      [60, ''],
      [301, 'The rest of it is as it was. '.repeat(500)],
    ] as const) {
      const text = Array.from({ length: times }, () => `${line}${between}\n\n`).join('');
      const { hits } = runRules({ text, kind: 'prose', languageId: 'plaintext' });
      const own = hits.filter(hit => hit.rule === 'words-and-digits');
      assert.equal(own.length, 1);
      assert.match(
        own[0]?.message ?? '',
        new RegExp(` ${times} places of this text are of this kind`),
      );
    }
  });

  it('fewer are listed one by one', () => {
    const { hits } = runRules({ text: line.repeat(30), kind: 'prose', languageId: 'plaintext' });
    assert.equal(hits.filter(hit => hit.rule === 'words-and-digits').length, 30);
  });
});

describe('perspectives that rules serve', () => {
  for (const kind of ['markdown', 'prose', 'code', 'records'] as const)
    it(`${kind}: those that an offline review is offered`, () => {
      const served = new Set(allRules.flatMap(rule => rule.serves[kind] ?? []));
      assert.deepEqual([...served].sort(), [...RULE_PERSPECTIVES[kind]].sort());
    });
});

describe('rules that are off', () => {
  const text = 'The parties agree that it is due within thirty (13) days of the notice to them. ';
  const source = {
    text: text.padEnd(400, 'It is so and it is for the best. '),
    kind: 'prose',
    languageId: 'plaintext',
  } as const;
  const only = allRules.filter(({ id }) => id === 'words-and-digits');
  const off = only.map(rule => ({ ...rule, off: true as const }));

  it('are not run and are named, until they are turned on', () => {
    const byDefault = runRules(source, undefined, off);
    assert.deepEqual(byDefault.hits, []);
    assert.deepEqual(
      byDefault.notApplied.map(({ rule, because }) => [rule, because]),
      [['words-and-digits', 'off']],
    );
    const turnedOn = runRules(
      { ...source, switches: { 'words-and-digits': true } },
      undefined,
      off,
    );
    assert.equal(turnedOn.hits.length, 1);
    assert.deepEqual(turnedOn.notApplied, []);
  });

  it('a rule that is on is turned off by its id, and by no other', () => {
    const turnedOff = { ...source, switches: { 'words-and-digits': false } };
    assert.deepEqual(runRules(turnedOff, undefined, only).hits, []);
    assert.equal(
      runRules({ ...source, switches: { unit: false } }, undefined, only).hits.length,
      1,
    );
  });
});

describe('running the rules', () => {
  it('every hit is a range of the text, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(PIECES, { maxLength: 60 }),
        fc.constantFrom<SourceKind>('markdown', 'prose', 'code'),
        (pieces, kind) => {
          const text = pieces.join('');
          const { hits, broken } = run(text, kind);
          assert.deepEqual(broken, []);
          for (const { start, end } of hits)
            assert.ok(start >= 0 && end > start && end <= text.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('every view of a text is as long as the text', () => {
    fc.assert(
      fc.property(fc.array(PIECES, { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        const doc = ruleDocument({ text, kind: 'markdown', languageId: 'markdown' });
        const code = ruleDocument({ text, kind: 'code', languageId: 'typescript' }).code;
        for (const view of [doc.masked, doc.flat, code.bare, code.comments, code.withStrings]) {
          assert.equal(view.length, text.length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the same text gives the same hits, in the order of the text', () => {
    const text = 'The fee is TBD. [●] and TBD. '.repeat(5);
    const { hits } = run(text, 'prose');
    assert.deepEqual(run(text, 'prose').hits, hits);
    assert.deepEqual(
      [...hits].sort((a, b) => a.start - b.start),
      hits,
    );
  });

  it('a rule that fails is named, and the others still speak', () => {
    const base = {
      title: 't',
      serves: { prose: 'accuracy' },
      severity: 'note',
      confidence: 1,
    } as const;
    const bad: Rule = {
      ...base,
      id: 'bad',
      find: () => {
        throw new Error('out of order');
      },
    };
    const good: Rule = { ...base, id: 'good', find: () => [{ start: 0, end: 1, message: 'm' }] };
    const { hits, broken, rules } = run('text', 'prose', [bad, good]);
    assert.deepEqual(broken, [{ rule: 'bad', reason: 'out of order' }]);
    assert.deepEqual(
      hits.map(hit => hit.rule),
      ['good'],
    );
    assert.equal(rules.accuracy, 2);
  });

  const finding = (count: number): Rule => ({
    id: 'many',
    title: 't',
    serves: { prose: 'accuracy' },
    severity: 'note',
    confidence: 1,
    find: () => Array.from({ length: count }, (_, n) => ({ start: n, end: n + 1, message: 'm.' })),
  });

  it('shows every hit of a rule that has many', () => {
    assert.equal(run('x'.repeat(50), 'prose', [finding(50)]).hits.length, 50);
  });

  it('folds a rule that floods into one finding that says how many there are and where', () => {
    const { hits } = run('x\n'.repeat(900), 'prose', [finding(1800)]);
    assert.equal(hits.length, 1);
    assert.match(hits[0]?.message ?? '', /^m\. 1,800 places .* first on lines 1, 2, 3/);
  });
});
