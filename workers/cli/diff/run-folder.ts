import { readFileSync } from 'node:fs';
import { AntigraphError } from '../../../schemas/errors.js';
import { type RunFile, runFileSchema } from '../../results/run-file.js';
import { outputPath, parseOrNull, type TableRow, tableRows } from '../run-outputs.js';

/** What is compared of a run's output folder. */
export interface RunFolder {
  readonly run: RunFile;
  readonly shortlist: readonly TableRow[];
  readonly ledger: Iterable<TableRow>;
}

/** @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE where the folder is no output of a finished run */
export function readRunFolder(folder: string): RunFolder {
  const run = readRunFile(outputPath(folder, 'run.json'));
  const ledger = outputPath(folder, 'ledger.tsv');
  return {
    run,
    shortlist: [...tableRows(outputPath(folder, 'shortlist.tsv'))],
    ledger: { [Symbol.iterator]: () => tableRows(ledger) },
  };
}

function readRunFile(path: string): RunFile {
  const parsed = runFileSchema.safeParse(parseOrNull(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AntigraphError(
    'INPUT_NOT_READABLE',
    `${path} is not a run's record: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trimEnd(),
    { at: { file: path }, fix: "Name the --out folder of a finished 'antigraph run' of this version." },
  );
}
