import { type ChangeSpec, REVIEW } from '../../core/domain/jobSpec.ts';
import { usageError } from '../../core/errors.ts';
import { classifyArgs } from './classifyArgs.ts';
import { askSpec, playbookOf, summarizeSpec } from './digestArgs.ts';
import type { Values } from './table.ts';
import type { JobArgs } from './types.ts';

type ReadJob = (values: Values, rest: readonly string[]) => JobArgs;

/** The commands that begin a run, and how each reads what it is asked. */
const jobCommands = {
  review: (values, rest) =>
    asksForChanges(values)
      ? { spec: { ...REVIEW, change: readChange(values, rest) }, paths: [] }
      : { spec: REVIEW, paths: somePaths('review', rest) },
  classify: classifyArgs,
  summarize: (values, rest) => ({
    spec: summarizeSpec(values),
    paths: somePaths('summarize', rest),
  }),
  ask: (values, rest) => {
    if (values.playbook !== undefined)
      return {
        spec: playbookOf(values.playbook),
        paths: somePaths('ask --playbook FILE', rest),
      };
    const [question = '', ...paths] = rest;
    return { spec: askSpec(question, values), paths: somePaths('ask "question"', paths) };
  },
} as const satisfies Readonly<Record<string, ReadJob>>;

export type JobCommand = keyof typeof jobCommands;

export const isJobCommand = (name: string | undefined): name is JobCommand =>
  name !== undefined && Object.hasOwn(jobCommands, name);

/** @throws FanoutError `usage`. */
export const readJob = (command: JobCommand, values: Values, rest: readonly string[]): JobArgs =>
  jobCommands[command](values, rest);

const asksForChanges = ({ changes, staged, commit }: Values): boolean =>
  changes === true || staged === true || commit !== undefined;

/** `--changes`, `--changes REF`, `--staged` or `--commit SHA`. */
function readChange({ staged, commit }: Values, rest: readonly string[]): ChangeSpec {
  const [ref, more] = rest;
  if (more !== undefined)
    throw usageError(
      `--changes takes one branch or none, not ${rest.join(' ')}. It reviews all that changed.`,
    );
  if ([staged, commit, ref].filter(Boolean).length > 1)
    throw usageError('Choose one of: --changes REF, --staged, --commit SHA.');
  if (staged) return { staged };
  if (commit !== undefined) return { commit };
  return ref === undefined ? {} : { ref };
}

function somePaths(command: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw usageError(`${command} needs at least one file or folder.`);
  return paths;
}
