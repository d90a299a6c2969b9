import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A log that grew beyond this is not looked at: SQLite itself keeps it near 4 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const HEADER = 32;
const FRAME_HEADER = 24;

/**
 * Whether SQLite will leave out, without a word, what had been committed to its write-ahead log: it reads the
 * log up to the first frame whose checksum is wrong. Called before the database is opened. What a kill cuts
 * off while it is written is no damage, for it was not committed; nor is what an earlier use of the log left.
 * The format and its checksum: https://www.sqlite.org/fileformat2.html#walformat
 */
export function isLogDamaged(file: string): boolean {
  const log = readLog(file);
  if (!log || !losesCommits(log)) return false;
  // Somebody may have been writing to it.
  const again = readLog(file);
  return again !== undefined && again.equals(log);
}

function readLog(file: string): Buffer | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const { size } = fstatSync(handle);
    if (size === 0 || size > MAX_BYTES) return undefined;
    const log = Buffer.alloc(size);
    return log.subarray(0, readSync(handle, log, 0, size, 0));
  } catch {
    // There is none, or SQLite says what is wrong with it.
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function losesCommits(log: Buffer): boolean {
  // Cut off while the first header was written.
  if (log.length < HEADER) return false;
  const isBigEndian = (log.readUInt32BE(0) & 1) === 1;
  const pageSize = log.readUInt32BE(8);
  const headerSums = checksum(log.subarray(0, 24), isBigEndian, [0, 0]);
  const isHeaderWhole =
    log.readUInt32BE(0) >>> 1 === 0x377f0682 >>> 1 &&
    (pageSize & (pageSize - 1)) === 0 &&
    pageSize >= 512 &&
    headerSums[0] === log.readUInt32BE(24) &&
    headerSums[1] === log.readUInt32BE(28);
  if (!isHeaderWhole) return log.length > HEADER;
  const salts = [log.readUInt32BE(16), log.readUInt32BE(20)];
  let sums = headerSums;
  let isBroken = false;
  let isSuspect = false;
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= log.length; at += FRAME_HEADER + pageSize) {
    const own = [0, 1].map(i => log.readUInt32BE(at + 8 + 4 * i) === salts[i]);
    if (!isBroken && own.every(Boolean)) {
      sums = checksum(log.subarray(at, at + 8), isBigEndian, sums);
      sums = checksum(
        log.subarray(at + FRAME_HEADER, at + FRAME_HEADER + pageSize),
        isBigEndian,
        sums,
      );
      if (sums[0] === log.readUInt32BE(at + 16) && sums[1] === log.readUInt32BE(at + 20)) continue;
    }
    isBroken = true;
    const isOwn = own.some(Boolean);
    const commits = log.readUInt32BE(at + 4) !== 0;
    if (isOwn && commits) return true;
    // Before what an earlier use left, it may be a frame that a kill cut off between its header and its page.
    isSuspect = isOwn;
  }
  return isSuspect;
}

type Sums = readonly [number, number];

function checksum(bytes: Buffer, isBigEndian: boolean, [first, second]: Sums): Sums {
  let [a, b] = [first, second];
  for (let i = 0; i + 8 <= bytes.length; i += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)) + b) >>> 0;
    b = (b + (isBigEndian ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)) + a) >>> 0;
  }
  return [a, b];
}
