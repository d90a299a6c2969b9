import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { CACHE, buildOnce } from './paths.ts';

export interface BrowserExecutable {
  readonly path: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface LaunchOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number;
  /** Keeps what VS Code stores in the browser (secrets, state, layout) for a second launch on the same port. */
  readonly profileDir?: string;
}

export interface LaunchedBrowser {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

const INSTALLED: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap(variable =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map(
      path => join(process.env[variable] ?? 'C:\\', path),
    ),
  ),
};

/**
 * The browser to drive: the one `CHROMIUM` names, else an installed one, else the one an npm
 * package carries (`CHROMIUM=bundled` asks for that one). Throws one line that says what to install.
 */
export async function findBrowser(): Promise<BrowserExecutable> {
  const asked = process.env['CHROMIUM'];
  if (asked && asked !== 'bundled') {
    if (existsSync(asked)) return { path: asked };
    throw new Error(`CHROMIUM names ${asked}, and there is no such file.`);
  }
  const installed = asked ? undefined : INSTALLED[process.platform]?.find(existsSync);
  if (installed) return { path: installed };
  if (process.platform === 'linux' && process.arch === 'x64') return bundledBrowser();
  throw new Error(
    'No browser was found: install Chrome, Chromium or Edge, or name one in the variable CHROMIUM.',
  );
}

/** `@sparticuz/chromium` carries a headless Chromium, fonts and the libraries a bare system lacks. */
async function bundledBrowser(): Promise<BrowserExecutable> {
  const { inflate } = await import('@sparticuz/chromium');
  const build = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const folder = join(CACHE, 'chromium-153');
  await buildOnce(folder, async staging => {
    console.log('[vscode] unpacking the Chromium that npm brought');
    // `inflate` writes to the temporary folder, wherever that is at the time.
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = staging;
    try {
      for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) {
        await inflate(join(build, '../bin', part));
      }
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });
  const path = join(folder, 'chromium');
  return { path, env: { ...missingLibraries(path, folder), ...missingFonts(folder) } };
}

function missingLibraries(path: string, folder: string): NodeJS.ProcessEnv {
  const linked = spawnSync('ldd', [path], { encoding: 'utf8' });
  if (linked.status === 0 && !linked.stdout.includes('not found')) return {};
  return { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
}

function missingFonts(folder: string): NodeJS.ProcessEnv {
  if (existsSync('/etc/fonts/fonts.conf')) return {};
  const file = join(folder, 'fonts/local.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>` +
      `<dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts/cache</cachedir></fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Starts the browser headless, with no way to any machine but this one. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<LaunchedBrowser> {
  const { path, env } = await findBrowser();
  const launch = {
    executablePath: path,
    args: FLAGS,
    env: { ...process.env, ...env } as Record<string, string>,
  };
  const page: BrowserContextOptions = {
    viewport: options.viewport ?? { width: 1440, height: 900 },
    deviceScaleFactor: options.deviceScaleFactor ?? 1,
    permissions: ['clipboard-read', 'clipboard-write'],
  };
  if (options.profileDir) {
    const context = await chromium.launchPersistentContext(options.profileDir, {
      ...launch,
      ...page,
    });
    await shutOutside(context);
    return { context, close: () => context.close() };
  }
  const browser = await chromium.launch(launch);
  const context = await browser.newContext(page);
  await shutOutside(context);
  return { context, close: () => browser.close() };
}

/** Whatever is not this machine fails at once instead of hanging. */
async function shutOutside(context: BrowserContext): Promise<void> {
  await context.route(
    url => /^https?:$/.test(url.protocol) && !/^(localhost|127\.0\.0\.1)$/.test(url.hostname),
    route => route.abort(),
  );
}
