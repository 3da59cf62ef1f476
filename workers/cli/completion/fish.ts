import { allCommands, type CommandNode, type Expected } from './command-tree.js';

/** A completion script for fish. */
export function fishCompletion(program: CommandNode): string {
  const head = `# fish completion of ${program.name}; load it with: ${program.name} completion fish | source
complete -c ${program.name} -f`;
  return `${[head, ...allCommands(program).flatMap((command) => linesOf(program, command))].join('\n')}\n`;
}

function linesOf(program: CommandNode, command: CommandNode): readonly string[] {
  const start = `complete -c ${program.name} -n ${quote(condition(command))}`;
  const children = command.commands.map(
    ({ name, description }) => `${start} -a ${quote(name)} -d ${quote(description)}`,
  );
  // Options hold wherever the command was named, subcommands only before one of them is.
  const options = command.options.map(({ names, description, expected }) => {
    const spelled = names.map((name) =>
      name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
    );
    return [start, ...spelled, value(expected), `-d ${quote(description)}`].filter(Boolean).join(' ');
  });
  const argument = command.argument.kind === 'nothing' ? [] : argumentLine(start, command.argument);
  return [...children, ...options, ...argument];
}

function condition({ path, commands }: CommandNode): string {
  if (path.length === 0) return '__fish_use_subcommand';
  const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`);
  const deeper = commands.map(({ name }) => name);
  const isLast = deeper.length === 0 ? [] : [`not __fish_seen_subcommand_from ${deeper.join(' ')}`];
  return [...seen, ...isLast].join('; and ');
}

function value(expected: Expected): string {
  switch (expected.kind) {
    case 'nothing':
      return '';
    case 'choices':
      return `-x -a ${quote(expected.choices.join(' '))}`;
    case 'file':
      return '-r -F';
    case 'folder':
      return `-x -a ${quote('(__fish_complete_directories)')}`;
    case 'text':
      return '-x';
  }
}

function argumentLine(start: string, expected: Expected): readonly string[] {
  switch (expected.kind) {
    case 'nothing':
    case 'text':
      return [];
    case 'choices':
      return [`${start} -a ${quote(expected.choices.join(' '))}`];
    case 'file':
      return [`${start} -F`];
    case 'folder':
      return [`${start} -a ${quote('(__fish_complete_directories)')}`];
  }
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
