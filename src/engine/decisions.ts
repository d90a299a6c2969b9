import { join } from 'node:path';
import type { Source } from '../core/domain/source.ts';
import type { Decisions } from '../core/fanin/merge/decisions.ts';
import { decisionsOf, readDecisions, type DecisionFile } from '../store/decisions.ts';

export {
  decisionsOf,
  findDecisions,
  MAX_DECISION_BYTES,
  parseDecisions,
  readDecisions,
  TEAM_FILE,
  teamFilesOf,
  writeDecision,
  type DecisionFile,
} from '../store/decisions.ts';

/** Where the user's own decisions are kept in a folder. */
export const ownDecisionsIn = (folder: string): string => join(folder, 'decisions.json');

/**
 * What the user (in `own`) and the teams decided about findings in the sources; a team's decision comes before the
 * user's own. What could not be read goes to `warn`.
 */
export function knownDecisions(
  own: string,
  teams: readonly DecisionFile[],
  sources: readonly Source[],
  warn: (problem: string) => void,
): Decisions {
  const files = [{ ...readDecisions(own), from: 'your own decisions' }, ...teams];
  for (const { problem } of files) if (problem !== undefined) warn(problem);
  return decisionsOf(files, sources);
}
