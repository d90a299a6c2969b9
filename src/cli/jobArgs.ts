import { usageError } from '../core/errors.ts';
import { REVIEW, type JobSpec } from '../core/jobSpec.ts';
import type { RecordChoice } from '../sources/records.ts';
import { classifyArgs } from './classifyArgs.ts';
import type { Values } from './options.ts';

/** What a command line asks for, and of which files. */
export interface JobArgs {
  readonly spec: JobSpec;
  readonly paths: readonly string[];
  /** Read the one path as a record set. */
  readonly records?: RecordChoice;
}

type ReadJob = (values: Values, rest: readonly string[]) => JobArgs;

/** The commands that begin a run, and how each reads what it is asked. */
const jobCommands = {
  review: (_values, rest) => ({ spec: REVIEW, paths: somePaths('review', rest) }),
  classify: classifyArgs,
} as const satisfies Readonly<Record<string, ReadJob>>;

export type JobCommand = keyof typeof jobCommands;

export const isJobCommand = (name: string | undefined): name is JobCommand =>
  name !== undefined && Object.hasOwn(jobCommands, name);

/** @throws FanoutError `usage`. */
export const readJob = (command: JobCommand, values: Values, rest: readonly string[]): JobArgs =>
  jobCommands[command](values, rest);

function somePaths(command: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw usageError(`${command} needs at least one file or folder.`);
  return paths;
}
