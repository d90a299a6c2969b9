import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LinkProbe } from './ruleDocument.ts';

/**
 * A probe that tells whether relative links of the file at `uri` lead to a file or folder; undefined if the file is not
 * on disk.
 */
export function linkProbe(uri: string | undefined): LinkProbe | undefined {
  if (!uri?.startsWith('file:')) return undefined;
  let folder: string;
  try {
    folder = path.dirname(fileURLToPath(uri));
  } catch {
    return undefined;
  }
  if (!exists(folder)) return undefined;
  return relative => {
    // A document must not make us ask the network: `//host/share` is a file path on Windows.
    if (/^[\\/]{2}/.test(relative) || relative.includes('\0')) return undefined;
    return exists(path.resolve(folder, relative));
  };
}

const exists = (file: string): boolean => fs.existsSync(file);
