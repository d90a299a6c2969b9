import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { npm, unpackPackage } from './npmPackage.ts';
import { CACHE, ROOT, buildOnce } from './paths.ts';

interface Recipe {
  /** code-server 4.x.y carries VS Code 1.x.y. */
  readonly codeServer: string;
  /** What that server's native modules are built for. */
  readonly node: string;
  readonly native: readonly string[];
}

const RECIPES = {
  minimum: {
    codeServer: '4.105.1',
    node: '22.23.3',
    native: ['@vscode/spdlog', 'native-watchdog'],
  },
  latest: {
    codeServer: '4.139.1',
    node: '24.21.0',
    native: ['@vscode/spdlog', '@vscode/native-watchdog', '@vscode/fs-copyfile', 'node-pty'],
  },
} as const satisfies Record<string, Recipe>;

export type Profile = keyof typeof RECIPES;
export const PROFILES = Object.keys(RECIPES) as readonly Profile[];

/** A VS Code that is ready to be started. */
export interface VsCode {
  readonly profile: Profile;
  readonly version: string;
  readonly dir: string;
  readonly nodeExe: string;
}

/** Part of the folder's name, so that a changed recipe never meets an old folder. */
const REVISION = 1;

/** What server, extension host, search, watcher, terminal and page load; the rest is for sign-in and agents. */
const NEEDED =
  /^(cookie|minimist|ws|yauzl|yazl|https?-proxy-agent|jschardet|katex|tas-client(-umd)?|undici|tslib|node-pty|native-watchdog|@parcel\/watcher|vscode-(oniguruma|regexpp|textmate)|@microsoft\/1ds-(core|post)-js|@vscode\/(fs-copyfile|deviceid|proxy-agent|ripgrep(-universal)?|spdlog|native-watchdog|iconv-lite-umd|tree-sitter-wasm|vscode-languagedetection)|@xterm\/.*)$/;

/** 95 MB that no test uses. */
const UNUSED_EXTENSIONS = [
  'copilot',
  'mermaid-markdown-features',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
];

const INSTALL = ['install', '--omit=dev', '--ignore-scripts', '--loglevel=error'];
const PLATFORM = process.platform === 'win32' ? 'win' : process.platform;

/**
 * The server build of VS Code, made of npm packages alone and kept in `.vscode-test`.
 * The first call takes up to a minute, later ones nothing.
 */
export async function ensureVsCode(profile: Profile): Promise<VsCode> {
  const recipe: Recipe = RECIPES[profile];
  const version = `1.${recipe.codeServer.slice(2)}`;
  if (profile === 'minimum') checkEngine(version);
  const nodeDir = join(CACHE, `node-${recipe.node}`);
  const dir = join(CACHE, `code-server-${recipe.codeServer}-r${REVISION}`);
  await buildOnce(nodeDir, staging => {
    say(`unpacking Node ${recipe.node}`);
    unpackPackage(`node-${PLATFORM}-${process.arch}@${recipe.node}`, staging, {
      exclude: ['package/lib', 'package/share'],
    });
  });
  const nodeExe = join(nodeDir, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  await buildOnce(dir, staging => assemble(staging, recipe, version, nodeDir, nodeExe));
  return { profile, version, dir, nodeExe };
}

function assemble(
  dir: string,
  recipe: Recipe,
  version: string,
  nodeDir: string,
  nodeExe: string,
): void {
  say(`unpacking VS Code ${version}`);
  const inside = 'package/lib/vscode';
  unpackPackage(`code-server@${recipe.codeServer}`, dir, {
    strip: 3,
    only: inside,
    exclude: UNUSED_EXTENSIONS.map(name => `${inside}/extensions/${name}`),
  });
  dropUnneededDependencies(dir);
  say('installing its dependencies');
  npm(INSTALL, dir);
  npm(INSTALL, join(dir, 'extensions'));
  const native = recipe.native.filter(name => existsSync(join(dir, 'node_modules', name)));
  if (canCompile()) compile(dir, native, nodeDir, nodeExe);
  else say('no compiler here: terminal, log files and git integration of this VS Code stay off');
  placeRipgrep(dir);
}

function dropUnneededDependencies(dir: string): void {
  const file = join(dir, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  for (const field of ['dependencies', 'optionalDependencies']) {
    const all = Object.entries((manifest[field] ?? {}) as Record<string, string>);
    manifest[field] = Object.fromEntries(all.filter(([name]) => NEEDED.test(name)));
  }
  const dependencies = manifest['dependencies'] as Record<string, string>;
  if (/[/#]/.test(dependencies['@parcel/watcher'] ?? '')) {
    // Some versions name a commit: the release has the prebuilt binary.
    dependencies['@parcel/watcher'] = '^2.5.1';
    rmSync(join(dir, 'npm-shrinkwrap.json'), { force: true });
  }
  delete manifest['overrides'];
  delete manifest['devDependencies'];
  writeFileSync(file, JSON.stringify(manifest, null, 2));
}

function canCompile(): boolean {
  return [process.env['PYTHON'] ?? 'python3', 'make', 'g++'].every(
    tool => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0,
  );
}

function compile(dir: string, modules: readonly string[], nodeDir: string, nodeExe: string): void {
  say(`compiling ${modules.join(', ')}`);
  try {
    npm(['rebuild', '--foreground-scripts', ...modules], dir, {
      node: nodeExe,
      env: {
        // Else a `nodedir` of the user's own npm settings brings another Node's headers.
        npm_config_nodedir: nodeDir,
        PATH: [dirname(nodeExe), process.env['PATH']].join(delimiter),
        JOBS: 'max',
      },
    });
  } catch (error) {
    say(`compiling failed, going on without: ${String(error).slice(0, 2000)}`);
  }
}

/** Older versions would download ripgrep when installed: take the binary that npm carries. */
function placeRipgrep(dir: string): void {
  const here = `${process.platform}-${process.arch}`;
  const universal = join(dir, 'node_modules/@vscode/ripgrep-universal');
  const older = join(dir, 'node_modules/@vscode/ripgrep');
  if (existsSync(older)) {
    mkdirSync(universal, { recursive: true });
    unpackPackage('@vscode/ripgrep-universal@1.18.0', universal);
    cpSync(join(universal, 'bin', here), join(older, 'bin'), { recursive: true });
    rmSync(universal, { recursive: true });
  } else if (existsSync(universal)) {
    for (const name of readdirSync(join(universal, 'bin'))) {
      if (name !== here) rmSync(join(universal, 'bin', name), { recursive: true });
    }
  }
}

function checkEngine(version: string): void {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    engines: { vscode: string };
  };
  const [major, minor] = manifest.engines.vscode.replace('^', '').split('.');
  if (version.startsWith(`${major}.${minor}.`)) return;
  throw new Error(
    `package.json promises VS Code ${manifest.engines.vscode}, and the minimum tested is ${version}`,
  );
}

const started = performance.now();
function say(message: string): void {
  console.log(`[vscode ${((performance.now() - started) / 1000).toFixed(1)} s] ${message}`);
}
