import type { Command } from 'commander';
import { bashCompletion } from '../completion/bash.js';
import { commandTree } from '../completion/command-tree.js';
import { fishCompletion } from '../completion/fish.js';
import { zshCompletion } from '../completion/zsh.js';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `antigraph completion`: a script made of the program itself, so that it knows what the program knows. */
export async function completion(program: Command, shell: keyof typeof scripts): Promise<void> {
  process.stdout.write(scripts[shell](commandTree(program)));
}
