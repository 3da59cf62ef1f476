import { existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../../../infra/predictors/external/run-tool.js';
import { endTools } from '../../../../../infra/predictors/external/tool-folders.js';
import { scriptFolder } from '../../../../support/fake-tool.js';

const scripts = scriptFolder();
const usualTemporary = process.env['TMPDIR'];

// A temporary folder of its own: other test files of this process start tools too.
beforeAll(() => {
  process.env['TMPDIR'] = scripts.path;
});
afterAll(() => {
  if (usualTemporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usualTemporary;
  scripts.remove();
});

const program = (executable: string, timeLimitMs = 20_000) => ({
  title: 'Tool',
  executable,
  leading: [],
  timeLimitMs,
});
const command = { arguments: ['in.txt', 'out.txt'], files: { 'in.txt': 'PEPTIDE\n' }, outputFile: null };
const ownFolders = () => readdirSync(tmpdir()).filter((name) => name.includes(`.${process.pid}.`));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const untilThere = async (path: string) => {
  for (let tries = 0; tries < 100 && !existsSync(path); tries += 1) await pause(20);
};

describe('a command of a tool', () => {
  it('runs in a folder that holds its files, and the folder is gone afterwards', async () => {
    const script = scripts.script('cat', 'cat "$1"; pwd');
    const { text } = await runTool(program(script), command);
    const [content, folder = ''] = text.split('\n');
    expect(content).toBe('PEPTIDE');
    expect(folder).toContain('antigraph-tool-');
    expect(existsSync(folder)).toBe(false);
  });

  it('gives the file it was told to write', async () => {
    const script = scripts.script('write', 'echo said; echo written > "$2"');
    expect((await runTool(program(script), { ...command, outputFile: 'out.txt' })).text).toBe('written\n');
  });

  it('passes arguments as they are: no shell reads them', async () => {
    const script = scripts.script('first', 'printf "%s" "$1"');
    const nasty = '$(touch /tmp/owned); `id` "quoted" *';
    expect((await runTool(program(script), { ...command, arguments: [nasty] })).text).toBe(nasty);
  });

  it.each([
    [
      'an exit code, with the end of what it said',
      'echo "no licence" >&2; exit 1',
      'exit code 1: no licence',
    ],
    [
      'what it printed, where it said nothing else',
      'echo "unknown allele"; exit 2',
      'exit code 2: unknown allele',
    ],
    ['no output file', 'exit 0', 'without writing its output'],
  ])('fails with %s', async (_, body, words) => {
    const script = scripts.script('failing', body);
    const outcome = runTool(program(script), { ...command, outputFile: 'out.txt' });
    await expect(outcome).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    await expect(outcome).rejects.toThrow(words);
    expect(ownFolders()).toEqual([]);
  });

  it('fails where there is no such program', async () => {
    await expect(runTool(program(join(scripts.path, 'absent')), command)).rejects.toMatchObject({
      code: 'TOOL_FAILED',
    });
    expect(ownFolders()).toEqual([]);
  });

  it('is killed after its time, with what it has started', async () => {
    const beat = join(scripts.path, 'beat');
    const script = scripts.script('hang', `(while :; do echo >> ${beat}; sleep 0.02; done) & wait`);
    await expect(runTool(program(script, 400), command)).rejects.toThrow('did not end within 0.4 s');
    await pause(60);
    const { size } = statSync(beat);
    await pause(150);
    expect(statSync(beat).size).toBe(size);
    expect(ownFolders()).toEqual([]);
  });

  it('is ended from outside with its folder, as when the thread that started it is gone', async () => {
    const ready = join(scripts.path, 'ready');
    const script = scripts.script('long', `touch ${ready}; sleep 600`);
    const outcome = runTool(program(script), command).then(
      () => 'done',
      (error: Error) => error.message,
    );
    await untilThere(ready);
    expect(ownFolders()).toHaveLength(1);
    endTools();
    expect(ownFolders()).toEqual([]);
    expect(await outcome).toContain('ended by SIGKILL');
  });
});
