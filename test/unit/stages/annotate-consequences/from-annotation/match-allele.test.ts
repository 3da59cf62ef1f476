import { describe, expect, it } from 'vitest';
import type { VcfSource } from '../../../../../schemas/rows.js';
import {
  type CsqEntry,
  csqReader,
} from '../../../../../stages/annotate-consequences/from-annotation/csq-entry.js';
import {
  entriesOfAllele,
  writtenAllele,
} from '../../../../../stages/annotate-consequences/from-annotation/match-allele.js';
import { sourceWith } from '../../../../support/csq-vcf.js';

const source: VcfSource = sourceWith(['Allele', 'Consequence', 'Feature', 'ALLELE_NUM']);

function entries(...texts: readonly string[]): readonly CsqEntry[] {
  const reader = csqReader(source.csqFields ?? []);
  return texts.flatMap((text) => reader.read(text) ?? []);
}

function features(all: readonly CsqEntry[], alleles: readonly string[], index: number): readonly string[] {
  const record = alleles.map(writtenAllele);
  return entriesOfAllele(all, record, index).map((entry) => entry.feature);
}

describe('VEP allele spelling', () => {
  it('is the ALT itself for a substitution of any length', () => {
    expect(features(entries('A|missense_variant|T1|', 'T|missense_variant|T2|'), ['1:5:G:A'], 0)).toEqual([
      'T1',
    ]);
    expect(features(entries('AA|missense_variant|T1|'), ['1:5:GG:AA'], 0)).toEqual(['T1']);
  });

  it('is the inserted bases for an insertion and a dash for a deletion', () => {
    expect(features(entries('GGC|inframe_insertion|T1|'), ['1:5:T:TGGC'], 0)).toEqual(['T1']);
    expect(features(entries('-|inframe_deletion|T1|'), ['1:5:GGAA:G'], 0)).toEqual(['T1']);
  });

  it('keeps the first base where REF and ALT do not share it', () => {
    expect(features(entries('TC|missense_variant|T1|'), ['1:5:GGA:TC'], 0)).toEqual(['T1']);
  });

  it('cuts the shared first base of a substitution next to an indel in one record', () => {
    const all = entries('-|frameshift_variant|T1|', 'A|missense_variant|T2|');
    expect(features(all, ['1:5:CT:C', '1:5:CT:CA'], 0)).toEqual(['T1']);
    expect(features(all, ['1:5:CT:C', '1:5:CT:CA'], 1)).toEqual(['T2']);
  });

  it('leaves all alleles as written where one of the record starts otherwise', () => {
    const all = entries('AT|frameshift_variant|T1|', 'T|missense_variant|T2|');
    expect(features(all, ['1:5:A:AT', '1:5:A:T'], 0)).toEqual(['T1']);
    expect(features(all, ['1:5:A:AT', '1:5:A:T'], 1)).toEqual(['T2']);
  });

  it('tells two insertions apart of which one holds the other', () => {
    const all = entries('C|frameshift_variant|T1|', 'AC|frameshift_variant|T2|');
    expect(features(all, ['1:5:A:AC', '1:5:A:AAC'], 0)).toEqual(['T1']);
    expect(features(all, ['1:5:A:AC', '1:5:A:AAC'], 1)).toEqual(['T2']);
  });

  it('finds an allele whose siblings were dropped earlier', () => {
    const all = entries('-|frameshift_variant|T1|', 'A|missense_variant|T2|');
    expect(features(all, ['1:5:CT:CA'], 0)).toEqual(['T2']);
  });

  it('goes by ALLELE_NUM where --minimal made two deletions look alike', () => {
    const all = entries('-|frameshift_variant|T1|1', '-|inframe_deletion|T1b|2');
    expect(features(all, ['1:5:CAAA:CAA', '1:5:CAAA:C'], 0)).toEqual(['T1']);
    expect(features(all, ['1:5:CAAA:CAA', '1:5:CAAA:C'], 1)).toEqual(['T1b']);
  });

  it('trims both ends as --minimal does', () => {
    expect(features(entries('T|missense_variant|T1|'), ['1:5:CAG:CTG'], 0)).toEqual(['T1']);
  });

  it('finds nothing for an allele the annotation does not speak of', () => {
    expect(features(entries('T|missense_variant|T1|'), ['1:5:C:G'], 0)).toEqual([]);
  });

  it('reads alleles on contigs whose name has colons', () => {
    expect(writtenAllele('HLA-A*01:01:01:01:30:G:C')).toEqual({ ref: 'G', alt: 'C' });
  });
});
