import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../../infra/package-root.js';

const folder = join(packageRoot(), '..', 'shared', 'data', 'predictor');

/** A row by column name. */
export type Row = (column: string) => string;

const tables = new Map<string, readonly Row[]>();

/** Rows of a gzipped CSV file of ../shared/data/predictor, read once; none of its fields is quoted. */
function readTable(name: string): readonly Row[] {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const text = gunzipSync(readFileSync(join(folder, name))).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  if (text.includes('"')) throw new Error(`${name} has quoted fields`);
  const at = new Map(header.split(',').map((column, index) => [column, index]));
  const rows = lines.map((line): Row => {
    const cells = line.split(',');
    return (column) => {
      const cell = cells[at.get(column) ?? -1];
      if (cell === undefined) throw new Error(`${name} has no column ${column} in '${line}'`);
      return cell;
    };
  });
  tables.set(name, rows);
  return rows;
}

export const readPatients = (): readonly Row[] => readTable('benchmark_patients_dev.csv.gz');
export const readWeekly = (): readonly Row[] => readTable('benchmark_iedb_weekly_dev.csv.gz');
export const readAffinities = (): readonly Row[] => readTable('class1_ba_train.csv.gz');

/** Split 5 is the test; a peptide with a letter outside the 20 is in neither part (training/class2/dataset.py). */
export function readClass2(): { readonly training: readonly Row[]; readonly test: readonly Row[] } {
  const rows = readTable('class2_ba_5splits.csv.gz').filter((row) =>
    /^[ACDEFGHIKLMNPQRSTVWY]+$/.test(row('peptide')),
  );
  const isTest = (row: Row): boolean => row('split') === '5';
  return { training: rows.filter((row) => !isTest(row)), test: rows.filter(isTest) };
}

/** `variant` as in training/class1/dataset.py: 'no-anthem' has only the rows HLAthena published. */
export function readLigands(variant: string): readonly Row[] {
  const rows = readTable('class1_el_train.csv.gz');
  if (variant === 'full') return rows;
  if (variant === 'no-anthem') return rows.filter((row) => row('source').includes('hlathena'));
  throw new Error(`unknown variant ${variant}`);
}

export function readNaturalPeptides(): readonly string[] {
  return readTable('natural_peptides_8_14.csv.gz').map((row) => row('peptide'));
}

const heldOut = new Map<string, boolean>();

/** The split of training/class1/dataset.py: by peptide over ligands, affinities and decoys. Kept by peptide: the tables hold each on several alleles. */
export function isHeldOut(peptide: string): boolean {
  const known = heldOut.get(peptide);
  if (known !== undefined) return known;
  const fresh = Number.parseInt(hash('sha256', `antigraph-split-1:${peptide}`).slice(0, 8), 16) % 100 < 5;
  heldOut.set(peptide, fresh);
  return fresh;
}

export interface Class1Training {
  readonly ligands: readonly Row[];
  readonly affinities: readonly Row[];
}

/** Ligands and affinities of a variant, in training or held out. */
export function class1Rows(variant: string, isWanted: (peptide: string) => boolean): Class1Training {
  const wanted = (row: Row): boolean => isWanted(row('peptide'));
  return {
    ligands: readLigands(variant).filter(wanted),
    affinities: readAffinities().filter(wanted),
  };
}

/** Every stretch of `length` residues of the peptides. */
export function coresOf(peptides: Iterable<string>, length: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (const peptide of peptides)
    for (let start = 0; start + length <= peptide.length; start += 1)
      found.add(peptide.slice(start, start + length));
  return found;
}

/** Does the peptide share `length` residues in a row with one whose cores are given? */
export function sharesCore(peptide: string, cores: ReadonlySet<string>, length: number): boolean {
  for (let start = 0; start + length <= peptide.length; start += 1)
    if (cores.has(peptide.slice(start, start + length))) return true;
  return false;
}
