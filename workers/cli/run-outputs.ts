/** Reads back what a run left in its output folder. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AntigraphError } from '../../schemas/errors.js';

/** Column name → cell. */
export type TableRow = Readonly<Record<string, string>>;

/** The rows of one of our own tables: tab-separated, with a header line, never quoted. */
export function readTable(path: string): readonly TableRow[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = header.split('\t');
  return lines.map((line) =>
    Object.fromEntries(line.split('\t').map((cell, index) => [names[index] ?? '', cell])),
  );
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
