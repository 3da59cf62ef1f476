import { describe, expect, it } from 'vitest';
import { createContigResolver } from '../../../../../stages/shared/reference-bundle/contig-names.js';

const plain = ['1', '7', 'X', 'MT', 'GL000192.1'].map((name) => ({ name, length: 1 }));
const prefixed = ['chr1', 'chr7', 'chrX', 'chrM'].map((name) => ({ name, length: 1 }));

describe('contig names', () => {
  it('resolve with and without chr, in any case, M and MT alike', () => {
    const toPlain = createContigResolver(plain, 'GRCh38');
    expect(['chr7', 'CHR7', '7', 'chrx', 'chrM', 'M', 'chrMT'].map((name) => toPlain(name)?.name)).toEqual([
      ...['7', '7', '7', 'X', 'MT', 'MT', 'MT'],
    ]);
    const toPrefixed = createContigResolver(prefixed, 'GRCh38');
    expect(['7', 'MT', 'x'].map((name) => toPrefixed(name)?.name)).toEqual(['chr7', 'chrM', 'chrX']);
  });

  it('resolve RefSeq accessions of their own build only', () => {
    // Accessions: NCBI assembly reports GCF_000001405.13 (GRCh37) and GCF_000001405.26 (GRCh38).
    const grch38 = createContigResolver(plain, 'GRCh38');
    const grch37 = createContigResolver(plain, 'hg19');
    expect(grch38('NC_000007.14')?.name).toBe('7');
    expect(grch38('NC_000007.13')).toBeNull();
    expect(grch37('NC_000007.13')?.name).toBe('7');
    expect(grch37('NC_000007.14')).toBeNull();
    expect(grch38('NC_000023.11')?.name).toBe('X');
    expect(grch38('NC_012920.1')?.name).toBe('MT');
  });

  it('find contigs of a RefSeq FASTA by chromosome name', () => {
    const resolve = createContigResolver([{ name: 'NC_000007.14', length: 1 }], 'GRCh38');
    expect(resolve('chr7')?.name).toBe('NC_000007.14');
    expect(resolve('NC_000007.14')?.name).toBe('NC_000007.14');
  });

  it('give null for what is not there, and for a key that two contigs share', () => {
    expect(createContigResolver(plain, 'GRCh38')('8')).toBeNull();
    expect(createContigResolver(plain, 'GRCh38')('chr')).toBeNull();
    const both = createContigResolver(
      ['MT', 'chrM'].map((name) => ({ name, length: 1 })),
      'hg19',
    );
    expect(both('chrM')?.name).toBe('chrM');
    expect(both('M')).toBeNull();
  });
});
