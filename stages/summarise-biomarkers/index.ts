import {
  biomarkers,
  biomarkersTsv,
  candidates,
  classTwoPanel,
  consequences,
  evidence,
  germlineSegments,
  hlaStatus,
  immuneExpression,
  normalExpressionFile,
  panel,
  rankedVariants,
  safety,
  safetyTsv,
  shortlist,
  variants,
} from '../../schemas/artifacts.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Consequence, Evidence, Variant } from '../../schemas/rows.js';
import { defineStage, optional, required } from '../../schemas/stage.js';
import { groupByAllele } from '../shared/group-by-allele.js';
import { burdenCounter, type Denominator } from './burden/mutational-burden.js';
import { loadCounter } from './burden/neoantigen-load.js';
import { biomarkersTsv as biomarkersText } from './files/biomarkers-tsv.js';
import { safetyTsv as safetyText } from './files/safety-tsv.js';
import { presentationCounter } from './genes/presentation-genes.js';
import { hlaBiomarkers } from './hla/diversity.js';
import { notice } from './notice.js';
import { params } from './params.js';
import { antigenCollector } from './safety/antigen-peptides.js';
import { safetyRows } from './safety/index.js';

export const summariseBiomarkers = defineStage({
  name: 'summarise-biomarkers',
  version: '1',
  summary:
    'Sums up the patient (mutational burden, neoantigen load, HLA, presentation defects, immune expression) and checks each shortlisted antigen against normal tissues and self.',
  params,
  inputs: {
    variants: required(variants),
    consequences: required(consequences),
    germlineSegments: required(germlineSegments),
    evidence: required(evidence),
    hlaStatus: required(hlaStatus),
    immuneExpression: required(immuneExpression),
    panel: required(panel),
    classTwoPanel: required(classTwoPanel),
    candidates: required(candidates),
    ranked: required(rankedVariants),
    shortlist: required(shortlist),
    normalExpression: optional(normalExpressionFile),
  },
  outputs: { biomarkers, biomarkersTsv, safety, safetyTsv },
  resources: ['reference?', 'predictor?'],
  shard: null,
  async run({ params: given, inputs, resources, emit }) {
    const { reference, predictor } = resources;
    const rankLimit = given.presentedRank;
    const counted = countVariants(inputs);
    const load = loadCounter();
    const collector = antigenCollector(inputs.shortlist, rankLimit);
    for (const ranked of inputs.ranked) {
      load.countVariant(ranked);
      collector.addRanked(ranked);
    }
    for (const candidate of inputs.candidates) {
      load.countCandidate(candidate);
      collector.addCandidate(candidate);
    }
    const summary = {
      notice,
      ...counted.burden.result(denominatorOf(given.callableMb, reference)),
      ...load.result(),
      hla: hlaBiomarkers({ classOne: inputs.panel, classTwo: inputs.classTwoPanel }, inputs.hlaStatus),
      presentationGenes: counted.presentation.result(),
      immuneExpression: inputs.immuneExpression,
    };
    emit.biomarkers(summary);
    emit.biomarkersTsv(biomarkersText(summary));

    const rows = await safetyRows({
      antigens: collector.antigens(),
      reference,
      germlineSegments: inputs.germlineSegments,
      normalExpression: inputs.normalExpression,
      predictor,
      rankLimit,
      essentialOrgans: given.essentialOrgans,
      expressedLevel: given.expressedLevel,
    });
    for (const row of rows) emit.safety(row);
    emit.safetyTsv(safetyText(rows, rankLimit));
  },
});

/** Variants, consequences and evidence in step, allele by allele. */
function countVariants(inputs: {
  readonly variants: Iterable<Variant>;
  readonly consequences: Iterable<Consequence>;
  readonly evidence: Iterable<Evidence>;
}) {
  const burden = burdenCounter();
  const presentation = presentationCounter();
  const consequenceGroups = groupByAllele(inputs.consequences);
  const evidenceGroups = groupByAllele(inputs.evidence);
  for (const variant of inputs.variants) {
    const rows = consequenceGroups.take(variant.alleleOrdinal);
    const [measured] = evidenceGroups.take(variant.alleleOrdinal);
    burden.count(variant, rows);
    presentation.count(rows, measured);
  }
  return { burden, presentation };
}

/** Megabases as given, else of the reference's coding sequence: what could be called is not in a variant file. */
function denominatorOf(callableMb: number | null, reference: ReferenceBundle | null): Denominator {
  if (callableMb !== null) return { callableMb, words: 'as given (summarise-biomarkers.callableMb)' };
  if (reference === null)
    return {
      callableMb: null,
      words: 'not known: neither callableMb nor a reference bundle was given; counts alone',
    };
  const bases = reference.codingBases();
  return {
    callableMb: bases === 0 ? null : bases / 1e6,
    words: `coding bases of all protein-coding transcripts of ${reference.summary.name}, as if every one could be called: give callableMb for an exome or a panel${bases < comparableBases ? '; so little sequence gives no figure that compares' : ''}`,
  };
}

/** Below half a megabase the variance of a burden grows steeply (Chalmers 2017, doi:10.1186/s13073-017-0424-2). */
const comparableBases = 5e5;
