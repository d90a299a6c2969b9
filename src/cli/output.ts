import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FanoutError, messageOf } from '../core/errors.ts';

/** What goes to standard error: progress and remarks, never the report. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/**
 * Writes a report to a file or to standard output. A file is whole or not there at all.
 * @throws FanoutError `usage` when the file cannot be written; the text then goes to standard output.
 */
export async function deliver(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) return print(text);
  const unfinished = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, text, { flag: 'wx' });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    await print(text);
    throw new FanoutError(
      'usage',
      `${file} could not be written (${messageOf(error)}). The report went to standard output.`,
    );
  }
  tell(`Written to ${file}`);
}

/** Resolves when the text has left the process: exiting earlier cuts a pipe short. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, error => {
      if (error) reject(error);
      else resolve();
    });
  });
