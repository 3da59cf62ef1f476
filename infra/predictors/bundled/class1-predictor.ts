import { join } from 'node:path';
import type { PeptideMhcPredictor, PredictionBlock } from '../../../schemas/predictor.js';
import { packageRoot } from '../../package-root.js';
import { alleleSupportTable } from './allele-support.js';
import { percentileRank } from './calibration.js';
import { peptideEncoder } from './encode-peptide.js';
import { readModelFolder } from './model-folder.js';
import { readNetwork } from './network.js';

/** The class I model in models/ that antigraph uses unless another predictor is named. */
export const BUNDLED_CLASS1_MODEL = 'antigraph-class1-1';

let bundled: PeptideMhcPredictor | null = null;

/** The bundled class I predictor; read from disk on the first call (under 150 ms, bench/predictor.ts), then shared. */
export function openBundledPredictor(): PeptideMhcPredictor {
  bundled ??= openClass1Predictor(join(packageRoot(), 'models', BUNDLED_CLASS1_MODEL));
  return bundled;
}

interface PreparedAllele {
  /** The allele's handle in each net. */
  readonly handles: readonly number[];
  readonly knots: Float32Array;
}

/**
 * Opens a class I model folder. Affinity in nM is 50000^(1 − σ(a)) (Nielsen et al. 2003, doi:10.1110/ps.0239403), the presentation
 * score σ(l) with a and l the nets' mean affinity and ligand logits; the percentile rank is that of the presentation score among
 * natural peptides of 8–11 residues on the same allele. A result depends on its peptide and allele alone, not on what is asked with it.
 * Peptides with another letter or length, and alleles without a pseudosequence, give NaN.
 */
export function openClass1Predictor(folder: string): PeptideMhcPredictor {
  const { model, alleles, digest } = readModelFolder(folder);
  const { header } = model;
  const nets = Array.from({ length: header.nets }, (_, n) => readNetwork(model, n));
  const encoder = peptideEncoder(header);
  const calibration = model.tensor('calibrationLigand').values;
  const knotCount = header.percentiles.length;
  const logPercentiles = Float64Array.from(header.percentiles, Math.log);
  const support = alleleSupportTable(alleles);
  const prepared = new Map<string, PreparedAllele>();

  function prepare(allele: string): PreparedAllele | null {
    const known = prepared.get(allele);
    if (known !== undefined) return known;
    const entry = alleles.get(allele);
    if (entry === undefined) return null;
    const start = entry.calibrationRow * knotCount;
    const fresh = {
      handles: nets.map((net) => net.addAllele(entry.pseudosequence)),
      knots: calibration.subarray(start, start + knotCount),
    };
    prepared.set(allele, fresh);
    return fresh;
  }

  function predict(peptides: readonly string[], names: readonly string[]): PredictionBlock {
    const size = peptides.length * names.length;
    const affinityNm = new Float32Array(size).fill(Number.NaN);
    const ranks = new Float32Array(size).fill(Number.NaN);
    const presentationScore = new Float32Array(size).fill(Number.NaN);
    const columns = names.map(prepare);
    const rows = new Int32Array(encoder.rowsPerPeptide);
    const logits = new Float64Array(2 * names.length);
    peptides.forEach((peptide, i) => {
      if (!encoder.encode(peptide, rows)) return;
      logits.fill(0);
      nets.forEach((net, n) => {
        net.setPeptide(rows);
        columns.forEach((column, j) => {
          const handle = column?.handles[n];
          if (handle !== undefined) net.addLogits(handle, logits, 2 * j);
        });
      });
      columns.forEach((column, j) => {
        if (column === null) return;
        const at = i * names.length + j;
        const ligand = (logits[2 * j + 1] ?? Number.NaN) / nets.length;
        affinityNm[at] = 50_000 ** (1 - logistic((logits[2 * j] ?? Number.NaN) / nets.length));
        presentationScore[at] = logistic(ligand);
        ranks[at] = percentileRank(ligand, column.knots, logPercentiles);
      });
    });
    return { affinityNm, percentileRank: ranks, presentationScore };
  }

  return {
    name: header.name,
    version: header.version,
    digest,
    mhcClass: 'I',
    minLength: header.minLength,
    maxLength: header.maxLength,
    supportFor: (allele) => support.supportFor(allele),
    predict,
  };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
