import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../../workers/cli/completion/bash.js';
import { allCommands, commandTree } from '../../../../workers/cli/completion/command-tree.js';
import { fishCompletion } from '../../../../workers/cli/completion/fish.js';
import { zshCompletion } from '../../../../workers/cli/completion/zsh.js';

const program = new Command('tool').version('1', '-V, --version');
program
  .command('paint')
  .description("the wall's [inner] side: all")
  .addArgument(new Argument('<colour>').choices(['red', 'blue']))
  .requiredOption('--plan <file>', 'the plan')
  .option('--into <dir>', 'folder')
  .option('--dry', 'only look')
  .addOption(new Option('--coat <n>', 'coats').choices(['one', 'two']))
  .addOption(new Option('--secret', 'not shown').hideHelp());
program.command('tools').command('list').option('--note <text>', 'free text');

const tree = commandTree(program);

describe('the tree of a commander program', () => {
  it('has every command with the words that lead to it', () => {
    expect(allCommands(tree).map(({ path }) => path.join(' '))).toEqual(['', 'paint', 'tools', 'tools list']);
  });

  it('knows what an option expects by its choices and its placeholder', () => {
    const paint = tree.commands[0];
    expect(paint?.options.map(({ names, expected }) => [names.join(), expected.kind])).toEqual([
      ['--plan', 'file'],
      ['--into', 'folder'],
      ['--dry', 'nothing'],
      ['--coat', 'choices'],
      ['-h,--help', 'nothing'],
    ]);
    expect(paint?.argument).toEqual({ kind: 'choices', choices: ['red', 'blue'] });
    expect(tree.commands[1]?.commands[0]?.options[0]?.expected).toEqual({ kind: 'text' });
  });
});

describe('scripts', () => {
  it.each([
    ['bash', bashCompletion],
    ['zsh', zshCompletion],
    ['fish', fishCompletion],
  ])('for %s name commands, options and choices, and no hidden option', (_, script) => {
    const text = script(tree);
    for (const word of ['paint', 'tools', 'list', 'plan', 'coat', 'one two', 'red blue']) {
      expect(text).toContain(word);
    }
    expect(text).not.toContain('secret');
  });

  it('quote descriptions for their shell', () => {
    expect(zshCompletion(tree)).toContain("'paint:the wall'\\''s \\[inner\\] side\\: all'");
    expect(fishCompletion(tree)).toContain("'the wall\\'s [inner] side: all'");
  });
});
