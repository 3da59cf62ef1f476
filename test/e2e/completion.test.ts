import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { makeSandbox } from '../support/cli.js';

const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

/** Commands that a --help lists. */
async function commandsOf(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await sandbox.cli([...words, '--help']);
  const section = stdout.split('\nCommands:\n')[1] ?? '';
  return [...section.matchAll(/^ {2}([a-z]+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
}

describe('antigraph completion', () => {
  it.each(['bash', 'zsh', 'fish'])('names every command in the script for %s', async (shell) => {
    const script = await sandbox.cli(['completion', shell]);
    expect(script).toMatchObject({ exitCode: 0, stderr: '' });
    const commands = [
      ...(await commandsOf()),
      ...(await commandsOf('reference')),
      ...(await commandsOf('runs')),
    ];
    expect(commands).toEqual(
      expect.arrayContaining(['run', 'validate', 'diff', 'completion', 'build', 'list']),
    );
    for (const name of commands) expect(script.stdout).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('is a script that bash can read', async () => {
    const { stdout } = await sandbox.cli(['completion', 'bash']);
    execFileSync('bash', ['-n', sandbox.write('completion.bash', stdout)]);
  });

  it.each([
    [['r'], 'run rank reference runs results'],
    [['reference', ''], 'build info subset'],
    [['reference', 'build', '--g'], '--gtf --gff'],
    [['run', '--class', ''], 'I II both'],
    [['run', '--class', '=', 'b'], 'both'],
    [['validate', 'calls'], 'calls of P1.vcf'],
    [['run', '--vcf', 'calls'], 'calls of P1.vcf'],
    [['run', '--out', 'calls'], ''],
    [['run', '--purity', ''], ''],
  ])('completes %j in bash', async (words, expected) => {
    const { stdout } = await sandbox.cli(['completion', 'bash']);
    const script = sandbox.write('completion.bash', stdout);
    sandbox.write('calls of P1.vcf', '');
    const program = `source "$0"; COMP_WORDS=(antigraph "$@"); COMP_CWORD=$#; _antigraph; echo "\${COMPREPLY[*]}"`;
    const reply = execFileSync('bash', ['-c', program, script, ...words], {
      cwd: sandbox.root,
      encoding: 'utf8',
    });
    expect(reply.trimEnd()).toBe(expected);
  });

  it('refuses a shell it has no script for', async () => {
    const result = await sandbox.cli(['completion', 'csh']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('bash, zsh, fish');
  });
});
