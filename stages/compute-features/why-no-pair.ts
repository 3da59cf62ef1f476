import type { Omission } from '../../schemas/omissions.js';
import type { PeptideRow, Prediction } from '../../schemas/rows.js';

/** Why no pair of a variant's peptides and the alleles can be ranked. */
export function whyNoPair(
  own: readonly PeptideRow[],
  run: {
    readonly scores: ReadonlyMap<string, Prediction>;
    readonly alleles: readonly string[];
    readonly classTwoScores: ReadonlyMap<string, Prediction>;
  },
): Pick<Omission, 'code' | 'reason'> {
  const notPredicted = (reason: string) => ({ code: 'NOT_PREDICTED' as const, reason });
  if (run.alleles.length === 0) return notPredicted('no allele is scored');
  if (own.some(({ peptide }) => hasAny(run.scores.get(peptide))))
    return notPredicted('the predictor gives its peptides no percentile rank');
  // Such as the end of a protein that is new in windows of 15 residues and in no shorter one.
  if (own.every(({ peptide }) => !run.scores.has(peptide) && run.classTwoScores.has(peptide)))
    return {
      code: 'CLASS_TWO_ALONE',
      reason: 'only class II peptides are new, and candidates are class I pairs',
    };
  return notPredicted('no predictor scored any of its peptides');
}

/** Whether a predictor said anything of the peptide. */
function hasAny(score: Prediction | undefined): boolean {
  return [score?.affinityNm, score?.presentationScore, score?.halfLifeHours].some((numbers) =>
    numbers?.some((value) => value !== null),
  );
}
