import {
  consequences,
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
import type { RankedVariant } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { Consequence } from '../../schemas/rows.js';
import { defineStage, required } from '../../schemas/stage.js';
import { type Design, designConstructs } from './design.js';
import { mrnaFasta, proteinFasta } from './files/fasta.js';
import { genbankText } from './files/genbank.js';
import { manifestText } from './files/manifest.js';
import { junctionTable, peptideTable } from './files/tables.js';
import type { JunctionScorer } from './junctions/peptide-scores.js';
import { type ConstructParams, paramsSchema } from './params.js';
import { elementsOf } from './windows.js';

export { constructChecks } from './checks.js';
export { type Design, designConstructs } from './design.js';
export { type ConstructElement, otherThanResidues, uniqueNames } from './elements.js';
export type { JunctionScorer } from './junctions/peptide-scores.js';
export { type ConstructParams, paramsSchema } from './params.js';

export const designConstruct = defineStage({
  name: 'design-construct',
  version: '1',
  summary: 'designs mRNA constructs and synthetic long peptides of the shortlist, with proof of every seam',
  // A run makes none unless asked: predictors that read saved output know no junction peptide.
  params: paramsSchema.extend({
    form: paramsSchema.shape.form.unwrap().default('none').describe(formText()),
  }),
  inputs: {
    shortlist: required(shortlist),
    ranked: required(rankedVariants),
    consequences: required(consequences),
    panel: required(panel),
  },
  outputs: {
    proteins: constructProteins,
    mrnas: constructMrnas,
    genbank: constructGenbank,
    peptides: constructPeptides,
    junctions: constructJunctions,
    manifest: constructManifest,
  },
  resources: ['reference?', 'predictor'],
  shard: null,
  async run({ params, inputs, resources, emit, omit }) {
    if (params.form === 'none') return;
    const { predictor, reference } = resources;
    if (predictor === null) throw defect('design-construct was given no predictor');
    const ranked = rankedOf(
      inputs.ranked,
      new Set([...inputs.shortlist].map(({ alleleOrdinal }) => alleleOrdinal)),
    );
    const speakers = consequencesOf(inputs.consequences, ranked);
    const antigens = [...inputs.shortlist].flatMap(({ alleleOrdinal }) => {
      const chosen = ranked.get(alleleOrdinal);
      return chosen === undefined ? [] : [{ ranked: chosen, consequence: speakers.get(alleleOrdinal) }];
    });
    const alleles = inputs.panel.alleles.map(({ allele }) => allele);
    const design = await designConstructs({
      ...elementsOf(antigens, params),
      params,
      scorers: [junctionScorer(predictor, alleles, params)],
      reference,
    });
    for (const { name, reason } of design.leftOut) {
      omit({
        scope: 'item',
        input: '',
        alleleOrdinal: 0,
        subject: name,
        code: 'PEPTIDE_UNUSABLE',
        reason: `not in the construct: ${reason}`,
        count: 1,
      });
    }
    const files = constructFiles(design, { params, reference });
    emit.proteins(files.protein);
    emit.mrnas(files.mrna);
    emit.genbank(files.genbank);
    emit.peptides(files.peptides);
    emit.junctions(files.junctions);
    emit.manifest(files.manifest);
  },
});

function formText(): string {
  return paramsSchema.shape.form.description ?? '';
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
