// Runs test/extension in a real extension host, on the minimum and the latest VS Code.
//   VSCODE_PATH=/path/to/code   that desktop VS Code alone
//   VSCODE_TEST=desktop|server  instead of finding out
//   node runExtensionTests.ts [minimum|latest]
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TestResults } from '../testResults.ts';
import { PROFILES, ensureVsCode } from './download.ts';
import type { Profile } from './download.ts';
import { RESULTS, ROOT } from './paths.ts';
import { stageExtension } from './stage.ts';
import { runSuite } from './suite.ts';
import type { SuiteResult } from './suite.ts';

const UPDATE_SERVER = 'https://update.code.visualstudio.com/api/releases/stable';

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const chosen = PROFILES.filter(p => positionals.length === 0 || positionals.includes(p));
  if (chosen.length === 0) throw new Error(`Say one of: ${PROFILES.join(', ')}`);
  const extension = await stageExtension();
  mkdirSync(RESULTS, { recursive: true });
  try {
    const desktop = await useDesktop();
    for (const profile of desktop && process.env['VSCODE_PATH'] ? (['latest'] as const) : chosen) {
      const workspace = mkdtempSync(join(tmpdir(), 'fanout-ws-'));
      const result = desktop
        ? await onDesktop(profile, extension, workspace)
        : await onServer(profile, extension, workspace);
      rmSync(workspace, { recursive: true, force: true });
      report(profile, result);
    }
  } finally {
    rmSync(extension, { recursive: true, force: true });
  }
}

const entry = join(ROOT, 'dist/test/extension/index.js');

async function useDesktop(): Promise<boolean> {
  const asked = process.env['VSCODE_TEST'];
  if (asked) return asked === 'desktop';
  if (process.env['VSCODE_PATH']) return true;
  const headless =
    process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (headless) return false;
  return fetch(UPDATE_SERVER, { signal: AbortSignal.timeout(3000) }).then(
    response => response.ok,
    () => false,
  );
}

async function onServer(
  profile: Profile,
  extension: string,
  workspace: string,
): Promise<SuiteResult> {
  const vscode = await ensureVsCode(profile);
  console.log(`\nVS Code ${vscode.version} (${profile}), server build`);
  return runSuite({ vscode, extension, entry, workspace });
}

async function onDesktop(
  profile: Profile,
  extension: string,
  workspace: string,
): Promise<SuiteResult> {
  const { runTests } = await import('@vscode/test-electron');
  const path = process.env['VSCODE_PATH'];
  const home = mkdtempSync(join(tmpdir(), 'vsc-'));
  const resultFile = join(home, 'result.json');
  // The minimum is what package.json promises; its patch versions differ between builds.
  const version = profile === 'latest' ? 'stable' : minimumVersion();
  console.log(`\nVS Code ${path ?? version} (${profile}), desktop`);
  try {
    await runTests({
      ...(path ? { vscodeExecutablePath: path } : { version }),
      extensionDevelopmentPath: extension,
      extensionTestsPath: entry,
      extensionTestsEnv: { TEST_RESULT: resultFile },
      launchArgs: [
        workspace,
        '--disable-workspace-trust',
        '--disable-extensions',
        `--user-data-dir=${join(home, 'user')}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    }).catch((error: unknown) => console.error(String(error)));
    return existsSync(resultFile)
      ? { results: JSON.parse(readFileSync(resultFile, 'utf8')) as TestResults }
      : { failed: 'The suite did not come to its end.' };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function minimumVersion(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    engines: { vscode: string };
  };
  return manifest.engines.vscode.replace('^', '');
}

function report(profile: Profile, result: SuiteResult): void {
  const results: TestResults =
    'results' in result
      ? result.results
      : {
          tests: 1,
          passes: 0,
          failures: 1,
          failed: [{ title: `the suite in ${profile}`, message: result.failed }],
        };
  writeFileSync(join(RESULTS, `extension-${profile}.json`), JSON.stringify(results));
  if ('failed' in result) console.error(result.failed);
  if (results.tests === 0) console.error('There were no tests.');
  if (results.failures > 0 || results.tests === 0) process.exitCode = 1;
}

await main();
