import zlib from 'node:zlib';
import { isTooLarge } from '../zip.ts';

/** Most that one stream of text, fonts or tables may unpack to, in bytes. */
const MAX_STREAM = 32 * 1024 * 1024;
/** Most that all of them together may unpack to, pictures apart: those are not unpacked for their text. */
const MAX_TOTAL = 200 * 1024 * 1024;
/** Streams may be packed several times over. */
const MAX_FILTERS = 5;

/**
 * True when the packed streams of a PDF unpack to more than a document holds. Bytes are counted as they
 * come out, whatever lengths the file declares; work and memory are bounded by the limits. `onStream` receives what
 * each unpacks to.
 */
export function inflatesTooFar(pdf: Buffer, onStream?: (data: Buffer) => void): boolean {
  let left = MAX_TOTAL;
  for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 6)) {
    const before = pdf.toString('latin1', Math.max(0, at - 400), at);
    if (!/>>\s*$/.test(before)) continue;
    const dictionary = before.slice(Math.max(0, before.lastIndexOf(' obj')));
    if (/\/Subtype\s*\/Image\b/.test(dictionary)) continue;
    const start = at + 6 + (pdf[at + 6] === 0x0d ? 1 : 0) + 1;
    const stop = pdf.indexOf('endstream', start);
    const data = pdf.subarray(start, stop < 0 ? pdf.length : stop);
    const size = unpackedSize(data, filtersOf(dictionary), left, onStream);
    if (size === undefined) return true;
    left -= size;
    if (stop > 0) at = stop;
  }
  return false;
}

/** The names behind `/Filter`, in the order in which they are undone. */
function filtersOf(dictionary: string): string[] {
  const plain = dictionary.replace(/#([\da-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  const named = /\/(?:Filter|F)\s*(\/\w+|\[[^\]]*\])/.exec(plain)?.[1] ?? '';
  return named.match(/\/\w+/g) ?? [];
}

/** Bytes that come out in all; undefined when they are too many. What is damaged counts as far as it goes. */
function unpackedSize(
  packed: Uint8Array,
  filters: readonly string[],
  total: number,
  onStream?: (data: Buffer) => void,
): number | undefined {
  if (filters.length > MAX_FILTERS) return undefined;
  let data = packed;
  let size = 0;
  // A stream may be packed though its dictionary, beyond what is looked at, says so.
  const undone = filters.length === 0 && isZlib(data) ? ['/FlateDecode'] : filters;
  for (const filter of undone) {
    const most = Math.min(MAX_STREAM, total - size);
    const out = undo(filter, data, most);
    if (out === undefined || out.length > most) return undefined;
    size += out.length;
    data = out;
  }
  onStream?.(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  // Zlib data in zlib data is unpacked by no reader, but costs nothing to refuse.
  return isZlib(data) && undone.length > 0 && undo('/FlateDecode', data, total - size) === undefined
    ? undefined
    : size;
}

const isZlib = (data: Uint8Array): boolean => {
  const [first = 0, second = 0] = data;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
};

function undo(filter: string, data: Uint8Array, most: number): Uint8Array | undefined {
  switch (filter) {
    case '/FlateDecode':
    case '/Fl':
      return inflated(data, most);
    case '/RunLengthDecode':
    case '/RL':
      return runLengths(data, most);
    case '/LZWDecode':
    case '/LZW':
      return lzw(data, most);
    case '/ASCIIHexDecode':
    case '/AHx':
      return Buffer.from(
        Buffer.from(data)
          .toString('latin1')
          .replace(/[^\da-f]/gi, ''),
        'hex',
      );
    case '/ASCII85Decode':
    case '/A85':
      // Never grows but by `z`, four zero bytes: those unpack to nothing further.
      return data.length * 4 > most * 5 ? undefined : data;
    default:
      return new Uint8Array(0);
  }
}

function inflated(data: Uint8Array, most: number): Uint8Array | undefined {
  try {
    return zlib.inflateSync(data, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    return isTooLarge(error) ? undefined : new Uint8Array(0);
  }
}

/** Section 7.4.5 of ISO 32000: a length byte, then so many bytes, or one byte that is repeated. */
function runLengths(data: Uint8Array, most: number): Uint8Array | undefined {
  let size = 0;
  for (let at = 0; at < data.length && data[at] !== 128;) {
    const length = data[at]!;
    size += length < 128 ? length + 1 : 257 - length;
    at += length < 128 ? length + 2 : 2;
  }
  if (size > most) return undefined;
  const out = new Uint8Array(size);
  let end = 0;
  for (let at = 0; at < data.length && data[at] !== 128;) {
    const length = data[at]!;
    if (length < 128) {
      const run = data.subarray(at + 1, at + 2 + length);
      out.set(run, end);
      end += length + 1;
      at += length + 2;
    } else {
      out.fill(data[at + 1] ?? 0, end, end + 257 - length);
      end += 257 - length;
      at += 2;
    }
  }
  return out;
}

/** Section 7.4.4 of ISO 32000: codes of 9 to 12 bits. Only lengths are followed; what comes out is as long, and zeros. */
function lzw(data: Uint8Array, most: number): Uint8Array | undefined {
  const lengths = new Uint32Array(4096);
  let [next, width, previous, size, bits, held] = [258, 9, 0, 0, 0, 0];
  for (const byte of data) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === 257) break;
    if (code === 256) {
      [next, width, previous] = [258, 9, 0];
      continue;
    }
    const length = code < 256 ? 1 : code < next ? lengths[code]! : previous + 1;
    size += length;
    if (size > most) return undefined;
    if (previous > 0 && next < 4096) lengths[next++] = previous + 1;
    previous = length;
    width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
  }
  return new Uint8Array(size);
}
