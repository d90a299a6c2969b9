import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser, printPdf } from '../../../src/engine/pdf.ts';

describe('a report as PDF', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-pdf-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A program that does what a browser is asked for, and keeps how it was called. */
  const program = (name: string, script: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `#!/usr/bin/env node\n${script}`);
    chmodSync(file, 0o755);
    return file;
  };

  it('is printed by the browser that is named, else by the first on the path', function () {
    // The stand-in for a browser is a script, which Windows does not start as a program.
    if (process.platform === 'win32') this.skip();
    const chrome = program('google-chrome', '');
    assert.equal(findBrowser({ PATH: `/nowhere:${folder}` }), chrome);
    const other = program('other', '');
    assert.equal(findBrowser({ PATH: folder, CHROME_PATH: other }), other);
  });

  it('the page is handed over as a file and nothing of it stays; a browser that fails is said', async function () {
    // The stand-in for a browser is a script, which Windows does not start as a program.
    if (process.platform === 'win32') this.skip();
    const calls = join(folder, 'calls.json');
    const browser = program(
      'chrome',
      `const fs = require('fs');
       const args = process.argv.slice(2);
       const page = fs.readFileSync(new URL(args.at(-1)), 'utf8');
       fs.writeFileSync(${JSON.stringify(calls)}, JSON.stringify([...args, JSON.stringify(process.env)]));
       const out = args.find(arg => arg.startsWith('--print-to-pdf=')).slice(15);
       fs.writeFileSync(out, '%PDF ' + page);`,
    );
    process.env['FANOUT_TEST_KEY'] = 'sk-canary';
    const pdf = await printPdf('<p>page</p>', browser);
    delete process.env['FANOUT_TEST_KEY'];
    assert.equal(Buffer.from(pdf).toString(), '%PDF <p>page</p>');
    const args = JSON.parse(readFileSync(calls, 'utf8')) as string[];
    const env = args.pop()!;
    assert.doesNotMatch(env, /sk-canary/, 'no key goes to the browser');
    assert.ok(args.includes('--headless') && args.some(arg => arg.startsWith('--user-data-dir=')));
    assert.throws(() => readFileSync(new URL(args.at(-1)!)), /ENOENT/);
    await assert.rejects(printPdf('', program('broken', 'process.exit(3)')));
  });
});
