import type { Evidence } from '../../schemas/rows.js';

export interface FractionBin {
  shortlisted: number;
  ranked: number;
  other: number;
}

/** Bins of 0.05. */
const binCount = 20;

/** Counts DNA variant allele fractions by what became of the allele; alleles without one are not counted. */
export function countFractions(
  ranked: ReadonlyMap<number, unknown>,
  picks: ReadonlyMap<number, unknown>,
): { readonly bins: readonly FractionBin[]; count(row: Evidence): void } {
  const bins = Array.from({ length: binCount }, (): FractionBin => ({ shortlisted: 0, ranked: 0, other: 0 }));
  return {
    bins,
    count({ alleleOrdinal, dnaVaf }) {
      if (dnaVaf === null) return;
      const bin = bins[Math.min(binCount - 1, Math.floor(dnaVaf * binCount + 1e-9))];
      if (bin === undefined) return;
      if (picks.has(alleleOrdinal)) bin.shortlisted += 1;
      else if (ranked.has(alleleOrdinal)) bin.ranked += 1;
      else bin.other += 1;
    },
  };
}
