import { describe, expect, it } from 'vitest';
import type { Phase, Variant } from '../../../../../schemas/rows.js';
import {
  createPhaseIndex,
  indexPhases,
} from '../../../../../stages/annotate-consequences/from-bundle/phase-index.js';
import { variantOf } from '../../../../support/variant.js';
import { buildGene } from './gene-fixture.js';

const phase: Phase = { set: 'PS:1', haplotype: 0, isHomozygous: false };

function at(position: number, more: Partial<Variant> = {}): Variant {
  return variantOf({ chrom: '1', position, ref: 'A', alt: 'C', phase, line: position, ...more });
}

const ids = (members: readonly { readonly variantId: string }[]): string[] =>
  members.map(({ variantId }) => variantId);

describe('the phase index', () => {
  it('finds the mates of a variant that a second reading numbers otherwise', () => {
    const variants = [at(10, { alleleOrdinal: 1 }), at(20, { alleleOrdinal: 2 })];
    const matesOf = indexPhases(variants, 1000);
    const again = at(10, { alleleOrdinal: 2 });
    expect(ids(matesOf(again, 0, 100).proven)).toEqual(['1:20:A:C']);
  });

  it('looks within the range and the distance alone', () => {
    const matesOf = indexPhases([at(10), at(50), at(90)], 50);
    expect(ids(matesOf(at(10), 0, 100).proven)).toEqual(['1:50:A:C']);
    expect(ids(matesOf(at(10), 0, 30).proven)).toEqual([]);
    expect(indexPhases([at(10), at(50)], 0)(at(10), 0, 100)).toEqual({
      proven: [],
      possible: [],
      secondMoleculeSet: null,
    });
  });

  it('finds a deletion that begins before the range', () => {
    const deletion = at(10, { ref: `A${'C'.repeat(40)}`, alt: 'A' });
    const matesOf = indexPhases([deletion, at(12), at(14)], 1000);
    expect(ids(matesOf(at(70), 40, 100).proven)).toEqual([deletion.id]);
  });

  it('keeps, with a reference, what touches an exon or a splice site of a coding transcript', () => {
    const { reference } = buildGene({
      text: 'tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctccttg GAATGGCGTTAA] cccccccc',
      strand: '+',
    });
    // Exons at 10-28 and 52-64 (0-based); 1-based 30 is the donor's second base.
    const matesOf = indexPhases([at(20), at(30), at(40), at(60)], 1000, { reference });
    expect(ids(matesOf(at(25), 0, 70).proven)).toEqual(['1:20:A:C', '1:30:A:C', '1:60:A:C']);
  });

  it('takes alleles one by one, in any order', () => {
    const index = createPhaseIndex({ maxDistance: 1000, reference: null });
    for (const position of [50, 10, 30]) index.add(at(position));
    const germline = { id: '1:40:A:C', chrom: '1', position: 40, ref: 'A', alt: 'C', line: 1 };
    index.addGermline({ ...germline, phase: null, isHomozygous: true });
    expect(ids(index.matesOf(at(10), 0, 100).proven)).toEqual(['1:30:A:C', '1:40:A:C', '1:50:A:C']);
  });

  it('knows a haploid call to be on the one molecule there is', () => {
    const matesOf = indexPhases([at(10, { phase: null, genotype: '1' })], 1000);
    expect(ids(matesOf(at(20, { phase: null, genotype: '0/1' }), 0, 100).proven)).toEqual(['1:10:A:C']);
  });

  it('passes over alleles that are not called and rows that are no alleles', () => {
    const event = {
      kind: 'protein',
      origin: 'viral',
      name: 'E6',
      gene: 'E6',
      sequence: 'MA',
    } as const;
    const variants = [
      at(10, { phase: null, genotype: './.' }),
      at(20, { phase: null, genotype: null }),
      at(30, { event }),
    ];
    const matesOf = indexPhases(variants, 1000);
    const { proven, possible } = matesOf(at(40, { phase: null, genotype: '0/1' }), 0, 100);
    expect([...proven, ...possible]).toEqual([]);
  });
});
