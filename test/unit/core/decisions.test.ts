import assert from 'node:assert/strict';
import { placeFindings } from '../../../src/core/fanin/place/anchor.ts';
import {
  applyDecisions,
  decisionKey,
  type Decisions,
} from '../../../src/core/fanin/merge/decisions.ts';
import { buildReport } from '../../../src/core/report/report.ts';
import { renderSarif } from '../../../src/core/report/data/sarif.ts';
import { renderText } from '../../../src/core/report/text/text.ts';
import { hiddenReason } from '../../../src/core/state/findingStatus.ts';
import { applyEvent } from '../../../src/core/state/applyEvent.ts';
import { emptyState } from '../../../src/core/state/runState.ts';
import type { RunEvent } from '../../../src/core/state/events.ts';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
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
  const decisions: Decisions = finding =>
    finding.fingerprint === before.fingerprint
      ? { kind: 'dismissed', reason: 'quoted speech' }
      : undefined;

  it('hold when the words move or are wrapped anew, and end when the words change', () => {
    const moved = found('New.\n\nOne.\n\nGet back to us whenever,\ndude.\n', 'whenever,\ndude');
    const changed = found('Get back to us whenever, buddy.\n', 'whenever, buddy');
    assert.deepEqual(
      applyDecisions([moved, changed], decisions).map(f => f.decision?.kind),
      ['dismissed', undefined],
    );
  });

  it('a short quote is told from the same words in another passage, and in another document', () => {
    const at = (text: string, nth: number): string => {
      const of = source(text);
      let start = -1;
      for (let n = 0; n <= nth; n++) start = text.indexOf('[date]', start + 1);
      const range = { start, end: start + '[date]'.length };
      return decisionKey({ fingerprint: 'f', quote: '[date]', range }, 'a.md', of);
    };
    const text = 'Payment is due on [date] at the latest.\n\nDelivery is due on [date] in Kiel.\n';
    const first = at(text, 0);
    assert.notEqual(first, at(text, 1), 'two clauses');
    assert.equal(first, at(`# New\n\n${text}`, 0), 'moved down');
    assert.equal(first, at('Payment is\ndue on [date] at\r\nthe latest.\n', 0), 'wrapped anew');
    assert.notEqual(first, at(text.replace('Payment', 'Interest'), 0), 'its clause was rewritten');
    assert.equal(first, at(text.replace('in Kiel', 'in Bonn'), 0), 'another clause was rewritten');
    const of = source(text);
    const finding = { fingerprint: 'f', quote: '[date]', range: { start: 18, end: 24 } };
    assert.notEqual(decisionKey(finding, 'a.md', of), decisionKey(finding, 'b.md', of));
  });

  it('a long quote is its own passage: what stands beside it may change', () => {
    const quote = 'the supplier may end this agreement at any time and for any reason at all';
    const key = (text: string): string => {
      const start = text.indexOf(quote);
      const range = { start, end: start + quote.length };
      return decisionKey({ fingerprint: 'f', quote, range }, 'a.md', source(text));
    };
    assert.equal(key(`Before, ${quote} after.`), key(`Now ${quote}, whatever.`));
  });

  it('what a person accepted stands though a second look refuted it', () => {
    const refuted = {
      ...before,
      verification: { verdict: 'refuted' as const, evidence: '', by: 'openai:x' },
    };
    assert.equal(hiddenReason(refuted), 'refuted');
    assert.equal(
      hiddenReason({ ...refuted, decision: { kind: 'accepted', reason: '' } }),
      undefined,
    );
    const dismissed = { ...refuted, decision: { kind: 'dismissed' as const, reason: '' } };
    assert.equal(hiddenReason(dismissed), 'dismissed');
  });

  it('the fold marks what was decided and unmarks what was taken back', () => {
    const state = { ...emptyState(), findings: [before] };
    const decision = { kind: 'dismissed', reason: 'agreed' } as const;
    const tell = (decisions: Extract<RunEvent, { type: 'findings.decided' }>['decisions']) =>
      applyEvent(state, { type: 'findings.decided', decisions, at: 1 }).findings;
    assert.deepEqual(tell([{ findingId: before.id, decision }]), [{ ...before, decision }]);
    assert.deepEqual(tell([{ findingId: 'other', decision }]), [{ ...before, decision }]);
    assert.deepEqual(tell([{ findingId: before.id }]), [before]);
  });

  it('a decision that was taken back is gone from a stored finding', () => {
    const [marked] = applyDecisions([before], decisions);
    assert.equal(marked?.decision?.reason, 'quoted speech');
    assert.deepEqual(
      applyDecisions(marked ? [marked] : [], () => undefined),
      [before],
    );
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
    assert.match(
      text,
      /No findings in \d+ of \d+ branches; 1 without an exact place; 1 refuted; 1 dismissed\./,
    );
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
