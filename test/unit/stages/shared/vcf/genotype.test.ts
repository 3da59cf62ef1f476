import { describe, expect, it } from 'vitest';
import { hasAllele, parseGenotype, phaseOf, sampleValues } from '../../../../../stages/shared/vcf/index.js';

function has(genotype: string, allele: number): boolean | null | undefined {
  const parsed = parseGenotype(genotype);
  return parsed === null ? undefined : hasAllele(parsed, allele);
}
function phase(format: string, column: string, allele = 1) {
  return phaseOf(sampleValues(format, column), allele, 'chr7');
}

describe('hasAllele', () => {
  it.each([
    ['0/1', 1, true],
    ['0/0', 1, false],
    ['0|2', 1, false],
    ['0/1/2/3', 3, true],
    ['1', 1, true],
    ['|0|1', 1, true],
    ['./.', 1, null],
    ['0/.', 1, null],
    ['./1', 1, true],
    ['.', 1, null],
  ])('%s with allele %i is %s', (genotype, allele, expected) => {
    expect(has(genotype, allele)).toBe(expected);
  });

  it.each(['', '0/', '/', '0.000', '0/C', '0/|1', '-1'])("does not take '%s' for a genotype", (text) => {
    expect(parseGenotype(text)).toBeNull();
  });
});

describe('phaseOf', () => {
  it('takes PS where the genotype is phased', () => {
    expect(phase('GT:PS', '0|1:4711')).toEqual({ set: 'PS:4711', haplotype: 1, isHomozygous: false });
    expect(phase('GT:PS', '1|0:4711')).toEqual({ set: 'PS:4711', haplotype: 0, isHomozygous: false });
  });

  it('ignores PS of an unphased genotype', () => {
    expect(phase('GT:PS', '0/1:4711')).toBeNull();
  });

  it('puts phased calls without PS into one set of the contig (VCF 4.3 §1.6.2)', () => {
    expect(phase('GT', '0|1')).toEqual({ set: 'chrom:chr7', haplotype: 1, isHomozygous: false });
    expect(phase('GT:PS', '0|1:.')).toEqual({ set: 'chrom:chr7', haplotype: 1, isHomozygous: false });
  });

  it('takes PGT and PID of GATK where GT is not phased', () => {
    expect(phase('GT:PGT:PID', '0/1:0|1:100_A_T')).toEqual({
      set: 'PID:100_A_T',
      haplotype: 1,
      isHomozygous: false,
    });
    expect(phase('GT:PGT:PID', '0/1:1|0:100_A_T')).toEqual({
      set: 'PID:100_A_T',
      haplotype: 0,
      isHomozygous: false,
    });
  });

  it('takes HP of ReadBackedPhasing by the place of the allele in GT', () => {
    expect(phase('GT:HP', '0/1:4-1,4-2')).toEqual({ set: 'HP:4', haplotype: 1, isHomozygous: false });
    expect(phase('GT:HP', '0/1:4-2,4-1')).toEqual({ set: 'HP:4', haplotype: 0, isHomozygous: false });
  });

  it('reads the leading phase mark of VCF 4.4', () => {
    expect(phase('GT:PS', '|0|1:9')).toEqual({ set: 'PS:9', haplotype: 1, isHomozygous: false });
    expect(phase('GT:PS', '/0/1:9')).toBeNull();
    expect(phase('GT:PS', '/0|1:9')).toEqual({ set: 'PS:9', haplotype: 1, isHomozygous: false });
  });

  it('knows the haplotype of a polyploid call where the allele is on one or all of them, not on some', () => {
    expect(phase('GT:PS', '0|0|1|0:9')).toEqual({ set: 'PS:9', haplotype: 2, isHomozygous: false });
    expect(phase('GT:PS', '1|1|1:9')).toEqual({ set: 'PS:9', haplotype: 0, isHomozygous: true });
    expect(phase('GT:PS', '0|1|1:9')).toBeNull();
  });

  it('knows a homozygous allele on both haplotypes, phased or not', () => {
    expect(phase('GT:PS', '1|1:9')).toEqual({ set: 'PS:9', haplotype: 0, isHomozygous: true });
    expect(phase('GT', '1/1')).toEqual({ set: 'chrom:chr7', haplotype: 0, isHomozygous: true });
  });

  it('knows no phase of a haploid or half-called genotype without marks', () => {
    expect(phase('GT', '1')).toBeNull();
    expect(phase('GT', './1')).toBeNull();
    expect(phase('GT', './.')).toBeNull();
    expect(phase('AD', '3,4')).toBeNull();
  });

  it('places each allele of a multi-allelic genotype on its own haplotype', () => {
    expect(phase('GT:PS', '1|2:5', 1)?.haplotype).toBe(0);
    expect(phase('GT:PS', '1|2:5', 2)?.haplotype).toBe(1);
  });
});
