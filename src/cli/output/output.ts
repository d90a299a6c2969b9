import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { FanoutError, messageOf, usageError } from '../../core/errors.ts';
import {
  terminalText,
  withoutCiCommands,
  withoutControls,
} from '../../core/report/text/terminalText.ts';
import { writeWhole } from '../../engine/labelFile.ts';

/** Text of files, models and servers as a terminal or the log of a CI service may show it. */
export const terminalLine = (text: string): string => withoutCiCommands(terminalText(text));

/** Where somebody looks on, or a CI service obeys what it reads. */
const isWatched = (): boolean =>
  process.stdout.isTTY ||
  ['CI', 'GITHUB_ACTIONS', 'TF_BUILD'].some(name => (process.env[name] ?? '') !== '');

/** What goes to standard error: progress and remarks, never the report. */
export const tell = (line: string): void => {
  process.stderr.write(`${terminalLine(line)}\n`);
};

/**
 * Refuses a file that could not be written, before anything is paid for.
 * @throws FanoutError `usage`.
 */
export function checkTarget(option: '--out' | '--events', file: string | undefined): void {
  if (file === undefined) return;
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw new Error('it is a folder');
    if (!there) mkdirSync(dirname(file), { recursive: true });
    accessSync(there && !there.isFile() ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw usageError(
      `${option} ${file} cannot be written (${messageOf(error)}). Nothing was sent. Give the name of a file.`,
    );
  }
}

/**
 * Writes a report to a file or to standard output. A file is whole or not there at all, also after a
 * power cut.
 * @throws FanoutError `notWritten` when the file cannot be written; the text then goes to standard output.
 */
export async function deliver(text: string | Uint8Array, file: string | undefined): Promise<void> {
  if (file === undefined) return printed(text);
  try {
    writeWhole(file, text);
  } catch (error) {
    if (typeof text !== 'string')
      throw new FanoutError('notWritten', `${file} could not be written (${messageOf(error)}).`);
    await print(text);
    throw new FanoutError(
      'notWritten',
      `${file} could not be written (${messageOf(error)}). The report went to standard output.`,
    );
  }
  tell(`Written to ${file}`);
}

/** @throws FanoutError `usage` for what is no text: it would only disturb a terminal. */
const printed = (text: string | Uint8Array): Promise<void> => {
  if (typeof text === 'string') return print(text);
  throw usageError('This format is not text: name a file with -o FILE.');
};

/**
 * Resolves when the text has left the process: exiting earlier cuts a pipe short.
 * @throws FanoutError `notWritten` when it could not, unless the reader closed the pipe (`| head`).
 */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const safe = isWatched() ? terminalLine(text) : withoutControls(text);
    process.stdout.write(safe, error => {
      if (!error || (error as NodeJS.ErrnoException).code === 'EPIPE') resolve();
      else
        reject(
          new FanoutError(
            'notWritten',
            `Standard output could not be written (${messageOf(error)}). Show a stored run again with: fanout show RUN`,
          ),
        );
    });
  });

export interface Lines {
  add(line: string): void;
  close(): void;
}

/**
 * Lines of a file, one after the other. A disk that refuses in the middle costs the rest of the file,
 * never the run.
 * @throws FanoutError `usage` when the file cannot be started.
 */
export function writeLines(file: string): Lines {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'w');
  } catch (error) {
    throw usageError(`${file} cannot be written (${messageOf(error)}). Nothing was sent.`);
  }
  const close = (): void => {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  };
  return {
    add(line) {
      if (handle === undefined) return;
      try {
        writeFileSync(handle, `${line}\n`);
      } catch (error) {
        tell(
          `${file} ends early: it could not be written (${messageOf(error)}). The run continues.`,
        );
        close();
      }
    },
    close,
  };
}
