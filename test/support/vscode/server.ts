import { spawn } from 'node:child_process';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { VsCode } from './download.ts';
import { startFront } from './front.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  readonly vscode: VsCode;
  /** User settings, on top of the quiet ones. */
  readonly settings?: Settings;
  /** Unpacked extensions to load. */
  readonly extensions?: readonly string[];
  /** Start with workspace trust on, so that a new folder is not trusted. */
  readonly trust?: boolean;
  /** Honour `extensionTestsPath`. It also hides notifications, so only suites want it. */
  readonly driver?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** What the address must hold; without it every page of this machine's browsers gets in. */
  readonly token?: string;
  /** A fixed port keeps what the browser stores over two starts. */
  readonly port?: number;
}

export interface Server {
  /** `localhost:port`, and never an address: it must equal the authority of remote URIs. */
  readonly host: string;
  readonly dataDir: string;
  /** Settles when the server ended by itself. */
  readonly ended: Promise<number | null>;
  readonly url: (folder: string, payload?: readonly (readonly [string, string])[]) => string;
  readonly uri: (path: string) => string;
  /** Ends the server and all it started, and removes its data. */
  readonly stop: () => Promise<void>;
}

/** Without these the window is noisy, slow or asks questions. */
const QUIET: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.editor.useModal': 'off',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'files.autoSave': 'off',
  'remote.autoForwardPorts': false,
  'window.restoreWindows': 'none',
};

/** Starts VS Code's server on loopback; resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  // Its sockets go below this path too, and those have a short limit.
  const dataDir = mkdtempSync(join(tmpdir(), 'vsc-'));
  const temp = join(dataDir, 't');
  mkdirSync(temp);
  writeJson(join(dataDir, 'data/User/settings.json'), { ...QUIET, ...options.settings });
  linkExtensions(join(dataDir, 'extensions'), options.extensions ?? []);

  const inner = await freePort();
  const args = [
    join(options.vscode.dir, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(inner)],
    ...(options.token ? ['--connection-token', options.token] : ['--without-connection-token']),
    ...['--server-data-dir', dataDir, '--accept-server-license-terms', '--disable-telemetry'],
    ...['--disable-experiments', '--force-disable-user-env', '--disable-update-check'],
    ...['--disable-getting-started-override', '--log', 'info'],
    ...(options.driver ? ['--enable-smoke-test-driver'] : []),
    ...(options.trust ? [] : ['--disable-workspace-trust']),
  ];
  const child = spawn(options.vscode.nodeExe, args, {
    env: serverEnv(temp, options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: what it starts must end with it, or re-creates the deleted data folder.
    detached: process.platform !== 'win32',
  });
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (process.platform === 'win32') child.kill(signal);
      else if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // Already gone.
    }
  };
  const lastResort = () => {
    kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.once('exit', lastResort);

  const log = createWriteStream(join(dataDir, 'server.log'));
  const ended = new Promise<number | null>(done => child.once('exit', done));
  let said = '';
  await new Promise<void>((listening, failed) => {
    const timer = setTimeout(
      () => failed(new Error(`VS Code is silent for 60 s:\n${said}`)),
      60_000,
    );
    const read = (data: Buffer) => {
      said = (said + data.toString()).slice(-20_000);
      log.write(data);
      if (!said.includes('Extension host agent listening on')) return;
      clearTimeout(timer);
      listening();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', failed);
    void ended.then(code => {
      clearTimeout(timer);
      failed(new Error(`VS Code ended with ${code}:\n${said}`));
    });
  });

  const front = await startFront(inner, options.port);
  const host = `localhost:${front.port}`;
  const query = options.token ? `tkn=${options.token}&` : '';
  return {
    host,
    dataDir,
    ended,
    url: (folder, payload = []) =>
      `http://${host}/?${query}folder=${encodeURI(folder)}` +
      (payload.length > 0 ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : ''),
    uri: path => `vscode-remote://${host}${path}`,
    async stop() {
      await front.close();
      kill('SIGTERM');
      const timer = setTimeout(() => kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
      kill('SIGKILL');
      process.off('exit', lastResort);
      await new Promise<void>(done => log.end(done));
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function serverEnv(temp: string, extra: NodeJS.ProcessEnv | undefined): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // No extension gallery is asked.
    EXTENSIONS_GALLERY: '{}',
    BROWSER: 'none',
    TMPDIR: temp,
    XDG_RUNTIME_DIR: temp,
  };
  // Neither another VS Code's variables nor a developer's keys reach the VS Code under test.
  const foreign =
    /^(VSCODE_(IPC|GIT|NLS|PID|CWD|PATH)|ELECTRON_|NODE_OPTIONS|OPENAI_|ANTHROPIC_|FANOUT_|npm_)/;
  for (const key of Object.keys(env)) if (foreign.test(key)) delete env[key];
  return { ...env, ...extra };
}

/** A link is enough, and `extensions.json` must name it: once that file exists nothing else is loaded. */
function linkExtensions(folder: string, extensions: readonly string[]): void {
  const entries = extensions.map(path => {
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
      publisher: string;
      name: string;
      version: string;
    };
    const id = `${manifest.publisher}.${manifest.name}`;
    const relativeLocation = `${id}-${manifest.version}`;
    const link = join(folder, relativeLocation);
    mkdirSync(folder, { recursive: true });
    symlinkSync(resolve(path), link, 'junction');
    const location = { $mid: 1, path: link, scheme: 'file' };
    return {
      identifier: { id },
      version: manifest.version,
      location,
      relativeLocation,
      metadata: {},
    };
  });
  if (entries.length > 0) writeJson(join(folder, 'extensions.json'), entries);
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value, null, 2));
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
