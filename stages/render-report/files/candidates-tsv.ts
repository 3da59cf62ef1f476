import type { Candidate, RankedVariant } from '../../../schemas/candidates.js';
import { formatNumber, tsvLine } from '../../shared/tsv.js';
import type { AlleleTrace } from '../gather.js';
import { bindingFields, evidenceFields, placeFields } from './antigen-columns.js';
import { classTwoText } from './class-two-support.js';

/** One line per peptide-allele pair; the first columns are those of shortlist.tsv, the rest is for further analysis. */
export const candidateColumns = [
  'rank',
  'tier',
  'probability',
  'gene',
  'hgvs_p',
  'hgvs_c',
  'transcript',
  'chrom',
  'pos',
  'ref',
  'alt',
  'peptide',
  'allele',
  'affinity_nm',
  'percentile_rank',
  'wildtype_peptide',
  'wildtype_affinity_nm',
  'agretopicity',
  'anchor',
  'dna_vaf',
  'rna_vaf',
  'tpm',
  'allele_expression',
  'cancer_cell_fraction',
  'class_ii_support',
  'window',
  'input',
  'gene_id',
  'biotype',
  'consequence',
  'transcript_count',
  'mane_select',
  'canonical',
  'support_level',
  'frameshift',
  'nmd',
  'phase_state',
  'phase_group',
  'hypothesis',
  'length',
  'mutated_offsets',
  'presentation_score',
  'wildtype_percentile_rank',
  'hydrophobic_core',
  'aromatic_core',
  'other_binding_alleles',
  'self_peptide',
  'dna_depth',
  'rna_depth',
  'rna_alt_reads',
  'tpm_level',
  'logit',
  'terms',
  'failed_criteria',
  'gates',
  'half_life_hours',
  'affinity_by_predictor',
  'rank_by_predictor',
  'cancer_cell_fraction_low',
  'cancer_cell_fraction_high',
  'clonality',
  'allele_lost',
  'differential_affinity_nm',
  'amplitude',
  'foreignness',
  'recognition_potential',
  'dissimilarity',
  'self_similarity',
  'immunogenicity',
  'improved_binder',
  'anchor_source',
  'phbr',
  'driver',
  'board_score',
  'anchor_positions',
] as const;

/** A line of candidates.tsv; `rank` is the variant's, NA where the variant was not ranked. */
export function candidateLine(
  candidate: Candidate,
  trace: AlleleTrace,
  ranked: RankedVariant | null,
): string {
  return tsvLine([
    ranked?.rank ?? null,
    candidate.tier,
    candidate.probability,
    ...placeFields(candidate, trace),
    candidate.peptide,
    candidate.allele,
    ...bindingFields(candidate),
    ...evidenceFields(candidate),
    classTwoText(candidate.classTwoSupport),
    candidate.window,
    candidate.input,
    candidate.geneId,
    candidate.biotype,
    candidate.consequence.join('&'),
    candidate.transcriptCount,
    yesNo(candidate.isManeSelect),
    yesNo(candidate.isCanonical),
    candidate.supportLevel,
    yesNo(candidate.isFrameshift),
    candidate.nmd,
    candidate.phaseState,
    candidate.phaseGroup.join(','),
    candidate.hypothesis,
    candidate.peptide.length,
    candidate.mutatedOffsets.join(','),
    candidate.presentationScore,
    candidate.wildtypePercentileRank,
    candidate.hydrophobicCore,
    candidate.aromaticCore,
    candidate.otherBindingAlleles,
    claim(candidate.isSelfPeptide),
    candidate.dnaDepth,
    candidate.rnaDepth,
    candidate.rnaAltReads,
    candidate.tpmLevel,
    candidate.logit,
    candidate.terms.map(({ name, contribution }) => `${name}=${formatNumber(contribution)}`).join('; '),
    candidate.criteria
      .filter(({ passes }) => passes === false)
      .map(({ name }) => name)
      .join('; '),
    candidate.gates.join('; '),
    candidate.halfLifeHours ?? null,
    perPredictor(candidate, ({ affinityNm }) => affinityNm),
    perPredictor(candidate, ({ percentileRank }) => percentileRank),
    candidate.cancerCellFractionInterval?.[0] ?? null,
    candidate.cancerCellFractionInterval?.[1] ?? null,
    candidate.clonality,
    claim(candidate.isAlleleLost),
    candidate.differentialAffinityNm,
    candidate.amplitude,
    candidate.foreignness,
    candidate.recognitionPotential,
    candidate.dissimilarity,
    candidate.selfSimilarity,
    candidate.immunogenicity,
    claim(candidate.isImprovedBinder),
    candidate.anchorSource,
    candidate.phbr,
    candidate.driver,
    candidate.boardScore,
    candidate.anchorOffsets.map((offset) => offset + 1).join(','),
  ]);
}

/** 'name=value' of each predictor of a consensus, NA for the numbers one does not give; null: one predictor was asked. */
function perPredictor(
  { byPredictor }: Candidate,
  numberOf: (said: NonNullable<Candidate['byPredictor']>[number]) => number | null,
): string | null {
  if (byPredictor === undefined) return null;
  return byPredictor
    .map((said) => {
      const value = numberOf(said);
      return `${said.predictor}=${value === null ? 'NA' : formatNumber(value)}`;
    })
    .join(';');
}

function yesNo(isTrue: boolean): string {
  return isTrue ? 'yes' : 'no';
}

/** null: not known. */
function claim(isTrue: boolean | null): string | null {
  return isTrue === null ? null : yesNo(isTrue);
}
