/** What a policy may look at, the same for a run's own candidates and for rows of another tool's table. null: unknown. */
import type { FeatureRow } from '../../schemas/candidates.js';
import { formatNumber } from '../shared/tsv.js';

/** Numbers a policy can name, with the words before and the unit behind the value. */
export const numberWords = {
  affinityNm: ['', 'nM'],
  /** Of whatever the predictor ranks by; of several kinds, their summary. */
  percentileRank: ['rank', '%'],
  bindingPercentile: ['', '%'],
  immunogenicityPercentile: ['', '%'],
  presentationPercentile: ['', '%'],
  halfLifeHours: ['', 'h'],
  wildtypeAffinityNm: ['wild type', 'nM'],
  wildtypePercentileRank: ['wild type rank', '%'],
  /** Mutant affinity / wild-type affinity. */
  agretopicity: ['agretopicity', ''],
  /** The same, only where the mutant peptide is presented (rank at most 2 %): elsewhere a ratio of two non-binders. */
  presentedAgretopicity: ['agretopicity', ''],
  /** Wild-type minus mutant affinity. */
  differentialAffinityNm: ['gain of affinity', 'nM'],
  amplitude: ['amplitude', ''],
  foreignness: ['foreignness', ''],
  /** amplitude × foreignness. */
  recognitionPotential: ['recognition potential', ''],
  /** 1 − likeness to the proteome. */
  dissimilarity: ['dissimilarity to self', ''],
  /** To the wild-type counterpart; 1 = equal. */
  selfSimilarity: ['likeness to the wild type', ''],
  /** Of the residues that face the T cell (Calis 2013); higher is more immunogenic. */
  immunogenicity: ['immunogenicity', ''],
  /** Residues that differ from the wild-type counterpart. */
  mismatches: ['', 'mismatches'],
  length: ['', 'residues'],
  hydrophobicCore: ['', ''],
  aromaticCore: ['', ''],
  otherBindingAlleles: ['', ''],
  dnaVaf: ['DNA VAF', ''],
  rnaVaf: ['RNA VAF', ''],
  rnaDepth: ['RNA depth', ''],
  rnaAltReads: ['', 'mutant reads'],
  tpm: ['', 'TPM'],
  transcriptTpm: ['transcript', 'TPM'],
  /** TPM × RNA VAF. */
  alleleExpression: ['', 'TPM'],
  cancerCellFraction: ['CCF', ''],
  /** Ends of the 95 % interval of the cancer cell fraction. */
  cancerCellFractionLow: ['CCF at least', ''],
  cancerCellFractionHigh: ['CCF at most', ''],
  /** Cancer cell fraction, else 2 × DNA VAF, at most 1. */
  clonalFraction: ['fraction of the tumour', ''],
  /** Best class II percentile rank over the mutation. */
  classTwoPercentileRank: ['class II rank', '%'],
  /** Of the variant: harmonic mean of the best ranks over the genotype. */
  phbr: ['PHBR', '%'],
  supportLevel: ['support level', ''],
  transcriptLength: ['', 'residues'],
} as const;
export type NumberFact = keyof typeof numberWords;

/** Claims a policy can name, with the words for true and false. */
export const flagWords = {
  isSelfPeptide: ['occurs in the proteome', 'does not occur in the proteome'],
  isManeSelect: ['MANE Select', 'not MANE Select'],
  isCanonical: ['canonical', 'not canonical'],
  isProteinCoding: ['protein coding', 'not protein coding'],
  hasProblematicPosition: ['a residue that is hard to make', 'no residue that is hard to make'],
  /** A mutated residue faces the T cell, or the wild type does not bind. */
  isNewToTcells: [
    'faces the T cell, or the wild type does not bind',
    'only in anchors that the wild type shares',
  ],
  isCertain: ['yes', 'an assumption'],
  isUsualLength: ['yes', 'no'],
  isAlleleLost: ['the tumour lost the HLA allele', 'the tumour kept the HLA allele'],
  /** The interval of the cancer cell fraction reaches 1. */
  isClonal: ['clonal', 'subclonal'],
  isImprovedBinder: ['binds better than the wild type', 'binds no better than the wild type'],
  /** Never false: that a table does not list a variant proves nothing. */
  isDriver: ['listed as a driver', 'not listed as a driver'],
} as const;
export type FlagFact = keyof typeof flagWords;

export interface CandidateFacts {
  /** Candidates of one variant share it. */
  readonly variant: string;
  /** Order of variants where nothing else decides. */
  readonly ordinal: number;
  readonly gene: string;
  /** The amino-acid change as the source words it. */
  readonly change: string;
  readonly peptide: string;
  readonly allele: string;
  /** The mutant protein around the mutation; '' where not known. */
  readonly window: string;
  readonly numbers: Readonly<Record<NumberFact, number | null>>;
  readonly flags: Readonly<Record<FlagFact, boolean | null>>;
}

/** Facts of a candidate of our own run. */
export function factsOf(row: FeatureRow): CandidateFacts {
  const isSilent = row.tpm === 0 || row.rnaVaf === 0;
  return {
    // An allele of the file is one variant of the run, whatever its name.
    variant: String(row.alleleOrdinal),
    ordinal: row.alleleOrdinal,
    gene: row.gene,
    change: row.hgvsP ?? '',
    peptide: row.peptide,
    allele: row.allele,
    window: row.window,
    numbers: {
      affinityNm: row.affinityNm,
      percentileRank: row.percentileRank,
      bindingPercentile: null,
      immunogenicityPercentile: null,
      presentationPercentile: row.percentileRank,
      halfLifeHours: row.halfLifeHours ?? null,
      wildtypeAffinityNm: row.wildtypeAffinityNm,
      wildtypePercentileRank: row.wildtypePercentileRank,
      agretopicity: row.agretopicity,
      presentedAgretopicity: presentedAgretopicity(row.agretopicity, row.percentileRank),
      differentialAffinityNm: row.differentialAffinityNm,
      amplitude: row.amplitude,
      foreignness: row.foreignness,
      recognitionPotential: row.recognitionPotential,
      dissimilarity: row.dissimilarity,
      selfSimilarity: row.selfSimilarity,
      immunogenicity: row.immunogenicity,
      mismatches: row.wildtypePeptide === null ? null : row.mutatedOffsets.length,
      length: row.peptide.length,
      hydrophobicCore: row.hydrophobicCore,
      aromaticCore: row.aromaticCore,
      otherBindingAlleles: row.otherBindingAlleles,
      dnaVaf: row.dnaVaf,
      rnaVaf: row.rnaVaf,
      rnaDepth: row.rnaDepth,
      rnaAltReads: row.rnaAltReads,
      tpm: row.tpm,
      transcriptTpm: row.tpmLevel === 'transcript' ? row.tpm : null,
      // A silent gene or an allele without reads is not expressed, whatever the other factor is.
      alleleExpression: row.alleleExpression ?? (isSilent ? 0 : null),
      cancerCellFraction: row.cancerCellFraction,
      cancerCellFractionLow: row.cancerCellFractionInterval?.[0] ?? null,
      cancerCellFractionHigh: row.cancerCellFractionInterval?.[1] ?? null,
      clonalFraction: clonalFraction(row.cancerCellFraction, row.dnaVaf),
      classTwoPercentileRank: row.classTwoSupport?.percentileRank ?? null,
      phbr: row.phbr,
      supportLevel: row.supportLevel,
      transcriptLength: null,
    },
    flags: {
      isSelfPeptide: row.isSelfPeptide,
      isManeSelect: row.isManeSelect,
      isCanonical: row.isCanonical,
      isProteinCoding: row.biotype === 'protein_coding',
      hasProblematicPosition: null,
      isNewToTcells: row.anchor === 'unknown' ? null : row.anchor !== 'anchor_shared',
      isCertain: row.hypothesis === null,
      isUsualLength: isUsualLength(row.peptide),
      isAlleleLost: row.isAlleleLost,
      isClonal: row.clonality === null ? null : row.clonality === 'clonal',
      isImprovedBinder: row.isImprovedBinder,
      isDriver: row.driver === null ? null : true,
    },
  };
}

/** The ratio where it says something: the mutant peptide is presented (NetMHCpan's weak-binder rank, 2 %). */
export function presentedAgretopicity(
  agretopicity: number | null,
  percentileRank: number | null,
): number | null {
  return percentileRank === null || percentileRank > 2 ? null : agretopicity;
}

/** Fraction of the tumour's cells, from the CCF or, in a diploid pure tumour, twice the VAF. */
export function clonalFraction(cancerCellFraction: number | null, dnaVaf: number | null): number | null {
  return cancerCellFraction ?? (dnaVaf === null ? null : Math.min(1, 2 * dnaVaf));
}

/** Nine or ten residues: most class I ligands (Trolle 2016, doi:10.4049/jimmunol.1501721). */
export function isUsualLength(peptide: string): boolean {
  return peptide.length === 9 || peptide.length === 10;
}

/** A number with its words, or 'unknown'. */
export function showNumber(facts: CandidateFacts, fact: NumberFact): string {
  const value = facts.numbers[fact];
  const [before, unit] = numberWords[fact];
  if (value === null) return 'unknown';
  return `${before} ${formatNumber(value)} ${unit}`.trim() + intervalWords(facts, fact);
}

/** The interval belongs to the cancer cell fraction, not to a fraction that was made of the VAF for want of it. */
function intervalWords({ numbers }: CandidateFacts, fact: NumberFact): string {
  const { cancerCellFraction, cancerCellFractionLow: low, cancerCellFractionHigh: high } = numbers;
  const isOfTheFraction = fact === 'cancerCellFraction' || fact === 'clonalFraction';
  if (!isOfTheFraction || cancerCellFraction === null || low === null || high === null) return '';
  return ` (95 %: ${formatNumber(low)} to ${formatNumber(high)})`;
}

/** A claim in words, or 'unknown'. */
export function showFlag(facts: CandidateFacts, fact: FlagFact): string {
  const value = facts.flags[fact];
  return value === null ? 'unknown' : flagWords[fact][value ? 0 : 1];
}
