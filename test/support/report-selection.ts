/** The choice behind the report fixture's shortlist: one clone, every allele, nothing decided. */
import type { RankedVariant, ShortlistRow } from '../../schemas/candidates.js';
import type { Selection } from '../../schemas/selection.js';

export function selectionOf(
  picks: readonly ShortlistRow[],
  ranked: readonly RankedVariant[],
  alleles: readonly string[],
): Selection {
  const bestOf = new Map(ranked.map(({ alleleOrdinal, best }) => [alleleOrdinal, best]));
  return {
    method: 'objective',
    size: 20,
    eligibleCount: ranked.length,
    clones: [{ clone: 'all cells', weight: 1 }],
    alleles: [...alleles],
    lostAlleles: [],
    objective: 0.5,
    bound: 0.5,
    gap: 0,
    isProven: true,
    bestFound: 0.5,
    search: { algorithm: 'branch-and-bound', nodes: 3, nodeLimit: 1000, openCount: 2 },
    byRank: { objective: 0.5, sharedCount: picks.length },
    picks: picks.map((row) => {
      const best = bestOf.get(row.alleleOrdinal);
      return {
        ...row,
        isPinned: false,
        marginalGain: 0.1,
        uniqueGain: 0.05,
        cellFraction: 1,
        cellFractionFrom: 'unknown',
        alleles:
          best === undefined
            ? []
            : [{ allele: best.allele, peptide: best.peptide, probability: best.probability }],
      };
    }),
    coverage: alleles.map((allele) => ({
      clone: 'all cells',
      allele,
      coverage: 0.1,
      antigenCount: [...bestOf.values()].filter((best) => best.allele === allele).length,
    })),
    decisions: [],
    notes: [],
  };
}
