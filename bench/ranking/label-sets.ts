/** Patients' neo-peptides with T-cell labels (../shared/data/immunogenicity); every negative was tested, none is a decoy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../../infra/package-root.js';
import { coresOf, sharesCore } from '../predictor/tables.js';

/** Eight residues: the shortest class I peptide, so that a peptide within another always shares one. */
export const coreLength = 8;

export interface LabelledPair {
  readonly peptide: string;
  readonly allele: string;
  readonly isPositive: boolean;
}

export interface LabelSet {
  readonly name: string;
  readonly source: string;
  readonly pairs: readonly LabelledPair[];
  /** Rows of the file that repeat a pair; a pair counts as positive if any of its rows is. */
  readonly repeatedRows: number;
  readonly contradictingPairs: number;
}

type Cells = Readonly<Record<string, string>>;

function readTsv(name: string): readonly Cells[] {
  const path = join(packageRoot(), '..', 'shared', 'data', 'immunogenicity', name);
  const [header = '', ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split(/\r?\n/);
  const columns = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}

/** HLA-A02:01 → HLA-A*02:01. */
function starred(allele: string): string {
  return allele.replace(/^HLA-([ABC])\*?(\d+:\d+)$/, 'HLA-$1*$2');
}

function labelSet(name: string, source: string, file: string): LabelSet {
  const rows = readTsv(file);
  const labels = new Map<string, readonly boolean[]>();
  for (const row of rows) {
    const key = `${starred(row['HLA_allele'] ?? '')} ${row['Mut_peptide']}`;
    labels.set(key, [...(labels.get(key) ?? []), row['response'] === '1']);
  }
  const pairs = [...labels].map(([key, responses]) => {
    const [allele = '', peptide = ''] = key.split(' ');
    return { peptide, allele, isPositive: responses.includes(true) };
  });
  return {
    name,
    source,
    pairs,
    repeatedRows: rows.length - pairs.length,
    contradictingPairs: [...labels.values()].filter((responses) => new Set(responses).size > 1).length,
  };
}

/** The two sets with both labels. */
export function readLabelSets(): readonly [LabelSet, LabelSet] {
  return [
    labelSet('IMPROVE in-house', 'improve_inhouse_17520', 'improve_inhouse_17520.tsv.gz'),
    labelSet('CEDAR', 'improve_cedar_2436', 'improve_cedar_2436.tsv.gz'),
  ];
}

/** The pairs of a set whose peptides share no core with the other's. */
export function apartFrom(pairs: readonly LabelledPair[], other: readonly LabelledPair[]): LabelledPair[] {
  const cores = coresOf(new Set(other.map(({ peptide }) => peptide)), coreLength);
  return pairs.filter(({ peptide }) => !sharesCore(peptide, cores, coreLength));
}

/** Number of each peptide's group; peptides that share a core, directly or over others, are of one group. */
export function coreGroups(peptides: readonly string[]): ReadonlyMap<string, number> {
  const parents = peptides.map((_, index) => index);
  const rootOf = (start: number): number => {
    let at = start;
    for (let next = parents[at] ?? at; next !== at; next = parents[at] ?? at) at = next;
    return at;
  };
  const owners = new Map<string, number>();
  for (const [index, peptide] of peptides.entries()) {
    for (const core of coresOf([peptide], coreLength)) {
      const owner = owners.get(core);
      if (owner === undefined) owners.set(core, index);
      else parents[Math.max(rootOf(owner), rootOf(index))] = Math.min(rootOf(owner), rootOf(index));
    }
  }
  return new Map(peptides.map((peptide, index) => [peptide, rootOf(index)]));
}

export interface Positive {
  readonly patient: string;
  readonly peptide: string;
  readonly wildtype: string;
  readonly allele: string;
}

/** Positives only: what a filter would have lost can be counted, and no figure that needs negatives. */
export function readPositives(): readonly Positive[] {
  return readTsv('ndd_v0.2_257pos.tsv.gz').map((row) => ({
    patient: row['patient_id'] ?? '',
    peptide: row['mt_peptide'] ?? '',
    wildtype: row['wt_peptide'] ?? '',
    allele: starred(row['HLA'] ?? ''),
  }));
}
