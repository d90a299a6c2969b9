import zlib from 'node:zlib';
import { directory, packedData, ZipProblem, type DirectoryEntry } from './zip.ts';
import { t } from '../../core/text/l10n.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Sizes and checksum come behind the data. */
const DESCRIPTOR = 0x08;
const UTF8 = 0x800;
const DEFLATE = 8;
const MAX_32 = 0xffffffff;

/**
 * An archive with some of its entries in a new form, and those it did not have at its end. All others keep
 * their packed bytes, their order and what the archive says of them.
 * @throws ZipProblem when the archive is damaged or needs the format for over 4 GB.
 */
export function updateZip(bytes: Uint8Array, changed: ReadonlyMap<string, Uint8Array>): Buffer {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { entries, comment } = directory(view);
  const files: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  const put = (local: Buffer, data: Uint8Array, listed: Buffer): void => {
    listed.writeUInt32LE(at, 42);
    files.push(local, Buffer.from(data));
    central.push(listed);
    at += local.length + data.length;
    if (at > MAX_32) throw new ZipProblem(t('too large: over 4 GB'));
  };
  const left = new Map(changed);
  // Entries that share their bytes would each get a copy of them: 2 MB would become gigabytes.
  let room = view.length;
  for (const entry of entries) {
    const data = left.get(entry.name);
    left.delete(entry.name);
    if (data) put(...packed(entry.rawName, data, entry));
    else {
      room -= packedData(view, entry.at).length;
      if (room < 0) throw new ZipProblem(t('damaged: its parts overlap'));
      put(...kept(view, entry));
    }
  }
  for (const [name, data] of left) put(...packed(Buffer.from(name), data));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(
    central.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...files, ...central, end, comment]);
}

type Written = [local: Buffer, data: Uint8Array, listed: Buffer];

/** An unchanged entry. Sizes that followed the data are moved before it, from the directory. */
function kept(view: Buffer, entry: DirectoryEntry): Written {
  const data = packedData(view, entry.at);
  const localAt = view.readUInt32LE(entry.at + 42);
  const nameLength = view.readUInt16LE(localAt + 26);
  const extraLength = view.readUInt16LE(localAt + 28);
  const local = Buffer.from(view.subarray(localAt, localAt + 30 + nameLength + extraLength));
  const listed = Buffer.from(view.subarray(entry.at, entry.end));
  if ((local.readUInt16LE(6) & DESCRIPTOR) !== 0) {
    local.writeUInt16LE(local.readUInt16LE(6) & ~DESCRIPTOR, 6);
    view.copy(local, 14, entry.at + 16, entry.at + 28);
    listed.writeUInt16LE(listed.readUInt16LE(8) & ~DESCRIPTOR, 8);
  }
  return [local, data, listed];
}

function packed(name: Buffer, data: Uint8Array, before?: DirectoryEntry): Written {
  const deflated = zlib.deflateRawSync(data);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(((before?.flags ?? UTF8) & UTF8) | 0, 2);
  common.writeUInt16LE(DEFLATE, 4);
  common.writeUInt32LE(before?.time ?? 0x210000, 6);
  common.writeUInt32LE(zlib.crc32(data), 10);
  common.writeUInt32LE(deflated.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.alloc(4);
  local.writeUInt32LE(LOCAL);
  const lead = Buffer.alloc(6);
  lead.writeUInt32LE(CENTRAL, 0);
  lead.writeUInt16LE(20, 4);
  return [
    Buffer.concat([local, common, name]),
    deflated,
    Buffer.concat([lead, common, Buffer.alloc(14), name]),
  ];
}
