import { allCommands, type CommandNode, type Expected } from './command-tree.js';

/** A completion script for bash 3.2 or newer. */
export function bashCompletion(program: CommandNode): string {
  const commands = allCommands(program);
  const subcommands = commands.filter(({ path }) => path.length > 0);
  return `# bash completion of ${program.name}; load it with: source <(${program.name} completion bash)
_${program.name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' index
  local IFS=$' \\n'
  COMPREPLY=()
  # bash cuts --option=value at the sign.
  if [[ $current == '=' ]]; then current=''
  elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$path/\${COMP_WORDS[index]}" in
      ${subcommands.map(({ path }) => key(path)).join(' | ')})
        path="$path/\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$path $previous" in
${commands.flatMap((command) => optionCases(command)).join('\n')}
  esac
  case "$path" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _${program.name} ${program.name}
`;
}

function key(path: readonly string[]): string {
  return path.map((name) => `/${name}`).join('');
}

function optionCases(command: CommandNode): readonly string[] {
  return command.options
    .filter(({ expected }) => expected.kind !== 'nothing')
    .map(
      ({ names, expected }) =>
        `    ${names.map((name) => quote(`${key(command.path)} ${name}`)).join(' | ')}) ${reply(expected)}; return ;;`,
    );
}

function commandCase({ path, options, commands, argument }: CommandNode): string {
  const names = options.flatMap((option) => option.names);
  const words = commands.map(({ name }) => name);
  const others = words.length > 0 ? compgen(`-W ${quote(words.join(' '))}`) : reply(argument);
  return `    ${quote(key(path))})
      if [[ $current == -* ]]; then ${compgen(`-W ${quote(names.join(' '))}`)}
      else ${others}
      fi ;;`;
}

function reply(expected: Expected): string {
  switch (expected.kind) {
    case 'choices':
      return compgen(`-W ${quote(expected.choices.join(' '))}`);
    case 'file':
      return `compopt -o filenames 2>/dev/null; IFS=$'\\n'; ${compgen('-f')}`;
    case 'folder':
      return `compopt -o filenames 2>/dev/null; IFS=$'\\n'; ${compgen('-d')}`;
    case 'text':
    case 'nothing':
      return ':';
  }
}

function compgen(what: string): string {
  return `COMPREPLY=($(compgen ${what} -- "$current"))`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
