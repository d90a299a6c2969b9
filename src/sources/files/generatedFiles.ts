/** Folders with third-party code or build output; read only if the user names them. */
const FOLDERS: Readonly<Record<string, string>> = {
  node_modules: 'installed packages',
  bower_components: 'installed packages',
  jspm_packages: 'installed packages',
  '.venv': 'installed packages',
  venv: 'installed packages',
  'site-packages': 'installed packages',
  __pycache__: 'build product',
  '.mypy_cache': 'build product',
  '.pytest_cache': 'build product',
  '.tox': 'build product',
  '.gradle': 'build product',
  '.next': 'build product',
  '.nuxt': 'build product',
  '.cache': 'build product',
  '.vscode-test': 'build product',
};

const LOCK_FILES = new Set(
  `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock cargo.lock
  poetry.lock pdm.lock uv.lock pipfile.lock gemfile.lock composer.lock go.sum go.work.sum mix.lock
  pubspec.lock packages.lock.json podfile.lock cartfile.resolved package.resolved flake.lock
  gradle.lockfile conan.lock pixi.lock .terraform.lock.hcl`.split(/\s+/),
);

/** Why a folder is not walked into, or undefined. */
export const unwantedFolder = (name: string): string | undefined =>
  Object.hasOwn(FOLDERS, name) ? FOLDERS[name] : undefined;

/** Why a file found by walking is left out by its name alone, or undefined. */
export function unwantedName(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (LOCK_FILES.has(lower)) return 'lock file';
  if (/[.-]min\.(?:js|mjs|cjs|css|html)$/.test(lower)) return 'minified';
  if (/\.(?:js|mjs|cjs|css|ts)\.map$/.test(lower)) return 'generated (source map)';
  if (
    /(?:\.pb\.(?:go|cc|h)|_pb2(?:_grpc)?\.pyi?|\.g\.dart|\.freezed\.dart|\.designer\.cs|\.g\.cs|\.generated\.\w+)$/.test(
      lower,
    )
  ) {
    return 'generated';
  }
  return undefined;
}

/** Why a text found by walking is left out by its contents, or undefined. `languageId` as in kinds.ts. */
export function unwantedText(text: string, languageId: string): string | undefined {
  const head = text.slice(0, 3000).split('\n', 40).join('\n');
  if (
    /@generated\b|\bcode generated\b.{0,200}\bdo not edit\b|<auto-?generated|\b(?:automatically|auto-?) ?generated\b.{0,200}\b(?:do not|don't) (?:edit|modify|change)\b/is.test(
      comments(head),
    )
  ) {
    return 'generated';
  }
  if (/^(?:javascript|css|json|html|xml)/.test(languageId) && isMinified(text)) return 'minified';
  return undefined;
}

/** The lines that look like comments: words in string literals of a generator's source do not count. */
const comments = (head: string) =>
  head
    .split('\n')
    .filter(line => /^\s*(?:\/\/|\/\*|\*|#|<!--|--|;|%|"""|'''|@generated|\(\*)/.test(line))
    .join('\n');

/** Few, very long lines. Data on one line counts too: findings could not point into it. */
function isMinified(text: string): boolean {
  if (text.length < 2000) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > 500;
}
