import { resultOf } from '../../core/domain/jobs.ts';
import type { JobKind } from '../../core/domain/jobSpec.ts';
import { usageError } from '../../core/errors.ts';
import { type FormatName, holds } from '../../core/report/formats.ts';
import { DEFAULT_MAX_COMMENTS } from '../../pullRequest/publish.ts';
import { choiceOf } from './classifyArgs.ts';
import { evalArgs } from './evalArgs.ts';
import { isJobCommand, readJob } from './jobArgs.ts';
import { givenSettings, outputOf, secretsOf, settingsOf } from './options.ts';
import { parseCommandLine } from './program.ts';
import { oneOf } from './parse.ts';
import { TRACKED } from '../../engine/wordReview.ts';
import type { Values } from './table.ts';
import type { CliArgs } from './types.ts';

/** @throws FanoutError `usage`. */
export function readArgs(argv: readonly string[]): CliArgs {
  const parsed = parseCommandLine(argv);
  if (parsed.kind === 'help') return { command: 'help', text: parsed.text };
  if (parsed.kind === 'version') return { command: 'version' };
  const { command, values, rest } = parsed;
  if (command === 'export') return exportArgs(values, rest);
  const output = outputOf(values);
  const asked = command === 'plan' ? 'review' : command;
  if (isJobCommand(asked)) {
    const { spec, ...read } = readJob(asked, values, rest);
    requireFormat(output.format, spec.kind);
    if (
      resultOf(spec.kind) === 'statements' &&
      (values.model?.at(-1) ?? 'offline').startsWith('offline')
    )
      throw usageError(
        `${spec.kind} needs a model: name one with --model. The offline rules can only review.`,
      );
    return {
      command: 'run',
      ...(command === 'plan' || values.plan ? { only: 'plan' } : {}),
      ...read,
      ...(values.instructions ? { instructions: values.instructions } : {}),
      ...(values.exclude ? { exclude: values.exclude } : {}),
      secrets: secretsOf(values),
      settings: { spec, ...settingsOf(values) },
      output,
    };
  }
  switch (command) {
    case 'resume':
      return { command, runId: oneRun(command, rest), given: givenSettings(values), output };
    case 'cancel':
      return { command, runId: oneRun(command, rest), output };
    case 'delete':
      return { command, runId: oneRun(command, rest), force: values.force === true, output };
    case 'compare': {
      const [before, after] = rest;
      if (before === undefined || after === undefined || rest.length > 2)
        throw usageError('compare takes two run ids, the earlier one first.');
      if (!['text', 'json', 'markdown'].includes(output.format))
        throw usageError(`compare writes text, json or markdown, not ${output.format}.`);
      return { command, before, after, output };
    }
    case 'dismiss':
    case 'accept':
    case 'reopen': {
      const [runId, findingId] = rest;
      if (runId === undefined || findingId === undefined || rest.length > 2)
        throw usageError(`${command} takes a run id and a finding id such as F3.`);
      const reason = values.reason?.trim() ?? '';
      if (command === 'dismiss' && reason === '') throw usageError('dismiss needs --reason TEXT.');
      return { command, runId, findingId, reason, output };
    }
    case 'eval':
      return evalArgs(values, rest, output);
    case 'labels': {
      const [path] = rest;
      if (path === undefined || rest.length > 1) throw usageError('labels takes one file.');
      const about = values.about?.trim() ?? '';
      const settings = settingsOf(values);
      const records = choiceOf(values);
      return {
        command,
        path,
        records,
        about,
        secrets: secretsOf(values),
        settings,
        output,
      };
    }
    case 'mcp':
      return {
        command,
        folders: rest,
        exclude: values.exclude ?? [],
        askFirst: values['ask-first'] === true,
        secrets: secretsOf(values),
        settings: settingsOf(values),
        output,
      };
    case 'comment': {
      const [runId] = rest;
      if (rest.length > 1) throw usageError('comment takes at most one run id.');
      const pull = values.pull === undefined ? undefined : wholeNumber('--pull', values.pull, 1);
      const most = values['max-comments'];
      return {
        command,
        ...(runId === undefined ? {} : { runId }),
        ...(pull === undefined ? {} : { pull }),
        ...(values.repo === undefined ? {} : { repo: values.repo }),
        maxComments:
          most === undefined ? DEFAULT_MAX_COMMENTS : wholeNumber('--max-comments', most, 0, 500),
        dryRun: values['dry-run'] === true,
        output,
      };
    }
    case 'show':
      return { command, runId: oneRun(command, rest), output };
    case 'runs':
      return { command, output };
    default:
      throw usageError(`${command} is not a command here.`);
  }
}

function wholeNumber(option: string, text: string, min: number, max = 1e9): number {
  const typed = /^\d+$/.test(text) ? Number(text) : NaN;
  if (typed >= min && typed <= max) return typed;
  throw usageError(`${option} takes a whole number from ${min}, not ${text}.`);
}

/** @throws FanoutError `usage` when a format does not hold what a job comes to. */
export function requireFormat(format: FormatName, job: JobKind): void {
  if (!holds(format, job))
    throw usageError(
      `--format ${format} lists findings, and ${job} has none. Use text, markdown, html, json or csv.`,
    );
}

function oneRun(command: string, rest: readonly string[]): string {
  const [runId] = rest;
  if (runId === undefined || rest.length > 1)
    throw usageError(`${command} takes one run id. List them with: fanout runs`);
  return runId;
}

/** `fanout export RUN --format docx -o copy.docx`. */
function exportArgs(values: Values, rest: readonly string[]): CliArgs {
  const { format = 'docx', document, out, ...others } = values;
  if (format !== 'docx')
    throw usageError(
      `export writes docx, not ${format}. For a report, use: fanout show RUN --format ${format}`,
    );
  if (out === undefined) throw usageError('export needs -o FILE: the copy to write.');
  return {
    command: 'export',
    runId: oneRun('export', rest),
    ...(document === undefined ? {} : { document }),
    tracked: oneOf('--tracked', TRACKED, values.tracked) ?? 'accepted',
    out,
    output: outputOf(others),
  };
}
