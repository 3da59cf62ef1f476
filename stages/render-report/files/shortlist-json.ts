import type { Candidate } from '../../../schemas/candidates.js';
import type { Evidence } from '../../../schemas/rows.js';
import type { GatheredRun, Pick } from '../gather.js';

/** Raised when a field of shortlist.json changes its meaning or goes away; a new field does not raise it. */
const SHORTLIST_JSON_VERSION = 1;

/** shortlist.json: the run's facts, the funnel and every pick with terms, criteria, evidence and all its pairs; keys in a fixed order. */
export function shortlistJson(run: GatheredRun, patient: string | null): string {
  const { source, panel, ledger } = run;
  const document = {
    schemaVersion: SHORTLIST_JSON_VERSION,
    patient,
    source: {
      fileFormat: source.fileFormat,
      samples: source.samples,
      tumorSample: source.tumorSample,
      normalSample: source.normalSample,
      rolesFrom: source.rolesFrom,
      caller: source.caller,
      annotator: source.annotator,
      build: source.build,
      recordCount: source.recordCount,
      alleleCount: source.alleleCount,
      warnings: source.warnings,
    },
    predictor: {
      name: panel.predictor,
      version: panel.predictorVersion,
      digest: panel.predictorDigest,
      alleles: panel.alleles.map(({ allele, confidence, nearestTrained, distanceToTrained }) => ({
        allele,
        confidence,
        nearestTrained,
        distanceToTrained,
      })),
    },
    funnel: ledger.stages.map(({ stage, incoming, kept, omitted, alleles, items }) => ({
      stage,
      incoming,
      kept,
      omitted,
      alleles: alleles.map(({ code, count }) => ({ code, count })),
      items: items.map(({ code, count }) => ({ code, count })),
    })),
    shortlist: run.picks.map(pickDocument),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function pickDocument({ pick, trace, ranked, evidence, pairs }: Pick) {
  const { best } = ranked;
  return {
    pick,
    rank: ranked.rank,
    tier: ranked.tier,
    probability: ranked.probability,
    isGated: ranked.isGated,
    flip: ranked.flip,
    reasons: ranked.reasons,
    variant: {
      id: ranked.variantId,
      input: trace.input,
      chrom: trace.chrom,
      position: trace.position,
      ref: trace.ref,
      alt: trace.alt,
      gene: best.gene,
      geneId: best.geneId,
      transcript: best.transcript,
      transcriptCount: best.transcriptCount,
      consequence: best.consequence,
      hgvsC: best.hgvsC,
      hgvsP: best.hgvsP,
      isFrameshift: best.isFrameshift,
      nmd: best.nmd,
      phaseState: best.phaseState,
      phaseGroup: best.phaseGroup,
      window: best.window,
    },
    evidence: {
      dnaVaf: best.dnaVaf,
      dnaDepth: best.dnaDepth,
      rnaVaf: best.rnaVaf,
      rnaDepth: best.rnaDepth,
      rnaAltReads: best.rnaAltReads,
      tpm: best.tpm,
      tpmLevel: best.tpmLevel,
      alleleExpression: best.alleleExpression,
      cancerCellFraction: best.cancerCellFraction,
      clonality: best.clonality,
      driver: best.driver,
      classTwoSupport: best.classTwoSupport,
      phbr: best.phbr,
      ...measured(evidence),
    },
    best: {
      ...pair(best),
      logit: best.logit,
      terms: best.terms.map(({ name, value, contribution }) => ({ name, value, contribution })),
      criteria: best.criteria.map(({ name, passes, value, threshold, source }) => ({
        name,
        passes,
        value,
        threshold,
        source,
      })),
      gates: best.gates,
      boardScore: best.boardScore,
      boardParts: best.boardParts,
    },
    pairs: pairs.map(pair),
  };
}

function measured(evidence: Evidence | null) {
  return {
    cancerCellFractionInterval: evidence?.cancerCellFractionInterval ?? null,
    normalVaf: evidence?.normalVaf ?? null,
    sources: evidence?.sources ?? [],
  };
}

function pair(candidate: Candidate) {
  return {
    peptide: candidate.peptide,
    allele: candidate.allele,
    mutatedOffsets: candidate.mutatedOffsets,
    affinityNm: candidate.affinityNm,
    percentileRank: candidate.percentileRank,
    presentationScore: candidate.presentationScore,
    ...(candidate.halfLifeHours === undefined ? {} : { halfLifeHours: candidate.halfLifeHours }),
    ...(candidate.byPredictor === undefined ? {} : { byPredictor: candidate.byPredictor }),
    wildtypePeptide: candidate.wildtypePeptide,
    wildtypeAffinityNm: candidate.wildtypeAffinityNm,
    wildtypePercentileRank: candidate.wildtypePercentileRank,
    agretopicity: candidate.agretopicity,
    anchor: candidate.anchor,
    isSelfPeptide: candidate.isSelfPeptide,
    isAlleleLost: candidate.isAlleleLost,
    foreignness: candidate.foreignness,
    dissimilarity: candidate.dissimilarity,
    selfSimilarity: candidate.selfSimilarity,
    immunogenicity: candidate.immunogenicity,
    tier: candidate.tier,
    probability: candidate.probability,
  };
}
