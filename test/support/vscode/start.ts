// Opens VS Code in the browser with Fanout and a copy of the sample documents. Ends with Ctrl+C.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureVsCode } from './download.ts';
import { ROOT } from './paths.ts';
import { startServer } from './server.ts';
import { stageExtension } from './stage.ts';

const vscode = await ensureVsCode('latest');
const extension = await stageExtension();
const home = mkdtempSync(join(tmpdir(), 'fanout-start-'));
const workspace = join(home, 'sample');
mkdirSync(workspace);
const sample = join(ROOT, 'media/sample');
if (existsSync(sample)) cpSync(sample, workspace, { recursive: true });

// Other pages in the user's browser can reach this port too: only the printed address opens it.
const token = randomBytes(16).toString('hex');
const server = await startServer({ vscode, extensions: [extension], token });
const first = join(workspace, 'contract.md');
const payload = existsSync(first) ? [['openFile', server.uri(first)] as const] : [];
const url = server.url(workspace, [['skipWelcome', 'true'], ...payload]);

console.log(`\nVS Code ${vscode.version} with Fanout, in your browser:\n\n  ${url}\n`);
console.log('The documents are copies. Settings and keys last until Ctrl+C.');
openBrowser(url);

const signal = new Promise<void>(done => {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => done());
});
const code = await Promise.race([signal, server.ended]);
if (typeof code === 'number') console.error(`VS Code ended by itself with ${code}.`);
await server.stop();
for (const folder of [home, extension]) rmSync(folder, { recursive: true, force: true });
process.exit(typeof code === 'number' ? 1 : 0);

/** The address is printed all the same: where there is no desktop, nothing happens. */
function openBrowser(address: string): void {
  const { platform, env } = process;
  const desktop = platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY'];
  if (env['CI'] || !desktop) return;
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', address]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  if (!command) return;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
