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
import { jsonText } from '../../../../src/core/report/text/terminalText.ts';
import {
  checkTarget,
  deliver,
  print,
  terminalLine,
  writeLines,
} from '../../../../src/cli/output/output.ts';
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

  const printed = async (text: string, env: Readonly<Record<string, string>> = {}) => {
    const [write, before] = [process.stdout.write.bind(process.stdout), { ...process.env }];
    for (const name of ['CI', 'GITHUB_ACTIONS', 'TF_BUILD']) delete process.env[name];
    Object.assign(process.env, env);
    let out = '';
    process.stdout.write = ((chunk: string, done?: (error?: Error) => void) => {
      out += chunk;
      done?.();
      return true;
    }) as typeof process.stdout.write;
    try {
      await print(text);
    } finally {
      process.stdout.write = write;
      for (const name of Object.keys(env)) delete process.env[name];
      Object.assign(process.env, before);
    }
    return out;
  };
  const NASTY = '\u001b[2Jcell,\u009b31m,\u001b]52;c;aGk=\u0007,\u0008\u007f\u0085\r\nnext\u202e';

  it('T47 no control character reaches standard output, whatever the format', async () => {
    assert.match(await printed(NASTY), /^[^\p{Cc}]*(?:\r\n[^\p{Cc}]*)$/u);
    assert.match(await printed(NASTY, { CI: 'true' }), /^(?:[^\p{Cc}\p{Cf}]|\n)*$/u);
    assert.equal(await printed('a,b\r\nc\t"d\n"\r\n'), 'a,b\r\nc\t"d\n"\r\n');
  });

  it('T48 a CI service finds no command in any line', async () => {
    const csv =
      'id,quote\n1,"a\n::error file=x::pwned\n  ::set-output name=a::b\n##[error]c ##vso[task.x]"\n';
    const out = await printed(csv, { GITHUB_ACTIONS: 'true' });
    assert.doesNotMatch(out, /^[ \t]*::|##\[|##vso\[/m);
    assert.equal(await printed(csv), csv, 'a file that is piped stays as it is');
  });

  it('T47 JSON is the same value, and safe on any terminal', () => {
    const value = { a: `${NASTY}\u{e0041}\ufe0f##vso[x]##[y]`, 'k\u200e': ['\u2066'] };
    for (const indent of [undefined, 2]) {
      const json = jsonText(value, indent);
      assert.deepEqual(JSON.parse(json), value);
      assert.doesNotMatch(json, /[^\n\P{C}]|##\[|##vso/u);
    }
  });

  it('T47 names of files are told without what a terminal acts on', () => {
    assert.equal(terminalLine('Not read: a\u001b[31m\n::error::b'), 'Not read: a\n\\::error::b');
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
