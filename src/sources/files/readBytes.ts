import { constants, promises as fs } from 'node:fs';
import path from 'node:path';
import { codeOf } from './walk.ts';
import { t } from '../../core/text/l10n.ts';

/**
 * A regular file's bytes. Its properties are read from the open handle, so that the file cannot be replaced in between.
 */
export async function readBytes(
  file: string,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array } | { readonly reason: string }> {
  let handle;
  try {
    const before = await fs.lstat(file);
    if (!before.isFile()) return { reason: 'not a regular file' };
    if (before.size > maxBytes) return { reason: tooLarge(before.size, maxBytes) };
    // Windows has neither flag; there they are 0 or undefined.
    handle = await fs.open(
      file,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const stat = await handle.stat();
    if (!stat.isFile() || stat.ino !== before.ino || stat.dev !== before.dev) {
      return { reason: t('was replaced while it was read') };
    }
    // A folder on the way may have become a link since the path was found to lie inside.
    if ((await fs.realpath(file)) !== file) return { reason: t('was replaced while it was read') };
    const bytes = new Uint8Array(Math.min(stat.size, maxBytes) + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > maxBytes) return { reason: tooLarge(length, maxBytes) };
    return { bytes: bytes.subarray(0, length) };
  } catch (error) {
    return { reason: t('cannot be read: {0}', codeOf(error)) };
  } finally {
    await handle?.close();
  }
}

const megabytes = (bytes: number) =>
  `${(bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0)} MB`;
const tooLarge = (size: number, maxBytes: number) =>
  t('too large: {0}, the limit is {1}', megabytes(size), megabytes(maxBytes));

/** Whether a path is below a folder. */
export function isInside(file: string, folder: string): boolean {
  const below = path.relative(folder, file);
  return below !== '' && below.split(path.sep)[0] !== '..' && !path.isAbsolute(below);
}

/** The displayed path: relative to the working directory if below it, with `/`. */
export function shown(file: string, cwd: string): string {
  const name = isInside(file, cwd) ? path.relative(cwd, file) : file;
  return name.split(path.sep).join('/');
}
