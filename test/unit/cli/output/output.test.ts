import assert from 'node:assert/strict';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTarget, deliver, writeLines } from '../../../../src/cli/output/output.ts';
import { FanoutError } from '../../../../src/core/errors.ts';

const usage = (error: unknown): boolean => error instanceof FanoutError && error.code === 'usage';

describe('command line output', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-out-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes a report whole, over what was there, and leaves nothing beside it', async () => {
    const file = join(folder, 'new', 'r.json');
    await deliver('first', file);
    await deliver('second', file);
    assert.equal(readFileSync(file, 'utf8'), 'second');
    assert.deepEqual(readdirSync(join(folder, 'new')), ['r.json']);
  });

  it('writes through a link and to a device without putting a file in its place', async () => {
    if (process.platform === 'win32') return;
    const file = join(folder, 'r.json');
    writeFileSync(file, 'old');
    symlinkSync(file, join(folder, 'link'));
    await deliver('new', join(folder, 'link'));
    assert.equal(lstatSync(join(folder, 'link')).isSymbolicLink(), true);
    assert.equal(readFileSync(file, 'utf8'), 'new');
    await deliver('gone', '/dev/null');
    assert.equal(statSync('/dev/null').isCharacterDevice(), true);
  });

  it('refuses a folder, and a file below a file, before anything is paid for', () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'sub'));
    assert.throws(() => checkTarget('--out', join(folder, 'sub')), usage);
    assert.throws(() => checkTarget('--events', join(folder, 'file', 'x')), usage);
    assert.throws(() => writeLines(join(folder, 'sub')), usage);
    checkTarget('--out', join(folder, 'later', 'r.json'));
    checkTarget('--out', undefined);
  });

  it('F58 lines that a full disk refuses cost the file, not the run', () => {
    if (process.platform !== 'linux') return;
    const lines = writeLines('/dev/full');
    lines.add('{}');
    lines.add('{}');
    lines.close();
  });
});
