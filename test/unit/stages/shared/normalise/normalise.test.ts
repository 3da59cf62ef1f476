import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  normaliseVariant,
  type SmallVariant,
  trimVariant,
} from '../../../../../stages/shared/normalise/index.js';

function on(genome: string): (start: number, end: number) => string {
  return (start, end) => genome.slice(Math.max(0, start), end);
}
function apply(genome: string, { position, ref, alt }: SmallVariant): string {
  expect(genome.slice(position - 1, position - 1 + ref.length)).toBe(ref);
  return genome.slice(0, position - 1) + alt + genome.slice(position - 1 + ref.length);
}

describe('normaliseVariant', () => {
  // Figure 1 of Tan et al. 2015, doi:10.1093/bioinformatics/btv112: one deletion of CA from GGGCACACACAGGG, five ways to write it.
  const genome = 'GGGCACACACAGGG';
  it.each([
    { position: 6, ref: 'CAC', alt: 'C' },
    { position: 3, ref: 'GCACA', alt: 'GCA' },
    { position: 2, ref: 'GGCA', alt: 'GG' },
    { position: 3, ref: 'GCA', alt: 'G' },
    { position: 8, ref: 'CA', alt: '' },
  ])('gives 3:GCA:G for $position:$ref:$alt', (variant) => {
    expect(normaliseVariant(variant, on(genome))).toEqual({ position: 3, ref: 'GCA', alt: 'G' });
  });

  // bcftools 1.16 norm on a contig of this sequence gave the right-hand sides.
  it.each([
    ['AAAAAAAAAC', '10:C:AC', '1:A:AA'],
    ['TGGGGGGGGC', '8:GG:G', '1:TG:T'],
    ['TACGACGACGT', '11:T:ACGT', '1:T:TACG'],
    ['TACGACGACGT', '4:GACGACG:G', '1:TACGACG:T'],
    ['TACGT', '2:ACG:TCG', '2:A:T'],
    ['TACGT', '2:AC:TG', '2:AC:TG'],
    ['TACGT', '1:TACGT:TAGGT', '3:C:G'],
    ['TACGTT', '3:CGT:CAAT', '4:G:AA'],
  ])('on %s turns %s into %s', (contig, from, to) => {
    expect(write(normaliseVariant(read(from), on(contig)))).toBe(to);
  });

  it('anchors on the following base where an indel reaches the start of the contig (VCF 4.3 §1.6.1)', () => {
    expect(normaliseVariant({ position: 1, ref: 'TA', alt: 'A' }, on('TACG'))).toEqual({
      position: 1,
      ref: 'TA',
      alt: 'A',
    });
    expect(normaliseVariant({ position: 2, ref: 'AA', alt: 'A' }, on('AAAC'))).toEqual({
      position: 1,
      ref: 'AA',
      alt: 'A',
    });
    expect(normaliseVariant({ position: 1, ref: 'T', alt: 'GT' }, on('TACG'))).toEqual({
      position: 1,
      ref: 'T',
      alt: 'GT',
    });
  });

  it('moves through a homopolymer far longer than a window', () => {
    const contig = `C${'A'.repeat(20_000)}G`;
    expect(normaliseVariant({ position: 19_000, ref: 'AA', alt: 'A' }, on(contig))).toEqual({
      position: 1,
      ref: 'CA',
      alt: 'C',
    });
  });

  it('stops at an unknown base of the reference', () => {
    expect(normaliseVariant({ position: 5, ref: 'AA', alt: 'A' }, on('TANAAAC'))).toEqual({
      position: 3,
      ref: 'NA',
      alt: 'N',
    });
  });

  const bases = (minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom('A', 'C'), minLength, maxLength });

  it('never changes the sequence the variant makes', () => {
    fc.assert(
      fc.property(bases(1, 40), fc.nat(39), fc.nat(6), bases(0, 6), (contig, at, size, alt) => {
        const start = at % contig.length;
        const ref = contig.slice(start, start + size + 1);
        fc.pre(ref !== alt && (alt !== '' || ref.length < contig.length));
        const variant = { position: start + 1, ref, alt };
        const normal = normaliseVariant(variant, on(contig));
        expect(apply(contig, normal)).toBe(apply(contig, variant));
        expect(normal.ref.length).toBeGreaterThan(0);
        expect(normal.alt.length).toBeGreaterThan(0);
        expect(normaliseVariant(normal, on(contig))).toEqual(normal);
      }),
    );
  });

  it('gives one form to all ways of writing a pure insertion or deletion', () => {
    fc.assert(
      fc.property(bases(2, 20), bases(1, 4), (contig, inserted) => {
        const forms = new Map<string, Set<string>>();
        for (let start = 1; start <= contig.length; start += 1) {
          const anchor = contig[start - 1] ?? '';
          const variant = { position: start, ref: anchor, alt: anchor + inserted };
          const result = apply(contig, variant);
          const form = write(normaliseVariant(variant, on(contig)));
          forms.set(result, (forms.get(result) ?? new Set()).add(form));
        }
        for (const written of forms.values()) expect(written.size).toBe(1);
      }),
    );
  });
});

describe('trimVariant', () => {
  it.each([
    ['100:AA:A', '100:AA:A'],
    ['100:GCACAC:GCAC', '100:GCA:G'],
    ['100:TACG:TAGG', '102:C:G'],
    ['100:A:ATT', '100:A:ATT'],
    ['100:CTCC:CCC', '100:CT:C'],
  ])('turns %s into %s without a reference', (from, to) => {
    expect(write(trimVariant(read(from)))).toBe(to);
  });
});

function read(text: string): SmallVariant {
  const [position = '', ref = '', alt = ''] = text.split(':');
  return { position: Number(position), ref, alt };
}
function write({ position, ref, alt }: SmallVariant): string {
  return `${position}:${ref}:${alt}`;
}
