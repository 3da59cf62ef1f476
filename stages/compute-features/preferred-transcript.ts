import { defect } from '../../schemas/errors.js';
import type { Consequence } from '../../schemas/rows.js';

/**
 * The transcript that speaks for a peptide: protein coding, then MANE Select, canonical, best support level, then the
 * reference's own order (pVACseq's preference, SCIENCE "Published policies").
 */
export function bestTranscript(rows: readonly Consequence[]): Consequence {
  const [best] = [...rows].sort(
    (a, b) =>
      Number(b.biotype === 'protein_coding') - Number(a.biotype === 'protein_coding') ||
      Number(b.isManeSelect) - Number(a.isManeSelect) ||
      Number(b.isCanonical) - Number(a.isCanonical) ||
      (a.supportLevel ?? 9) - (b.supportLevel ?? 9),
  );
  if (best === undefined) throw defect('a peptide names transcripts that no consequence has');
  return best;
}
