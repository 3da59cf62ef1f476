/**
 * The temporary folders in which tools run. A thread that is ended runs no 'finally', and a tool outlives the process that started it: so each
 * folder is named after this process and notes the tool's process, and whoever ends the command removes them all.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../process-alive.js';

/** Only this machine's processes can be asked after: a shared temporary folder holds other machines' too. */
const prefix = `antigraph-tool-${hostname()}.`;
const processFile = '.process';

/** A fresh folder; what dead processes of this machine left is removed first. */
export function makeToolFolder(): string {
  for (const { name, owner } of toolFolders()) if (!isAlive(owner)) remove(name);
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}.`));
}

/** Notes in the folder which process group works there. */
export function noteToolProcess(folder: string, pid: number): void {
  writeFileSync(join(folder, processFile), String(pid));
}

/** Ends every tool this process has started, in whichever thread, and removes their folders. Never throws: it runs at the end of everything. */
export function endTools(): void {
  for (const { name, owner } of toolFolders()) {
    if (owner !== process.pid) continue;
    const tool = readNoted(name);
    if (tool !== null) killGroup(tool);
    remove(name);
  }
}

/** Ends a tool with all it has started: the programs of the NetMHC family are scripts that start another. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Removes a folder whose tool has ended. */
export function removeToolFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function toolFolders(): readonly { readonly name: string; readonly owner: number }[] {
  try {
    return readdirSync(tmpdir())
      .filter((name) => name.startsWith(prefix))
      .map((name) => ({ name, owner: Number(name.slice(prefix.length).split('.')[0]) }));
  } catch {
    return [];
  }
}

function readNoted(name: string): number | null {
  try {
    const pid = Number(readFileSync(join(tmpdir(), name, processFile), 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

function remove(name: string): void {
  try {
    removeToolFolder(join(tmpdir(), name));
  } catch {
    // Another user's, or in use: left for the next command.
  }
}
