/** Brings a run's files into a folder: each checked against its digest, one that broke off continued. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Results, resultsSchema } from '../../schemas/api.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { RunId } from '../../schemas/tasks.js';
import type { ApiClient } from './api-client.js';
import { chunksOf, unreadable } from './http.js';
import { routes } from './routes.js';

type ResultFile = Results['files'][number];

/** A file that breaks off is asked for again from where it broke, so often. */
const mostTries = 5;

/** Gives the names of the files, sorted. Files that are there with the right content are left as they are. @throws OUTPUT_NOT_WRITABLE, SERVER_UNREACHABLE, STORE_OBJECT_CORRUPT, RUN_NOT_COMPLETE */
export async function downloadResults(
  api: ApiClient,
  run: RunId,
  place: { readonly out: string; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const { signal } = place;
  const { files } = await api.ask('GET', routes.results(run), { answer: resultsSchema, signal });
  for (const file of files) {
    // The name comes from outside and becomes a path: a file, or one in a folder of it such as construct/.
    if (!/^(?:[A-Za-z0-9_][A-Za-z0-9._-]*\/)?[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(file.name))
      throw unreadable(api.server, 'a file has a wrong name');
    await writing(place.out, () => download(api, file, place));
  }
  return files.map(({ name }) => name);
}

async function download(
  api: ApiClient,
  file: ResultFile,
  { out, signal }: { readonly out: string; readonly signal: AbortSignal },
): Promise<void> {
  const path = join(out, file.name);
  if (existsSync(path) && (await digestOf(path)) === file.sha256) return;
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  // Named for the content: what is left of another run's file is never continued.
  const partial = join(folder, `.antigraph-download-${file.sha256.slice(0, 16)}.${basename(path)}`);
  for (let tries = 1; ; tries += 1) {
    try {
      await fetchRest(api, file, { partial, signal });
      break;
    } catch (error) {
      const isBroken = error instanceof AntigraphError && error.code === 'SERVER_UNREACHABLE';
      if (!isBroken || tries >= mostTries) throw error;
    }
  }
  if ((await digestOf(partial)) !== file.sha256) {
    await rm(partial, { force: true });
    throw new AntigraphError('STORE_OBJECT_CORRUPT', `${file.name} came with another content than it has`, {
      fix: 'Run the same command again. If it happens again, something between here and the service changes files.',
    });
  }
  await rename(partial, path);
}

/** Appends what is missing. */
async function fetchRest(
  api: ApiClient,
  file: ResultFile,
  { partial, signal }: { readonly partial: string; readonly signal: AbortSignal },
): Promise<void> {
  const have = existsSync(partial) ? statSync(partial).size : 0;
  if (have === file.sizeBytes) return;
  const isContinued = have > 0 && have < file.sizeBytes;
  const headers = { accept: '*/*', ...(isContinued ? { range: `bytes=${have}-` } : {}) };
  const { url, answer } = await api.open('GET', file.url, { headers, signal });
  // A server that does not know ranges sends all.
  const handle: FileHandle = await open(partial, answer.statusCode === 206 ? 'a' : 'w');
  try {
    for await (const chunk of chunksOf(answer, url, signal)) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** @throws OUTPUT_NOT_WRITABLE */
async function writing(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new AntigraphError('OUTPUT_NOT_WRITABLE', `--out: cannot write to ${folder}: ${cause.message}`, {
      at: { file: folder },
      fix: 'Name another folder with --out, or check its rights and the free space.',
      cause,
    });
  }
}
