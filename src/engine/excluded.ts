import { isIgnored, parseIgnoreFile } from './sources.ts';

/** As Git reads a `.gitignore`: a pattern that matches a folder takes all that is in it. */
export function isExcluded(path: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const rules = [parseIgnoreFile(Buffer.from(patterns.join('\n'), 'utf8'), '')];
  const parts = path.split('/');
  return parts.some((_, i) =>
    isIgnored(rules, parts.slice(0, i + 1).join('/'), i < parts.length - 1),
  );
}
