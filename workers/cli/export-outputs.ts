import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphNode } from '../../pipeline/graph-node.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import type { DoneNode } from '../../pipeline/run-local.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ArtifactRef } from '../../schemas/tasks.js';

/** File name under --out → the artifact that goes there: every file output that declares a name. */
export function exportsOf(
  graph: readonly GraphNode[],
  nodes: readonly DoneNode[],
): ReadonlyMap<string, ArtifactRef> {
  const files = new Map<string, ArtifactRef>();
  for (const { stage } of graph) {
    const outputs = nodes.find((done) => done.stage === stage.name)?.outputs ?? {};
    for (const [name, artifact] of Object.entries(stage.outputs)) {
      const ref = outputs[name];
      if (artifact.kind === 'bytes' && artifact.exportAs !== undefined && ref !== undefined)
        files.set(artifact.exportAs, ref);
    }
  }
  return files;
}

/** Fails early where the output folder cannot be made or written. @throws OUTPUT_NOT_WRITABLE */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, `.antigraph-${process.pid}`);
    await (await open(probe, 'w')).close();
    await rm(probe);
  } catch (cause) {
    throw new AntigraphError(
      'OUTPUT_NOT_WRITABLE',
      `--out: cannot write to ${folder}: ${cause instanceof Error ? cause.message : ''}`,
      {
        at: { file: folder },
        fix: 'Name another folder with --out, or check its rights and the free space.',
        cause,
      },
    );
  }
}

/** Copies the artifacts to the folder, each by write and rename: a reader never sees half a file. */
export async function exportOutputs(
  store: ArtifactStore,
  folder: string,
  files: ReadonlyMap<string, ArtifactRef>,
): Promise<void> {
  for (const [name, ref] of files) {
    const temporary = join(folder, `.${name}.${process.pid}`);
    const handle = await open(temporary, 'w');
    try {
      for (const part of ref.parts) {
        for (const chunk of (await store.openObject(part.sha256)).chunks()) await handle.writeFile(chunk);
      }
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
  }
}

/** Writes one text file by write and rename. */
export async function writeText(folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, `.${name}.${process.pid}`);
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
  await rename(temporary, join(folder, name));
}

/** A file's text; null where there is none. */
export async function readIfThere(folder: string, name: string): Promise<string | null> {
  const path = join(folder, name);
  return existsSync(path) ? readFile(path, 'utf8') : null;
}
