import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../../schemas/reference.js';
import { buildReferenceInMemory } from '../../../../stages/build-reference/in-memory.js';
import {
  ensemblGff3,
  ensemblGtf,
  gencodeGff3,
  gencodeGtf,
  refseqGff3,
  refseqGtf,
  tinyFasta,
} from './tiny-gene.js';

function only(annotation: string): { transcript: Transcript; protein: string } {
  const reference = buildReferenceInMemory({ annotation, fasta: tinyFasta, build: 'GRCh38' });
  const [transcript, ...others] = reference.transcripts();
  if (transcript === undefined || others.length > 0) throw new Error('expected one transcript');
  return { transcript, protein: reference.proteinOf(transcript) };
}

const styles = { ensemblGtf, gencodeGtf, refseqGtf, ensemblGff3, gencodeGff3, refseqGff3 };

describe.each(Object.entries(styles))('%s', (_, annotation) => {
  it('gives exons, a CDS that holds the stop codon, and the protein', () => {
    const { transcript, protein } = only(annotation);
    expect(transcript.exons).toEqual([
      { start: 5, end: 12 },
      { start: 18, end: 28 },
    ]);
    expect(transcript.cds).toEqual({
      start: 7,
      end: 25,
      phase: 0,
      isStartComplete: true,
      isEndComplete: true,
    });
    expect(protein).toBe('MAK');
  });

  it('gives gene, biotype and MANE status in the same words', () => {
    const { transcript } = only(annotation);
    expect(transcript.geneName).toBe('TINY');
    expect(transcript.biotype).toBe('protein_coding');
    expect(transcript.isManeSelect).toBe(true);
    expect(transcript.strand).toBe('+');
  });
});

describe('ids', () => {
  it('joins id and version of Ensembl to the form GENCODE uses', () => {
    for (const annotation of [ensemblGtf, gencodeGtf, ensemblGff3, gencodeGff3]) {
      const { transcript } = only(annotation);
      expect(transcript.id).toBe('ENST01.8');
      expect(transcript.proteinId).toBe('ENSP01.4');
      expect(transcript.supportLevel).toBe(2);
      expect(transcript.appris).toBe('principal1');
      expect(transcript.isCanonical).toBe(true);
      expect(transcript.tags).toEqual(['basic', 'MANE_Select', 'Ensembl_canonical', 'appris_principal_1']);
    }
  });

  it('takes RefSeq accessions without the rna- and cds- prefixes of GFF3 IDs', () => {
    for (const annotation of [refseqGtf, refseqGff3]) {
      const { transcript } = only(annotation);
      expect(transcript.id).toBe('NM_01.8');
      expect(transcript.proteinId).toBe('NP_01.4');
      expect(transcript.geneId).toBe('TINY');
    }
  });

  it('drops the version of Ensembl gene ids, so that both houses give the same', () => {
    const gtf = ensemblGtf.replaceAll('ENSG01', 'ENSG00000000001');
    const gencode = gencodeGtf.replaceAll('ENSG01', 'ENSG00000000001');
    expect(only(gtf).transcript.geneId).toBe('ENSG00000000001');
    expect(only(gencode).transcript.geneId).toBe('ENSG00000000001');
  });

  it('reads the biotype from the source column where Ensembl 75 and older keep it', () => {
    const old = ensemblGtf
      .replaceAll(' transcript_biotype "protein_coding";', '')
      .replaceAll('\tx\t', '\tnonsense_mediated_decay\t');
    expect(only(old).transcript.biotype).toBe('nonsense_mediated_decay');
  });
});

describe('GFF3 structure', () => {
  it('gives a part with several parents to each of them', () => {
    const annotation = [
      '##gff-version 3',
      '1\tx\tgene\t6\t28\t.\t+\t.\tID=g1;Name=TINY',
      '1\tx\tmRNA\t6\t28\t.\t+\t.\tID=a;Parent=g1',
      '1\tx\tmRNA\t6\t12\t.\t+\t.\tID=b;Parent=g1',
      '1\tx\texon\t6\t12\t.\t+\t.\tParent=a,b',
      '1\tx\texon\t19\t28\t.\t+\t.\tParent=a',
    ].join('\n');
    const reference = buildReferenceInMemory({ annotation, fasta: tinyFasta });
    expect([...reference.transcripts()].map(({ id, exons }) => [id, exons.length])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });

  it('takes a gene with a CDS of its own as a transcript, as in the RefSeq mitochondrion', () => {
    const annotation = [
      '##gff-version 3',
      '1\tx\tgene\t8\t25\t.\t+\t.\tID=gene-ND1;Name=ND1;gene=ND1;gene_biotype=protein_coding',
      '1\tx\tCDS\t8\t12\t.\t+\t0\tID=cds-YP_1;Parent=gene-ND1;protein_id=YP_1',
      '1\tx\tCDS\t19\t25\t.\t+\t1\tID=cds-YP_1;Parent=gene-ND1;protein_id=YP_1',
    ].join('\n');
    const { transcript, protein } = only(annotation);
    expect(transcript).toMatchObject({
      id: 'ND1',
      geneName: 'ND1',
      geneId: 'ND1',
      biotype: 'protein_coding',
    });
    expect(protein).toBe('MAK');
  });

  it('stops at ##FASTA', () => {
    expect(only(`${ensemblGff3}##FASTA\n>1\nACGT\n`).transcript.id).toBe('ENST01.8');
  });
});

describe('line endings and gaps', () => {
  it('reads CRLF, blank lines and a missing last newline alike', () => {
    const text = `\r\n${ensemblGtf.trimEnd().replaceAll('\n', '\r\n\r\n')}`;
    expect(only(text).transcript.tags).toEqual([
      'basic',
      'MANE_Select',
      'Ensembl_canonical',
      'appris_principal_1',
    ]);
  });
});
