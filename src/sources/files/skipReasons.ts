import type { SkippedSource } from '../../core/domain/source.ts';
import { unreadDocument } from './unreadDocuments.ts';

/** There is nothing to read, even if the file was named. */
const NOTHING_TO_READ: ReadonlySet<string> = new Set([
  'deleted',
  'empty',
  'renamed, its text is the same',
  'its text is the same',
]);

/**
 * No text, or no work of the user's: left out on purpose where it was only found, in a folder or a change.
 * What is or may be text and could not be read is not among them: too large, in another encoding, locked,
 * never sent.
 */
const ON_PURPOSE: ReadonlySet<string> = new Set([
  'binary',
  'lock file',
  'minified',
  'generated',
  'generated (source map)',
  'installed packages',
  'build product',
  'a link: not followed',
  'not a regular file',
]);

/**
 * A file that is not read, and why; a gap unless there is nothing to read, or it was `found` and not named.
 * A document is a gap however it was found: a reader of the folder reads it.
 */
export function leftOut(path: string, reason: string, how: 'named' | 'found'): SkippedSource {
  const document = reason === 'binary' ? unreadDocument(path) : undefined;
  if (document !== undefined) return { path, reason: document };
  const isOnPurpose = how === 'found' && ON_PURPOSE.has(reason);
  return { path, reason, ...(NOTHING_TO_READ.has(reason) || isOnPurpose ? { gap: false } : {}) };
}
