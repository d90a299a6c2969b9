import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  FIELDS,
  perspectiveFileText,
  perspectiveFromGuide,
  perspectiveIdOf,
  readPerspectiveFile,
} from '../../../../../src/core/jobs/review/perspectiveFile.ts';

const file = (front: string, body = 'Look for trouble.'): string => `---\n${front}\n---\n${body}\n`;

/** The words that each problem stands on. */
const marked = (text: string): string[] =>
  readPerspectiveFile('mine', text).problems.map(({ start, end }) => text.slice(start, end));

describe('perspective files', function () {
  this.timeout(20_000);
  it('every field of the front matter comes to the perspective, and the body is the instructions', () => {
    const { perspective, problems } = readPerspectiveFile(
      'mine',
      file(
        [
          'title: Plain language',
          'letter: PL',
          'icon: book',
          'applies to: [text, code]',
          'severity:',
          '  critical: Harm.',
          'do not report:',
          '  - Names.',
          '  - "Quotations: of others"',
          'model: openai:gpt-6-luna',
        ].join('\n'),
        'First.\n\n---\n\nAfter a rule.',
      ),
    );
    assert.deepEqual(problems, []);
    assert.equal(perspective?.id, 'mine');
    assert.equal(perspective.title, 'Plain language');
    assert.deepEqual(perspective.appliesTo, ['markdown', 'prose', 'code']);
    assert.equal(perspective.severities.critical, 'Harm.');
    assert.notEqual(perspective.severities.note, '');
    assert.deepEqual(perspective.doNotFlag, ['Names.', 'Quotations: of others']);
    assert.deepEqual(perspective.models, ['openai:gpt-6-luna']);
    assert.equal(perspective.instructions, 'First.\n\n---\n\nAfter a rule.');
  });

  it('what is wrong is named at its place, and the file is not used', () => {
    const cases: readonly [string, RegExp, string][] = [
      [file('title: A\ncolour: red'), /no field colour/, 'colour'],
      [file('title: 12'), /title is a text/, '12'],
      [file('title: A\napplies to: poems'), /names poems/, 'poems'],
      [file('title: A\nseverity:\n  grave: Bad.'), /no severity grave/, 'grave'],
      [file('title: A\nseverity: high'), /severity is a list/, 'high'],
      [file('title: A\nletter: ab'), /capital/, 'ab'],
      [file('title: A\nmodel: gpt'), /provider:model/, 'gpt'],
      [file('title: A\ndo not report: {a: b}'), /list of texts/, '{a: b}'],
    ];
    for (const [text, message, at] of cases) {
      const { perspective, problems } = readPerspectiveFile('mine', text);
      assert.equal(perspective, undefined, text);
      assert.match(problems[0]?.message ?? '', message);
      assert.ok(marked(text)[0]?.startsWith(at), `${marked(text)[0]} for ${at}`);
    }
    for (const text of [
      'No front matter.',
      file('title: A', ' '),
      file('title: [unclosed'),
      file('- a list'),
      file('title: A\ntitle: B'),
      '---\ntitle: A\n',
      file(''),
    ])
      assert.ok(readPerspectiveFile('mine', text).problems.length > 0, text);
    assert.ok(readPerspectiveFile('not an id', file('title: A')).problems.length > 0);
  });

  it('any text is read without an exception, and problems stand inside it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.string({ maxLength: 200 }).map(front => file(front)),
          fc
            .array(
              fc.tuple(
                fc.constantFrom(...Object.keys(FIELDS)),
                fc.oneof(
                  fc.string({ maxLength: 20 }),
                  fc.constantFrom('[a, b]', '{a: b}', '&x *x', '!!js 1'),
                ),
              ),
            )
            .map(fields => file(fields.map(([name, value]) => `${name}: ${value}`).join('\n'))),
        ),
        text => {
          const { perspective, problems } = readPerspectiveFile('mine', text);
          assert.notEqual(perspective === undefined, problems.length === 0);
          for (const { start, end } of problems)
            assert.ok(start >= 0 && start <= end && end <= text.length + 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('the examples that ship, and what the command makes, can be used', () => {
    const folder = join(import.meta.dirname, '../../../../../examples/perspectives');
    const names = readdirSync(folder);
    assert.ok(names.length >= 3);
    const texts = names.map(name => [name, readFileSync(join(folder, name), 'utf8')] as const);
    const guide = perspectiveFromGuide('House: "style"\nguide', ['Write plainly.', 'No\njargon.']);
    assert.ok(guide);
    for (const [name, text] of [
      ...texts,
      ['new.md', perspectiveFileText('New: one', 'text', 'Look.')],
      ['guide.md', guide],
    ] as const) {
      const { perspective, problems } = readPerspectiveFile(perspectiveIdOf(name), text);
      assert.deepEqual(problems, [], name);
      assert.ok(perspective);
    }
    assert.match(guide, /^- Write plainly\.$/m);
    assert.match(guide, /^- No jargon\.$/m);
    assert.equal(perspectiveFromGuide('Empty', []), undefined);
  });

  it('front matter of a size that no person writes is refused before it is parsed', () => {
    const bomb = `---\ntitle: T\n${'a: &a [x]\n'.repeat(100_000)}---\nLook.`;
    const { perspective, problems } = readPerspectiveFile('bomb', bomb);
    assert.equal(perspective, undefined);
    assert.match(problems.map(({ message }) => message).join(), /^The front matter is longer/);
  });
});
