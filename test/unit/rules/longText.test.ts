import assert from 'node:assert/strict';
import { readLong } from '../../../src/rules/longText.ts';
import { runRules } from '../../../src/rules/runRules.ts';
import { leastCpu } from '../../support/cpuTime.ts';

const PARAGRAPHS = Array.from({ length: 60 }, (_, i) =>
  i % 10 === 3
    ? `The price of item ${i} is [TBD] and the term is thirty (45) days after delivery.`
    : `Paragraph ${i} says what the parties do, as Section 99.9 says, and nothing else.`,
);
// The same words far apart, which only a rule that sees all of the text can find.
const COPY =
  'The Supplier keeps all records of the works, of the goods and of the persons who took part in them for a period of seven years after the end of this contract, and shows them to the Customer within ten days whenever the Customer asks for them in writing.';
PARAGRAPHS.splice(5, 0, COPY);
PARAGRAPHS.splice(50, 0, COPY);
const TEXT = `${PARAGRAPHS.join('\n\n')}\n`;
const source = { text: TEXT, kind: 'prose', languageId: 'plaintext' } as const;
const LIMITS = { whole: 1000, piece: 700 };

describe('rules on very long texts', () => {
  it('rules that need no more than a paragraph find the same, piece by piece, at the same places', async () => {
    const sizes: number[] = [];
    const { hits, rules } = await readLong(
      source,
      piece => {
        sizes.push(piece.text.length);
        return Promise.resolve(runRules(piece));
      },
      LIMITS,
    );
    const local = new Set(['placeholder', 'words-and-digits']);
    const places = (of: typeof hits) =>
      of.filter(({ rule }) => local.has(rule)).map(({ rule, start, end }) => [rule, start, end]);
    assert.equal(places(hits).length, 12);
    assert.deepEqual(places(hits), places(runRules(source).hits));
    assert.ok(Math.max(...sizes) <= 700 && sizes.length > 5);
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      TEXT.length,
    );
    assert.ok((rules.accuracy ?? 0) > 0);
  });

  it('rules that compare all of a text are left out, and it is said why', async () => {
    const { hits, notApplied } = await readLong(
      source,
      piece => Promise.resolve(runRules(piece)),
      LIMITS,
    );
    assert.ok(runRules(source).hits.some(({ rule }) => rule === 'repeated-paragraph'));
    assert.ok(!hits.some(({ rule }) => rule === 'repeated-paragraph'));
    assert.ok(notApplied.some(({ because }) => because === 'length'));
    const short = await readLong(source, piece => Promise.resolve(runRules(piece)));
    assert.deepEqual(short, runRules(source));
  });

  it('time to cut one line into pieces grows with its length', async () => {
    const timeOf = (length: number): Promise<number> => {
      const text = 'a'.repeat(length);
      return leastCpu(() =>
        readLong(
          { ...source, text },
          () => Promise.resolve({ hits: [], rules: {}, notApplied: [], broken: [] }),
          { whole: 1000, piece: 1000 },
        ),
      );
    };
    const once = await timeOf(500_000);
    const eightfold = await timeOf(4_000_000);
    assert.ok(
      eightfold <= Math.max(500, 16 * once),
      `${once.toFixed(0)} ms, eight times the text ${eightfold.toFixed(0)} ms`,
    );
  });
});
