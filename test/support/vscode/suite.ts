import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestResults } from '../testResults.ts';
import { launchBrowser } from './browser.ts';
import type { VsCode } from './download.ts';
import { startServer } from './server.ts';
import type { Settings } from './server.ts';

export interface SuiteOptions {
  readonly vscode: VsCode;
  readonly extension: string;
  /** A module with `run()`, loaded in the extension host. */
  readonly entry: string;
  readonly workspace: string;
  readonly settings?: Settings;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** A suite that did not come to its end has no results, and says why. */
export type SuiteResult = { readonly results: TestResults } | { readonly failed: string };

/**
 * Runs a test entry in the extension host of a server build, with a headless browser as its window.
 * VS Code reports success even when the extension host dies: only the file that the entry writes
 * after its last test counts.
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  const dir = mkdtempSync(join(tmpdir(), 'vsc-suite-'));
  const outFile = join(dir, 'out.txt');
  const resultFile = join(dir, 'result.json');
  writeFileSync(outFile, '');
  const server = await startServer({
    vscode: options.vscode,
    driver: true,
    env: { ...options.env, TEST_OUT: outFile, TEST_RESULT: resultFile },
    ...(options.settings ? { settings: options.settings } : {}),
  });
  const printer = followFile(outFile);
  const logs: string[] = [];
  const browser = await launchBrowser();
  try {
    const page = await browser.context.newPage();
    const end = Promise.withResolvers<string>();
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      logs.push(
        `${type} ${args.map(a => (typeof a === 'string' ? a : JSON.stringify(a))).join(' ')}`,
      );
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => end.resolve(`exit ${code}`));
    page.once('crash', () => end.resolve('the page crashed'));
    void server.ended.then(code => end.resolve(`VS Code's server ended with ${code}`));
    const timer = setTimeout(() => end.resolve('time is up'), options.timeoutMs ?? 300_000);
    await page.goto(
      server.url(resolve(options.workspace), [
        ['extensionDevelopmentPath', server.uri(resolve(options.extension))],
        ['extensionTestsPath', server.uri(resolve(options.entry))],
        ['skipWelcome', 'true'],
      ]),
    );
    const reason = await end.promise;
    clearTimeout(timer);
    printer.flush();
    if (existsSync(resultFile)) {
      return { results: JSON.parse(readFileSync(resultFile, 'utf8')) as TestResults };
    }
    return {
      failed: `The suite did not come to its end (${reason}).\n${logs.slice(-20).join('\n')}`,
    };
  } finally {
    printer.close();
    await browser.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Prints what the extension host writes to a file; what VS Code relays comes late and mixed. */
function followFile(file: string): { flush: () => void; close: () => void } {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(65_536);
  const flush = () => {
    for (let n; (n = readSync(descriptor, buffer, 0, buffer.length, null)) > 0;) {
      process.stdout.write(buffer.subarray(0, n));
    }
  };
  const timer = setInterval(flush, 50);
  return {
    flush,
    close() {
      clearInterval(timer);
      closeSync(descriptor);
    },
  };
}
