// Adds up what every test runner left in out/test-results and prints `N passed, N failed`; above that, what failed,
// since the end of a log is what a reader of a CI run is sure to get.
// The argument is the exit code of the whole: a step that failed without a test counts as one.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestResults } from './testResults.ts';
import { RESULTS } from './vscode/paths.ts';

const exitCode = Number(process.argv[2] ?? 0);
const counts: string[] = [];
let passed = 0;
let failed = 0;
for (const name of existsSync(RESULTS) ? readdirSync(RESULTS) : []) {
  const { passes, failures, failed: tests } = JSON.parse(
    readFileSync(join(RESULTS, name), 'utf8'),
  ) as TestResults;
  const step = name.replace('.json', '');
  counts.push(`${step}: ${passes} passed, ${failures} failed.`);
  for (const { title, message } of tests) console.log(`FAILED ${step}: ${title}\n${message}\n`);
  passed += passes;
  failed += failures;
}
for (const count of counts) console.log(count);
if (exitCode !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
