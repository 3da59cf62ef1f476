import { readFileSync } from 'node:fs';

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
