import type { Candidate } from '../../../schemas/candidates.js';
import type { AlleleTrace } from '../gather.js';

type Field = string | number | null;

/** Columns that shortlist.tsv and candidates.tsv share, for one candidate at its variant. */
export function placeFields(candidate: Candidate, trace: AlleleTrace): readonly Field[] {
  return [
    candidate.gene,
    candidate.hgvsP,
    candidate.hgvsC,
    candidate.transcript,
    trace.chrom,
    trace.position,
    trace.ref,
    trace.alt,
  ];
}

/** Binding of mutant and wild type: affinity_nm … anchor. */
export function bindingFields(candidate: Candidate): readonly Field[] {
  return [
    candidate.affinityNm,
    candidate.percentileRank,
    candidate.wildtypePeptide,
    candidate.wildtypeAffinityNm,
    candidate.agretopicity,
    candidate.anchor,
  ];
}

/** Reads and expression: dna_vaf … cancer_cell_fraction. */
export function evidenceFields(candidate: Candidate): readonly Field[] {
  return [
    candidate.dnaVaf,
    candidate.rnaVaf,
    candidate.tpm,
    candidate.alleleExpression,
    candidate.cancerCellFraction,
  ];
}
