import { mkdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../process-alive.js';
import { entries, unavailable } from './store-files.js';

/** tmp/<host>.<pid>: one folder a process, so that what a killed one left can be told from what a living one writes. */
function scratchName(): string {
  return `${hostname()}.${process.pid}`;
}

/** Only this machine's processes can be asked after: a store shared over the network holds other machines' folders too. */
function isAbandoned(folder: string): boolean {
  const prefix = `${hostname()}.`;
  return folder.startsWith(prefix) && !isAlive(Number(folder.slice(prefix.length)));
}

/** Removes what dead processes of this machine left half written. */
async function removeAbandoned(root: string): Promise<void> {
  for (const { name } of await entries(join(root, 'tmp'))) {
    if (isAbandoned(name)) await rm(join(root, 'tmp', name), { recursive: true, force: true });
  }
}

/** This process's folder for what is being written, made anew if need be. @throws STORE_UNAVAILABLE */
export async function makeScratch(root: string): Promise<string> {
  try {
    await removeAbandoned(root);
    const folder = join(root, 'tmp', scratchName());
    await mkdir(folder, { recursive: true });
    return folder;
  } catch (error) {
    throw unavailable(root, error);
  }
}

/** True if no other living process (here, or on another machine for all we know) writes to the store. */
export async function isOnlyWriter(root: string): Promise<boolean> {
  await removeAbandoned(root);
  return (await entries(join(root, 'tmp'))).every(({ name }) => name === scratchName());
}

/** Removes what this process has half written to the store: called when its threads have ended and nothing is written any more. */
export async function removeScratch(root: string): Promise<void> {
  try {
    await rm(join(root, 'tmp', scratchName()), { recursive: true, force: true });
  } catch {
    // Left for the next process, which removes what a dead one left: no reason to hide how the command itself ended.
  }
}
