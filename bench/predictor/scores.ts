import type { PeptideMhcPredictor } from '../../schemas/predictor.js';

/** One allele's two outputs as logits, which only order matters of and which do not saturate; NaN where nothing is predicted. */
export interface PairScore {
  readonly affinity: number;
  readonly presentation: number;
}

/** Scores of peptides on one allele, in order; null if the predictor does not support the allele. */
export async function scoreAllele(
  predictor: PeptideMhcPredictor,
  peptides: readonly string[],
  allele: string,
): Promise<readonly PairScore[] | null> {
  if (predictor.supportFor(allele).kind === 'unsupported') return null;
  const [scores] = await scoreAlleles(predictor, peptides, [allele]);
  return scores ?? null;
}

/** Scores by allele, then peptide. */
export async function scoreAlleles(
  predictor: PeptideMhcPredictor,
  peptides: readonly string[],
  alleles: readonly string[],
): Promise<readonly (readonly PairScore[])[]> {
  const { affinityNm, presentationScore } = await predictor.predict(peptides, alleles);
  return alleles.map((_, column) =>
    peptides.map((_peptide, row) => {
      const at = row * alleles.length + column;
      return {
        affinity: logit(affinityScore(affinityNm[at] ?? Number.NaN)),
        presentation: logit(presentationScore[at] ?? Number.NaN),
      };
    }),
  );
}

/** 1 − log50000(IC50), Nielsen et al. 2003, doi:10.1110/ps.0239403. */
export function affinityScore(nanomolar: number): number {
  return 1 - Math.log(nanomolar) / Math.log(50_000);
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}
