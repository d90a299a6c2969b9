import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A program's standard output. Throws with the end of what it printed when it fails. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (result.error) throw result.error;
  if (result.status === 0) return result.stdout;
  const said = `${result.stdout.slice(-2000)}\n${result.stderr.slice(-4000)}`;
  throw new Error(`${command} ${args.join(' ')} failed (${result.status}):\n${said}`);
}

/** Runs npm in another project. `node` is the executable npm and its children run under. */
export function npm(
  args: readonly string[],
  cwd: string,
  extra: { readonly env?: NodeJS.ProcessEnv; readonly node?: string } = {},
): string {
  const env: NodeJS.ProcessEnv = { ...process.env, ...extra.env };
  // `npm run` hands its own project down in these; the nested npm would work on that one.
  for (const key of Object.keys(env)) {
    if (/^npm_(package_|lifecycle_|command$|config_(local_)?prefix$)/i.test(key)) delete env[key];
  }
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js')
    ? run(extra.node ?? process.execPath, [cli, ...args], cwd, env)
    : run('npm', args, cwd, env);
}

/**
 * Unpacks one published package into a folder. `npm pack` and `tar` run no lifecycle script.
 * `only` keeps one folder of it (as a path in the archive), `strip` drops leading path parts.
 */
export function unpackPackage(
  spec: string,
  folder: string,
  options: {
    readonly strip?: number;
    readonly only?: string;
    readonly exclude?: readonly string[];
  } = {},
): void {
  npm(['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', folder], folder);
  const archive = readdirSync(folder).find(name => name.endsWith('.tgz'));
  if (!archive) throw new Error(`npm pack ${spec} left no archive in ${folder}`);
  const excluded = (options.exclude ?? []).flatMap(path => ['--exclude', path]);
  const only = options.only ? [options.only] : [];
  run(
    'tar',
    ['xzf', archive, `--strip-components=${options.strip ?? 1}`, ...excluded, ...only],
    folder,
  );
  rmSync(join(folder, archive));
}
