import type { Finding } from '../domain/results/findings.ts';
import type { RunState } from './runState.ts';

/** The same remark at the same place, whatever number merging gives it. */
const keyOf = ({ sourceId, fingerprint, range }: Finding): string =>
  `${sourceId}\n${fingerprint}\n${range?.start ?? ''}`;

/** Remembers of some findings that their suggestion is in the text, or not any more. */
export function noteApplied(
  state: RunState,
  findingIds: readonly string[],
  applied: boolean,
): void {
  const named = new Set(findingIds);
  const keys = state.findings.filter(({ id }) => named.has(id)).map(keyOf);
  const known = new Set(state.applied);
  for (const key of keys)
    if (applied) known.add(key);
    else known.delete(key);
  state.applied = [...known];
  markApplied(state);
}

/** Marks those of the run's findings whose suggestion is in the text. */
export function markApplied(state: RunState): void {
  const known = new Set(state.applied);
  if (known.size === 0 && !state.findings.some(({ applied }) => applied)) return;
  state.findings = state.findings.map(finding => {
    const isApplied = known.has(keyOf(finding));
    if (isApplied === (finding.applied ?? false)) return finding;
    const { applied: _before, ...rest } = finding;
    return isApplied ? { ...rest, applied: true } : rest;
  });
}
