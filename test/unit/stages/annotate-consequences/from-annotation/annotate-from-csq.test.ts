import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../../../schemas/rows.js';
import { sourceWith } from '../../../../support/csq-vcf.js';
import { memoryReference } from '../../../../support/memory-reference.js';
import { type Annotated, annotateCsq } from '../../../../support/run-stages.js';
import { variantOf } from '../../../../support/variant.js';

const wildtype = 'MKTAYIAKQRQISFVKSHFSRQ';

interface Entry {
  readonly [column: string]: string;
}

const common: Entry = {
  Allele: 'A',
  Consequence: 'missense_variant',
  Feature_type: 'Transcript',
  Feature: 'T1',
  WildtypeProtein: wildtype,
};

type Options = Parameters<typeof annotateCsq>[1];

/** Annotates 1:100 G>A (or another allele) whose CSQ has the given entries; the columns are those used. */
function annotate(
  entries: readonly Entry[],
  options: Options = {},
  allele = { ref: 'G', alt: 'A' },
): Annotated {
  const columns = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const csq = entries.map((entry) => columns.map((column) => entry[column] ?? '').join('|')).join(',');
  const variants = [variantOf({ chrom: '1', position: 100, ...allele, csq })];
  return annotateCsq({ variants, source: sourceWith(columns) }, options);
}

function rowOf(entry: Entry, options: Options = {}): Consequence {
  const [row] = annotate([{ ...common, ...entry }], options).rows;
  if (row === undefined) throw new Error('no row');
  return row;
}

const deletion = {
  Allele: '-',
  Consequence: 'frameshift_variant',
  Amino_acids: 'I/X',
  Protein_position: '6',
};
function frameshiftRow(entry: Entry, options: Options = {}): Consequence {
  const [row] = annotate([{ ...common, ...deletion, ...entry }], options, { ref: 'GC', alt: 'G' }).rows;
  if (row === undefined) throw new Error('no row');
  return row;
}

function transcript(id: string): Transcript {
  return {
    index: 0,
    id,
    geneId: 'G1',
    geneName: 'GENE1',
    contig: '1',
    strand: '+',
    start: 0,
    end: 66,
    biotype: 'protein_coding',
    exons: [{ start: 0, end: 66 }],
    cds: { start: 0, end: 66, phase: 0, isStartComplete: true, isEndComplete: true },
    proteinId: null,
    geneticCode: 1,
    selenocysteines: [],
    isManeSelect: false,
    isManePlusClinical: false,
    isCanonical: false,
    supportLevel: null,
    appris: null,
    tags: [],
  };
}

const reference = {
  ...memoryReference({}),
  transcriptById: (id: string) => (id === 'T1' ? transcript('T1.2') : null),
  proteinOf: () => wildtype,
};

describe('mutant protein', () => {
  it('has the residues of Amino_acids at Protein_position', () => {
    expect(rowOf({ Amino_acids: 'A/V', Protein_position: '4' })).toMatchObject({
      status: 'ok',
      mutantProtein: 'MKTVYIAKQRQISFVKSHFSRQ',
      mutantStretch: { start: 3, end: 4 },
      proteinStart: 4,
      source: 'csq',
    });
  });

  it('starts at the first residue that differs where VEP names an unchanged one before it', () => {
    expect(rowOf({ Amino_acids: 'AY/AS', Protein_position: '4-5' })).toMatchObject({
      mutantProtein: 'MKTASIAKQRQISFVKSHFSRQ',
      proteinStart: 5,
    });
  });

  it('loses deleted residues and has a junction in their place', () => {
    expect(
      rowOf({ Consequence: 'inframe_deletion', Amino_acids: 'YI/-', Protein_position: '5-6' }),
    ).toMatchObject({
      mutantProtein: 'MKTAAKQRQISFVKSHFSRQ',
      mutantStretch: { start: 4, end: 4 },
      isFrameshift: false,
    });
  });

  it('gains inserted residues between the two positions named', () => {
    expect(
      rowOf({ Consequence: 'inframe_insertion', Amino_acids: '-/WW', Protein_position: '5-6' }),
    ).toMatchObject({
      mutantProtein: 'MKTAYWWIAKQRQISFVKSHFSRQ',
      mutantStretch: { start: 5, end: 7 },
    });
  });

  it('ends where a stop is gained, with the residues inserted before it', () => {
    expect(rowOf({ Consequence: 'stop_gained', Amino_acids: 'Y/*', Protein_position: '5' })).toMatchObject({
      mutantProtein: 'MKTA*',
      mutantStretch: { start: 4, end: 4 },
      status: 'ok',
    });
    // G/ANLEI**C is what VEP 105 writes for an insertion with stops (pvactools_protein_altering.vcf).
    const inserted = { Consequence: 'stop_gained&protein_altering_variant', Amino_acids: 'Y/WQ**C' };
    expect(rowOf({ ...inserted, Protein_position: '5' })).toMatchObject({
      mutantProtein: 'MKTAWQ*',
      mutantStretch: { start: 4, end: 6 },
    });
  });

  it('is FrameshiftSequence for a shifted frame', () => {
    expect(frameshiftRow({ FrameshiftSequence: 'MKTAYSPN', HGVSp: 'P1:p.Ile6SerfsTer4' })).toMatchObject({
      status: 'ok',
      mutantProtein: 'MKTAYSPN*',
      mutantStretch: { start: 5, end: 8 },
      isFrameshift: true,
    });
  });

  it('has no stop mark where the annotation does not show that one was read', () => {
    expect(frameshiftRow({ FrameshiftSequence: 'MKTAYSPN', HGVSp: 'P1:p.Ile6SerfsTer?' }).mutantProtein).toBe(
      'MKTAYSPN',
    );
  });

  it('is the wild type up to the change and DownstreamProtein from there', () => {
    // Ensembl's plugin: new length = translation start + length of the tail, one more than the protein has.
    const change = String(6 + 3 - wildtype.length);
    const row = frameshiftRow({ DownstreamProtein: 'SPN', ProteinLengthChange: change });
    expect(row).toMatchObject({ status: 'ok', mutantProtein: 'MKTAYSPN', isFrameshift: true });
  });

  it('is not made of a DownstreamProtein that contradicts ProteinLengthChange', () => {
    expect(frameshiftRow({ DownstreamProtein: 'SPN', ProteinLengthChange: '-2' }).status).toBe(
      'PROTEIN_UNKNOWN',
    );
  });

  it('runs past a lost stop where FrameshiftSequence gives the extension', () => {
    const row = frameshiftRow({
      Consequence: 'frameshift_variant&stop_lost',
      Amino_acids: '*/X',
      Protein_position: '23',
      FrameshiftSequence: `${wildtype}GLP`,
    });
    expect(row).toMatchObject({
      status: 'ok',
      mutantProtein: `${wildtype}GLP`,
      mutantStretch: { start: 22, end: 25 },
    });
  });

  it('comes from the reference where the annotation has no wild-type protein', () => {
    const row = rowOf({ Amino_acids: 'A/V', Protein_position: '4', WildtypeProtein: '' }, { reference });
    expect(row).toMatchObject({
      status: 'ok',
      wildtypeProtein: wildtype,
      mutantProtein: 'MKTVYIAKQRQISFVKSHFSRQ',
    });
  });

  it('of a frameshift comes from the bundle where the annotation has no sequence', () => {
    const bundleRow: Consequence = {
      ...frameshiftRow({ FrameshiftSequence: 'MKTAYSPN' }),
      transcript: 'T1.2',
      source: 'bundle',
      nmd: 'escapes',
    };
    const row = frameshiftRow({}, { reference, fromBundle: () => [bundleRow] });
    expect(row).toMatchObject({
      status: 'ok',
      source: 'csq+bundle',
      transcript: 'T1',
      mutantProtein: 'MKTAYSPN',
      nmd: 'escapes',
    });
  });
});

describe('rows without a mutant protein', () => {
  it('say that protein and annotation disagree instead of ending the run', () => {
    const { rows, omissions } = annotate([{ ...common, Amino_acids: 'R/H', Protein_position: '4' }]);
    expect(rows).toMatchObject([{ status: 'TRANSCRIPT_REFERENCE_MISMATCH', mutantProtein: null }]);
    expect(rows[0]?.statusReason).toContain('expects R at residue 4');
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'TRANSCRIPT_REFERENCE_MISMATCH' }]);
  });

  it('name the plugin or the flag that would give the sequence', () => {
    const row = frameshiftRow({});
    expect(row.status).toBe('PROTEIN_UNKNOWN');
    expect(row.statusReason).toMatch(/Frameshift.*--reference/);
    const plain = rowOf({ Amino_acids: 'A/V', Protein_position: '4', WildtypeProtein: '' });
    expect(plain.status).toBe('PROTEIN_UNKNOWN');
    expect(plain.statusReason).toMatch(/Wildtype.*--reference/);
  });

  it('refuse a FrameshiftSequence that departs from the wild type before the change', () => {
    expect(frameshiftRow({ FrameshiftSequence: 'MKSAYSPN' }).status).toBe('TRANSCRIPT_REFERENCE_MISMATCH');
  });

  it('do not take a selenocysteine read as stop for the mutant end', () => {
    const row = frameshiftRow({ WildtypeProtein: 'MKUAYIAKQR', FrameshiftSequence: 'MK' });
    expect(row).toMatchObject({ status: 'PROTEIN_UNKNOWN' });
    expect(row.statusReason).toContain('selenocysteine');
  });

  it.each([
    ['synonymous_variant', 'SYNONYMOUS'],
    ['stop_retained_variant', 'SYNONYMOUS'],
    ['start_lost', 'START_LOST'],
    ['splice_donor_variant&coding_sequence_variant&intron_variant', 'SPLICE_ALTERED'],
    ['incomplete_terminal_codon_variant&coding_sequence_variant', 'CDS_INCOMPLETE'],
    ['stop_lost', 'PROTEIN_UNKNOWN'],
    ['intron_variant', 'NOT_CODING'],
    ['3_prime_UTR_variant', 'NOT_CODING'],
  ])('of %s carry %s', (terms, status) => {
    const aminoAcids = terms === 'stop_lost' ? { Amino_acids: '*/Y', Protein_position: '23' } : {};
    expect(rowOf({ Consequence: terms, ...aminoAcids }).status).toBe(status);
  });

  it('of a wild-type protein with a stop inside carry CDS_INVALID', () => {
    const row = rowOf({ WildtypeProtein: 'MKT*YIA', Amino_acids: 'K/R', Protein_position: '2' });
    expect(row.status).toBe('CDS_INVALID');
  });

  it('of a transcript that neither annotation nor reference has a protein for carry TRANSCRIPT_UNKNOWN', () => {
    const entry = { Feature: 'T9', WildtypeProtein: '', Amino_acids: 'A/V', Protein_position: '4' };
    expect(rowOf(entry, { reference }).status).toBe('TRANSCRIPT_UNKNOWN');
  });
});

describe('what a row carries', () => {
  it('reads columns by name whatever their order', () => {
    const forward = { ...common, Amino_acids: 'A/V', Protein_position: '4', SYMBOL: 'GENE1', Gene: 'G1' };
    const backward: Entry = Object.fromEntries(Object.entries(forward).reverse());
    expect(annotate([backward]).rows).toEqual(annotate([forward]).rows);
  });

  it('decodes percent code in names of changes', () => {
    const row = rowOf({
      Consequence: 'synonymous_variant',
      HGVSp: 'ENSP1.2:p.Leu240%3D',
      HGVSc: 'ENST1.3%3Ac.720G>A',
    });
    expect(row).toMatchObject({
      hgvsP: 'ENSP1.2:p.Leu240=',
      hgvsC: 'ENST1.3:c.720G>A',
      proteinId: 'ENSP1.2',
    });
  });

  it('carries transcript quality: MANE, canonical, support level, APPRIS, flags', () => {
    const row = rowOf({
      MANE_SELECT: 'NM_001005221.2',
      CANONICAL: 'YES',
      TSL: '1',
      APPRIS: 'P2',
      FLAGS: 'cds_start_NF&cds_end_NF',
      STRAND: '-1',
    });
    expect(row).toMatchObject({
      isManeSelect: true,
      isCanonical: true,
      supportLevel: 1,
      transcriptFlags: ['cds_start_NF', 'cds_end_NF', 'appris_principal_2'],
      strand: '-',
    });
  });

  it('leaves unknown what the annotation lacks', () => {
    expect(rowOf({ Amino_acids: 'A/V', Protein_position: '4' })).toMatchObject({
      hgvsC: null,
      hgvsP: null,
      supportLevel: null,
      strand: null,
      isManeSelect: false,
      transcriptFlags: [],
    });
  });

  it('states nonsense-mediated decay from the term or the plugin and else leaves it unknown', () => {
    const stop = { Consequence: 'stop_gained', Amino_acids: 'Y/*', Protein_position: '5' };
    expect(rowOf({ ...stop, Consequence: 'stop_gained&NMD_transcript_variant' }).nmd).toBe('degraded');
    expect(rowOf({ ...stop, NMD: 'NMD_escaping_variant' }).nmd).toBe('escapes');
    expect(rowOf({ ...stop, NMD: '' }).nmd).toBe('degraded');
    expect(rowOf(stop).nmd).toBe('unknown');
    expect(rowOf({ Amino_acids: 'A/V', Protein_position: '4' }).nmd).toBe('not_applicable');
  });
});

describe('alleles', () => {
  it('get one row per transcript and none for regulatory features', () => {
    const { rows } = annotate([
      { ...common, Amino_acids: 'A/V', Protein_position: '4', PICK: '1' },
      { ...common, Feature: 'T2', Amino_acids: 'A/V', Protein_position: '4' },
      { ...common, Feature_type: 'RegulatoryFeature', Feature: 'R1' },
    ]);
    expect(rows.map((row) => row.transcript)).toEqual(['T1', 'T2']);
  });

  it('are omitted once where no row is ok, with the most telling reason', () => {
    const { omissions } = annotate([
      { ...common, Consequence: 'intron_variant' },
      { ...common, Feature: 'T2', Consequence: 'synonymous_variant' },
    ]);
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'SYNONYMOUS', input: '1:100:G:A' }]);
  });

  it('are omitted as intergenic where no transcript is named', () => {
    const { omissions } = annotate([
      { Allele: 'A', Consequence: 'intergenic_variant', Feature_type: '', Feature: '' },
    ]);
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'INTERGENIC' }]);
  });

  it('are omitted where their record has no annotation or one of other alleles', () => {
    const source = sourceWith(['Allele', 'Consequence', 'Feature']);
    const bare: Variant = variantOf({ chrom: '1', position: 100, ref: 'G', alt: 'A' });
    expect(annotateCsq({ variants: [bare], source }).omissions).toMatchObject([{ code: 'NO_ANNOTATION' }]);
    const other = { ...bare, csq: 'T|missense_variant|T1' };
    const { omissions } = annotateCsq({ variants: [other], source });
    expect(omissions).toMatchObject([
      { code: 'NO_ANNOTATION', reason: expect.stringContaining('entries for T') },
    ]);
  });

  it('of a file without CSQ end with an error that names both ways out', () => {
    const run = (): unknown => annotateCsq({ variants: [], source: sourceWith(null) });
    expect(run).toThrowError(expect.objectContaining({ code: 'VCF_CSQ_MISSING' }));
    expect(run).toThrowError(expect.objectContaining({ fix: expect.stringMatching(/VEP.*--reference/) }));
  });
});
