import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isAlive } from '../../infra/process-alive.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ByteSource } from '../../schemas/stage.js';
import type { ArtifactRef } from '../../schemas/tasks.js';

/** Folder by folder: Node's own recursive mkdir never returns where the kernel answers ENOENT for ever, as under /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(resolve(folder));
  if (parent !== resolve(folder)) await makeFolder(parent);
  try {
    await mkdir(folder);
  } catch (error) {
    // Another run may have made it since.
    if (!existsSync(folder)) throw error;
  }
}

/** Fails early where the output folder cannot be made or written; clears what a killed run left half-written. @throws OUTPUT_NOT_WRITABLE */
export async function prepareFolder(folder: string): Promise<void> {
  await writing(folder, async () => {
    await makeFolder(folder);
    for (const name of await readdir(folder)) {
      const writer = temporaryPattern.exec(name)?.[1];
      if (writer !== undefined && !isAlive(Number(writer))) await rm(join(folder, name), { force: true });
    }
    const probe = temporaryPath(folder, 'probe');
    await (await open(probe, 'w')).close();
    await rm(probe);
  });
}

/** Copies the artifacts to the folder, each by write and rename: a reader never sees half a file. @throws OUTPUT_NOT_WRITABLE */
export async function exportOutputs(
  store: ArtifactStore,
  folder: string,
  files: ReadonlyMap<string, ArtifactRef>,
): Promise<void> {
  for (const [name, ref] of files) {
    const sources: ByteSource[] = [];
    for (const part of ref.parts) sources.push(await store.openObject(part.sha256));
    await writeWhole(folder, name, async (handle) => {
      for (const source of sources) for (const chunk of source.chunks()) await handle.writeFile(chunk);
    });
  }
}

/** Writes one text file by write and rename. @throws OUTPUT_NOT_WRITABLE */
export async function writeText(folder: string, name: string, text: string): Promise<void> {
  await writeWhole(folder, name, (handle) => handle.writeFile(text));
}

async function writeWhole(
  folder: string,
  name: string,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const path = join(folder, name);
  const temporary = temporaryPath(dirname(path), basename(path));
  await writing(folder, async () => {
    await makeFolder(dirname(path));
    try {
      const handle = await open(temporary, 'w');
      try {
        await write(handle);
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  });
}

/** Named for the process, so that two runs into one folder do not write into each other's file. */
function temporaryPath(folder: string, name: string): string {
  return join(folder, `.antigraph-${process.pid}.${name}`);
}
/** Ours, and the half-written bundle of `demo`. */
const temporaryPattern = /^(?:\.antigraph-(?=\d+\.)|example\.reference\.(?=\d+\.partial$))(\d+)/;

async function writing(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new AntigraphError(
      'OUTPUT_NOT_WRITABLE',
      `--out: cannot write to ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        at: { file: folder },
        fix: 'Name another folder with --out, or check its rights and the free space.',
        cause,
      },
    );
  }
}

/** A file's text; null where there is none. */
export async function readIfThere(folder: string, name: string): Promise<string | null> {
  const path = join(folder, name);
  return existsSync(path) ? readFile(path, 'utf8') : null;
}
