import zlib from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** Packed; stored as it is when absent. */
  readonly deflate?: boolean;
  /** The unpacked size the headers claim, when it is to be a lie. */
  readonly claimedSize?: number;
  /** General purpose flags; bit 0 says encrypted. */
  readonly flags?: number;
}

/** A ZIP archive, lies included. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, deflate, claimedSize, flags = 0 } of parts) {
    const bytes = Buffer.from(data);
    const packed = deflate ? zlib.deflateRawSync(bytes, { level: 9 }) : bytes;
    const title = Buffer.from(name);
    const fields = [
      u16(20),
      u16(flags),
      u16(deflate ? 8 : 0),
      u16(0),
      u16(0x21),
      u32(zlib.crc32(bytes)),
      u32(packed.length),
      u32(claimedSize ?? bytes.length),
      u16(title.length),
      u16(0),
    ];
    const file = Buffer.concat([u32(0x04034b50), ...fields, title, packed]);
    files.push(file);
    const rest = [u16(0), u16(0), u16(0), u32(0), u32(offset), title];
    directory.push(u32(0x02014b50), u16(20), ...fields, ...rest);
    offset += file.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = u16(parts.length);
  return Buffer.concat([
    ...files,
    ...directory,
    u32(0x06054b50),
    u16(0),
    u16(0),
    count,
    count,
    u32(size),
    u32(offset),
    u16(0),
  ]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
