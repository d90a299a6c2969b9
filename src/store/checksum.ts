import { crc32 } from 'node:zlib';

/**
 * Checksum of a record: CRC-32 of its key and what else belongs to it (`of`), then its text. A record whose
 * bytes changed on the disk, or that stands under another key, does not have it: every change of up to 32
 * bits in a row is found, others but for one in 2^32.
 */
export const sumOf = (text: string, ...of: readonly (string | number | null)[]): number =>
  crc32(text, crc32(JSON.stringify(of)));
