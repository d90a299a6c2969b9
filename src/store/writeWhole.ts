import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Puts a text in a file's place: it is whole or not there at all, also after a power cut. A pipe or a device
 * takes the text as it comes. Throws what the disk says.
 */
export function writeWhole(file: string, text: string | Uint8Array): void {
  const there = statSync(file, { throwIfNoEntry: false });
  // A file in its place would take it away from others.
  if (there && !there.isFile()) return writeFileSync(file, text);
  const target = there ? realpathSync(file) : file;
  const unfinished = `${target}.${process.pid}.part`;
  mkdirSync(dirname(target), { recursive: true });
  const handle = openSync(unfinished, 'wx');
  try {
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
