import { SEVERITIES, type Finding } from '../core/domain/results/findings.ts';
import type { RunState } from '../core/state/runState.ts';

/** VS Code shows no more of one file, and asks for each of them to be drawn. */
const MAX_PER_FILE = 1000;

/** The sources of which at least one chunk was answered: a run that failed takes no findings away. */
export function sourcesRead({ branches, chunks }: RunState): ReadonlySet<string> {
  const read = new Set<string>();
  for (const { status, branch } of Object.values(branches)) {
    const chunk = status === 'succeeded' ? chunks[branch.chunkId] : undefined;
    if (chunk) read.add(chunk.sourceId);
  }
  return read;
}

/** Nothing to list anew. */
export const isSameList = (a: readonly Finding[], b: readonly Finding[]): boolean =>
  a.length === b.length && a.every((finding, i) => finding === b[i]);

/** As many as are shown, the most severe and surest first, in reading order. */
export function mostSevereOf(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_PER_FILE) return findings;
  const useful = [...findings].sort((a, b) => rank(a) - rank(b) || b.confidence - a.confidence);
  const kept = new Set(useful.slice(0, MAX_PER_FILE));
  return findings.filter(finding => kept.has(finding));
}

const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
