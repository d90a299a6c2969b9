import assert from 'node:assert/strict';
import { topFindings } from '../../../../src/cli/output/topFindings.ts';
import { placeText } from '../../../../src/core/report/wording.ts';
import { report, source } from '../../core/report/fixtures.ts';

describe('the findings that a terminal shows of a report in a file', () => {
  it('are at the places that the report names: pages and clauses, where a document has no lines', () => {
    const { length } = source.text;
    const pages = [
      { start: 0, page: 3 },
      { start: length - 34, page: 4 },
    ];
    const paged = report({ source: { ...source, pages } });
    const placed = paged.findings.filter(finding => finding.placed);
    assert.notEqual(placed.length, 0);
    const shown = topFindings(paged);
    assert.match(shown, /, p\. \d {2}/);
    assert.doesNotMatch(shown, /:\d+:\d+ /);
    for (const finding of placed) assert.ok(shown.includes(placeText(finding)), shown);
  });
});
