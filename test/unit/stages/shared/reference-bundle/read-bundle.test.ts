import { describe, expect, it } from 'vitest';
import {
  buildReferenceBytes,
  buildReferenceInMemory,
  bytesInMemory,
} from '../../../../../stages/build-reference/in-memory.js';
import { openReferenceBundle } from '../../../../../stages/shared/reference-bundle/read-bundle.js';
import { ensemblGtf, gencodeGtf, gtfOf, tinyFasta } from '../../build-reference/tiny-gene.js';

const reference = buildReferenceInMemory({ annotation: ensemblGtf, fasta: tinyFasta, build: 'GRCh38' });

describe('transcriptById', () => {
  it('finds by id with and without version', () => {
    expect(reference.transcriptById('ENST01.8')?.index).toBe(0);
    expect(reference.transcriptById('ENST01')?.index).toBe(0);
  });

  it('never takes one version for another', () => {
    expect(reference.transcriptById('ENST01.7')).toBeNull();
    expect(reference.transcriptById('ENST02')).toBeNull();
    expect(reference.transcriptById('')).toBeNull();
  });

  it('takes a versioned id where the annotation has none', () => {
    const unversioned = buildReferenceInMemory({
      annotation: ensemblGtf.replaceAll(' transcript_version "8";', ''),
      fasta: tinyFasta,
    });
    expect(unversioned.transcriptById('ENST01.7')?.id).toBe('ENST01');
  });

  it('tells the pseudo-autosomal copy of GENCODE from its original', () => {
    const copy = gencodeGtf.replaceAll('ENST01.8', 'ENST01.8_PAR_Y');
    const both = buildReferenceInMemory({ annotation: `${copy}\n${gencodeGtf}`, fasta: tinyFasta });
    expect(both.transcriptById('ENST01')?.id).toBe('ENST01.8');
    expect(both.transcriptById('ENST01.8')?.id).toBe('ENST01.8');
    expect(both.transcriptById('ENST01.8_PAR_Y')?.id).toBe('ENST01.8_PAR_Y');
  });
});

describe('transcriptsOverlapping', () => {
  const overlaps = (start: number, end: number, contig = '1'): number =>
    reference.transcriptsOverlapping(contig, start, end).length;

  it('takes half-open intervals: the transcript is [5, 28)', () => {
    expect([overlaps(0, 5), overlaps(0, 6), overlaps(27, 99), overlaps(28, 99)]).toEqual([0, 1, 1, 0]);
    expect(overlaps(12, 18)).toBe(1);
  });

  it('lets an empty interval, an insertion, touch either edge', () => {
    expect([4, 5, 15, 28, 29].map((position) => overlaps(position, position))).toEqual([0, 1, 1, 1, 0]);
  });

  it('answers for aliases, and with nothing for contigs that are not there', () => {
    expect(overlaps(5, 6, 'chr1')).toBe(1);
    expect(overlaps(5, 6, '2')).toBe(0);
  });
});

describe('sequence', () => {
  it('is upper case and clipped to the contig', () => {
    expect(reference.sequence('1', 5, 12)).toBe('CCATGGC');
    expect(reference.sequence('chr1', -3, 2)).toBe('TT');
    expect(reference.sequence('1', 30, 99)).toBe('TTT');
    expect(reference.sequence('1', 9, 9)).toBe('');
    expect(reference.sequence('1', 99, 120)).toBe('');
  });
});

describe('a bundle of several blocks', () => {
  // 9 Mb of a sequence whose every stretch of 12 bases says where it is, in base 4.
  const letters = Buffer.alloc(9_000_000);
  for (let offset = 0; offset < letters.length; offset++) {
    const place = Math.floor(offset / 12);
    letters[offset] = 'ACGT'.charCodeAt((place >> (2 * (offset % 12))) & 3);
  }
  const sequence = letters.toString('latin1');
  const { bytes } = buildReferenceBytes({
    annotation: gtfOf([{ type: 'exon', start: 1, end: 9 }]),
    fasta: `>1\n${sequence}\n`,
  });
  const reads: number[] = [];
  const source = {
    sizeBytes: bytes.length,
    read: (offset: number, length: number) => {
      reads.push(length);
      return bytes.subarray(offset, offset + length);
    },
  };

  it('reads across the edges of blocks, and only the blocks it needs', () => {
    const bundle = openReferenceBundle(source, 'blocks');
    expect(Math.max(...reads)).toBeLessThan(1 << 20);
    expect(bundle.sequence('1', 100, 200)).toBe(sequence.slice(100, 200));
    const whole = (): number => reads.filter((length) => length === 1 << 20).length;
    expect(whole()).toBe(1);
    const block = 4 * (1 << 20);
    for (let edge = block - 6000; edge < block; edge += 97) {
      expect(bundle.sequence('1', edge, edge + 5000)).toBe(sequence.slice(edge, edge + 5000));
    }
    expect(whole()).toBe(2);
    expect(bundle.sequence('1', 0, sequence.length) === sequence).toBe(true);
  });
});

describe('proteome', () => {
  it('holds each distinct protein once, under its protein id', () => {
    const twin = ensemblGtf.replaceAll('ENST01', 'ENST02').replaceAll('ENSP01', 'ENSP02');
    const twins = buildReferenceInMemory({ annotation: `${ensemblGtf}${twin}`, fasta: tinyFasta });
    expect(twins.summary).toMatchObject({ geneCount: 1, transcriptCount: 2, codingTranscriptCount: 2 });
    expect([...twins.proteome()]).toEqual([{ id: 'ENSP01.4', geneName: 'TINY', sequence: 'MAK' }]);
    expect([...twins.transcripts()].map((transcript) => twins.proteinOf(transcript))).toEqual(['MAK', 'MAK']);
  });

  it('has nothing for a non-coding transcript', () => {
    const noncoding = buildReferenceInMemory({
      annotation: gtfOf([{ type: 'exon', start: 1, end: 9 }]),
      fasta: tinyFasta,
    });
    const [transcript] = noncoding.transcripts();
    expect(transcript?.cds).toBeNull();
    expect(transcript && noncoding.proteinOf(transcript)).toBe('');
    expect([...noncoding.proteome()]).toEqual([]);
  });
});

describe('bytes', () => {
  const input = { annotation: ensemblGtf, fasta: tinyFasta, build: 'GRCh38' };
  const { bytes } = buildReferenceBytes(input);

  it('are the same for the same input, and so is the digest', () => {
    const again = buildReferenceBytes(input).bytes;
    expect(Buffer.from(again).equals(bytes)).toBe(true);
    expect(openReferenceBundle(bytesInMemory(again), 'x').digest).toBe(reference.digest);
  });

  it('have another digest when a base, the name or the build differs', () => {
    const digests = [
      { ...input, fasta: tinyFasta.replace('>1 tiny\nt', '>1 tiny\ng') },
      { ...input, name: 'other' },
      { ...input, build: 'GRCh37' },
    ].map((changed) => buildReferenceInMemory(changed).digest);
    expect(new Set([...digests, reference.digest]).size).toBe(4);
  });

  it('say what is wrong with a file that is no bundle, and how to make one', () => {
    const wrong = (text: string | Uint8Array): string => {
      try {
        openReferenceBundle(bytesInMemory(Buffer.from(text)), 'input');
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return 'opened';
    };
    expect(wrong(tinyFasta)).toContain('found a FASTA file');
    expect(wrong(ensemblGtf)).toContain('found an annotation file');
    expect(wrong('##gff-version 3\n')).toContain('found an annotation file');
    expect(wrong('##fileformat=VCFv4.2\n')).toContain('found a VCF file');
    expect(wrong(Uint8Array.of(0x1f, 0x8b, 8))).toContain('found a gzip file');
    expect(wrong('')).toContain('expected a reference bundle');
    expect(wrong(bytes.subarray(0, 40))).toContain('it ends after 40 bytes');
    expect(wrong(bytes.subarray(0, bytes.length - 8))).toContain('truncated');
    const newer = bytes.slice();
    newer[8] = 9;
    expect(wrong(newer)).toContain('format version 9');
  });
});
