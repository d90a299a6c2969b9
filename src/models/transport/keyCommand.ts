import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { parse } from 'node:path';
import { FanoutError } from '../../core/errors.ts';
import { cleanKey } from './apiKey.ts';
import { t } from '../../core/text/l10n.ts';

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

/** The home folder; a user of a container may have none, and a missing folder reads like a missing program. */
function ownFolder(): string {
  const home = homedir();
  return existsSync(home) ? home : parse(process.execPath).root;
}

function run([file = '', ...args]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const failed = (why: string): void =>
      reject(
        new FanoutError(
          'noApiKey',
          t(
            'The command for the key, {0}, {1}. Nothing was sent. Run it in a terminal to see why.',
            file,
            why,
          ),
        ),
      );
    execFile(
      file,
      args,
      {
        cwd: ownFolder(),
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT,
        windowsHide: true,
        shell: false,
      },
      (error, stdout) => {
        if (error?.code === 'ENOENT') return failed(t('was not found'));
        if (error?.killed) return failed(t('did not end within {0} s', TIMEOUT_MS / 1000));
        if (error)
          return failed(
            typeof error.code === 'number'
              ? t('failed with exit code {0}', error.code)
              : t('failed##command'),
          );
        try {
          resolve(cleanKey(stdout));
        } catch {
          failed(t('did not print a usable key'));
        }
      },
    );
  });
}
