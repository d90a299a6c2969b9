import { crc32 } from 'node:zlib';

/** What a checksum is of. Records of two tables may look alike, and a page of one land in the other. */
export type Summed = 'run' | 'state' | 'settings' | 'sources' | 'events' | 'answers';

/**
 * Checksum of a record: CRC-32 of what it is, its key and what else belongs to it (`of`), then its text. A
 * record whose bytes changed on the disk, or that is in another place, does not have it: every change of
 * up to 32 bits in a row is found, others but for one in 2^32.
 */
export const sumOf = (
  what: Summed,
  text: string,
  ...of: readonly (string | number | null)[]
): number => crc32(text, crc32(JSON.stringify([what, ...of])));
