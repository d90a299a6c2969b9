import { isIgnored, parseIgnoreFile, type ReadSources } from './sources.ts';

/** As Git reads a `.gitignore`: a pattern that matches a folder takes all that is in it. */
export function isExcluded(path: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const rules = [parseIgnoreFile(Buffer.from(patterns.join('\n'), 'utf8'), '')];
  const parts = path.split('/');
  return parts.some((_, i) =>
    isIgnored(rules, parts.slice(0, i + 1).join('/'), i < parts.length - 1),
  );
}

/**
 * Leaves out what matches the user's own patterns: listed with the reason and counted, and no gap, even where it could
 * not have been read. What stands for files without naming them stays a gap.
 */
export function withoutExcluded(
  { sources, skipped }: ReadSources,
  patterns: readonly string[],
  reason: string,
): ReadSources {
  const isOut = (file: { readonly path: string; readonly overLimit?: true }): boolean =>
    !file.overLimit && isExcluded(file.path, patterns);
  const out = new Set([...sources, ...skipped].filter(isOut).map(({ path }) => path));
  return {
    sources: sources.filter(source => !isOut(source)),
    skipped: [
      ...skipped.filter(file => !isOut(file)),
      ...[...out].map(path => ({ path, reason, gap: false as const })),
    ],
  };
}
