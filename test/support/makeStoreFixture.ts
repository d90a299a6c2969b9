import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/openStore.ts';
import { STORE_FILE } from '../../src/store/schema.ts';
import { ok, startChaos } from './chaosServer.ts';
import { startCommandLine } from './commandLine.ts';

/**
 * Writes `test/fixtures/stores/NAME.db` and `NAME.json`: a store as this version makes it, and what it
 * loads. Run once for every version of the tables, with the code of that version:
 * `node test/support/makeStoreFixture.ts v1`.
 */
const name = process.argv[2] ?? 'next';
const folder = mkdtempSync(join(tmpdir(), 'fanout-fixture-'));
const clause = (n: number): string =>
  `## Clause ${n}\n\nItem ${n} is delivered on day ${n}. ${`Unit ${n} is checked. `.repeat(40)}\n\n`;
const chaos = await startChaos(({ body }) => {
  const quote = /Item \d+ is delivered on day \d+\./.exec(JSON.stringify(body))?.[0] ?? '';
  const about = { title: 'No hour', message: 'The day has no hour.', suggestion: null };
  return ok({
    findings: [{ quote, ...about, severity: 'minor', confidence: 0.8 }],
    assessment: 'Clear.',
  });
});
try {
  writeFileSync(join(folder, 'contract.md'), [1, 2, 3, 4].map(clause).join(''));
  const model = ['--model', 'compatible:m', '--base-url', `${chaos.url}/v1`];
  const small = ['--chunk-tokens', '400', '--perspectives', 'accuracy', '--no-synthesis'];
  const { code, stderr } = await startCommandLine(
    ['review', 'contract.md', ...model, ...small, '--store', 'store', '--out', 'report.txt'],
    folder,
    { FANOUT_API_KEY: 'none' },
  ).ended;
  if (code !== 0) throw new Error(stderr);
  const to = join(import.meta.dirname, '../fixtures/stores', name);
  copyFileSync(join(folder, 'store', STORE_FILE), `${to}.db`);
  const store = await openStore(join(folder, 'store'));
  const runs = store.list().map(({ id }) => store.load(id));
  store.close();
  writeFileSync(`${to}.json`, `${JSON.stringify(runs, null, 1)}\n`);
} finally {
  await chaos.close();
  rmSync(folder, { recursive: true, force: true });
}
