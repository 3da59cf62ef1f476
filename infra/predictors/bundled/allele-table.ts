import { gunzipSync } from 'node:zlib';
import { AntigraphError } from '../../../schemas/errors.js';

export interface AlleleEntry {
  readonly pseudosequence: string;
  readonly trainingLigands: number;
  readonly trainingAffinities: number;
  /** Row of the pseudosequence in the calibration: distinct pseudosequences in code-unit order. */
  readonly calibrationRow: number;
}

const HEADER = 'allele,pseudosequence,training_ligands,training_affinities';

/**
 * Reads the gzipped table of alleles (training/class1/pack.py writes it): allele, 34 contact residues, and how many training ligands
 * and affinities carried that allele's name. Order: as in the file.
 */
export function parseAlleleTable(gzipped: Uint8Array, path: string): ReadonlyMap<string, AlleleEntry> {
  const lines = gunzipSync(gzipped).toString('utf8').trimEnd().split('\n');
  if (lines[0] !== HEADER)
    throw new AntigraphError(
      'MODEL_MISSING',
      `${path}: expected the header "${HEADER}", found "${lines[0]}"`,
    );
  const rows = lines.slice(1).map((line) => line.split(','));
  const distinct = [...new Set(rows.map((row) => row[1] ?? ''))].sort();
  const rowOf = new Map(distinct.map((pseudosequence, row) => [pseudosequence, row]));
  const entries = new Map<string, AlleleEntry>();
  for (const [allele = '', pseudosequence = '', ligands, affinities] of rows) {
    entries.set(allele, {
      pseudosequence,
      trainingLigands: Number(ligands),
      trainingAffinities: Number(affinities),
      calibrationRow: rowOf.get(pseudosequence) ?? 0,
    });
  }
  return entries;
}
