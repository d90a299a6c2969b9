import type { RunEvent } from '../../src/core/state/events.ts';
import type {
  Finding,
  FindingDecision,
  Verification,
} from '../../src/core/domain/results/findings.ts';

/** The finding as branches said it that do not agree on what to write. */
export const disputed = (finding: Finding, payload: string): Finding => ({
  ...finding,
  opinions: [
    {
      severity: finding.severity,
      message: finding.message,
      suggestion: `five per cent (5%)${payload}`,
      branchIds: finding.branchIds.slice(0, 1),
    },
    {
      severity: finding.severity,
      message: `The Schedules are the later document: ten per cent is the slip.${payload}`,
      suggestion: `ten per cent (10%), as in Schedule D3${payload}`,
      branchIds: finding.branchIds.slice(1),
    },
  ],
});

/** Second looks and people's decisions on some of a generated run's findings; `payload` goes into every text of theirs. */
export function judgementsOf(
  findings: readonly Finding[],
  at: number,
  payload: string,
): readonly RunEvent[] {
  const by = 'anthropic:claude-sonnet-4-5';
  const usage = {
    inputTokens: 1_900,
    outputTokens: 160,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    estimated: false,
  };
  const verified = findings.flatMap((finding, i): RunEvent[] => {
    const words = VERDICTS[i % VERDICTS.length];
    if (!words) return [];
    const [verdict, evidence] = words;
    const { sourceId, range, quote } = finding;
    const verification: Verification = {
      verdict,
      evidence: evidence + payload,
      by: by + payload,
      ...(range && verdict !== 'unverified' ? { place: { sourceId, range, quote } } : {}),
    };
    return [
      {
        type: 'finding.verified',
        at,
        findingId: finding.id,
        verification,
        usage,
        costUsd: 0.008,
        calls: 1,
      },
    ];
  });
  const decisions = findings.flatMap(
    ({ id }, i): { findingId: string; decision: FindingDecision }[] => {
      if (i % 9 === 4)
        return [
          {
            findingId: id,
            decision: { kind: 'dismissed', reason: `Agreed with the Employer on 3 June${payload}` },
          },
        ];
      return i % 9 === 7 ? [{ findingId: id, decision: { kind: 'accepted', reason: '' } }] : [];
    },
  );
  return [...verified, { type: 'findings.decided', at, decisions }];
}

const VERDICTS: readonly (readonly [Verification['verdict'], string] | undefined)[] = [
  ['confirmed', 'Both passages state a cap of the same damages, and they differ.'],
  undefined,
  ['confirmed', 'The certificate is due 28 days after the Statement.'],
  [
    'refuted',
    'The table gives 8,900 kN as a working load; 9,600 kN is the test load of another pile type.',
  ],
  undefined,
  ['unsure', 'The passage does not say who is meant.'],
  ['unverified', 'No answer within 45 s.'],
];
