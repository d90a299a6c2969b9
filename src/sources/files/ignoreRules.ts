import { wildmatch } from './wildmatch.ts';

interface Rule {
  readonly pattern: string;
  readonly negated: boolean;
  readonly directoriesOnly: boolean;
  /** Matched against the whole path below the rule's folder, not only the name. */
  readonly anchored: boolean;
}

/** The rules of one ignore file; they apply at and below its folder. */
export interface IgnoreFile {
  /** Folder, relative to the root with `/`; '' is the root. */
  readonly folder: string;
  readonly rules: readonly Rule[];
}

/** Reads an ignore file as Git does: comments, negation, escapes, trailing blanks, CRLF, a byte order mark. */
export function parseIgnoreFile(content: Uint8Array, folder: string): IgnoreFile {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString(
    'latin1',
  );
  const rules: Rule[] = [];
  for (const line of text.replace(/^\xef\xbb\xbf/, '').split('\n')) {
    const rule = parseRule(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (rule) rules.push(rule);
  }
  return { folder, rules };
}

function parseRule(line: string): Rule | undefined {
  let pattern = trimTrailingBlanks(line);
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const directoriesOnly = pattern.endsWith('/');
  if (directoriesOnly) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  return { pattern, negated, directoriesOnly, anchored };
}

/** Blanks at the end count only when a backslash comes before them. */
function trimTrailingBlanks(line: string): string {
  let end = -1;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === ' ') {
      if (end < 0) end = i;
    } else {
      if (line[i] === '\\') i++;
      end = -1;
    }
  }
  return end < 0 ? line : line.slice(0, end);
}

/**
 * True if the rules exclude a path. Ask for folders first and do not enter excluded ones: everything below them is
 * excluded, whatever other rules say. `files` from the weakest (global) to the strongest (deepest).
 */
export function isIgnored(
  files: readonly IgnoreFile[],
  path: string,
  isDirectory: boolean,
): boolean {
  const bytes = Buffer.from(path, 'utf8').toString('latin1');
  const name = bytes.slice(bytes.lastIndexOf('/') + 1);
  for (let f = files.length - 1; f >= 0; f--) {
    const { folder, rules } = files[f]!;
    const base = folder === '' ? '' : `${Buffer.from(folder, 'utf8').toString('latin1')}/`;
    if (!bytes.startsWith(base)) continue;
    const below = bytes.slice(base.length);
    for (let r = rules.length - 1; r >= 0; r--) {
      const rule = rules[r]!;
      if (rule.directoriesOnly && !isDirectory) continue;
      if (wildmatch(rule.pattern, rule.anchored ? below : name)) return !rule.negated;
    }
  }
  return false;
}

/** Rules from a setting, in the syntax of an ignore file, for paths relative to one root. */
export function parseRules(text: string): { readonly ignores: (path: string) => boolean } {
  const files = [parseIgnoreFile(Buffer.from(text, 'utf8'), '')];
  return {
    ignores: path => {
      const parts = path.split('/');
      return parts.some((_, i) =>
        isIgnored(files, parts.slice(0, i + 1).join('/'), i < parts.length - 1),
      );
    },
  };
}
