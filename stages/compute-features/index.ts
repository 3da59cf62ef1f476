import { z } from 'zod';
import {
  anchors,
  classTwoPanel,
  classTwoPredictions,
  consequences,
  driversFile,
  evidence,
  features,
  hlaStatus,
  knownEpitopesFile,
  panel,
  peptides,
  predictions,
} from '../../schemas/artifacts.js';
import type { Consequence, HlaStatus, Prediction } from '../../schemas/rows.js';
import { defineStage, optional, required } from '../../schemas/stage.js';
import { groupByAllele } from '../shared/group-by-allele.js';
import { anchorPositions } from './anchors.js';
import { driverNote } from './drivers/driver-note.js';
import { type Drivers, readDrivers } from './drivers/read-drivers.js';
import { featureRow } from './feature-row.js';
import { readKnownEpitopes } from './files/known-epitopes.js';
import { bestRanks, isCandidate, pairsOf, withNovelCore } from './pairs.js';
import { sequenceScores } from './sequence-scores.js';
import { classTwoSupport } from './variant-features/class-two-support.js';
import { phbr } from './variant-features/phbr.js';
import { whyNoPair } from './why-no-pair.js';

const paramsSchema = z.object({
  rankLimit: z
    .number()
    .positive()
    .default(2)
    .describe(
      'percentile rank up to which a peptide-allele pair is a candidate (NetMHCpan weak-binder convention)',
    ),
  classTwoRankLimit: z
    .number()
    .positive()
    .default(10)
    .describe(
      'the same for class II pairs, which are candidates where class II alone is scored (weak binders of NetMHCIIpan; Reynisson 2020, doi:10.1093/nar/gkaa379)',
    ),
  affinityLimitNm: z
    .number()
    .positive()
    .default(500)
    .describe(
      'affinity in nM up to which a pair is a candidate (Sette 1994, doi:10.4049/jimmunol.153.12.5586)',
    ),
  windowFlank: z
    .number()
    .int()
    .min(1)
    .max(25)
    .default(13)
    .describe('residues on either side of the mutation in the window'),
});

/**
 * Variant by variant: a pair that may be presented becomes a row, and the strongest of each variant always. What is unknown is null: the
 * likeness to self without a reference, to epitopes without a file of them.
 */
export const computeFeatures = defineStage({
  name: 'compute-features',
  version: '4',
  summary: 'joins predictions, evidence and sequence features to peptide-allele pairs',
  params: paramsSchema,
  inputs: {
    consequences: required(consequences),
    evidence: required(evidence),
    hlaStatus: required(hlaStatus),
    peptides: required(peptides),
    predictions: required(predictions),
    panel: required(panel),
    anchors: required(anchors),
    classTwoPredictions: required(classTwoPredictions),
    classTwoPanel: required(classTwoPanel),
    knownEpitopes: optional(knownEpitopesFile),
    drivers: optional(driversFile),
  },
  outputs: { features },
  resources: ['reference?'],
  shard: null,
  async run({ params, inputs, resources, emit, omit }) {
    const epitopes = inputs.knownEpitopes === null ? null : await readKnownEpitopes(inputs.knownEpitopes);
    const drivers = inputs.drivers === null ? null : await readDrivers(inputs.drivers);
    const classTwoScores = byPeptide(inputs.classTwoPredictions);
    const consequenceGroups = groupByAllele(inputs.consequences);
    const peptideGroups = groupByAllele(inputs.peptides);
    const classOneAlleles = inputs.panel.alleles.map((entry) => entry.allele);
    const classTwoAlleles = inputs.classTwoPanel.alleles.map((entry) => entry.allele);
    // Class II pairs are candidates where class II alone is scored; beside class I they are the help for its candidates.
    const isClassTwo = classOneAlleles.length === 0 && classTwoAlleles.length > 0;
    const alleles = isClassTwo ? classTwoAlleles : classOneAlleles;
    const scores = isClassTwo ? classTwoScores : byPeptide(inputs.predictions);
    const rankLimit = isClassTwo ? params.classTwoRankLimit : params.rankLimit;
    const limits = { rankLimit, affinityLimitNm: params.affinityLimitNm };
    const ofRun = {
      mhcClass: isClassTwo ? ('II' as const) : ('I' as const),
      predictions: scores,
      sequenceScores: sequenceScores(epitopes, resources.reference),
      anchors: anchorPositions(inputs.anchors),
      isAlleleLost: lossOf(inputs.hlaStatus),
      windowFlank: params.windowFlank,
      rankLimit,
    };
    for (const measured of inputs.evidence) {
      const rows = consequenceGroups.take(measured.alleleOrdinal);
      const own = peptideGroups.take(measured.alleleOrdinal);
      const [first] = own;
      if (first === undefined) continue;
      const scored = pairsOf(own, scores, alleles);
      const pairs = isClassTwo ? withNovelCore(scored, scores) : scored;
      const chosen = pairs.filter((pair, index) => index === 0 || isCandidate(pair, limits));
      const subject = { input: first.input, alleleOrdinal: first.alleleOrdinal };
      if (pairs.length === 0) {
        omit({
          ...subject,
          scope: 'allele',
          subject: '',
          ...whyNoPair(own, { scores, alleles, classTwoScores }),
          count: 1,
        });
        continue;
      }
      if (pairs.length < scored.length) {
        omit({
          ...subject,
          scope: 'item',
          subject: 'peptide-allele pairs',
          code: 'SELF_PEPTIDE',
          reason: 'the binding core holds no mutated residue: a T cell would see the wild type',
          count: scored.length - pairs.length,
        });
      }
      if (chosen.length < pairs.length) {
        const reason = `percentile rank above ${rankLimit} and affinity weaker than ${params.affinityLimitNm} nM`;
        omit({
          ...subject,
          scope: 'item',
          subject: 'peptide-allele pairs',
          code: 'NOT_PRESENTED',
          reason,
          count: pairs.length - chosen.length,
        });
      }
      const context = {
        ...ofRun,
        measured,
        rows,
        driverNote: notesOf(rows, drivers),
        phbr: isClassTwo ? null : phbr(bestRanks(pairs, alleles)),
        classTwoSupport: classTwoSupport(own, classTwoScores, classTwoAlleles),
      };
      for (const pair of chosen) emit.features(featureRow(pair, context));
    }
  },
});

function byPeptide(predictionRows: Iterable<Prediction>): ReadonlyMap<string, Prediction> {
  const scores = new Map<string, Prediction>();
  for (const prediction of predictionRows) scores.set(prediction.peptide, prediction);
  return scores;
}

function lossOf({ alleles }: HlaStatus): (allele: string) => boolean | null {
  const known = new Map(alleles.map(({ allele, isLost }) => [allele, isLost]));
  return (allele) => known.get(allele) ?? null;
}

/** The note of each gene is made once, whatever the number of its candidates. */
function notesOf(rows: readonly Consequence[], drivers: Drivers | null): (gene: string) => string | null {
  if (drivers === null) return () => null;
  const notes = new Map<string, string | null>();
  return (gene) => {
    const known = notes.get(gene);
    if (known !== undefined) return known;
    const note = driverNote(rows, gene, drivers);
    notes.set(gene, note);
    return note;
  };
}
