import { Command, CommanderError, Option } from 'commander';
import { usageError } from '../../core/errors.ts';
import { joinList } from '../../core/format/format.ts';
import { SETTINGS } from '../../engine/settings/table.ts';
import { PROVIDERS, REMOTE_PROVIDERS } from '../../engine/providers.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName, GROUPS, HEADINGS } from './commandTable.ts';
import { completion } from './completion.ts';
import { nameOf, SETTING_OPTIONS } from './settingOptions.ts';
import { OWN_OPTIONS, type Values } from './table.ts';

/** A command line, read. */
export type Parsed =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly command: CommandName;
      readonly values: Values;
      readonly rest: readonly string[];
    };

/** @throws FanoutError `usage`. */
export function parseCommandLine(argv: readonly string[]): Parsed {
  let parsed: Parsed | undefined;
  let text = '';
  const program = programOf({
    print: more => {
      text += more;
    },
    found: command => {
      parsed = command;
    },
  });
  if (argv.length === 0) return { kind: 'help', text: program.helpInformation() };
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { kind: 'version' };
    if (error.exitCode === 0 || error.code === 'commander.help') return { kind: 'help', text };
    throw usageError(refusal(error, argv));
  }
  return parsed ?? { kind: 'help', text };
}

interface Heard {
  readonly print: (text: string) => void;
  readonly found: (command: Extract<Parsed, { kind: 'command' }>) => void;
}

function programOf({ print, found }: Heard): Command {
  const program = new Command('fanout')
    .description(
      'Fanout Review: reviews, summarizes, classifies and answers questions about text and code too long for one model call.',
    )
    .exitOverride()
    // Columns below which commander would not break lines: its own 40 leave a long option's text unbroken.
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({ writeOut: print, writeErr: () => undefined })
    .option('--version', 'show the version')
    .on('option:version', () => {
      throw new CommanderError(0, 'commander.version', '');
    })
    .helpOption('-h, --help', 'show help; fanout COMMAND --help shows the options of a command')
    .addHelpText('after', `\n${AFTERWORD}`);
  for (const name of COMMAND_NAMES) {
    const { takes, text } = COMMANDS[name];
    const command = program
      .command(`${name} ${takes}`.trim())
      .description(text)
      .allowExcessArguments(true)
      .helpOption('-h, --help', 'show this help')
      .action(() =>
        found({ kind: 'command', command: name, values: valuesOf(command), rest: command.args }),
      );
    for (const option of optionsOf(name)) command.addOption(option);
  }
  program
    .command('completion <shell>')
    .description('print a script that completes commands and options in bash, zsh or fish')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\nIn bash: source <(fanout completion bash)\n`)
    .action((shell: string) => print(completion(program, shell)));
  return program;
}

const KEY_VARIABLES = REMOTE_PROVIDERS.map(id => PROVIDERS[id].keyVariable);
const AFTERWORD = `Keys come from the environment: ${joinList(KEY_VARIABLES)} (compatible).
HTTPS_PROXY and NO_PROXY set a proxy; NODE_EXTRA_CA_CERTS adds trusted certificates.
Exit codes: 0 done, 1 findings at or above --fail-on, 2 usage, 3 partial or to be checked, 4 failed, 130 cancelled.
`;

/** The options that mean something to a command; others are refused with the commands they are for. */
function optionsOf(command: CommandName): Option[] {
  const own = Object.entries(OWN_OPTIONS).flatMap(([name, row]) => {
    if (!row.of.includes(command)) return [];
    const short = row.short ? `-${row.short}, ` : '';
    const option = new Option(`${short}--${name}${row.takes ? ` ${row.takes}` : ''}`, row.text);
    option.helpGroup(`${HEADINGS[row.under]}:`);
    if (row.conflicts) option.conflicts(row.conflicts.map(attribute));
    return [row.takes ? option.argParser(taking(name, row.many)) : option];
  });
  const settings = [...SETTING_OPTIONS].flatMap(([name, { flags, of, under, text }]) => {
    if (!commandsOf(of).includes(command)) return [];
    const option = new Option(flags, text).helpGroup(`${HEADINGS[under]}:`);
    return [flags.includes('<') ? option.argParser(taking(name)) : option];
  });
  return [...own, ...settings];
}

const commandsOf = (group: keyof typeof GROUPS): readonly CommandName[] => GROUPS[group];

/** `verifyModel` of `verify-model`, `cache` of `no-cache`: where commander keeps a value. */
const attribute = (name: string): string =>
  name.replace(/^no-/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A value that looks like an option means that the value was forgotten. */
const taking =
  (name: string, many?: true) =>
  (value: string, before: readonly string[] | string | undefined): readonly string[] | string => {
    if (/^--[a-z]/.test(value))
      throw usageError(`--${name} needs a value, and ${value} is another option.`);
    return many ? [...(Array.isArray(before) ? (before as readonly string[]) : []), value] : value;
  };

function valuesOf(command: Command): Values {
  const typed = command.opts<Record<string, unknown>>();
  const valueOf = (name: string): unknown => {
    const value = typed[attribute(name)];
    return name.startsWith('no-') ? value === false || undefined : value;
  };
  const given = (names: readonly string[]): [string, unknown][] =>
    names.flatMap(name => {
      const value = valueOf(name);
      return value === undefined ? [] : [[name, value]];
    });
  const settings = given([...SETTING_OPTIONS.keys()]).map(([name, value]) => [
    SETTING_OPTIONS.get(name)?.setting,
    value,
  ]);
  return {
    ...Object.fromEntries(given(Object.keys(OWN_OPTIONS))),
    settings: Object.fromEntries(settings) as Values['settings'],
  };
}

/** The message for a refused command line; names the option and the commands it is for. */
function refusal(error: CommanderError, argv: readonly string[]): string {
  const said = error.message.replace(/^error: /, '');
  const option = /^unknown option '--([a-z-]+)/.exec(said)?.[1];
  const command = argv.find((word): word is CommandName => Object.hasOwn(COMMANDS, word));
  const others = option === undefined ? [] : commandsWith(option);
  if (command && others.length > 0)
    return `--${option} is for ${joinList(others)}, not for ${command}. Nothing was read or sent. Remove it and try again.`;
  const sentence = said[0]?.toUpperCase() + said.slice(1).replaceAll('\n', ' ');
  return `${sentence}${/[.?)]$/.test(sentence) ? '' : '.'} ${command ? `See fanout ${command} --help` : 'See fanout --help'}`;
}

function commandsWith(option: string): readonly CommandName[] {
  const own = OWN_OPTIONS[option]?.of;
  const setting = SETTING_OPTIONS.get(option);
  return own ?? (setting ? commandsOf(setting.of) : []);
}

/** Every long option there is. */
export const ALL_OPTIONS: readonly string[] = [
  ...Object.keys(OWN_OPTIONS),
  ...Object.values(SETTINGS).flatMap(row => ('option' in row ? [nameOf(row.option.flags)] : [])),
];
