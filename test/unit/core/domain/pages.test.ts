import assert from 'node:assert/strict';
import { markAt } from '../../../../src/core/domain/pages.ts';
import { formats } from '../../../../src/core/report/formats.ts';
import { buildReport, type Report } from '../../../../src/core/report/report.ts';
import { endedRun, source, text } from '../report/fixtures.ts';

const pages = [
  { start: 0, page: 86 },
  { start: text.indexOf('# Notices'), page: 87 },
];

const reported = (marks: typeof pages | { start: number; paragraph: number }[]): Report =>
  buildReport(endedRun(), [{ ...source, pages: marks }]);

describe('pages of the original', () => {
  it('a mark lasts until the next begins', () => {
    const at = (offset: number) => markAt({ pages }, offset)?.page;
    assert.deepEqual(
      [0, 5, pages[1]!.start - 1, pages[1]!.start, 1e6].map(at),
      [86, 86, 86, 87, 87],
    );
    assert.equal(markAt({ pages: [{ start: 3, page: 1 }] }, 2), undefined);
    assert.equal(markAt({}, 2), undefined);
  });

  it('findings carry the page they begin on', () => {
    const { findings } = reported(pages);
    assert.deepEqual(findings.map(f => [f.id, f.page, f.paragraph, f.cell]).slice(0, 2), [
      ['F1', 86, null, null],
      ['F2', 87, null, null],
    ]);
  });

  it('findings without a place have no page', () => {
    for (const finding of reported(pages).findings.filter(f => !f.placed))
      assert.equal(finding.page, null);
  });

  for (const name of ['text', 'markdown', 'html'] as const)
    it(`the report as ${name} names pages and paragraphs`, () => {
      assert.match(formats[name].render(reported(pages)), /p\. 87/);
      assert.match(formats[name].render(reported([{ start: 0, paragraph: 12 }])), /paragraph 12/);
    });

  it('sarif gives no region of a text that is not in the file', () => {
    const sarif = JSON.parse(formats.sarif.render(reported(pages))) as {
      runs: { results: { properties: { page?: number; quote?: string } }[] }[];
    };
    const [first] = sarif.runs[0]!.results;
    assert.equal(first?.properties.page, 86);
    assert.ok(first?.properties.quote);
    assert.ok(!JSON.stringify(first).includes('charOffset'));
  });
});
