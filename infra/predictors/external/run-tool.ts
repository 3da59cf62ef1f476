import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AntigraphError } from '../../../schemas/errors.js';
import type { ToolCommand } from './tool.js';
import { killGroup, makeToolFolder, noteToolProcess, removeToolFolder } from './tool-folders.js';

/** How to start a tool. */
export interface ToolProgram {
  readonly title: string;
  /** The executable, and what stands before its arguments: [] or the script an interpreter runs. */
  readonly executable: string;
  readonly leading: readonly string[];
  /** After this long it is taken to hang. */
  readonly timeLimitMs: number;
}

/** What a call gave. */
export interface ToolAnswer {
  /** The output: the file it was asked to write, else stdout. */
  readonly text: string;
  readonly stderr: string;
}

/** Kept of what a failed tool said: the end, where programs say why. */
const tailLength = 2000;
/** A string of V8 holds some 512 MiB; a call of 40,000 peptides on six alleles prints 45 MB. */
const largestOutputBytes = 400 * 2 ** 20;

/**
 * Runs one command in a temporary folder that holds its files and is removed at the end, whatever the end is. No shell sees the arguments.
 * The tool leads its own process group so that all it starts ends with it.
 * @throws TOOL_FAILED where it cannot be started, ends with another code than 0, takes too long or leaves no output
 */
export async function runTool(program: ToolProgram, command: ToolCommand): Promise<ToolAnswer> {
  const folder = makeToolFolder();
  try {
    for (const [name, content] of Object.entries(command.files)) writeFileSync(join(folder, name), content);
    const { stdout, stderr } = await finished(program, command, folder);
    if (command.outputFile === null) return { text: stdout, stderr };
    return { text: outputOf(program, join(folder, command.outputFile), stderr || stdout), stderr };
  } finally {
    removeToolFolder(folder);
  }
}

function outputOf(program: ToolProgram, path: string, said: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw failed(program, 'ended without writing its output', said, cause);
  }
}

function finished(
  program: ToolProgram,
  command: ToolCommand,
  folder: string,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.executable, [...program.leading, ...command.arguments], {
      cwd: folder,
      // Temporary files of its own die with the folder.
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output = new TextOfStream();
    const said = new TextOfStream();
    const state = { stopped: null as string | null };
    const stop = (why: string) => {
      state.stopped ??= why;
      if (child.pid !== undefined) killGroup(child.pid);
      // One that left the group may hold the pipes open: it is not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    if (child.pid !== undefined) noteToolProcess(folder, child.pid);
    child.stdout.on('data', (chunk: Buffer) => {
      output.add(chunk);
      if (output.sizeBytes > largestOutputBytes) stop('printed more than it can have predicted');
    });
    child.stderr.on('data', (chunk: Buffer) => said.add(chunk, tailLength * 4));
    const timer = setTimeout(
      () => stop(`did not end within ${program.timeLimitMs / 1000} s`),
      program.timeLimitMs,
    );
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(failed(program, `cannot be started: ${cause.message}`, '', cause));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const stderr = said.text();
      if (state.stopped !== null) return reject(failed(program, state.stopped, stderr));
      const stdout = output.text();
      if (code === 0) return resolve({ stdout, stderr });
      const end = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`;
      return reject(failed(program, end, stderr.trim() === '' ? stdout : stderr));
    });
  });
}

/** Collects what a stream gives; with a limit only its end is kept. */
class TextOfStream {
  sizeBytes = 0;
  #chunks: Buffer[] = [];

  add(chunk: Buffer, limit = Number.POSITIVE_INFINITY): void {
    this.#chunks.push(chunk);
    this.sizeBytes += chunk.length;
    if (this.sizeBytes <= 2 * limit) return;
    this.#chunks = [Buffer.from(Buffer.concat(this.#chunks).subarray(-limit))];
    this.sizeBytes = limit;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

function failed(program: ToolProgram, what: string, said: string, cause?: unknown): AntigraphError {
  const tail = said
    .trim()
    .slice(-tailLength)
    .replace(/\s*\n\s*/g, ' | ');
  return new AntigraphError(
    'TOOL_FAILED',
    `${program.title} (${program.executable}) ${what}${tail === '' ? '' : `: ${tail}`}`,
    {
      fix: "Try the tool by itself. Usual: an allele it does not know, a model that is not downloaded, a licence or path in its script; for more time set ANTIGRAPH_TOOL_TIMEOUT_SECONDS. 'antigraph doctor' lists the tools that are found.",
      cause,
    },
  );
}
