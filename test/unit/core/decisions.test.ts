import assert from 'node:assert/strict';
import { placeFindings } from '../../../src/core/fanin/anchor.ts';
import { applyDecisions } from '../../../src/core/fanin/decisions.ts';
import { buildReport } from '../../../src/core/report/report.ts';
import { renderSarif } from '../../../src/core/report/sarif.ts';
import { renderText } from '../../../src/core/report/text.ts';
import type { Finding } from '../../../src/core/types.ts';
import { answer, branch, chunk, perspective, raw, source } from './fanin/fixtures.ts';
import { endedRun, findings, source as contract } from './report/fixtures.ts';

const found = (text: string, quote: string): Finding => {
  const of = source(text);
  const whole = chunk(of);
  const place = {
    source: of,
    chunk: whole,
    branch: branch(whole),
    perspective: perspective('tone'),
  };
  const [finding] = placeFindings(place, answer(raw(quote)));
  assert.ok(finding);
  return finding;
};

describe('decisions', () => {
  const before = found('One.\n\nGet back to us whenever, dude.\n', 'whenever, dude');
  const decisions = new Map([
    [before.fingerprint, { kind: 'dismissed', reason: 'quoted speech' } as const],
  ]);

  it('hold when the words move or are wrapped anew, and end when the words change', () => {
    const moved = found('New.\n\nOne.\n\nGet back to us whenever,\ndude.\n', 'whenever,\ndude');
    const changed = found('Get back to us whenever, buddy.\n', 'whenever, buddy');
    assert.deepEqual(
      applyDecisions([moved, changed], decisions).map(f => f.decision?.kind),
      ['dismissed', undefined],
    );
  });

  it('a decision that was taken back is gone from a stored finding', () => {
    const [marked] = applyDecisions([before], decisions);
    assert.equal(marked?.decision?.reason, 'quoted speech');
    assert.deepEqual(applyDecisions(marked ? [marked] : [], new Map()), [before]);
  });

  it('dismissed and refuted findings are listed apart, counted apart and suppressed in SARIF', () => {
    const [first, second, ...rest] = findings;
    assert.ok(first && second);
    const state = endedRun({
      findings: [
        { ...first, decision: { kind: 'dismissed', reason: 'agreed' } },
        {
          ...second,
          verification: { verdict: 'refuted', evidence: 'It is quoted speech.', by: 'openai:x' },
        },
        ...rest,
      ],
    });
    const report = buildReport(state, [contract]);
    const text = renderText(report);
    assert.match(text, /1 finding: 1 note; 1 without an exact place; 1 refuted; 1 dismissed\./);
    assert.match(text, /REFUTED \(1\)[\s\S]*Refuted by openai:x: It is quoted speech\./);
    assert.match(text, /DISMISSED \(1\)[\s\S]*Dismissed: agreed/);
    assert.doesNotMatch(text, /CRITICAL \(/);
    const log = JSON.parse(renderSarif(report)) as {
      runs: { results: { suppressions?: { justification: string }[] }[] }[];
    };
    assert.equal(log.runs[0]?.results[0]?.suppressions?.[0]?.justification, 'agreed');
    assert.equal(log.runs[0]?.results[1]?.suppressions, undefined);
  });
});
