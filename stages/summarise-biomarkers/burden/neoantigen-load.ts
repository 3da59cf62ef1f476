import type { Biomarkers } from '../../../schemas/biomarkers.js';
import { type Candidate, type RankedVariant, type Tier, tiers } from '../../../schemas/candidates.js';

export interface LoadCounter {
  countVariant(ranked: Pick<RankedVariant, 'tier' | 'isGated'>): void;
  countCandidate(candidate: Pick<Candidate, 'tier' | 'gates'>): void;
  result(): Pick<Biomarkers, 'neoantigenLoad' | 'gated'>;
}

/** Counts ranked variants and their candidate peptide-allele pairs by tier; a gated one counts in its tier and as gated. */
export function loadCounter(): LoadCounter {
  const counts = new Map<Tier, { variants: number; candidates: number }>(
    tiers.map((tier) => [tier, { variants: 0, candidates: 0 }]),
  );
  const gated = { variants: 0, candidates: 0 };
  return {
    countVariant({ tier, isGated }) {
      const count = counts.get(tier);
      if (count !== undefined) count.variants += 1;
      if (isGated) gated.variants += 1;
    },
    countCandidate({ tier, gates }) {
      const count = counts.get(tier);
      if (count !== undefined) count.candidates += 1;
      if (gates.length > 0) gated.candidates += 1;
    },
    result: () => ({
      neoantigenLoad: [...counts].map(([tier, count]) => ({ tier, ...count })),
      gated,
    }),
  };
}
