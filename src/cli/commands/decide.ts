import { usageError } from '../../core/errors.ts';
import { applyDecisions, type Decisions } from '../../core/fanin/merge/decisions.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { FindingDecision } from '../../core/domain/results/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import { findDecisions, ownDecisionsIn, writeDecision } from '../../engine/decisions.ts';
import { tell } from '../output/output.ts';
import { NO_DECISIONS, type DecisionPlace } from './knownDecisions.ts';

/** The run as it stands today: decided on since, perhaps. */
export const decided = (state: RunState, decisions: Decisions): RunState => ({
  ...state,
  findings: applyDecisions(state.findings, decisions),
});

/**
 * Keeps a decision on a finding of a stored run, or takes it back, in the file named, else in the team's
 * where there is one, else in the user's own.
 * @throws FanoutError `usage` when the run has no such finding, `storeUnusable` when the file refuses.
 */
export function decide(
  state: RunState,
  sources: readonly Source[],
  findingId: string,
  decision: FindingDecision | undefined,
  { file, store, cwd }: DecisionPlace,
): void {
  const finding = state.findings.find(f => f.id.toLowerCase() === findingId.toLowerCase());
  if (!finding || !state.merged)
    throw usageError(
      `Run ${state.runId.slice(0, 8)} has no finding ${findingId}. List them with: fanout show ${state.runId.slice(0, 8)}`,
    );
  if (file === NO_DECISIONS)
    throw usageError(
      'A decision needs a file to be kept in: remove --decisions none. For a file of that name, use --decisions ./none.',
    );
  const target = file ?? findDecisions(cwd) ?? ownDecisionsIn(store);
  const source = sources.find(({ id }) => id === finding.sourceId);
  writeDecision(target, finding, source, decision);
  const verb = decision ? (decision.kind === 'dismissed' ? 'Dismissed' : 'Accepted') : 'Reopened';
  tell(`${verb} ${finding.id}: ${finding.title}. Kept in ${target}`);
}
