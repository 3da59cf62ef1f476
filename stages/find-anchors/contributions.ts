/**
 * How much a predicted affinity moves when a position changes: peptides that bind are changed at one position after the other, after Xia 2023
 * (doi:10.1126/sciimmunol.abg2200). Movement is counted in nM: by its logarithm, positions that hardly matter would weigh as much together as
 * an anchor does (docs/validation/features.md compares both with the paper's table).
 */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { probePeptides } from './probe-peptides.js';

/** Made-up peptides of a length, of which the best binders of an allele are taken: more of either bring no better agreement, and take longer. */
const screenedCount = 2000;
const binderCount = 8;

/** Of the kinds that a pocket of the groove tells apart one each: small, acid, aliphatic, basic, aromatic. */
const substitutes = [...'ADLKF'];

/** Per allele, in their order: each position's share of all movement; null where the predictor gives no affinity. */
export async function contributionsOf(
  predictor: PeptideMhcPredictor,
  alleles: readonly string[],
  length: number,
): Promise<readonly (readonly number[] | null)[]> {
  const probes = probePeptides(length, screenedCount);
  const { affinityNm } = await predictor.predict(probes, alleles);
  const shares: (readonly number[] | null)[] = [];
  for (const [index, allele] of alleles.entries()) {
    const scored = probes
      .map((peptide, at) => ({ peptide, nm: affinityNm[at * alleles.length + index] ?? Number.NaN }))
      .filter(({ nm }) => nm > 0);
    const best = scored.sort((a, b) => a.nm - b.nm).slice(0, binderCount);
    shares.push(best.length === 0 ? null : await sharesOf(predictor, allele, best));
  }
  return shares;
}

interface Binder {
  readonly peptide: string;
  readonly nm: number;
}

async function sharesOf(
  predictor: PeptideMhcPredictor,
  allele: string,
  binders: readonly Binder[],
): Promise<readonly number[] | null> {
  const changes = binders.flatMap(({ peptide, nm }) =>
    [...peptide].flatMap((own, offset) =>
      substitutes
        .filter((residue) => residue !== own)
        .map((residue) => ({
          nm,
          offset,
          peptide: peptide.slice(0, offset) + residue + peptide.slice(offset + 1),
        })),
    ),
  );
  const { affinityNm } = await predictor.predict(
    changes.map(({ peptide }) => peptide),
    [allele],
  );
  const sums = new Float64Array(binders[0]?.peptide.length ?? 0);
  const counts = new Float64Array(sums.length);
  for (const [at, { nm, offset }] of changes.entries()) {
    const changed = affinityNm[at] ?? Number.NaN;
    if (!(changed > 0)) continue;
    sums[offset] = (sums[offset] ?? 0) + Math.abs(changed - nm);
    counts[offset] = (counts[offset] ?? 0) + 1;
  }
  const means = Array.from(sums, (sum, offset) => sum / Math.max(1, counts[offset] ?? 0));
  const total = means.reduce((sum, mean) => sum + mean, 0);
  return total > 0 ? means.map((mean) => Number((mean / total).toPrecision(4))) : null;
}

/** The fewest positions, largest first, that together make up the share; 0-based, ascending. */
export function anchorOffsets(contributions: readonly number[], share: number): readonly number[] {
  const order = contributions
    .map((contribution, offset) => ({ contribution, offset }))
    .sort((a, b) => b.contribution - a.contribution || a.offset - b.offset);
  const chosen: number[] = [];
  let sum = 0;
  for (const { contribution, offset } of order) {
    if (sum >= share) break;
    sum += contribution;
    chosen.push(offset);
  }
  return chosen.sort((a, b) => a - b);
}
