import type { Finding } from '../../../src/core/domain/results/findings.ts';

/** How many of `now` are not on screen yet. */
export function newFindings(shown: readonly Finding[], now: readonly Finding[]): number {
  const known = new Set(shown.map(f => f.id));
  return now.reduce((n, finding) => n + (known.has(finding.id) ? 0 : 1), 0);
}

/**
 * The ids of `open` rows after the list was replaced: merging gives findings other ids, so a row
 * stays open by what it says (fingerprint and chunk), and by the branches that said it.
 */
export function carryOver(
  open: readonly string[],
  before: readonly Finding[],
  after: readonly Finding[],
): string[] {
  if (open.length === 0) return [];
  const byId = new Map(before.map(f => [f.id, f]));
  const ids = new Set(after.map(f => f.id));
  const bySaying = new Map(after.map(f => [`${f.fingerprint}\n${f.chunkId}`, f.id]));
  const byBranch = new Map(
    after.flatMap(f => f.branchIds.map(branch => [`${f.fingerprint}\n${branch}`, f.id] as const)),
  );
  const kept = open.flatMap(id => {
    const old = byId.get(id);
    if (ids.has(id) || !old) return ids.has(id) ? [id] : [];
    const found =
      bySaying.get(`${old.fingerprint}\n${old.chunkId}`) ??
      old.branchIds.map(b => byBranch.get(`${old.fingerprint}\n${b}`)).find(Boolean);
    return found === undefined ? [] : [found];
  });
  return [...new Set(kept)];
}
