import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_PAGE_TOKENS, resultPage } from '../../../../../src/core/report/data/resultPage.ts';
import type { Report, ReportFinding } from '../../../../../src/core/report/reportFormat.ts';
import {
  loadTokenCounter,
  type TokenCounter,
} from '../../../../../src/core/split/tokens/tokens.ts';
import { report } from '../fixtures.ts';

const whole = report();
const [first] = whole.findings;

const withFindings = (changes: readonly Partial<ReportFinding>[]): Report => ({
  ...whole,
  findings: changes.map((change, i) => ({ ...first!, decision: null, id: `F${i + 1}`, ...change })),
});

/** Every page, in order. */
function pagesOf(of: Report, count: TokenCounter) {
  const pages = [resultPage(of, {}, count)];
  for (let next = pages[0]!.next; next !== null; next = pages.at(-1)!.next)
    pages.push(resultPage(of, { from: next }, count));
  return pages;
}

describe('pages of a result', function () {
  this.timeout(20_000);
  let count: TokenCounter;
  before(async () => (count = await loadTokenCounter()));

  it('every finding stands on exactly one page of at most 10,000 tokens, whatever its texts', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.constantFrom('漢字'.repeat(3_000), '"\\\n'.repeat(4_000), 'word '.repeat(4_000)),
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ quote: texts, message: texts, suggestion: texts }), {
          maxLength: 40,
          size: 'max',
        }),
        changes => {
          const of = withFindings(changes);
          const pages = pagesOf(of, count);
          for (const page of pages) assert.ok(count(JSON.stringify(page)) <= MAX_PAGE_TOKENS);
          const items = pages.flatMap(page => page.items);
          assert.deepEqual(
            items.map(({ id }) => id),
            of.findings.map(({ id }) => id),
          );
          // Places are never cut, and what is cut says so.
          items.forEach((item, i) => {
            assert.equal(item['line'], of.findings[i]!.line);
            const isWhole = item['quote'] === of.findings[i]!.quote;
            assert.equal(isWhole, !(item['cut'] as string[] | undefined)?.includes('quote'));
          });
        },
      ),
      { numRuns: 8 },
    );
  });

  it('what was decided or is below the least severity is counted and left out', () => {
    const of = withFindings([
      { severity: 'critical' },
      { severity: 'note' },
      { severity: 'major', decision: { kind: 'dismissed', reason: 'Agreed.' } },
    ]);
    const page = resultPage(of, { minSeverity: 'major' }, count);
    assert.deepEqual(
      page.items.map(({ id }) => id),
      ['F1'],
    );
    assert.equal(page['setAside'], 1);
    assert.equal(page['belowMinSeverity'], 1);
  });

  it('a finding without a place has no line that could be taken for one', () => {
    const page = resultPage(withFindings([{ placed: false, line: null }]), {}, count);
    assert.equal(page.items[0]?.['placed'], false);
    assert.ok(!('line' in page.items[0]));
  });
});
