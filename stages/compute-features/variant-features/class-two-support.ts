/** Whether CD4 T cells may help: the mutation's best class II peptide. */
import type { ClassTwoSupport } from '../../../schemas/candidates.js';
import type { PeptideRow, Prediction } from '../../../schemas/rows.js';
import { compareText } from '../../shared/compare-text.js';

/** Percentile ranks below which class II peptides are called strong and weak binders (NetMHCIIpan 4.0; Reynisson 2020, doi:10.1093/nar/gkaa379). */
const strongBelow = 2;
const weakBelow = 10;
/** Residues of a class II binding core. */
const coreLength = 9;

/**
 * The variant's peptide and class II allele of the lowest rank whose binding core (of predictors that name none: whose peptide) holds a mutated
 * residue. null: no class II allele, or no such peptide has a rank.
 */
export function classTwoSupport(
  rows: readonly Pick<PeptideRow, 'peptide' | 'mutatedOffsets'>[],
  predictions: ReadonlyMap<string, Prediction>,
  alleles: readonly string[],
): ClassTwoSupport | null {
  let best: Omit<ClassTwoSupport, 'strength'> | null = null;
  for (const { peptide, mutatedOffsets } of rows) {
    const prediction = predictions.get(peptide);
    for (const [index, allele] of alleles.entries()) {
      const percentileRank = prediction?.percentileRank[index] ?? null;
      if (percentileRank === null) continue;
      if (!holdsMutation(mutatedOffsets, prediction?.coreOffset?.[index] ?? null)) continue;
      const found = { allele, peptide, percentileRank };
      if (best === null || compare(found, best) < 0) best = found;
    }
  }
  return best === null ? null : { strength: strengthOf(best.percentileRank), ...best };
}

/** Whether the binding core, which the T cell reads, holds a mutated residue; of a predictor that names no core, whether the peptide does. */
export function holdsMutation(mutatedOffsets: readonly number[], coreOffset: number | null): boolean {
  if (coreOffset === null) return mutatedOffsets.length > 0;
  return mutatedOffsets.some((offset) => offset >= coreOffset && offset < coreOffset + coreLength);
}

function compare(a: Omit<ClassTwoSupport, 'strength'>, b: Omit<ClassTwoSupport, 'strength'>): number {
  return (
    a.percentileRank - b.percentileRank ||
    compareText(a.peptide, b.peptide) ||
    compareText(a.allele, b.allele)
  );
}

function strengthOf(percentileRank: number): ClassTwoSupport['strength'] {
  if (percentileRank < strongBelow) return 'strong';
  return percentileRank < weakBelow ? 'weak' : 'none';
}
