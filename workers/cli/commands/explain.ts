import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AntigraphError } from '../../../schemas/errors.js';
import { nearest } from '../../../schemas/nearest.js';

/** The columns of ledger.tsv and candidates.tsv that an explanation reads. */
type Row = Readonly<Record<string, string>>;

/** `antigraph explain DIR CANDIDATE`: by rank, variant, gene or peptide; an allele that left the run is explained from the ledger. */
export async function explain(folder: string, wanted: string): Promise<void> {
  const shortlisted = readShortlist(folder).filter((entry) => matches(entry, wanted));
  const ledger = readTable(join(folder, 'ledger.tsv'));
  const candidates = readTable(join(folder, 'candidates.tsv')).filter((row) =>
    Object.values(row).includes(wanted),
  );
  const alleles = ledger.filter((row) => row['input'] === wanted || idOf(row) === wanted);
  if (shortlisted.length + candidates.length + alleles.length === 0) {
    const names = ledger.flatMap((row) => [row['gene'], row['input'], idOf(row)]);
    const known = [...new Set(names)].flatMap((name) => (name === undefined || name.includes('NA') ? [] : [name]));
    const near = nearest(wanted, known.slice(0, 2000), 3).join(', ') || 'none';
    throw new AntigraphError('CANDIDATE_UNKNOWN', `${folder} knows no candidate '${wanted}'`, {
      fix: `Give a rank, gene, peptide or chrom:pos:ref:alt. Nearest: ${near}.`,
    });
  }
  for (const entry of shortlisted) process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
  for (const row of candidates) process.stdout.write(`candidate ${describe(row)}\n`);
  for (const row of alleles) process.stdout.write(`ledger ${describe(row)}\n`);
}

const entrySchema = z.record(z.string(), z.unknown());

function readShortlist(folder: string): readonly Readonly<Record<string, unknown>>[] {
  const parsed: unknown = JSON.parse(readFileSync(outputPath(folder, 'shortlist.json'), 'utf8'));
  const file = z.object({ shortlist: z.array(entrySchema) }).safeParse(parsed);
  return file.success ? file.data.shortlist : [];
}

function matches(entry: Readonly<Record<string, unknown>>, wanted: string): boolean {
  return Object.values(entry).some(
    (value) =>
      String(value) === wanted ||
      (typeof value === 'object' &&
        value !== null &&
        Object.values(value).some((member) => String(member) === wanted)),
  );
}

function idOf(row: Row): string {
  return [row['chrom'], row['pos'], row['ref'], row['alt']].join(':');
}

function describe(row: Row): string {
  return Object.entries(row)
    .filter(([, value]) => value !== 'NA' && value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
}

function readTable(path: string): readonly Row[] {
  if (!existsSync(path)) return [];
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = header.split('\t');
  return lines.map((line) =>
    Object.fromEntries(line.split('\t').map((value, index) => [names[index] ?? '', value])),
  );
}

function outputPath(folder: string, name: string): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  throw new AntigraphError('INPUT_NOT_FOUND', `${folder} holds no ${name}`, {
    at: { file: path },
    fix: "Name the --out folder of a finished 'antigraph run'.",
  });
}
