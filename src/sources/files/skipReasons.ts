import type { SkippedSource } from '../../core/domain/source.ts';
import { t, type Words } from '../../core/text/l10n.ts';
import { unreadDocument } from './unreadDocuments.ts';

/** The words of reasons that code compares. */
const WORDS: ReadonlyMap<string, Words> = new Map([
  ['deleted', () => t('deleted')],
  ['empty', () => t('empty')],
  ['renamed, its text is the same', () => t('renamed, its text is the same')],
  ['its text is the same', () => t('its text is the same')],
  ['binary', () => t('binary')],
  ['lock file', () => t('lock file')],
  ['minified', () => t('minified')],
  ['generated', () => t('generated')],
  ['generated (source map)', () => t('generated (source map)')],
  ['installed packages', () => t('installed packages')],
  ['build product', () => t('build product')],
  ['a link: not followed', () => t('a link: not followed')],
  ['not a regular file', () => t('not a regular file')],
]);

/** A reason as people read it. */
export const reasonWords = (reason: string): string => WORDS.get(reason)?.() ?? reason;

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
  return {
    path,
    reason: reasonWords(reason),
    ...(NOTHING_TO_READ.has(reason) || isOnPurpose ? { gap: false } : {}),
  };
}
