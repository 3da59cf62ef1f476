/** Which of a variant's transcripts speaks for it. */
import type { Consequence } from '../../schemas/rows.js';
import { isUsable } from './usable-consequence.js';

/**
 * The consequence that speaks for a variant or a peptide: one that peptides are made of, one that assumes nothing, then protein coding,
 * MANE Select, canonical, best support level (pVACseq's preference, SCIENCE "Published policies"), then the reference's own order.
 * undefined: no rows.
 */
export function speakingRow(rows: readonly Consequence[]): Consequence | undefined {
  let best: Consequence | undefined;
  for (const row of rows) if (best === undefined || compare(row, best) < 0) best = row;
  return best;
}

function compare(a: Consequence, b: Consequence): number {
  return (
    Number(isUsable(b)) - Number(isUsable(a)) ||
    Number(a.hypothesis !== null) - Number(b.hypothesis !== null) ||
    Number(b.biotype === 'protein_coding') - Number(a.biotype === 'protein_coding') ||
    Number(b.isManeSelect) - Number(a.isManeSelect) ||
    Number(b.isCanonical) - Number(a.isCanonical) ||
    (a.supportLevel ?? 9) - (b.supportLevel ?? 9)
  );
}
