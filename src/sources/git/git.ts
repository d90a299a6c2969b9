import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import path from 'node:path';
import { usageError } from '../../core/errors.ts';
import { harmlessConfig, parseConfig } from './gitConfig.ts';
import { makeShadow, removeShadow, shadowVariables } from './gitShadow.ts';
import { t } from '../../core/text/l10n.ts';

/** Maximum output of one command, in bytes. */
const MAX_OUTPUT = 256 * 1024 * 1024;
const TIMEOUT_MS = 120_000;

/**
 * Settings that no configuration may override, not even the user's: no monitors, hooks, signature checks or transports.
 * `GIT_ALLOW_PROTOCOL` takes precedence over every `protocol.*.allow`.
 */
const FIXED = [
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  'core.sshCommand=false',
  'core.quotePath=false',
  'credential.helper=',
  'log.showSignature=false',
  'protocol.allow=never',
].flatMap(setting => ['-c', setting]);

/** Variables of the user's environment that Git and the user's filters need. */
const KEPT =
  /^(?:PATH|PATHEXT|HOME|HOMEDRIVE|HOMEPATH|USERPROFILE|USER|USERNAME|LOGNAME|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|TEMP|TMP|TMPDIR|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?|XDG_CONFIG_HOME|XDG_CACHE_HOME|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)$/i;

/** Runs `git` in a folder and returns its output. */
export type Git = (...args: readonly string[]) => Promise<Buffer>;

/** `git` ran and reported an error. */
export class GitRefused extends Error {
  override readonly name = 'GitRefused';
}

export interface GitAt {
  readonly git: Git;
  /** The work tree that the repository claims. */
  readonly files: string;
}

/**
 * `git` for the repository with work tree `root`. It cannot run any program that the repository names: its
 * configuration and hooks are not read, because every call uses a temporary Git folder with the repository's data
 * (`makeShadow`). Takes no locks, never prompts and never uses the network.
 * @throws FanoutError `usage` if Git is missing or does not trust the folder.
 */
export async function gitAt(root: string): Promise<GitAt> {
  // These three commands read configuration but run nothing from it.
  const plain = (...args: readonly string[]): Promise<Buffer> => run(root, environment(), args);
  const at = async (...args: readonly string[]): Promise<string> =>
    path.resolve(root, (await plain('rev-parse', ...args)).toString().replace(/\r?\n$/, ''));
  const files = await at('--show-toplevel');
  const folders = {
    own: await at('--absolute-git-dir'),
    common: await at('--git-common-dir'),
  };
  const listed = await plain('config', '--list', '--show-scope', '-z');
  const config = harmlessConfig(parseConfig(listed.toString()));
  const git: Git = async (...args) => {
    const shadow = await makeShadow(folders, config);
    const variables = {
      ...environment(),
      ...shadowVariables(shadow, folders, root),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
    };
    try {
      return await run(root, variables, args);
    } finally {
      await removeShadow(shadow);
    }
  };
  return { git, files };
}

function run(root: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Buffer> {
  const all = [
    ...['-C', root, '--no-pager', '--no-optional-locks', '--literal-pathspecs'],
    ...FIXED,
    ...args,
  ];
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      all,
      {
        // Not in the repository: Windows would run a git.exe from the current folder.
        cwd: path.dirname(process.execPath),
        env,
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

/** The user's variables that are kept, plus those that keep Git from prompting and fetching. */
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.test(name))),
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
});

function failure(error: Error, stderr: string, root: string): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT')
    return usageError(
      t('Git was not found. Nothing was read. Install Git, or review files and folders instead.'),
    );
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return usageError(
      t('The change is too large to be read at once. Nothing was read. Choose a smaller one.'),
    );
  if ('killed' in error && error.killed)
    return usageError(t('Git did not answer within {0} s. Nothing was read.', TIMEOUT_MS / 1000));
  if (stderr.includes('dubious ownership'))
    return usageError(
      t(
        'Git does not trust {0}: it belongs to another user. Nothing was read. If you trust it, add it to safe.directory in your Git settings.',
        root,
      ),
    );
  const line = stderr.split('\n').find(text => text.trim() !== '') ?? error.message;
  return new GitRefused(line.replace(/^(?:fatal|error): /, '').slice(0, 300));
}
