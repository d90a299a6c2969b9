import zlib from 'node:zlib';
import { t } from '../../core/text/l10n.ts';

export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array;
}

export interface ZipLimits {
  readonly maxEntries: number;
  /** Maximum unpacked size of all entries together, in bytes, counted while unpacking: headers may lie. */
  readonly maxBytes: number;
  /** Unpacked by packed size of one entry; small ones are exempt. */
  readonly maxRatio: number;
}

/** An archive that cannot or must not be read. The message is shown to users. */
export class ZipProblem extends Error {
  /** By name, as `FanoutError`: each importer's bundle holds a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'ZipProblem';
  }

  override readonly name = 'ZipProblem';
}

/** Entries up to this size may have any ratio: empty templates compress very well. */
const SMALL = 8 * 1024 * 1024;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * The entries of a ZIP archive whose names are wanted, unpacked. Sizes are counted while unpacking:
 * headers may lie. Archives over 4 GB are not read.
 * @throws ZipProblem
 */
export function readZip(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limits: ZipLimits,
): ZipEntry[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.readUInt16LE(endRecord(view) + 10);
  if (count > limits.maxEntries)
    throw new ZipProblem(t('holds more than {0} parts', limits.maxEntries));
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let left = limits.maxBytes;
  for (const { name, flags, at } of directory(view).entries) {
    if (!wanted(name)) continue;
    if (names.has(name)) throw new ZipProblem(t('damaged: holds {0} twice', name));
    names.add(name);
    if ((flags & 0x41) !== 0) throw new ZipProblem(t('encrypted: a password is needed to read it'));
    const packed = { method: view.readUInt16LE(at + 10), data: packedData(view, at) };
    const data = unpack(packed, left, limits);
    left -= data.length;
    entries.push({ name, data });
  }
  return entries;
}

/** What an archive's directory says of an entry. */
export interface DirectoryEntry {
  readonly name: string;
  readonly rawName: Buffer;
  readonly flags: number;
  /** Of its last change, as it is kept: two bytes each for time and date. */
  readonly time: number;
  /** Where it begins and ends in the directory. */
  readonly at: number;
  readonly end: number;
}

/** The directory of an archive, in its order. @throws ZipProblem when it is cut off. */
export function directory(view: Buffer): {
  readonly entries: readonly DirectoryEntry[];
  readonly comment: Buffer;
} {
  const last = endRecord(view);
  const count = view.readUInt16LE(last + 10);
  const entries: DirectoryEntry[] = [];
  let at = view.readUInt32LE(last + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== CENTRAL) throw cutOff();
    const nameEnd = at + 46 + view.readUInt16LE(at + 28);
    const end = nameEnd + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
    entries.push({
      name: view.toString('utf8', at + 46, nameEnd),
      rawName: view.subarray(at + 46, nameEnd),
      flags: view.readUInt16LE(at + 8),
      time: view.readUInt32LE(at + 12),
      at,
      end,
    });
    at = end;
  }
  return { entries, comment: view.subarray(last + 22) };
}

/** Where the end record is: at the end of the file, but for a comment. */
function endRecord(view: Buffer): number {
  const first = Math.max(0, view.length - 22 - 0xffff);
  for (let at = view.length - 22; at >= first; at--) {
    if (view.readUInt32LE(at) === END) return at;
  }
  throw cutOff();
}

/** The packed bytes of the entry that is listed at an offset. @throws ZipProblem when they are cut off. */
export function packedData(view: Buffer, central: number): Buffer {
  const size = view.readUInt32LE(central + 20);
  const local = view.readUInt32LE(central + 42);
  if (local + 30 > view.length || view.readUInt32LE(local) !== LOCAL) throw cutOff();
  const start = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
  if (start + size > view.length) throw cutOff();
  return view.subarray(start, start + size);
}

function unpack(
  { method, data }: { readonly method: number; readonly data: Buffer },
  left: number,
  { maxBytes, maxRatio }: ZipLimits,
): Uint8Array {
  const byRatio = Math.max(SMALL, data.length * maxRatio);
  const tooMuch = (): ZipProblem =>
    new ZipProblem(
      byRatio < left
        ? t('unpacks to more than {0} times its size', maxRatio)
        : t('unpacks to more than {0} MB', maxBytes / 1024 / 1024),
    );
  if (method === 0) {
    if (data.length > left) throw tooMuch();
    return data;
  }
  if (method !== 8)
    throw new ZipProblem(t('packed in a way that is not read (method {0})', method));
  try {
    return zlib.inflateRawSync(data, { maxOutputLength: Math.max(1, Math.min(left, byRatio)) });
  } catch (error) {
    throw isTooLarge(error) ? tooMuch() : new ZipProblem(t('damaged: a part cannot be unpacked'));
  }
}

export const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

const cutOff = (): ZipProblem =>
  new ZipProblem(
    t('damaged or cut off: get it again, or open it in its program and save it as a new file'),
  );

/** A ZIP archive of entries as they are, unpacked. Names and sizes must fit the old format: under 4 GB, 65,535 entries. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const { name, data } of entries) {
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // The name is UTF-8.
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(zlib.crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(signature(LOCAL), common, title, data);
    central.push(signature(CENTRAL), Buffer.of(20, 0), common, place, title);
    at += 30 + title.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(
    central.reduce((sum, part) => sum + part.length, 0),
    12,
  );
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...central, end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
