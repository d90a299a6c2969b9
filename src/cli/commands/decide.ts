import { join } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { applyDecisions, type Decisions } from '../../core/fanin/merge/decisions.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { FindingDecision } from '../../core/domain/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import { decisionsOf, findDecisions, readDecisions, writeDecision } from '../../store/decisions.ts';
import { tell } from '../output/output.ts';

/** Where decisions are kept that are not a team's. */
const OWN_FILE = 'decisions.json';

export interface DecisionPlace {
  /** `--decisions`. */
  readonly file?: string;
  /** The folder of the run store. */
  readonly store: string;
  readonly cwd: string;
}

/** What the user and the team decided; a decision of the team's file comes before the user's own. */
export function knownDecisions(
  { file, store, cwd }: DecisionPlace,
  sources: readonly Source[],
): Decisions {
  const team = file ?? findDecisions(cwd);
  const files = [join(store, OWN_FILE), ...(team === undefined ? [] : [team])].map(readDecisions);
  for (const { problem } of files) if (problem !== undefined) tell(problem);
  return decisionsOf(files, sources);
}

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
      `Run ${state.runId.slice(0, 8)} has no finding ${findingId}. See them with: fanout show ${state.runId.slice(0, 8)}`,
    );
  const target = file ?? findDecisions(cwd) ?? join(store, OWN_FILE);
  const source = sources.find(({ id }) => id === finding.sourceId);
  writeDecision(target, finding, source, decision);
  const verb = decision ? (decision.kind === 'dismissed' ? 'Dismissed' : 'Accepted') : 'Reopened';
  tell(`${verb} ${finding.id}: ${finding.title}. Kept in ${target}`);
}
