import type { Argument, Command, Option } from 'commander';

/** What may stand behind an option or as an argument. */
export type Expected =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'text' };

interface OptionNode {
  /** As typed: '-V', '--version'. */
  readonly names: readonly string[];
  readonly description: string;
  readonly expected: Expected;
}

export interface CommandNode {
  /** Words after the program's name; [] for the program itself. */
  readonly path: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionNode[];
  readonly argument: Expected;
  readonly commands: readonly CommandNode[];
}

/** What a commander program takes, as data: completion is made of it and so knows what the program knows. */
export function commandTree(command: Command, path: readonly string[] = []): CommandNode {
  const help = command.createHelp();
  return {
    path,
    name: command.name(),
    description: command.description(),
    // As help shows them: with --help, without hidden ones.
    options: help.visibleOptions(command).map(optionNode),
    argument: expectedArgument(command.registeredArguments),
    commands: command.commands.map((child) => commandTree(child, [...path, child.name()])),
  };
}

/** Every command, the program first, each before its subcommands. */
export function allCommands(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(allCommands)];
}

function optionNode(option: Option): OptionNode {
  const names = [option.short, option.long].filter((name) => name !== undefined && name !== null);
  return { names, description: option.description, expected: expectedValue(option) };
}

function expectedValue(option: Option): Expected {
  if (!option.required && !option.optional) return { kind: 'nothing' };
  if (option.argChoices !== undefined) return { kind: 'choices', choices: option.argChoices };
  return byPlaceholder(/<([^>]*)>/.exec(option.flags)?.[1] ?? '');
}

function expectedArgument(registered: readonly Argument[]): Expected {
  const [first] = registered;
  if (first === undefined) return { kind: 'nothing' };
  if (first.argChoices !== undefined) return { kind: 'choices', choices: first.argChoices };
  return byPlaceholder(first.name());
}

/** The placeholder in the help says what is meant; nothing else in the program does. */
function byPlaceholder(name: string): Expected {
  if (/^(?:files?|bundle)$/.test(name)) return { kind: 'file' };
  return /^dir\d?$/.test(name) ? { kind: 'folder' } : { kind: 'text' };
}
