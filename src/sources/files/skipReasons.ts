import type { SkippedSource } from '../../core/domain/source.ts';
import { unreadDocument } from './unreadDocuments.ts';

/** Reasons for which there is nothing to read, even if the file was named. */
const NOTHING_TO_READ: ReadonlySet<string> = new Set([
  'deleted',
  'empty',
  'renamed, its text is the same',
  'its text is the same',
]);

/**
 * Not text, or not the user's work: left out on purpose if it was only found, in a folder or a change. Files that are
 * or may be text but could not be read are not included: too large, unknown encoding, locked, never sent.
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
 * A file that is not read, and the reason; it is a gap unless there is nothing to read, or it was `found` and not
 * named. A document is always a gap: a human reader of the folder would read it.
 */
export function leftOut(path: string, reason: string, how: 'named' | 'found'): SkippedSource {
  const document = reason === 'binary' ? unreadDocument(path) : undefined;
  if (document !== undefined) return { path, reason: document };
  const isOnPurpose = how === 'found' && ON_PURPOSE.has(reason);
  return { path, reason, ...(NOTHING_TO_READ.has(reason) || isOnPurpose ? { gap: false } : {}) };
}
