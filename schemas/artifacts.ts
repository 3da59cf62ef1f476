/** Every artifact of the graph, by name. */

import type { z } from 'zod';
import { biomarkersSchema, immuneExpressionSchema, safetyRowSchema } from './biomarkers.js';
import {
  candidateSchema,
  featureRowSchema,
  policyRankSchema,
  rankedVariantSchema,
  shortlistRowSchema,
} from './candidates.js';
import { constructDesignSchema } from './construct.js';
import { omissionSchema } from './omissions.js';
import {
  anchorsSchema,
  consequenceSchema,
  evidenceSchema,
  evidenceSourcesSchema,
  germlineSegmentSchema,
  germlineVariantSchema,
  hlaStatusSchema,
  panelSchema,
  peptideRowSchema,
  predictionSchema,
  scoringPeptideSchema,
  variantSchema,
  vcfSourceSchema,
} from './rows.js';
import { selectionSchema } from './selection.js';
import type { BytesArtifact, ManyArtifact, OneArtifact } from './stage.js';

function many<Row>(name: string, schema: z.ZodType<Row>, order: string): ManyArtifact<Row> {
  return { kind: 'many', name, schema, order };
}
function one<Row>(name: string, schema: z.ZodType<Row>): OneArtifact<Row> {
  return { kind: 'one', name, schema };
}
function bytes(name: string, description: string, exportAs?: string): BytesArtifact {
  return exportAs === undefined
    ? { kind: 'bytes', name, description }
    : { kind: 'bytes', name, description, exportAs };
}

export const vcfFile = bytes('vcf', 'variant-call file: VCF (plain, gzip or bgzip), BCF or MAF');
export const germlineVcfFile = bytes('germline-vcf', "the patient's germline variants: VCF or BCF");
export const fusionFile = bytes('fusions', 'fusion table: Arriba, STAR-Fusion, FusionCatcher, EasyFuse');
export const junctionFile = bytes('junctions', 'splice junction table: regtools, splice2neo');
export const antigenFile = bytes(
  'antigens',
  'FASTA of viral or cancer-testis proteins, expression in the header',
);
export const expressionFile = bytes(
  'expression',
  'expression table: Salmon, kallisto, RSEM, StringTie, featureCounts, Cufflinks, or gene or transcript id and TPM',
);
export const rnaCountsFile = bytes(
  'rna-counts',
  'RNA reads at the variants: VCF, bam-readcount, samtools mpileup, or a table',
);
export const copyNumberFile = bytes(
  'copy-number',
  'copy number segments: ASCAT, Sequenza, FACETS, PURPLE, CNVkit',
);
export const hlaLossFile = bytes('hla-loss', 'HLA alleles that the tumour lost: LOHHLA, DASH, SpecHLA');
export const decisionsFile = bytes(
  'decisions',
  "a reviewer's decisions: variant, accept, reject or review, reason, name",
);
export const knownEpitopesFile = bytes(
  'known-epitopes',
  'FASTA or list of known T-cell epitopes, for foreignness',
);
export const driversFile = bytes('drivers', 'table of driver genes or hotspots');
export const normalExpressionFile = bytes(
  'normal-expression',
  'expression of genes in normal tissues: GTEx GCT, HPA, or gene, tissue, TPM',
);

export const variants = many('variants', variantSchema, 'file order (record, then ALT)');
export const germlineVariants = many('germline-variants', germlineVariantSchema, 'file order');
export const germlineSegments = many(
  'germline-segments',
  germlineSegmentSchema,
  'file order of the first variant, then transcript as in the reference',
);
export const vcfSource = one('vcf-source', vcfSourceSchema);
export const consequences = many(
  'consequences',
  consequenceSchema,
  'allele ordinal, then transcript as in the reference or annotation, then the certain row before the hypotheses',
);
export const evidence = many('evidence', evidenceSchema, 'allele ordinal');
export const evidenceSources = one('evidence-sources', evidenceSourcesSchema);
export const hlaStatus = one('hla-status', hlaStatusSchema);
export const immuneExpression = one('immune-expression', immuneExpressionSchema);
export const peptides = many(
  'peptides',
  peptideRowSchema,
  'allele ordinal, then peptide length, then first offset, then peptide',
);
export const scoringPeptides = many('scoring-peptides', scoringPeptideSchema, 'length, then alphabet');
export const predictions = many('predictions', predictionSchema, 'as scoring-peptides');
export const panel = one('panel', panelSchema);
/** Class II has its own: empty, and the panel without alleles, where a run scores class I alone. */
export const classTwoScoringPeptides = many(
  'class-two-scoring-peptides',
  scoringPeptideSchema,
  'length, then alphabet',
);
export const classTwoPredictions = many(
  'class-two-predictions',
  predictionSchema,
  'as class-two-scoring-peptides',
);
export const classTwoPanel = one('class-two-panel', panelSchema);
export const anchors = one('anchors', anchorsSchema);
export const features = many(
  'features',
  featureRowSchema,
  'allele ordinal, then percentile rank, affinity, peptide, HLA allele',
);
export const candidates = many('candidates', candidateSchema, 'as features');
export const rankedVariants = many('ranked-variants', rankedVariantSchema, 'rank');
export const policyRanks = many('policy-ranks', policyRankSchema, 'rank by the policy in force');
export const policyRanksTsv = bytes(
  'policy-ranks.tsv',
  'rank of every variant by the policy in force and by the published ones',
  'policy-ranks.tsv',
);
export const shortlist = many('shortlist', shortlistRowSchema, 'pick');
/** What the shortlist is worth, the bound, each pick's gain, coverage, and the reviewer's decisions. */
export const selection = one('selection', selectionSchema);
export const biomarkers = one('biomarkers', biomarkersSchema);
export const safety = many('safety', safetyRowSchema, 'pick');
export const omissions = many('omissions', omissionSchema, 'as the stage met them');

export const shortlistTsv = bytes('shortlist.tsv', 'the shortlist, one row per antigen', 'shortlist.tsv');
export const candidatesTsv = bytes('candidates.tsv', 'every candidate peptide-allele pair', 'candidates.tsv');
export const peptidesFasta = bytes(
  'peptides.fasta',
  'windows and best peptides of the shortlist',
  'peptides.fasta',
);
export const biomarkersTsv = bytes(
  'biomarkers.tsv',
  'mutational burden, neoantigen load, HLA, presentation defects and immune expression of the patient',
  'biomarkers.tsv',
);
export const safetyTsv = bytes(
  'safety.tsv',
  'normal tissues and near-self matches of every antigen of the shortlist',
  'safety.tsv',
);
export const ledgerTsv = bytes('ledger.tsv', 'what became of every allele of the file', 'ledger.tsv');
export const shortlistJson = bytes(
  'shortlist.json',
  'the shortlist with every term of its explanation',
  'shortlist.json',
);
export const annotatedVcf = bytes(
  'annotated.vcf.gz',
  'the submitted variants with consequence, peptide and rank in INFO',
  'annotated.vcf.gz',
);
export const annotatedVcfIndex: BytesArtifact = {
  ...bytes('annotated.vcf.gz.tbi', 'tabix index of annotated.vcf.gz', 'annotated.vcf.gz.tbi'),
  mayBeAbsent: true,
};
/** A run that designs no construct has none of these files. */
function constructFile(name: string, description: string): BytesArtifact {
  return { ...bytes(name, description, `construct/${name}`), mayBeAbsent: true };
}
export const constructProteins = constructFile('protein.fasta', 'the proteins of the vaccine constructs');
export const constructMrnas = constructFile('mrna.fasta', 'their mRNAs, written as DNA');
export const constructGenbank = constructFile(
  'construct.gb',
  'the mRNAs with their features, in GenBank format',
);
export const constructPeptides = constructFile(
  'peptides.tsv',
  'synthetic long peptides with what makes them hard to make',
);
export const constructJunctions = constructFile('junctions.tsv', 'every peptide that a seam makes, scored');
export const constructManifest = constructFile(
  'manifest.json',
  'order, proof and every check of the constructs with its outcome',
);
export const constructDesign = one('construct', constructDesignSchema);

export const reportHtml = bytes('report.html', 'the report, one self-contained page', 'report.html');
