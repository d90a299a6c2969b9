import { parseArgs } from 'node:util';
import { usageError } from '../core/errors.ts';
import { SEVERITIES, type Severity } from '../core/types.ts';

export const USAGE = `Fanout Review: reviews text and code too long for one model call.

  fanout review <paths...>     review files and folders
  fanout plan <paths...>       split and estimate only; nothing is sent

Options
  --model PROVIDER:ID          openai:ID, anthropic:ID, compatible:ID or offline:rules (the default)
  --base-url URL               where a compatible server listens, for example http://localhost:11434/v1
  --perspectives a,b           accuracy tone completeness | correctness security performance maintainability tests
  --concurrency N              calls at the same time, 1 to 1000 (16)
  --chunk-tokens N             largest chunk, 200 to 100000 (3000)
  --language NAME              language of the remarks (the document's own)
  --no-synthesis               do not ask the model for a summary
  --format text|json|markdown|html|sarif|csv   (text)
  --out FILE                   write the report there instead of standard output
  --fail-on SEVERITY           exit 1 on findings at or above critical, major, minor or note
  --help, --version

Keys come from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, FANOUT_API_KEY (compatible).
Exit: 0 done, 1 findings at or above --fail-on, 2 usage, 3 partial, 4 failed, 130 cancelled.
`;

export type Format = 'text' | 'json' | 'markdown' | 'html' | 'sarif' | 'csv';
const FORMATS: readonly Format[] = ['text', 'json', 'markdown', 'html', 'sarif', 'csv'];
const COMMANDS = ['review', 'plan'] as const;

export interface CliArgs {
  readonly command: (typeof COMMANDS)[number];
  readonly paths: readonly string[];
  /** `provider:id`; undefined: none was asked for. */
  readonly model: string | undefined;
  readonly baseUrl: string | undefined;
  readonly perspectives: readonly string[] | undefined;
  readonly concurrency: number;
  readonly chunkTokens: number;
  readonly language: string | undefined;
  readonly synthesis: boolean;
  readonly format: Format;
  readonly out: string | undefined;
  readonly failOn: Severity | undefined;
}

/**
 * Reads the command line.
 * @returns 'help' or 'version' when that is asked for.
 * @throws FanoutError `usage`.
 */
export function readArgs(argv: readonly string[]): CliArgs | 'help' | 'version' {
  const { values, positionals } = parse(argv);
  if (values.help || argv.length === 0) return 'help';
  if (values.version) return 'version';
  const [command, ...paths] = positionals;
  if (!isOneOf(COMMANDS, command))
    throw usageError(`Unknown command ${command ?? '(none)'}. Commands: ${COMMANDS.join(', ')}.`);
  if (paths.length === 0) throw usageError(`${command} needs at least one file or folder.`);
  return {
    command,
    paths,
    model: values.model,
    baseUrl: values['base-url'],
    perspectives: values.perspectives
      ?.split(',')
      .map(id => id.trim())
      .filter(Boolean),
    concurrency: integer('--concurrency', values.concurrency, 16, 1, 1000),
    chunkTokens: integer('--chunk-tokens', values['chunk-tokens'], 3000, 200, 100_000),
    language: values.language,
    synthesis: !values['no-synthesis'],
    format: oneOf('--format', FORMATS, values.format) ?? 'text',
    out: values.out,
    failOn: oneOf('--fail-on', SEVERITIES, values['fail-on']),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        'base-url': { type: 'string' },
        perspectives: { type: 'string' },
        concurrency: { type: 'string' },
        'chunk-tokens': { type: 'string' },
        language: { type: 'string' },
        'no-synthesis': { type: 'boolean' },
        format: { type: 'string' },
        out: { type: 'string' },
        'fail-on': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function integer(
  name: string,
  text: string | undefined,
  otherwise: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw usageError(`${name} takes a whole number from ${least} to ${most}, not ${text}.`);
  return value;
}

function oneOf<T extends string>(
  name: string,
  allowed: readonly T[],
  text: string | undefined,
): T | undefined {
  if (text === undefined || isOneOf(allowed, text)) return text;
  throw usageError(`${name} takes one of ${allowed.join(', ')}, not ${text}.`);
}

const isOneOf = <T extends string>(allowed: readonly T[], text: string | undefined): text is T =>
  (allowed as readonly string[]).includes(text ?? '');
