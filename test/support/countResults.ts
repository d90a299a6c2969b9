// Adds up what every test runner left in out/test-results and prints `N passed, N failed`.
// The argument is the exit code of the whole: a step that failed without a test counts as one.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RESULTS } from './vscode/paths.ts';

const exitCode = Number(process.argv[2] ?? 0);
let passed = 0;
let failed = 0;
for (const name of existsSync(RESULTS) ? readdirSync(RESULTS) : []) {
  const stats = JSON.parse(readFileSync(join(RESULTS, name), 'utf8')) as {
    passes: number;
    failures: number;
  };
  console.log(`${name.replace('.json', '')}: ${stats.passes} passed, ${stats.failures} failed.`);
  passed += stats.passes;
  failed += stats.failures;
}
if (exitCode !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
