import { z } from 'zod';
import {
  classTwoPanel,
  consequences,
  constructDesign,
  constructGenbank,
  constructJunctions,
  constructManifest,
  constructMrnas,
  constructPeptides,
  constructProteins,
  panel,
  rankedVariants,
  shortlist,
} from '../../schemas/artifacts.js';
import type { RankedVariant, ShortlistRow } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import type { Omission } from '../../schemas/omissions.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { Consequence, Panel } from '../../schemas/rows.js';
import { defineStage, required } from '../../schemas/stage.js';
import { type Design, designConstructs } from './design.js';
import { mrnaFasta, proteinFasta } from './files/fasta.js';
import { genbankText } from './files/genbank.js';
import { manifestText } from './files/manifest.js';
import { junctionTable, peptideTable } from './files/tables.js';
import type { JunctionScorer } from './junctions/peptide-scores.js';
import { type ConstructParams, paramsSchema } from './params.js';
import { nothingDesigned, summaryOf } from './summary.js';
import { type Antigen, elementsOf } from './windows.js';

export { constructChecks } from './checks.js';
export { type Design, designConstructs } from './design.js';
export { type ConstructElement, otherThanResidues, uniqueNames } from './elements.js';
export type { JunctionScorer } from './junctions/peptide-scores.js';
export { type ConstructParams, paramsSchema } from './params.js';

export const designConstruct = defineStage({
  name: 'design-construct',
  version: '2',
  summary: 'designs mRNA constructs and synthetic long peptides of the shortlist, with proof of every seam',
  params: paramsSchema.extend({
    form: z
      .enum(['auto', ...paramsSchema.shape.form.unwrap().options])
      .default('auto')
      .describe(
        `${paramsSchema.shape.form.description ?? ''}; auto: both, without the mRNA where the predictor reads saved output, which knows no peptide of a seam`,
      ),
  }),
  inputs: {
    shortlist: required(shortlist),
    ranked: required(rankedVariants),
    consequences: required(consequences),
    panel: required(panel),
    classTwoPanel: required(classTwoPanel),
  },
  outputs: {
    proteins: constructProteins,
    mrnas: constructMrnas,
    genbank: constructGenbank,
    peptides: constructPeptides,
    junctions: constructJunctions,
    manifest: constructManifest,
    design: constructDesign,
  },
  resources: ['reference?', 'predictor?', 'classTwoPredictor?'],
  shard: null,
  async run({ params: given, inputs, resources, emit, omit }) {
    const picks = [...inputs.shortlist];
    if (given.form === 'none' || picks.length === 0) {
      emit.design(nothingDesigned);
      return;
    }
    const { reference } = resources;
    const asked = [
      ...scored(resources.predictor, inputs.panel),
      ...scored(resources.classTwoPredictor, inputs.classTwoPanel),
    ];
    const { form, withoutMrna } = formOf(
      given.form,
      asked.map(({ predictor }) => predictor),
    );
    const params: ConstructParams = { ...given, form };
    const scorers =
      withoutMrna === null
        ? asked.map(({ predictor, alleles }) => junctionScorer(predictor, alleles, params))
        : [];
    const { elements, leftOut } = elementsOf(antigensOf(picks, inputs), params);
    const windows = await designConstructs({ elements, leftOut, params, scorers, reference });
    for (const { name, reason } of windows.leftOut)
      omit(omission(name, 'PEPTIDE_UNUSABLE', `not in the construct: ${reason}`));
    if (withoutMrna !== null) omit(omission(mrnaName, 'SEAMS_UNKNOWN', withoutMrna));
    const design: Design = {
      ...windows,
      leftOut: [
        ...(withoutMrna === null ? [] : [{ name: mrnaName, reason: withoutMrna }]),
        ...windows.leftOut,
      ],
    };
    const files = constructFiles(design, { params, reference });
    emit.proteins(files.protein);
    emit.mrnas(files.mrna);
    emit.genbank(files.genbank);
    emit.peptides(files.peptides);
    emit.junctions(files.junctions);
    emit.manifest(files.manifest);
    emit.design(summaryOf(design, form));
  },
});

/** A class without alleles has no predictor, and no seam is looked at for it. */
function scored(
  predictor: PeptideMhcPredictor | null,
  { alleles }: Panel,
): readonly { readonly predictor: PeptideMhcPredictor; readonly alleles: readonly string[] }[] {
  if (alleles.length === 0) return [];
  if (predictor === null) throw defect('design-construct was given a panel without its predictor');
  return [{ predictor, alleles: alleles.map(({ allele }) => allele) }];
}

const mrnaName = 'mRNA construct';

/** What is made, and why no mRNA is where 'auto' would else have made one. Synthetic peptides have no seams: any predictor will do. */
function formOf(
  asked: ConstructParams['form'] | 'auto',
  predictors: readonly PeptideMhcPredictor[],
): { readonly form: ConstructParams['form']; readonly withoutMrna: string | null } {
  if (asked !== 'auto') return { form: asked, withoutMrna: null };
  const unable = predictors.find(({ scoresAnyPeptide }) => scoresAnyPeptide === false);
  if (unable === undefined) return { form: 'both', withoutMrna: null };
  return {
    form: 'peptides',
    withoutMrna: `${unable.name} reads saved output, which has no number for the peptides that arise where two windows meet: whether a seam is safe cannot be told`,
  };
}

function omission(subject: string, code: 'PEPTIDE_UNUSABLE' | 'SEAMS_UNKNOWN', reason: string): Omission {
  return { scope: 'item', input: '', alleleOrdinal: 0, subject, code, reason, count: 1 };
}

/** What the predictor is asked at the seams, and from where on a binder is strong, in its class. */
export function junctionScorer(
  predictor: PeptideMhcPredictor,
  alleles: readonly string[],
  params: ConstructParams,
): JunctionScorer {
  const isClassI = predictor.mhcClass === 'I';
  const lengths = isClassI ? params.junctionLengthsI : params.junctionLengthsII;
  return {
    predictor,
    alleles,
    lengths: lengths.filter((length) => length >= predictor.minLength && length <= predictor.maxLength),
    strongRank: isClassI ? params.strongRankI : params.strongRankII,
    strongAffinityNm: isClassI ? params.strongAffinityNm : null,
  };
}

/** The texts of every file of a design; '' where the form asked for has none. */
export function constructFiles(design: Design, made: Parameters<typeof manifestText>[1]) {
  const hasConstruct = design.constructs.length > 0;
  return {
    protein: proteinFasta(design),
    mrna: mrnaFasta(design),
    genbank: genbankText(design),
    peptides: design.peptides.length > 0 ? peptideTable(design.peptides) : '',
    junctions: hasConstruct ? junctionTable(design) : '',
    manifest: manifestText(design, made),
  };
}

/** The picks in their order, each with the consequence that its best peptide was cut from. */
function antigensOf(
  picks: readonly ShortlistRow[],
  rows: { readonly ranked: Iterable<RankedVariant>; readonly consequences: Iterable<Consequence> },
): readonly Antigen[] {
  const ranked = rankedOf(rows.ranked, new Set(picks.map(({ alleleOrdinal }) => alleleOrdinal)));
  const speakers = consequencesOf(rows.consequences, ranked);
  return picks.flatMap(({ alleleOrdinal }) => {
    const chosen = ranked.get(alleleOrdinal);
    return chosen === undefined ? [] : [{ ranked: chosen, consequence: speakers.get(alleleOrdinal) }];
  });
}

function rankedOf(
  rows: Iterable<RankedVariant>,
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, RankedVariant> {
  const found = new Map<number, RankedVariant>();
  for (const row of rows) if (wanted.has(row.alleleOrdinal)) found.set(row.alleleOrdinal, row);
  return found;
}

/** The consequence that each chosen variant's best peptide was cut from. */
function consequencesOf(
  rows: Iterable<Consequence>,
  ranked: ReadonlyMap<number, RankedVariant>,
): ReadonlyMap<number, Consequence> {
  const found = new Map<number, Consequence>();
  for (const row of rows) {
    const best = ranked.get(row.alleleOrdinal)?.best;
    if (best?.transcript === row.transcript && best.proteoform === row.proteoform)
      found.set(row.alleleOrdinal, row);
  }
  return found;
}
