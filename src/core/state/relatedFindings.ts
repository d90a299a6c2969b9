import { SEVERITIES, type Severity } from '../domain/results/findings.ts';
import { isDecisive, type Placeable } from './findingStatus.ts';

/** A finding, or one of a report. */
type Groupable = Placeable & {
  readonly id: string;
  readonly group?: string | null;
  readonly severity: Severity;
};

/**
 * By the id of the most severe finding of a group, the others of it, in the order of `findings`. What is set aside
 * or has no place belongs to no group; a group of one is none.
 */
export function followersOf<F extends Groupable>(
  findings: readonly F[],
): ReadonlyMap<string, readonly F[]> {
  const seen = known.get(findings) as ReadonlyMap<string, readonly F[]> | undefined;
  if (seen) return seen;
  const followers = sortOut(findings);
  known.set(findings, followers);
  return followers;
}

/** A tree asks for every row; a list of findings is never changed in place. */
const known = new WeakMap<object, unknown>();

function sortOut<F extends Groupable>(findings: readonly F[]): Map<string, F[]> {
  const grouped = findings.filter(
    finding => (finding.group ?? null) !== null && isDecisive(finding),
  );
  const groups = Map.groupBy(grouped, ({ group }) => group);
  const followers = new Map<string, F[]>();
  for (const members of groups.values()) {
    const leader = members.reduce((a, b) => (rank(b) < rank(a) ? b : a));
    if (members.length > 1)
      followers.set(
        leader.id,
        members.filter(m => m !== leader),
      );
  }
  return followers;
}

const rank = ({ severity }: Groupable): number => SEVERITIES.indexOf(severity);
