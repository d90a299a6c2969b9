// What the extension host loads (extensionTestsPath): runs every compiled test beside this file.
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { type TestResults, resultsOf } from '../support/testResults.ts';

export async function run(): Promise<void> {
  // mocha is an ES module, and a static import would become a require.
  const { default: Mocha } = await import('mocha');
  const out = process.env['TEST_OUT'];
  if (out) {
    const write = (...args: unknown[]) => appendFileSync(out, format(...args) + '\n');
    Object.assign(console, { log: write, info: write, warn: write, error: write });
    Object.assign(Mocha.reporters.Base, { consoleLog: write, useColors: false });
  }
  const grep = process.env['TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 90_000,
    reporter: 'spec',
    color: false,
    ...(grep ? { grep } : {}),
  });
  // With `require`, for VS Code answers `require('vscode')`; mocha itself would import them.
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    if (name.endsWith('.test.js')) require(join(__dirname, name));
  }
  const results = await new Promise<TestResults>(done => {
    const runner = mocha.run(() => done(told()));
    const told = resultsOf(runner);
  });
  const file = process.env['TEST_RESULT'];
  if (file) writeFileSync(file, JSON.stringify(results));
  if (results.failures > 0) throw new Error(`${results.failures} tests failed`);
}
