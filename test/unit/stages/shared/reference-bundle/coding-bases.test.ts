import { describe, expect, it } from 'vitest';
import { buildReferenceInMemory } from '../../../../../stages/build-reference/in-memory.js';
import { ensemblGtf, tinyFasta } from '../../build-reference/tiny-gene.js';

interface Part {
  readonly start: number;
  readonly end: number;
}

/** A transcript whose whole sequence is coding, 1-based parts. */
function transcript(id: string, gene: string, parts: readonly Part[], biotype = 'protein_coding'): string {
  const attributes = `gene_id "${gene}"; transcript_id "${id}"; gene_biotype "protein_coding"; transcript_biotype "${biotype}";`;
  const line = (kind: string, { start, end }: Part, phase = '.') =>
    ['1', 'x', kind, start, end, '.', '+', phase, attributes].join('\t');
  return parts.flatMap((part) => [line('exon', part), line('CDS', part, '0')]).join('\n');
}

function codingBasesOf(...transcripts: readonly string[]): number {
  const fasta = Buffer.from(`>1\n${'ATG'.repeat(40)}\n`);
  return buildReferenceInMemory({ annotation: `${transcripts.join('\n')}\n`, fasta }).codingBases();
}

describe('coding bases of a bundle', () => {
  it('are those from start to stop codon: 5 in the first exon and 7 in the second', () => {
    const reference = buildReferenceInMemory({ annotation: ensemblGtf, fasta: Buffer.from(tinyFasta) });
    expect(reference.codingBases()).toBe(12);
  });

  it('count once where transcripts or genes overlap', () => {
    expect(
      codingBasesOf(
        transcript('T1', 'G1', [
          { start: 1, end: 30 },
          { start: 61, end: 90 },
        ]),
        transcript('T2', 'G1', [{ start: 1, end: 36 }]),
        transcript('T3', 'G2', [{ start: 85, end: 96 }]),
        transcript('T4', 'G3', [{ start: 101, end: 106 }]),
      ),
    ).toBe(36 + 36 + 6);
  });

  it('leave out transcripts that decay or make no protein', () => {
    expect(
      codingBasesOf(
        transcript('T1', 'G1', [{ start: 1, end: 30 }]),
        transcript('T2', 'G1', [{ start: 40, end: 60 }], 'nonsense_mediated_decay'),
      ),
    ).toBe(30);
  });
});
