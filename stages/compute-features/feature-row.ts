/** One candidate's row: what the other stages say of its variant, peptide and allele, joined with what its sequence says. */
import type { FeatureRow } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import type { MhcClass } from '../../schemas/hla.js';
import type { Consequence, Evidence, Prediction } from '../../schemas/rows.js';
import { speakingRow } from '../shared/speaking-row.js';
import type { AnchorPositions } from './anchors.js';
import { classTwoFace } from './class-two-face.js';
import {
  anchorClass,
  aromaticFraction,
  aromaticFractionOf,
  coreHydropathy,
  hydropathyOf,
} from './core-features.js';
import { alleleExpressionOf, expressionOf } from './expression.js';
import type { Pair } from './pairs.js';
import type { SequenceScores } from './sequence-scores.js';
import { againstWildtype, recognitionPotential } from './wildtype-comparison.js';
import { windowOf } from './window.js';

export interface VariantContext {
  /** Of the pairs that are candidates. */
  readonly mhcClass: MhcClass;
  readonly measured: Evidence;
  readonly rows: readonly Consequence[];
  readonly predictions: ReadonlyMap<string, Prediction>;
  readonly sequenceScores: SequenceScores;
  readonly anchors: AnchorPositions;
  readonly windowFlank: number;
  readonly rankLimit: number;
  /** Of an HLA allele; null: no file says. */
  isAlleleLost(allele: string): boolean | null;
  /** Of a gene of the variant. */
  driverNote(gene: string): string | null;
  readonly phbr: number | null;
  readonly classTwoSupport: FeatureRow['classTwoSupport'];
}

/** What only some predictors give: half-life, and of a consensus what each member said. */
function predictorNumbers(
  score: Prediction | undefined,
  alleleIndex: number,
): Pick<FeatureRow, 'halfLifeHours' | 'byPredictor'> {
  return {
    ...halfLife(score?.halfLifeHours, alleleIndex),
    ...(score?.members === undefined
      ? {}
      : {
          byPredictor: score.members.map((member) => ({
            predictor: member.predictor,
            affinityNm: member.affinityNm[alleleIndex] ?? null,
            percentileRank: member.percentileRank[alleleIndex] ?? null,
            presentationScore: member.presentationScore[alleleIndex] ?? null,
            ...halfLife(member.halfLifeHours, alleleIndex),
          })),
        }),
  };
}

function halfLife(hours: Prediction['halfLifeHours'], alleleIndex: number) {
  return hours === undefined ? {} : { halfLifeHours: hours[alleleIndex] ?? null };
}

/** Names one protein of a variant: a transcript may have several under hypotheses. */
function proteoformKey(of: { readonly transcript: string; readonly proteoform: string }): string {
  return `${of.transcript}\t${of.proteoform}`;
}

/** Anchors, and what of the peptide faces the T cell. */
function faceOf(
  { row: { peptide }, allele, alleleIndex }: Pair,
  { mhcClass, anchors, predictions }: VariantContext,
): Pick<FeatureRow, 'anchorOffsets' | 'anchorSource' | 'hydrophobicCore' | 'aromaticCore'> {
  if (mhcClass === 'I') {
    return {
      ...anchors(allele, peptide.length),
      hydrophobicCore: coreHydropathy(peptide),
      aromaticCore: aromaticFraction(peptide),
    };
  }
  const coreOffset = predictions.get(peptide)?.coreOffset?.[alleleIndex] ?? null;
  const { anchorOffsets, anchorSource, facing } = classTwoFace(peptide, coreOffset);
  return {
    anchorOffsets,
    anchorSource,
    hydrophobicCore: hydropathyOf(facing),
    aromaticCore: aromaticFractionOf(facing),
  };
}

/** Joins all that is known of the pair. */
export function featureRow(pair: Pair, context: VariantContext): FeatureRow {
  const { row } = pair;
  const { measured } = context;
  const carriers = new Set(row.occurrences.map((occurrence) => occurrence.transcript));
  const proteoforms = new Set(row.occurrences.map(proteoformKey));
  const transcript = speakingRow(
    context.rows.filter((candidate) => proteoforms.has(proteoformKey(candidate))),
  );
  if (transcript === undefined) throw defect('a peptide names transcripts that no consequence has');
  const wildtype = row.wildtypePeptide === null ? undefined : context.predictions.get(row.wildtypePeptide);
  const wildtypeAffinityNm = wildtype?.affinityNm[pair.alleleIndex] ?? null;
  const wildtypePercentileRank = wildtype?.percentileRank[pair.alleleIndex] ?? null;
  const comparison = againstWildtype(pair, { wildtypeAffinityNm, wildtypePercentileRank });
  const sequence = context.sequenceScores(row.peptide, row.wildtypePeptide, pair.allele);
  const face = faceOf(pair, context);
  const expression = expressionOf(transcript, carriers, measured);
  const ranks = context.predictions.get(row.peptide)?.percentileRank ?? [];
  return {
    variantId: row.variantId,
    alleleOrdinal: row.alleleOrdinal,
    input: row.input,
    gene: transcript.gene,
    geneId: transcript.geneId,
    transcript: transcript.transcript,
    transcriptCount: carriers.size,
    proteoform: transcript.proteoform,
    hypothesis: transcript.hypothesis,
    isManeSelect: transcript.isManeSelect,
    isCanonical: transcript.isCanonical,
    supportLevel: transcript.supportLevel,
    biotype: transcript.biotype,
    consequence: transcript.consequence,
    hgvsC: transcript.hgvsC,
    hgvsP: transcript.hgvsP,
    isFrameshift: transcript.isFrameshift,
    nmd: transcript.nmd,
    phaseGroup: transcript.phaseGroup,
    phaseState: transcript.phaseState,
    peptide: row.peptide,
    wildtypePeptide: row.wildtypePeptide,
    mutatedOffsets: row.mutatedOffsets,
    allele: pair.allele,
    affinityNm: pair.affinityNm,
    percentileRank: pair.percentileRank,
    presentationScore: pair.presentationScore,
    ...predictorNumbers(context.predictions.get(row.peptide), pair.alleleIndex),
    wildtypeAffinityNm,
    wildtypePercentileRank,
    ...comparison,
    ...sequence,
    recognitionPotential: recognitionPotential(comparison.amplitude, sequence.foreignness),
    immunogenicity: context.mhcClass === 'I' ? sequence.immunogenicity : null,
    anchor:
      face.anchorSource === null
        ? 'unknown'
        : anchorClass({
            length: row.peptide.length,
            anchorOffsets: face.anchorOffsets,
            mutatedOffsets: row.mutatedOffsets,
            wildtypePeptide: row.wildtypePeptide,
            wildtypeAffinityNm,
          }),
    ...face,
    otherBindingAlleles: ranks.filter(
      (rank, index) => index !== pair.alleleIndex && rank !== null && rank <= context.rankLimit,
    ).length,
    isSelfPeptide: row.isSelfPeptide,
    dnaVaf: measured.dnaVaf,
    dnaDepth: measured.dnaDepth,
    rnaVaf: measured.rnaVaf,
    rnaDepth: measured.rnaDepth,
    rnaAltReads: measured.rnaAltReads,
    tpm: expression.tpm,
    tpmLevel: expression.level,
    alleleExpression: alleleExpressionOf(transcript, expression.tpm, measured.rnaVaf),
    cancerCellFraction: measured.cancerCellFraction,
    cancerCellFractionInterval: measured.cancerCellFractionInterval,
    clonality: measured.clonality,
    isAlleleLost: context.isAlleleLost(pair.allele),
    phbr: context.phbr,
    classTwoSupport: context.classTwoSupport,
    driver: context.driverNote(transcript.gene),
    window: windowOf(transcript, row, context.windowFlank),
  };
}
