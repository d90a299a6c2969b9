import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { FanoutError } from '../../core/errors.ts';
import { cleanKey } from './apiKey.ts';

/** A sign-in may ask a directory service. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 64 * 1024;

/** Keys by the command that printed them, while this process lives. */
const printed = new Map<string, Promise<string>>();

/**
 * The key that a command of the user prints, as short-lived tokens are got: run once and kept until `isStale` says
 * that it was refused. No shell, and not in the folder under review. Throws FanoutError `noApiKey`.
 */
export function keyFrom(command: readonly string[], stale?: string): Promise<string> {
  const name = JSON.stringify(command);
  const known = printed.get(name);
  if (known && stale === undefined) return known;
  const made = (known ?? Promise.resolve(stale)).then(
    key => (key === undefined || key === stale ? run(command) : key),
    () => run(command),
  );
  printed.set(name, made);
  made.catch(() => {
    if (printed.get(name) === made) printed.delete(name);
  });
  return made;
}

function run([file = '', ...args]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const failed = (why: string): void =>
      reject(
        new FanoutError(
          'noApiKey',
          `The command for the key, ${file}, ${why}. Nothing was sent. Run it in a terminal to see why.`,
        ),
      );
    execFile(
      file,
      args,
      {
        cwd: homedir(),
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT,
        windowsHide: true,
        shell: false,
      },
      (error, stdout) => {
        if (error?.code === 'ENOENT') return failed('was not found');
        if (error?.killed) return failed(`did not end within ${TIMEOUT_MS / 1000} s`);
        if (error)
          return failed(
            `failed${typeof error.code === 'number' ? ` with exit code ${error.code}` : ''}`,
          );
        try {
          resolve(cleanKey(stdout));
        } catch {
          failed('did not print a usable key');
        }
      },
    );
  });
}
