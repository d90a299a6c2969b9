import { promises as fs } from 'node:fs';
import { deniedReason } from './denyList.ts';
import { isAsciiDoc } from './kinds.ts';

/** Larger files are not looked into, in bytes. */
const MAX_BYTES = 4_000_000;
const ENDING = /\.asc$/i;
/** Names that say that the file is of a key or a signature. */
const NAMES_SECRET =
  /key|secr|private|public|pgp|gpg|cert|backup|pass|token|credential|\.[a-z\d]{1,8}\.asc$/i;
/**
 * As `deniedReason` of `name`, for the file at `file`: `.asc` is judged by what is in it, as far as its name does not
 * say that it is a secret. Never rejects; a file that cannot be read is denied by its name.
 */
export async function deniedFile(name: string, file: string): Promise<string | undefined> {
  const reason = deniedReason(name);
  const base = name.split(/[\\/]/).at(-1) ?? '';
  if (reason === undefined || !ENDING.test(name) || NAMES_SECRET.test(base)) return reason;
  if (deniedReason(name.replace(ENDING, '.adoc')) !== undefined) return reason;
  try {
    const stat = await fs.lstat(file);
    if (!stat.isFile() || stat.size > MAX_BYTES) return reason;
    return isAsciiDoc(name, await fs.readFile(file, 'utf8')) ? undefined : reason;
  } catch {
    return reason;
  }
}
