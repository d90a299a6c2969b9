import type { RunEvent } from '../state/events.ts';
import {
  readVerification,
  unverified,
  verdictProblem,
  verifyRequest,
  worthVerifying,
} from '../fanin/check/verify.ts';
import type { Finding, Verification } from '../domain/results/findings.ts';
import { type Asked, askAll } from './callModel.ts';
import type { Context } from './context.ts';
import { t } from '../text/l10n.ts';

/** Has the serious findings looked at by an independent call each, where the run asks for it. */
export async function verifyFindings(context: Context): Promise<void> {
  const { options, ports, state, sourceOf, emit, stop } = context;
  const { model } = ports.verifier ?? ports;
  const verify = options.verify ?? 'off';
  if (verify === 'off' || !model || stop.signal.aborted) return;
  const subjects = new Map(
    worthVerifying(state.findings, verify.minSeverity).map(finding => [finding.id, finding]),
  );
  const questions = [...subjects.values()].flatMap(finding => {
    const source = sourceOf.get(finding.sourceId);
    return source
      ? [
          {
            id: finding.id,
            request: verifyRequest(finding, source, options.language),
            check: verdictProblem,
          },
        ]
      : [];
  });
  const verificationOf = (finding: Finding, { text, failure }: Asked): Verification => {
    const source = sourceOf.get(finding.sourceId);
    return text !== undefined && source
      ? readVerification(text, finding, source, model.info.ref)
      : unverified(failure?.message ?? t('The check was not made.'), model.info.ref);
  };
  await askAll(context, model, questions, ({ id }, asked) => {
    const finding = subjects.get(id);
    if (!finding) return;
    const { usage, costUsd, calls } = asked;
    emit({
      type: 'finding.verified',
      findingId: id,
      verification: verificationOf(finding, asked),
      usage,
      ...(costUsd === undefined ? {} : { costUsd }),
      calls,
    });
  });
}

/** The findings with what earlier parts of the same run paid to have verified. */
export function withKnownVerifications(
  findings: readonly Finding[],
  events: readonly RunEvent[],
): Finding[] {
  const known = new Map<string, Verification>();
  let merged = new Map<string, Finding>();
  for (const event of events) {
    if (event.type === 'findings.merged') {
      merged = new Map(event.findings.map(f => [f.id, f]));
      for (const finding of event.findings)
        if (finding.verification) known.set(claimOf(finding), finding.verification);
    }
    if (event.type !== 'finding.verified') continue;
    const finding = merged.get(event.findingId);
    if (finding) known.set(claimOf(finding), event.verification);
  }
  return findings.map(finding => {
    const verification = known.get(claimOf(finding));
    return verification && verification.verdict !== 'unverified'
      ? { ...finding, verification }
      : finding;
  });
}

/** Two remarks on the same words are two claims. */
const claimOf = ({ fingerprint, title, message }: Finding): string =>
  JSON.stringify([fingerprint, title, message]);
