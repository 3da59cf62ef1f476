import { allCommands, type CommandNode, type Expected } from './command-tree.js';

/** A completion script for zsh: to be sourced, or put as _NAME into a folder of fpath. */
export function zshCompletion(program: CommandNode): string {
  return `#compdef ${program.name}
# zsh completion of ${program.name}; load it with: source <(${program.name} completion zsh)
${allCommands(program).map(commandFunction).join('\n')}
if [[ "$funcstack[1]" == ${functionName(program)} ]]; then
  ${functionName(program)} "$@"
else
  compdef ${functionName(program)} ${program.name}
fi
`;
}

function functionName({ path, name }: CommandNode): string {
  return path.length === 0 ? `_${name}` : `_antigraph_${path.join('_')}`;
}

function commandFunction(command: CommandNode): string {
  const specs = command.options.flatMap(({ names, description, expected }) =>
    names.map((name) => quote(`${name}[${escaped(description)}]${action(expected)}`)),
  );
  if (command.commands.length === 0) {
    const rest = command.argument.kind === 'nothing' ? [] : [quote(`*${action(command.argument)}`)];
    return `${functionName(command)}() {
  _arguments ${[...specs, ...rest].join(' \\\n    ')}
}`;
  }
  const names = command.commands.map(({ name, description }) => quote(`${name}:${escaped(description)}`));
  const cases = command.commands.map((child) => `        ${child.name}) ${functionName(child)} ;;`);
  return `${functionName(command)}() {
  local context state line
  local -a commands=(
    ${names.join('\n    ')}
  )
  _arguments -C ${[...specs, "'1: :->command'", "'*:: :->rest'"].join(' \\\n    ')}
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
${cases.join('\n')}
      esac ;;
  esac
}`;
}

function action(expected: Expected): string {
  switch (expected.kind) {
    case 'nothing':
      return '';
    case 'choices':
      return `:value:(${expected.choices.join(' ')})`;
    case 'file':
      return ':file:_files';
    case 'folder':
      return ':folder:_files -/';
    case 'text':
      return ':value: ';
  }
}

/** Characters that end a part of an _arguments specification. */
function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
