/** Peptide-allele pairs of one variant, strongest first. */
import type { PeptideRow, Prediction } from '../../schemas/rows.js';
import { compareText } from '../shared/compare-text.js';
import { holdsMutation } from './variant-features/class-two-support.js';

export interface Limits {
  /** Percentile rank up to which a pair is a candidate. */
  readonly rankLimit: number;
  readonly affinityLimitNm: number;
}

export interface Pair {
  readonly row: PeptideRow;
  readonly alleleIndex: number;
  readonly allele: string;
  readonly affinityNm: number | null;
  readonly percentileRank: number;
  readonly presentationScore: number | null;
}

/** Every pair of one variant that has a percentile rank, the number pairs are ranked by, strongest first. */
export function pairsOf(
  rows: readonly PeptideRow[],
  scores: ReadonlyMap<string, Prediction>,
  alleles: readonly string[],
): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const row of rows) {
    const score = scores.get(row.peptide);
    for (const [alleleIndex, allele] of alleles.entries()) {
      const affinityNm = score?.affinityNm[alleleIndex] ?? null;
      const percentileRank = score?.percentileRank[alleleIndex] ?? null;
      const presentationScore = score?.presentationScore[alleleIndex] ?? null;
      if (percentileRank === null) continue;
      pairs.push({ row, alleleIndex, allele, affinityNm, percentileRank, presentationScore });
    }
  }
  return pairs.sort(
    (a, b) =>
      a.percentileRank - b.percentileRank ||
      compareAffinities(a.affinityNm, b.affinityNm) ||
      compareText(a.row.peptide, b.row.peptide) ||
      compareText(a.allele, b.allele) ||
      compareText(a.row.wildtypePeptide ?? '', b.row.wildtypePeptide ?? ''),
  );
}

/** An unknown affinity stands behind every known one. */
function compareAffinities(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY);
}

/** Whether the pair binds well enough to be followed. */
export function isCandidate({ percentileRank, affinityNm }: Pair, limits: Limits): boolean {
  return percentileRank <= limits.rankLimit || (affinityNm !== null && affinityNm <= limits.affinityLimitNm);
}

/** Of each allele the best percentile rank among the pairs, which are sorted by it; null: it has none. */
export function bestRanks(
  pairs: readonly Pair[],
  alleles: readonly string[],
): ReadonlyMap<string, number | null> {
  const best = new Map<string, number | null>(alleles.map((allele) => [allele, null]));
  for (const { allele, percentileRank } of pairs) {
    if ((best.get(allele) ?? null) === null) best.set(allele, percentileRank);
  }
  return best;
}

/** The class II pairs whose binding core is new; all of them where none is, so that the variant is ranked by its best. */
export function withNovelCore(
  pairs: readonly Pair[],
  scores: ReadonlyMap<string, Prediction>,
): readonly Pair[] {
  const novel = pairs.filter(({ row: { peptide, mutatedOffsets }, alleleIndex }) =>
    holdsMutation(mutatedOffsets, scores.get(peptide)?.coreOffset?.[alleleIndex] ?? null),
  );
  return novel.length === 0 ? pairs : novel;
}
