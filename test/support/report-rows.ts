/** Plain upstream rows of the report's tests: one per allele, plausible and otherwise dull. */
import type { Consequence, Evidence, Panel, PeptideRow, Variant, VcfSource } from '../../schemas/rows.js';
import { genotype, inputOf, placeOf } from './report-antigens.js';

export function vcfSource(alleleCount: number): VcfSource {
  return {
    fileFormat: 'VCFv4.2',
    samples: ['PT-07-N', 'PT-07-T'],
    tumorSample: 'PT-07-T',
    normalSample: 'PT-07-N',
    rolesFrom: 'header ##tumor_sample',
    caller: 'Mutect2 4.5.0.0',
    csqFields: null,
    annFields: null,
    annotator: null,
    build: 'GRCh38',
    recordCount: 40,
    alleleCount,
    eventCount: 0,
    germline: null,
    keptCount: 0,
    warnings: ['2 records carry no FILTER value and were kept'],
  };
}

export function panel(): Panel {
  return {
    predictor: 'bundled-class-i',
    predictorVersion: '1.0.0',
    predictorDigest: 'ab'.repeat(32),
    alleles: genotype.map((allele, index) => ({
      allele,
      trainingLigands: 12_000 - index * 2_300,
      trainingAffinities: 9_000 - index * 1_700,
      nearestTrained: allele,
      distanceToTrained: index === 4 ? 0.12 : 0,
      confidence: index === 4 ? 'low' : index === 5 ? 'medium' : 'high',
    })),
  };
}

export function variant(ordinal: number, vaf: number | null): Variant {
  return {
    id: inputOf(ordinal),
    input: inputOf(ordinal),
    alleleOrdinal: ordinal,
    line: 60 + ordinal,
    ...placeOf(ordinal),
    ref: 'G',
    alt: 'A',
    name: null,
    filters: ['PASS'],
    tumor: { depth: 200, refReads: null, altReads: null, variantAlleleFraction: vaf },
    normal: null,
    rna: null,
    geneExpression: null,
    ann: null,
    spliceScores: null,
    event: null,
    transcriptExpression: null,
    phase: null,
    genotype: '0/1',
    csq: null,
    isSomaticFlagged: null,
  };
}

export function consequence(ordinal: number, gene: string, status: string): Consequence {
  return {
    variantId: inputOf(ordinal),
    alleleOrdinal: ordinal,
    input: inputOf(ordinal),
    gene,
    geneId: `ENSG${ordinal}`,
    transcript: `ENST${ordinal}`,
    proteinId: null,
    biotype: 'protein_coding',
    strand: '+',
    consequence: [status === 'ok' ? 'missense_variant' : 'synonymous_variant'],
    hgvsC: null,
    hgvsP: null,
    proteinStart: null,
    wildtypeProtein: null,
    mutantProtein: null,
    mutantStretch: null,
    isFrameshift: false,
    phaseGroup: [inputOf(ordinal)],
    phaseState: 'alone',
    nmd: 'not_applicable',
    source: 'bundle',
    isManeSelect: true,
    isCanonical: true,
    supportLevel: 1,
    transcriptFlags: [],
    proteoform: '',
    hypothesis: null,
    status,
    statusReason: '',
  };
}

export function evidenceRow(ordinal: number, dnaVaf: number | null): Evidence {
  return {
    variantId: inputOf(ordinal),
    alleleOrdinal: ordinal,
    dnaVaf,
    dnaDepth: dnaVaf === null ? null : 200,
    dnaAltReads: dnaVaf === null ? null : Math.round(200 * dnaVaf),
    normalVaf: 0,
    rnaVaf: null,
    rnaDepth: null,
    rnaAltReads: null,
    geneTpm: {},
    transcriptTpm: {},
    cancerCellFraction: dnaVaf === null ? null : Math.min(1, dnaVaf * 2.2),
    cancerCellFractionInterval:
      dnaVaf === null ? null : [Math.max(0, dnaVaf * 2.2 - 0.1), Math.min(1, dnaVaf * 2.2 + 0.1)],
    clonality: dnaVaf === null ? null : dnaVaf * 2.2 + 0.1 >= 1 ? 'clonal' : 'subclonal',
    tumorCopies: dnaVaf === null ? null : 2,
    normalCopies: dnaVaf === null ? null : 2,
    sources: ['tumour AD', 'gene TPM'],
  };
}

export function peptideRow(ordinal: number, peptide: string): PeptideRow {
  return {
    variantId: inputOf(ordinal),
    alleleOrdinal: ordinal,
    input: inputOf(ordinal),
    peptide,
    wildtypePeptide: null,
    mutatedOffsets: [1],
    occurrences: [{ transcript: `ENST${ordinal}`, proteoform: '', offset: 3 }],
    hypothesis: null,
    nFlank: '',
    cFlank: '',
    isSelfPeptide: false,
  };
}
