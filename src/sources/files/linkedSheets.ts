import { promises as fs } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LinkedSheets } from '../markup/styleRules.ts';
import { linkedAddresses } from '../markup/linkedAddresses.ts';
import { decode } from './decode.ts';
import { deniedReason } from './denyList.ts';
import { isInside, readBytes, shown } from './readBytes.ts';

/** Larger style sheets are not applied, in bytes; those in wide use have some 250,000. */
const MAX_SHEET = 512 * 1024;

/** The bytes of a file that a page may use; undefined for one that is too large, missing or outside its folder. */
export type ReadBeside = (
  file: string,
  page: string,
  maxBytes: number,
) => Promise<Uint8Array | undefined>;

/**
 * The style sheets that a page links to and that are files beside it. Nothing is fetched: an address with a host is
 * not followed.
 */
export async function linkedSheets(
  text: string,
  page: string,
  read: ReadBeside,
): Promise<LinkedSheets> {
  const sheets = new Map<string, string>();
  for (const href of linkedAddresses(text)) {
    const local = localPath(href);
    if (local === undefined) continue;
    const bytes = await read(path.resolve(path.dirname(page), local), page, MAX_SHEET);
    const decoded = bytes && decode(bytes);
    if (decoded && 'text' in decoded) sheets.set(href, decoded.text);
  }
  return sheets;
}

/** Reads style sheets on disk, in `folder` (a real path) and beside their page. */
export const sheetsOnDisk =
  (folder: string): ReadBeside =>
  async (file, page, maxBytes) => {
    const isNear = isInside(file, folder) || isInside(file, path.dirname(page));
    if (!isNear || deniedReason(shown(file, folder)) !== undefined) return undefined;
    const read = await readBytes(file, maxBytes);
    return 'bytes' in read ? read.bytes : undefined;
  };

/**
 * The style sheets that a page in an editor links to, as they are on disk beside its file, or in `folder` if its file
 * is there; none for a page without a file.
 */
export async function sheetsOfOpenPage(
  text: string,
  uri: string | undefined,
  folder?: string,
): Promise<LinkedSheets | undefined> {
  if (!uri?.startsWith('file:')) return undefined;
  try {
    const page = await fs.realpath(fileURLToPath(uri));
    const root = folder === undefined ? path.dirname(page) : await fs.realpath(folder);
    return await linkedSheets(text, page, sheetsOnDisk(root));
  } catch {
    // The file was moved or is not on this disk: what is not applied is said with the text.
    return undefined;
  }
}

/** The path of an address that is relative to its page; undefined for another. */
function localPath(href: string): string | undefined {
  if (/^(?:[a-z][a-z\d+.-]*:|[\\/])/i.test(href)) return undefined;
  const bare = href.replace(/[?#].*$/s, '');
  try {
    const local = decodeURIComponent(bare);
    return /\.css$/i.test(local) && !/[\0\\]/.test(local) ? local : undefined;
  } catch {
    return undefined;
  }
}
