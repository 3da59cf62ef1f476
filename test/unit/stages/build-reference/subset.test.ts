import { describe, expect, it } from 'vitest';
import { buildReferenceInMemory, bytesInMemory } from '../../../../stages/build-reference/in-memory.js';
import { subsetReference } from '../../../../stages/build-reference/subset.js';
import { openReferenceBundle } from '../../../../stages/shared/reference-bundle/read-bundle.js';
import { joinChunks } from '../../../../stages/shared/reference-bundle/write-bundle.js';

const filler = 'ACGGT'.repeat(2_000);
const fasta = `>1\n${filler}ATGGCCAAATAA${filler}ATGAAAGCCTAA${filler}\n>2\nACGT\n`;
const gene = (id: string, start: number): string =>
  ['exon', 'CDS']
    .map(
      (type) =>
        `1\tx\t${type}\t${start}\t${start + 11}\t.\t+\t0\tgene_id "${id}"; gene_name "${id}N"; transcript_id "T${id}";`,
    )
    .join('\n');
const whole = buildReferenceInMemory({
  annotation: `${gene('A', 10_001)}\n${gene('B', 20_013)}`,
  fasta,
  name: 'whole',
});

describe('a subset', () => {
  const bytes = joinChunks(subsetReference(whole, ['BN']));
  const part = openReferenceBundle(bytesInMemory(bytes), 'part');

  it('keeps the chosen gene in its coordinates with its protein', () => {
    expect([...part.transcripts()]).toEqual([{ ...whole.transcriptById('TB'), index: 0 }]);
    expect([...part.proteome()].map(({ sequence }) => sequence)).toEqual(['MKA']);
    expect(part.contigs).toEqual(whole.contigs);
    expect(part.summary).toMatchObject({ name: 'whole-subset', geneCount: 1, transcriptCount: 1 });
  });

  it('keeps the sequence of the gene and 1,000 bases beside, N elsewhere', () => {
    expect(part.sequence('1', 19_012, 21_024)).toBe(whole.sequence('1', 19_012, 21_024));
    expect(part.sequence('1', 0, 19_012)).toBe('N'.repeat(19_012));
    expect(part.sequence('1', 21_024, 40_000)).toMatch(/^N+$/);
  });

  it('takes gene ids as well as names', () => {
    const byId = openReferenceBundle(bytesInMemory(joinChunks(subsetReference(whole, ['A', 'BN']))), 'both');
    expect(byId.summary.transcriptCount).toBe(2);
  });

  it('refuses genes that are not there and says which was meant', () => {
    expect(() => [...subsetReference(whole, ['AN', 'bn'])]).toThrow(
      expect.objectContaining({
        code: 'GENES_UNKNOWN',
        message: expect.stringContaining('bn'),
        fix: expect.stringContaining('BN'),
      }),
    );
  });
});
