import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../../../../schemas/rows.js';
import { consequenceOf } from '../../../../support/consequence.js';
import { sourceWith } from '../../../../support/csq-vcf.js';
import { type Annotated, annotateCsq } from '../../../../support/run-stages.js';
import { variantOf } from '../../../../support/variant.js';

/** Columns in the order of the ANN specification 1.0. */
const columns = [
  'Allele',
  'Annotation',
  'Annotation_Impact',
  'Gene_Name',
  'Gene_ID',
  'Feature_Type',
  'Feature_ID',
  'Transcript_BioType',
  'Rank',
  'HGVS.c',
  'HGVS.p',
  'cDNA.pos / cDNA.length',
  'CDS.pos / CDS.length',
  'AA.pos / AA.length',
  'Distance',
  'ERRORS / WARNINGS / INFO',
];
const source = { ...sourceWith(null), annFields: columns };

const missense =
  'A|missense_variant|MODERATE|KRAS|ENSG1|transcript|ENST1.4|protein_coding|2/6|c.11C>T|p.Ala4Val|11/69|11/69|4/22||';
const wildtype = 'MKTAYIAKQRQISFVKSHFSRQ';
const bundled = consequenceOf(
  { wildtype, mutant: 'MKTVYIAKQRQISFVKSHFSRQ' },
  { transcript: 'ENST1', gene: 'K-RAS', strand: '-', isManeSelect: true },
);

function annotate(
  ann: string | null,
  fromBundle?: readonly Consequence[],
  allele = { ref: 'G', alt: 'A' },
): Annotated {
  const variants = [variantOf({ chrom: '1', position: 100, ...allele, ann })];
  return annotateCsq({ variants, source }, fromBundle === undefined ? {} : { fromBundle: () => fromBundle });
}

describe('a row of SnpEff annotation', () => {
  it('has the protein of the bundle under the names of the annotation', () => {
    const { rows, omissions } = annotate(missense, [bundled]);
    expect(omissions).toEqual([]);
    expect(rows).toMatchObject([
      {
        gene: 'KRAS',
        geneId: 'ENSG1',
        transcript: 'ENST1.4',
        biotype: 'protein_coding',
        consequence: ['missense_variant'],
        hgvsC: 'ENST1.4:c.11C>T',
        hgvsP: 'ENST1.4:p.Ala4Val',
        strand: '-',
        mutantProtein: 'MKTVYIAKQRQISFVKSHFSRQ',
        isManeSelect: true,
        source: 'ann+bundle',
        status: 'ok',
      },
    ]);
  });

  it('is PROTEIN_UNKNOWN without a bundle and says what would help', () => {
    const { rows, omissions } = annotate(missense);
    expect(rows).toMatchObject([{ status: 'PROTEIN_UNKNOWN', source: 'ann', mutantProtein: null }]);
    expect(rows[0]?.statusReason).toContain('--reference');
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'PROTEIN_UNKNOWN' }]);
  });

  it.each([
    ['another residue in the wild type', 'p.Gly4Val', 'residue 4'],
    ['another residue in the mutant', 'p.Ala4Gly', 'has V at residue 4'],
    ['a place beyond the protein', 'p.Ala40Val', 'ends before residue 40'],
    ['another end of a deleted stretch', 'p.Ala4_Gly6del', 'residue 6'],
    ['another place of the stop', 'p.Ter20Cysext*?', 'residue 20'],
    ['another residue by one letter', 'p.G4V', 'residue 4'],
  ])('is a mismatch where the annotation states %s', (_, hgvsP, reason) => {
    const { rows } = annotate(missense.replace('p.Ala4Val', hgvsP), [bundled]);
    expect(rows).toMatchObject([{ status: 'TRANSCRIPT_REFERENCE_MISMATCH', mutantProtein: null }]);
    expect(rows[0]?.statusReason).toContain(reason);
  });

  it.each(['p.A4V', 'p.(Ala4Val)', 'p.Ala4fs', 'p.Ala4_Tyr5insGly', 'p.Ter23Cysext*?', 'p.?', ''])(
    "fits the protein where the annotation states '%s'",
    (hgvsP) => {
      expect(annotate(missense.replace('p.Ala4Val', hgvsP), [bundled]).rows).toMatchObject([
        { status: 'ok' },
      ]);
    },
  );

  it('does not judge the mutant where a neighbour on the same molecule changes it as well', () => {
    const together = { ...bundled, phaseGroup: ['1:100:G:A', '1:101:C:T'], phaseState: 'phased' as const };
    expect(annotate(missense.replace('p.Ala4Val', 'p.Ala4Thr'), [together]).rows).toMatchObject([
      { status: 'ok' },
    ]);
  });

  it('is TRANSCRIPT_UNKNOWN where the bundle has no such transcript', () => {
    expect(annotate(missense, []).rows).toMatchObject([{ status: 'TRANSCRIPT_UNKNOWN' }]);
  });

  it.each([
    ['synonymous_variant', 'SYNONYMOUS'],
    ['splice_region_variant&intron_variant', 'NOT_CODING'],
    ['upstream_gene_variant', 'NOT_CODING'],
    ['stop_retained_variant', 'SYNONYMOUS'],
  ])('of %s is %s', (term, status) => {
    const { rows } = annotate(missense.replace('missense_variant', term), [bundled]);
    expect(rows).toMatchObject([{ status, consequence: term.split('&') }]);
  });

  it('of a lost start or splice site is followed by what the bundle holds possible', () => {
    const hypothesis = {
      ...bundled,
      proteoform: 'start-9',
      hypothesis: 'the next ATG is used',
      status: 'START_LOST',
    };
    const lost = { ...bundled, status: 'START_LOST', mutantProtein: null };
    const { rows, omissions } = annotate(missense.replace('missense_variant', 'start_lost'), [
      lost,
      hypothesis,
    ]);
    expect(rows).toMatchObject([
      { status: 'START_LOST', proteoform: '', mutantProtein: null },
      {
        status: 'START_LOST',
        proteoform: 'start-9',
        gene: 'KRAS',
        transcript: 'ENST1.4',
        source: 'ann+bundle',
      },
    ]);
    expect(omissions).toEqual([]);
  });

  it.each([
    'disruptive_inframe_deletion',
    'conservative_inframe_insertion',
    'frameshift_variant&splice_region_variant',
  ])('of %s takes its protein from the bundle', (term) => {
    expect(annotate(missense.replace('missense_variant', term), [bundled]).rows).toMatchObject([
      { status: 'ok' },
    ]);
  });
});

describe('entries of ANN', () => {
  it('belong to the ALT they name and to no comparison with another variant', () => {
    const entries = [missense.replace('A|', 'T|'), missense.replace('A|', 'A-G|'), missense].join(',');
    const { rows } = annotate(entries, [bundled]);
    expect(rows).toHaveLength(1);
  });

  it('of other alleles alone leave the allele without annotation', () => {
    const { omissions } = annotate(missense.replace('A|', 'T|'), [bundled]);
    expect(omissions).toMatchObject([
      { code: 'NO_ANNOTATION', reason: expect.stringContaining('entries for T') },
    ]);
  });

  it('that name no transcript make no row', () => {
    const { rows, omissions } = annotate(
      'A|intergenic_region|MODIFIER|X|X|intergenic_region|X|||n.1G>A||||||',
    );
    expect(rows).toEqual([]);
    expect(omissions).toMatchObject([{ code: 'INTERGENIC' }]);
  });

  it('that are cut are named, and the others are read', () => {
    const { rows, omissions } = annotate(`${missense},A|missense_var`, [bundled]);
    expect(rows).toHaveLength(1);
    expect(omissions).toMatchObject([{ scope: 'item', code: 'RECORD_MALFORMED', subject: 'ANN entry 2' }]);
  });

  it('in the columns of VEP are read as VEP writes them', () => {
    const variants = [
      variantOf({
        chrom: '1',
        position: 100,
        ref: 'G',
        alt: 'A',
        ann: 'A|missense_variant|T1|A/V|4|MKTAYIAK',
      }),
    ];
    const annFields = [
      'Allele',
      'Consequence',
      'Feature',
      'Amino_acids',
      'Protein_position',
      'WildtypeProtein',
    ];
    const { rows } = annotateCsq({ variants, source: { ...sourceWith(null), annFields } });
    expect(rows).toMatchObject([{ status: 'ok', mutantProtein: 'MKTVYIAK', source: 'csq' }]);
  });
});
