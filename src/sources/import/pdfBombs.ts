import zlib from 'node:zlib';
import { isTooLarge } from './zip.ts';

/** Most that one stream of text, fonts or tables may unpack to, in bytes. */
const MAX_STREAM = 64 * 1024 * 1024;
/** Most that all of them together may unpack to, pictures apart: those are not unpacked for their text. */
const MAX_TOTAL = 200 * 1024 * 1024;
/** Streams may be packed several times over. */
const MAX_DEPTH = 5;

/**
 * True when the packed streams of a PDF unpack to more than a document holds. Bytes are counted as they
 * come out. Other packings (LZW, run lengths) are left to the importer's watch over memory.
 */
export function inflatesTooFar(pdf: Buffer): boolean {
  let left = MAX_TOTAL;
  for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 6)) {
    const before = pdf.toString('latin1', Math.max(0, at - 400), at);
    if (!/>>\s*$/.test(before)) continue;
    const dictionary = before.slice(Math.max(0, before.lastIndexOf(' obj')));
    if (/\/Subtype\s*\/Image\b/.test(dictionary)) continue;
    const start = at + 6 + (pdf[at + 6] === 0x0d ? 1 : 0) + 1;
    const size = inflatedSize(pdf.subarray(start), left, 0);
    if (size === undefined) return true;
    left -= size;
  }
  return false;
}

/** Bytes that come out in all, 0 for what is not packed this way; undefined when they are too many. */
function inflatedSize(data: Buffer, left: number, depth: number): number | undefined {
  const [first = 0, second = 0] = data;
  if ((first & 0x0f) !== 8 || (first * 256 + second) % 31 !== 0) return 0;
  if (depth >= MAX_DEPTH) return undefined;
  try {
    const out = zlib.inflateSync(data, {
      maxOutputLength: Math.max(1, Math.min(MAX_STREAM, left)),
    });
    const inner = inflatedSize(out, left - out.length, depth + 1);
    return inner === undefined ? undefined : out.length + inner;
  } catch (error) {
    return isTooLarge(error) ? undefined : 0;
  }
}
