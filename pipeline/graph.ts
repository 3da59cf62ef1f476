/** The graph: one entry a stage, in an order where a stage stands after those it reads. CLI, API and workers read it from here. */
import {
  antigenFile,
  copyNumberFile,
  decisionsFile,
  driversFile,
  expressionFile,
  fusionFile,
  germlineVcfFile,
  hlaLossFile,
  junctionFile,
  knownEpitopesFile,
  normalExpressionFile,
  rnaCountsFile,
  vcfFile,
} from '../schemas/artifacts.js';
import { annotateConsequences } from '../stages/annotate-consequences/index.js';
import { collectEvidence } from '../stages/collect-evidence/index.js';
import { computeFeatures } from '../stages/compute-features/index.js';
import { designConstruct } from '../stages/design-construct/index.js';
import { findAnchors } from '../stages/find-anchors/index.js';
import { generatePeptides } from '../stages/generate-peptides/index.js';
import { parseVariants } from '../stages/parse-variants/index.js';
import { predictBinding, predictClassTwo } from '../stages/predict-binding/index.js';
import { rankCandidates } from '../stages/rank-candidates/index.js';
import { renderReport } from '../stages/render-report/index.js';
import { selectShortlist } from '../stages/select-shortlist/index.js';
import { summariseBiomarkers } from '../stages/summarise-biomarkers/index.js';
import { writeVariants } from '../stages/write-variants/index.js';
import { from, type GraphNode, node, submitted } from './graph-node.js';

/** What each stage left out, for those that account for every allele. */
const everyOmission = {
  parseOmissions: from(parseVariants, 'omissions'),
  annotateOmissions: from(annotateConsequences, 'omissions'),
  peptideOmissions: from(generatePeptides, 'omissions'),
  predictOmissions: from(predictBinding, 'omissions'),
  classTwoOmissions: from(predictClassTwo, 'omissions'),
  featureOmissions: from(computeFeatures, 'omissions'),
  rankOmissions: from(rankCandidates, 'omissions'),
  selectOmissions: from(selectShortlist, 'omissions'),
};

export const graph: readonly GraphNode[] = [
  node(parseVariants, {
    vcf: submitted(vcfFile),
    germlineVcf: submitted(germlineVcfFile),
    fusions: submitted(fusionFile),
    junctions: submitted(junctionFile),
    antigens: submitted(antigenFile),
  }),
  node(annotateConsequences, {
    variants: from(parseVariants, 'variants'),
    source: from(parseVariants, 'source'),
    germline: from(parseVariants, 'germlineVariants'),
  }),
  node(collectEvidence, {
    variants: from(parseVariants, 'variants'),
    consequences: from(annotateConsequences, 'consequences'),
    expression: submitted(expressionFile),
    rnaCounts: submitted(rnaCountsFile),
    copyNumber: submitted(copyNumberFile),
    hlaLoss: submitted(hlaLossFile),
  }),
  node(generatePeptides, {
    consequences: from(annotateConsequences, 'consequences'),
    germlineSegments: from(annotateConsequences, 'germlineSegments'),
  }),
  node(predictBinding, { peptides: from(generatePeptides, 'scoringPeptides') }),
  node(predictClassTwo, { peptides: from(generatePeptides, 'classTwoScoringPeptides') }),
  node(findAnchors, { panel: from(predictBinding, 'panel') }),
  node(computeFeatures, {
    consequences: from(annotateConsequences, 'consequences'),
    evidence: from(collectEvidence, 'evidence'),
    hlaStatus: from(collectEvidence, 'hlaStatus'),
    peptides: from(generatePeptides, 'peptides'),
    predictions: from(predictBinding, 'predictions'),
    panel: from(predictBinding, 'panel'),
    anchors: from(findAnchors, 'anchors'),
    classTwoPredictions: from(predictClassTwo, 'predictions'),
    classTwoPanel: from(predictClassTwo, 'panel'),
    knownEpitopes: submitted(knownEpitopesFile),
    drivers: submitted(driversFile),
  }),
  node(rankCandidates, { features: from(computeFeatures, 'features') }),
  node(selectShortlist, {
    ranked: from(rankCandidates, 'ranked'),
    candidates: from(rankCandidates, 'candidates'),
    panel: from(predictBinding, 'panel'),
    variants: from(parseVariants, 'variants'),
    decisions: submitted(decisionsFile),
  }),
  node(designConstruct, {
    shortlist: from(selectShortlist, 'shortlist'),
    ranked: from(rankCandidates, 'ranked'),
    consequences: from(annotateConsequences, 'consequences'),
    panel: from(predictBinding, 'panel'),
    classTwoPanel: from(predictClassTwo, 'panel'),
  }),
  node(summariseBiomarkers, {
    variants: from(parseVariants, 'variants'),
    consequences: from(annotateConsequences, 'consequences'),
    germlineSegments: from(annotateConsequences, 'germlineSegments'),
    evidence: from(collectEvidence, 'evidence'),
    hlaStatus: from(collectEvidence, 'hlaStatus'),
    immuneExpression: from(collectEvidence, 'immuneExpression'),
    panel: from(predictBinding, 'panel'),
    classTwoPanel: from(predictClassTwo, 'panel'),
    candidates: from(rankCandidates, 'candidates'),
    ranked: from(rankCandidates, 'ranked'),
    shortlist: from(selectShortlist, 'shortlist'),
    normalExpression: submitted(normalExpressionFile),
  }),
  node(writeVariants, {
    vcf: submitted(vcfFile),
    source: from(parseVariants, 'source'),
    consequences: from(annotateConsequences, 'consequences'),
    rankedVariants: from(rankCandidates, 'ranked'),
    shortlist: from(selectShortlist, 'shortlist'),
    ...everyOmission,
  }),
  node(renderReport, {
    source: from(parseVariants, 'source'),
    variants: from(parseVariants, 'variants'),
    consequences: from(annotateConsequences, 'consequences'),
    evidence: from(collectEvidence, 'evidence'),
    peptides: from(generatePeptides, 'peptides'),
    panel: from(predictBinding, 'panel'),
    classTwoPanel: from(predictClassTwo, 'panel'),
    candidates: from(rankCandidates, 'candidates'),
    rankedVariants: from(rankCandidates, 'ranked'),
    shortlist: from(selectShortlist, 'shortlist'),
    policyRanks: from(rankCandidates, 'policyRanks'),
    construct: from(designConstruct, 'design'),
    selection: from(selectShortlist, 'selection'),
    biomarkers: from(summariseBiomarkers, 'biomarkers'),
    safety: from(summariseBiomarkers, 'safety'),
    evidenceSources: from(collectEvidence, 'evidenceSources'),
    hlaStatus: from(collectEvidence, 'hlaStatus'),
    ...everyOmission,
  }),
];
