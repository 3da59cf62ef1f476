/** From the columns of another tool's table to the facts that a policy looks at. */
import { aromaticFraction, coreHydropathy } from '../../../stages/compute-features/core-features.js';
import {
  type CandidateFacts,
  clonalFraction,
  isUsualLength,
  presentedAgretopicity,
} from '../../../stages/rank-candidates/facts.js';

/** What a row gives; whatever is left out is unknown. */
export interface EpitopeRow {
  readonly variant: string;
  readonly gene: string;
  readonly change: string;
  readonly peptide: string;
  readonly allele: string;
  readonly window?: string;
  readonly numbers: Partial<CandidateFacts['numbers']>;
  readonly flags: Partial<CandidateFacts['flags']>;
}

/** The facts, with what follows from the peptide and from other numbers filled in. */
export function factsOfRow(row: EpitopeRow, ordinal: number): CandidateFacts {
  const given = row.numbers;
  const affinityNm = given.affinityNm ?? null;
  const wildtypeAffinityNm = given.wildtypeAffinityNm ?? null;
  const percentileRank = given.percentileRank ?? null;
  const agretopicity =
    given.agretopicity ??
    (affinityNm === null || wildtypeAffinityNm === null || wildtypeAffinityNm === 0
      ? null
      : affinityNm / wildtypeAffinityNm);
  const cancerCellFraction = given.cancerCellFraction ?? null;
  const dnaVaf = given.dnaVaf ?? null;
  const isAminoAcids = /^[A-Z]+$/.test(row.peptide);
  return {
    variant: row.variant,
    ordinal,
    gene: row.gene,
    change: row.change,
    peptide: row.peptide,
    allele: row.allele,
    window: row.window ?? '',
    numbers: {
      affinityNm,
      percentileRank,
      bindingPercentile: given.bindingPercentile ?? null,
      immunogenicityPercentile: given.immunogenicityPercentile ?? null,
      presentationPercentile: given.presentationPercentile ?? null,
      halfLifeHours: given.halfLifeHours ?? null,
      wildtypeAffinityNm,
      wildtypePercentileRank: given.wildtypePercentileRank ?? null,
      agretopicity,
      presentedAgretopicity: presentedAgretopicity(agretopicity, percentileRank),
      differentialAffinityNm: given.differentialAffinityNm ?? null,
      amplitude: given.amplitude ?? null,
      foreignness: given.foreignness ?? null,
      recognitionPotential: given.recognitionPotential ?? null,
      dissimilarity: given.dissimilarity ?? null,
      selfSimilarity: given.selfSimilarity ?? null,
      immunogenicity: given.immunogenicity ?? null,
      mismatches: given.mismatches ?? null,
      length: row.peptide.length,
      hydrophobicCore: isAminoAcids ? coreHydropathy(row.peptide) : null,
      aromaticCore: isAminoAcids ? aromaticFraction(row.peptide) : null,
      otherBindingAlleles: given.otherBindingAlleles ?? null,
      dnaVaf,
      rnaVaf: given.rnaVaf ?? null,
      rnaDepth: given.rnaDepth ?? null,
      rnaAltReads: given.rnaAltReads ?? null,
      tpm: given.tpm ?? null,
      transcriptTpm: given.transcriptTpm ?? null,
      alleleExpression: given.alleleExpression ?? null,
      cancerCellFraction,
      cancerCellFractionLow: given.cancerCellFractionLow ?? null,
      cancerCellFractionHigh: given.cancerCellFractionHigh ?? null,
      clonalFraction: clonalFraction(cancerCellFraction, dnaVaf),
      classTwoPercentileRank: given.classTwoPercentileRank ?? null,
      phbr: given.phbr ?? null,
      supportLevel: given.supportLevel ?? null,
      transcriptLength: given.transcriptLength ?? null,
    },
    flags: {
      isSelfPeptide: null,
      isManeSelect: null,
      isCanonical: null,
      isProteinCoding: null,
      hasProblematicPosition: null,
      isNewToTcells: null,
      isAlleleLost: null,
      isClonal: null,
      isImprovedBinder: null,
      isDriver: null,
      isUsualLength: isUsualLength(row.peptide),
      ...row.flags,
      isCertain: row.flags.isCertain ?? true,
    },
  };
}

/** Residues at which two peptides of one length differ; null: there is no counterpart to compare with. */
export function mismatchesOf(peptide: string, wildtype: string | null): number | null {
  if (wildtype === null || wildtype.length !== peptide.length) return null;
  return [...peptide].filter((residue, offset) => residue !== wildtype[offset]).length;
}
