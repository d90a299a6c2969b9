import { parseArgs } from 'node:util';
import { usageError } from '../core/errors.ts';
import { builtInPerspectives } from '../core/jobs/perspectives.ts';
import { isFormat, type FormatName, formats } from '../core/report/formats.ts';
import { SEVERITIES, type Severity } from '../core/types.ts';

export const USAGE = `Fanout Review: reviews text and code too long for one model call.

  fanout review <paths...>     review files and folders
  fanout plan <paths...>       split and estimate only; nothing is sent
  fanout runs                  list stored runs, newest first
  fanout show <run>            the report of a stored run
  fanout compare <run> <run>   what is new, fixed and unchanged (--format text, json or markdown)
  fanout resume <run>          go on with a run that was cut off or has gaps
  fanout dismiss <run> <finding> --reason TEXT   mark a finding as one that needs no change, here and in later runs
  fanout accept <run> <finding>                  mark a finding as one to act on
  fanout reopen <run> <finding>                  take such a mark back

What to ask, and of whom
  --model PROVIDER:ID          openai:ID, anthropic:ID, compatible:ID or offline:rules (the default)
  --base-url URL               where a compatible server listens, for example http://localhost:11434/v1
  --perspectives a,b           accuracy tone completeness | correctness security performance maintainability tests
  --chunk-tokens N             largest chunk, 200 to 100000 (3000)
  --partition static|planned   planned: one cheap call groups the parts by topic first (static)
  --language NAME              language of the remarks (the document's own)
  --no-synthesis               no summary by the model
  --verify SEVERITY            have findings at or above it checked by a second call that tries to refute them
  --no-consistency             do not compare what distant sections say of the same thing
  --no-cache                   ask again what was answered before

Limits
  --concurrency N              calls at the same time, 1 to 1000 (64; 16 on this machine)
  --rpm N --itpm N --otpm N    requests, input tokens, output tokens per minute (learned when not given)
  --max-cost USD               stop starting calls at this cost
  --max-tokens N               stop starting calls at this many tokens
  --on-failure partial|fail|quorum=0.9   go on and say what is missing (the default), or stop
  --hedge                      send stragglers twice and take the first answer
  --optimize speed|cost        cost waits for the prompt cache (speed)

Output
  --format text|json|markdown|html|sarif|csv   (text)
  --out FILE                   write the report there instead of standard output
  --events FILE                write every event there, one JSON object a line
  --fail-on SEVERITY           exit 1 on findings at or above critical, major, minor or note
  --decisions FILE             decisions of the team (.fanout/decisions.json, here or above, up to the Git root)
  --store DIR                  where runs are kept (your data folder)
  --help, --version

Keys come from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, FANOUT_API_KEY (compatible).
Exit: 0 done, 1 findings at or above --fail-on, 2 usage, 3 partial, 4 failed, 130 cancelled.
`;

/** What decides a run's result: kept with it, so that resuming needs the run's id only. */
export interface RunSettings {
  /** `provider:id`; undefined: none was asked for. */
  readonly model?: string;
  readonly baseUrl?: string;
  readonly perspectives?: readonly string[];
  readonly chunkTokens: number;
  /** `static` when absent. */
  readonly partition?: 'static' | 'planned';
  readonly language?: string;
  readonly synthesis: boolean;
  readonly verify?: Severity;
  /** False: off. */
  readonly consistency?: false;
  readonly cache: boolean;
}

export interface Limits {
  /** Undefined: as many as suits the provider. */
  readonly concurrency?: number;
  /** Per minute; 0: to be learned. */
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly maxCostUsd?: number;
  readonly maxTokens?: number;
  readonly onFailure: 'partial' | 'fail' | { readonly quorum: number };
  readonly hedge: boolean;
  readonly optimize: 'speed' | 'cost';
}

export interface OutputArgs {
  readonly format: FormatName;
  readonly out?: string;
  readonly events?: string;
  readonly failOn?: Severity;
  /** Folder of the run store; undefined: the user's data folder. */
  readonly store?: string;
  /** File of the team's decisions; undefined: the one that is found. */
  readonly decisions?: string;
}

export type CliArgs =
  | {
      readonly command: 'review' | 'plan';
      readonly paths: readonly string[];
      readonly settings: RunSettings;
      readonly limits: Limits;
      readonly output: OutputArgs;
    }
  | {
      readonly command: 'resume';
      readonly runId: string;
      readonly limits: Limits;
      readonly output: OutputArgs;
    }
  | {
      readonly command: 'dismiss' | 'accept' | 'reopen';
      readonly runId: string;
      readonly findingId: string;
      readonly reason: string;
      readonly output: OutputArgs;
    }
  | {
      readonly command: 'compare';
      readonly before: string;
      readonly after: string;
      readonly output: OutputArgs;
    }
  | { readonly command: 'show'; readonly runId: string; readonly output: OutputArgs }
  | { readonly command: 'runs'; readonly output: OutputArgs }
  | { readonly command: 'help' | 'version' };

/** @throws FanoutError `usage`. */
export function readArgs(argv: readonly string[]): CliArgs {
  const { values, positionals } = parse(argv);
  if (values.help || argv.length === 0) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const [command, ...rest] = positionals;
  const output = outputOf(values);
  switch (command) {
    case 'review':
    case 'plan':
      if (rest.length === 0) throw usageError(`${command} needs at least one file or folder.`);
      return {
        command,
        paths: rest,
        settings: settingsOf(values),
        limits: limitsOf(values),
        output,
      };
    case 'resume':
      return { command, runId: oneRun(command, rest), limits: limitsOf(values), output };
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
    case 'show':
      return { command, runId: oneRun(command, rest), output };
    case 'runs':
      return { command, output };
    default:
      throw usageError(
        `Unknown command ${command ?? '(none)'}. Commands: review, plan, runs, show, compare, resume, dismiss, accept, reopen.`,
      );
  }
}

type Values = ReturnType<typeof parse>['values'];

function settingsOf(values: Values): RunSettings {
  const perspectives = values.perspectives
    ?.split(',')
    .map(id => id.trim())
    .filter(Boolean);
  const known = builtInPerspectives.map(({ id }) => id);
  const unknown = perspectives?.find(id => !known.includes(id));
  if (unknown !== undefined || perspectives?.length === 0)
    throw usageError(
      `--perspectives takes ${known.join(', ')}, not ${unknown ?? 'an empty list'}.`,
    );
  return {
    ...optional('model', values.model),
    ...optional('baseUrl', values['base-url']),
    ...optional('perspectives', perspectives),
    chunkTokens: integer('--chunk-tokens', values['chunk-tokens'], 200, 100_000) ?? 3000,
    ...optional(
      'partition',
      oneOf('--partition', ['static', 'planned'] as const, values.partition),
    ),
    ...optional('language', values.language),
    synthesis: !values['no-synthesis'],
    ...optional('verify', oneOf('--verify', SEVERITIES, values.verify)),
    ...(values['no-consistency'] ? { consistency: false as const } : {}),
    cache: !values['no-cache'],
  };
}

function limitsOf(values: Values): Limits {
  return {
    ...optional('concurrency', integer('--concurrency', values.concurrency, 1, 1000)),
    requests: integer('--rpm', values.rpm, 1, 1e9) ?? 0,
    inputTokens: integer('--itpm', values.itpm, 1, 1e12) ?? 0,
    outputTokens: integer('--otpm', values.otpm, 1, 1e12) ?? 0,
    ...optional('maxCostUsd', amount('--max-cost', values['max-cost'])),
    ...optional('maxTokens', integer('--max-tokens', values['max-tokens'], 1, 1e12)),
    onFailure: failurePolicy(values['on-failure'] ?? 'partial'),
    hedge: values.hedge ?? false,
    optimize: oneOf('--optimize', ['speed', 'cost'], values.optimize) ?? 'speed',
  };
}

function outputOf(values: Values): OutputArgs {
  const format = values.format ?? 'text';
  if (!isFormat(format))
    throw usageError(`--format takes one of ${Object.keys(formats).join(', ')}, not ${format}.`);
  return {
    format,
    ...optional('out', values.out),
    ...optional('events', values.events),
    ...optional('failOn', oneOf('--fail-on', SEVERITIES, values['fail-on'])),
    ...optional('store', values.store),
    ...optional('decisions', values.decisions),
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        model: text,
        'base-url': text,
        perspectives: text,
        'chunk-tokens': text,
        partition: text,
        language: text,
        'no-synthesis': flag,
        'no-cache': flag,
        verify: text,
        'no-consistency': flag,
        concurrency: text,
        rpm: text,
        itpm: text,
        otpm: text,
        'max-cost': text,
        'max-tokens': text,
        'on-failure': text,
        hedge: flag,
        optimize: text,
        format: text,
        out: text,
        events: text,
        'fail-on': text,
        store: text,
        decisions: text,
        reason: text,
        help: { type: 'boolean', short: 'h' },
        version: flag,
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function oneRun(command: string, rest: readonly string[]): string {
  const [runId] = rest;
  if (runId === undefined || rest.length > 1)
    throw usageError(`${command} takes one run id. See them with: fanout runs`);
  return runId;
}

function failurePolicy(text: string): Limits['onFailure'] {
  if (text === 'partial' || text === 'fail') return text;
  const quorum = Number(/^quorum=(\d?\.?\d+)$/.exec(text)?.[1]);
  if (quorum > 0 && quorum <= 1) return { quorum };
  throw usageError(`--on-failure takes partial, fail or quorum=0.9, not ${text}.`);
}

function integer(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw usageError(`${name} takes a whole number from ${least} to ${most}, not ${text}.`);
  return value;
}

function amount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d*\.?\d+$/.test(text))
    throw usageError(`${name} takes US dollars such as 2.50, not ${text}.`);
  return Number(text);
}

function oneOf<T extends string>(
  name: string,
  allowed: readonly T[],
  text: string | undefined,
): T | undefined {
  const found = allowed.find(value => value === text);
  if (text === undefined || found !== undefined) return found;
  throw usageError(`${name} takes one of ${allowed.join(', ')}, not ${text}.`);
}

/** A property that is there only when it has a value. */
const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
