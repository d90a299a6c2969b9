import type { Command, Option } from 'commander';
import { usageError } from '../../core/errors.ts';
import { joinList } from '../../core/format/format.ts';

/** What a shell reads to complete commands and options of `program`; everything else completes to file names. */
type Script = (program: Command) => string;

const flagsOf = ({ long, short }: Option): string[] => [long, short].flatMap(flag => flag ?? []);

const bash: Script = program => {
  const names = program.commands.map(command => command.name()).join(' ');
  const cases = program.commands.map(
    command =>
      `    ${command.name()}) words='${[...command.options.flatMap(flagsOf), '--help'].join(' ')}' ;;`,
  );
  return `_fanout() {
  local cur=\${COMP_WORDS[COMP_CWORD]} words='--help'
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then words='${names} --help --version'
  elif [ "\${cur#-}" = "$cur" ]; then return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _fanout fanout
`;
};

const zsh: Script = program =>
  `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;

const fish: Script = program =>
  program.commands
    .flatMap(command => [
      `complete -c fanout -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`,
      ...command.options.map(({ long, short, required, description }) =>
        [
          `complete -c fanout -n '__fish_seen_subcommand_from ${command.name()}'`,
          ...(long ? [`-l ${long.slice(2)}`] : []),
          ...(short ? [`-s ${short.slice(1)}`] : []),
          ...(required ? ['-r'] : []),
          `-d ${quoted(description)}`,
        ].join(' '),
      ),
    ])
    .join('\n')
    .concat('\n');

const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

const SHELLS: Readonly<Record<string, Script>> = { bash, zsh, fish };

/** @throws FanoutError `usage` for another shell. */
export function completion(program: Command, shell: string): string {
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (script) return script(program);
  throw usageError(`completion takes ${joinList(Object.keys(SHELLS))}, not ${shell}.`);
}
