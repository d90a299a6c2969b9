import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { readZip, ZipProblem } from '../../../../src/sources/import/zip.ts';
import { updateZip } from '../../../../src/sources/import/zipUpdate.ts';
import { makeZip } from '../../../support/documents/zipFile.ts';

const LIMITS = { maxEntries: 10, maxBytes: 1 << 20, maxRatio: 100 };
const texts = (bytes: Uint8Array): [string, string][] =>
  readZip(bytes, () => true, LIMITS).map(({ name, data }) => [name, Buffer.from(data).toString()]);

describe('an archive with changed entries', () => {
  const parts = [
    { name: 'a.xml', data: 'first '.repeat(50), deflate: true },
    { name: 'b.xml', data: 'second', deflate: true },
    { name: 'ü.bin', data: 'third' },
  ];

  it('keeps the packed bytes of all others, their order and names; new ones are last', () => {
    const before = makeZip(parts);
    const after = updateZip(
      before,
      new Map([
        ['b.xml', Buffer.from('changed')],
        ['new.xml', Buffer.from('more')],
      ]),
    );
    assert.deepEqual(texts(after), [
      ['a.xml', 'first '.repeat(50)],
      ['b.xml', 'changed'],
      ['ü.bin', 'third'],
      ['new.xml', 'more'],
    ]);
    const packed = zlib.deflateRawSync(Buffer.from('first '.repeat(50)), { level: 9 });
    assert.ok(after.includes(packed), 'as it was packed');
    assert.ok(updateZip(before, new Map()).equals(before), 'nothing changed');
  });

  it('sizes that stood behind the data stand before it', () => {
    const before = makeZip([{ name: 'a', data: 'streamed' }]);
    // A writer that streams: flag 3, no sizes, a descriptor behind the data.
    const local = Buffer.from(before.subarray(0, 30 + 1));
    local.writeUInt16LE(8, 6);
    local.fill(0, 14, 26);
    const data = Buffer.from('streamed');
    const descriptor = Buffer.alloc(16);
    descriptor.writeUInt32LE(0x08074b50, 0);
    before.copy(descriptor, 4, 14, 26);
    const rest = Buffer.from(before.subarray(31 + data.length));
    rest.writeUInt16LE(8, 8);
    rest.writeUInt32LE(31 + data.length + 16, rest.length - 22 + 16);
    const streamed = Buffer.concat([local, data, descriptor, rest]);
    assert.deepEqual(texts(streamed), [['a', 'streamed']]);
    const after = updateZip(streamed, new Map([['n', Buffer.from('new')]]));
    assert.deepEqual(texts(after), [
      ['a', 'streamed'],
      ['n', 'new'],
    ]);
    assert.equal(after.readUInt32LE(18), data.length);
  });

  it('T54 parts that share their bytes are refused: each would get a copy of them', () => {
    const whole = makeZip(['a', 'b', 'c'].map(name => ({ name, data: name.repeat(10_000) })));
    const end = whole.length - 22;
    let at = whole.readUInt32LE(end + 16);
    for (let entry = 0; entry < 3; entry += 1) {
      whole.writeUInt32LE(0, at + 42);
      at += 47 + whole.readUInt16LE(at + 30) + whole.readUInt16LE(at + 32);
    }
    const overlapping = Buffer.concat([whole.subarray(0, 10_031), whole.subarray(30_093)]);
    overlapping.writeUInt32LE(10_031, overlapping.length - 22 + 16);
    assert.equal(readZip(overlapping, () => true, LIMITS).length, 3);
    assert.throws(() => updateZip(overlapping, new Map()), /its parts overlap/);
  });

  it('a damaged archive is refused', () => {
    assert.throws(() => updateZip(makeZip(parts).subarray(0, 60), new Map()), ZipProblem);
  });
});
