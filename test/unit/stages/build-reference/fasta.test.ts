import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../../schemas/errors.js';
import { buildReferenceInMemory } from '../../../../stages/build-reference/in-memory.js';
import { gtfOf, tinyFasta } from './tiny-gene.js';

const annotation = gtfOf([{ type: 'exon', start: 1, end: 2 }]);

function errorOf(run: () => unknown): AntigraphError {
  try {
    run();
  } catch (error) {
    if (error instanceof AntigraphError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

function read(fasta: string): string {
  return buildReferenceInMemory({ annotation, fasta }).sequence('1', 0, 1_000_000);
}

describe('FASTA', () => {
  it('reads lines of any width, either case, CRLF, U as T', () => {
    expect(read('>1 text\nACGTA\ncgtac\nGUn\n')).toBe('ACGTACGTACGTN');
    expect(read('>1\r\nAC\r\nGT\r\n')).toBe('ACGT');
    expect(read('>1\nACGT')).toBe('ACGT');
  });

  it('keeps long runs of N without storing them', () => {
    const small = buildReferenceInMemory({ annotation, fasta: `>1\nACGT${'N'.repeat(2_000_000)}ACGTA\n` });
    expect(small.contigs[0]?.length).toBe(2_000_009);
    expect(small.sequence('1', 2, 6)).toBe('GTNN');
    expect(small.sequence('1', 2_000_002, 3_000_000)).toBe('NNACGTA');
  });

  it('gives N for letters that stand for several bases', () => {
    expect(read('>1\nACRYGT\n')).toBe('ACNNGT');
  });

  it('keeps the order of contigs and their names up to the first blank', () => {
    const reference = buildReferenceInMemory({ annotation, fasta: '>2 b\nAC\n>1 a\nACGT\n>HLA*01:01\nA\n' });
    expect(reference.contigs).toEqual([
      { name: '2', length: 2 },
      { name: '1', length: 4 },
      { name: 'HLA*01:01', length: 1 },
    ]);
  });
});

describe('a FASTA file that cannot be used', () => {
  it.each([
    ['>1\nACGT\n>1\nAC\n', 'fasta:3: contig 1 was already given at fasta:1'],
    ['ACGT\n', 'fasta:1: expected a line that begins with ">", found "A"'],
    ['', 'fasta:1: expected a line that begins with ">", found an empty file'],
    ['>1\nACGT\nMKLE\n', 'fasta:3: expected nucleotide letters (ACGTN, IUPAC), found "L" in 1'],
    ['>\nACGT\n', 'fasta:1: expected a name after ">", found none'],
  ])('%j', (fasta, message) => {
    const error = errorOf(() => read(fasta));
    expect(error.code).toBe('FASTA_MALFORMED');
    expect(error.message).toBe(message);
    expect(error.fix).not.toBeNull();
  });
});

describe('an annotation that cannot be used', () => {
  it('names the file and what it seems to be', () => {
    for (const text of ['', 'no\ttabs\n', '##fileformat=VCFv4.2\n1\t2\t.\tA\tC\t.\t.\t.\tGT\n']) {
      expect(errorOf(() => buildReferenceInMemory({ annotation: text, fasta: tinyFasta })).code).toBe(
        'ANNOTATION_MALFORMED',
      );
    }
  });

  it('says which contigs either file has when none is shared', () => {
    const error = errorOf(() => buildReferenceInMemory({ annotation, fasta: '>scaffold_7\nACGT\n' }));
    expect(error.code).toBe('ANNOTATION_MALFORMED');
    expect(error.message).toContain('Contigs of the annotation: 1; of the FASTA: scaffold_7');
  });
});
