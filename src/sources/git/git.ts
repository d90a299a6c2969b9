import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import path from 'node:path';
import { usageError } from '../../core/errors.ts';

/** Most that one command may print, in bytes. */
const MAX_OUTPUT = 256 * 1024 * 1024;
const TIMEOUT_MS = 120_000;

/** Settings by which a repository could have commands run, or its owner be asked for something. */
const HARMLESS = [
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  'core.sshCommand=false',
  'core.quotePath=false',
  'credential.helper=',
  'protocol.allow=never',
].flatMap(setting => ['-c', setting]);

/** Runs `git` in a folder, and gives what it printed. */
export type Git = (...args: readonly string[]) => Promise<Buffer>;

/** `git` ran and refused. */
export class GitRefused extends Error {
  override readonly name = 'GitRefused';
}

/**
 * `git` for one repository, unable to run anything the repository names: no hooks, pagers, filters of its
 * own, monitors or transports; it takes no locks and asks nothing.
 * @throws FanoutError `usage` when Git is missing, or does not trust the folder.
 */
export async function gitAt(root: string): Promise<Git> {
  const plain = (...args: readonly string[]): Promise<Buffer> => run(root, [], args);
  const listed = await plain('config', '--list', '--show-scope', '--name-only', '-z');
  const filters = new Set<string>();
  const fields = listed.toString().split('\0');
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = /^filter\.(.*)\.(?:clean|smudge|process|required)$/is.exec(fields[i + 1]!)?.[1];
    // The user's own filters (large files) are wanted; those the repository brings are not.
    if (name !== undefined && /^(?:local|worktree)$/.test(fields[i]!)) filters.add(name);
  }
  if ([...filters].some(name => name.includes('=')))
    throw usageError(
      `The repository in ${root} names a filter that cannot be switched off safely. Nothing was read. Review its files instead.`,
    );
  const without = [...filters].flatMap(name => [
    ...['clean', 'smudge', 'process'].flatMap(key => ['-c', `filter.${name}.${key}=`]),
    ...['-c', `filter.${name}.required=false`],
  ]);
  return (...args) => run(root, without, args);
}

function run(root: string, settings: readonly string[], args: readonly string[]): Promise<Buffer> {
  const all = [
    ...['-C', root, '--no-pager', '--no-optional-locks', '--literal-pathspecs'],
    ...HARMLESS,
    ...settings,
    ...args,
  ];
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      all,
      {
        // Not in the repository: Windows would take a git.exe from there.
        cwd: path.dirname(process.execPath),
        env: environment(),
        encoding: 'buffer',
        maxBuffer: MAX_OUTPUT,
        timeout: TIMEOUT_MS,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else reject(failure(error, stderr.toString(), root));
      },
    );
  });
}

/** The user's environment, without what would point Git elsewhere. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
  };
}

function failure(error: Error, stderr: string, root: string): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT')
    return usageError(
      'Git was not found. Nothing was read. Install Git, or review files and folders instead.',
    );
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return usageError(
      'The change is too large to be read at once. Nothing was read. Choose a smaller one.',
    );
  if ('killed' in error && error.killed)
    return usageError(`Git did not answer within ${TIMEOUT_MS / 1000} s. Nothing was read.`);
  if (stderr.includes('dubious ownership'))
    return usageError(
      `Git does not trust ${root}: it belongs to another user. Nothing was read. If you trust it, add it to safe.directory in your Git settings.`,
    );
  const line = stderr.split('\n').find(text => text.trim() !== '') ?? error.message;
  return new GitRefused(line.replace(/^(?:fatal|error): /, '').slice(0, 300));
}
