/** Reads back what a run left in its output folder. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { AntigraphError } from '../../schemas/errors.js';

/** Column name → cell. */
export type TableRow = Readonly<Record<string, string>>;

const chunkBytes = 1 << 20;

/** Lines of a text file, one at a time: the ledger of a whole genome is longer than a string may be. */
function* linesOfFile(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new TextDecoder();
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let rest = '';
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const lines = (rest + decoder.decode(chunk.subarray(0, size), { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}

/** The rows of one of our own tables, in order: tab-separated, with a header line, never quoted. */
export function* tableRows(path: string): Generator<TableRow> {
  let names: readonly string[] | null = null;
  for (const line of linesOfFile(path)) {
    const cells = line.split('\t');
    if (names === null) {
      names = cells;
      continue;
    }
    const row: Record<string, string> = {};
    for (const [index, name] of names.entries()) row[name] = cells[index] ?? '';
    yield row;
  }
}

/** The path of an output of a run. @throws INPUT_NOT_FOUND where the folder is no output of a finished run */
export function outputPath(folder: string, name: string): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  throw new AntigraphError('INPUT_NOT_FOUND', `${folder} is no run: it holds no ${name}`, {
    at: { file: path },
    fix: "Name the --out folder of a finished 'antigraph run'; of a samplesheet's, the folder of one sample.",
  });
}

/** null where the text is no JSON: a torn or foreign file, which the caller's schema then refuses. */
export function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
