import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../../schemas/reference.js';
import { buildReferenceBytes, buildReferenceInMemory } from '../../../../stages/build-reference/in-memory.js';
import { type GtfPart, gtfOf, tinyFasta, tinyReverseFasta } from './tiny-gene.js';

interface Built {
  readonly transcript: Transcript;
  readonly protein: string;
}

function build(
  sequence: string,
  parts: readonly GtfPart[],
  options: { readonly strand?: string; readonly contig?: string; readonly attributes?: string } = {},
): Built {
  const contig = options.contig ?? '1';
  const reference = buildReferenceInMemory({
    annotation: gtfOf(parts, options),
    fasta: `>${contig}\n${sequence}\n`,
    build: 'GRCh38',
  });
  const transcript = reference.transcriptById('T1');
  if (transcript === null) throw new Error('T1 was left out');
  return { transcript, protein: reference.proteinOf(transcript) };
}

function exonAndCds(start: number, end: number, cdsStart: number, cdsEnd: number, phase = '0'): GtfPart[] {
  return [
    { type: 'exon', start, end },
    { type: 'CDS', start: cdsStart, end: cdsEnd, phase },
  ];
}

describe('reverse strand', () => {
  it('reads the same protein from the other strand', () => {
    const reference = buildReferenceInMemory({
      annotation: gtfOf(
        [
          { type: 'exon', start: 6, end: 15 },
          { type: 'exon', start: 22, end: 28 },
          { type: 'CDS', start: 22, end: 26, phase: '0' },
          { type: 'CDS', start: 12, end: 15, phase: '1' },
          { type: 'stop_codon', start: 9, end: 11 },
        ],
        { strand: '-' },
      ),
      fasta: tinyReverseFasta,
    });
    const [transcript] = reference.transcripts();
    expect(transcript?.cds).toEqual({
      start: 8,
      end: 26,
      phase: 0,
      isStartComplete: true,
      isEndComplete: true,
    });
    expect(transcript && reference.proteinOf(transcript)).toBe('MAK');
  });
});

describe('stop codon', () => {
  it('joins a stop_codon that an intron splits', () => {
    // ATG GCC T|AA with the intron after the stop's first base.
    const { transcript, protein } = build('ATGGCCTgtagAAcc', [
      { type: 'exon', start: 1, end: 7 },
      { type: 'exon', start: 12, end: 15 },
      { type: 'CDS', start: 1, end: 6, phase: '0' },
      { type: 'stop_codon', start: 7, end: 7 },
      { type: 'stop_codon', start: 12, end: 13 },
    ]);
    expect(transcript.cds).toMatchObject({ start: 0, end: 13, isEndComplete: true });
    expect(protein).toBe('MA');
  });

  it('extends a CDS over the stop that follows it where the file has no stop_codon lines', () => {
    const { transcript, protein } = build('ATGGCCTAAcc', exonAndCds(1, 11, 1, 6));
    expect(transcript.cds).toMatchObject({ start: 0, end: 9, isEndComplete: true });
    expect(protein).toBe('MA');
  });

  it('extends across an intron, on the reverse strand too', () => {
    // reverse complement of ATGGCCTgtagAAcc
    const { transcript } = build(
      'ggTTctacAGGCCAT',
      [
        { type: 'exon', start: 1, end: 4 },
        { type: 'exon', start: 9, end: 15 },
        { type: 'CDS', start: 10, end: 15, phase: '0' },
      ],
      { strand: '-' },
    );
    expect(transcript.cds).toMatchObject({ start: 2, end: 15, isEndComplete: true });
  });

  it('does not extend a CDS that the annotation calls incomplete, or that no stop follows', () => {
    const tagged = build('ATGGCCTAAcc', exonAndCds(1, 11, 1, 6), { attributes: 'tag "cds_end_NF";' });
    expect(tagged.transcript.cds).toMatchObject({ end: 6, isEndComplete: false });
    const open = build('ATGGCCCCAcc', exonAndCds(1, 11, 1, 6));
    expect(open.transcript.cds).toMatchObject({ end: 6, isEndComplete: false });
  });
});

describe('start', () => {
  it('is incomplete with cds_start_NF, with a phase, or without an initiator', () => {
    const isStartComplete = (sequence: string, phase = '0', attributes = ''): boolean | undefined =>
      build(sequence, exonAndCds(1, 12, 4, 12, phase), { attributes }).transcript.cds?.isStartComplete;
    expect(isStartComplete('cccATGGCCTAA')).toBe(true);
    expect(isStartComplete('cccATGGCCTAA', '0', 'tag "cds_start_NF";')).toBe(false);
    expect(isStartComplete('cccATGGCCTAA', '1')).toBe(false);
    expect(isStartComplete('cccAAAGCCTAA')).toBe(false);
  });

  it('accepts CTG behind a 5-prime UTR and reads it as methionine', () => {
    const behindLeader = build('cccCTGGCCTAA', exonAndCds(1, 12, 4, 12));
    expect(behindLeader.transcript.cds?.isStartComplete).toBe(true);
    expect(behindLeader.protein).toBe('MA');
  });

  it('does not take CTG at the very 5-prime end for a start', () => {
    const { transcript, protein } = build('CTGGCCTAA', exonAndCds(1, 9, 1, 9));
    expect(transcript.cds?.isStartComplete).toBe(false);
    expect(protein).toBe('LA');
  });

  it("takes the annotators' word for other starts: start_codon line or non_ATG_start", () => {
    const line = build('cccGTGGCCTAA', [
      ...exonAndCds(1, 12, 4, 12),
      { type: 'start_codon', start: 4, end: 6 },
    ]);
    expect(line.protein).toBe('MA');
    const tag = build('cccGTGGCCTAA', exonAndCds(1, 12, 4, 12), { attributes: 'tag "non_ATG_start";' });
    expect(tag.protein).toBe('MA');
  });

  it('skips the phase of the first CDS part', () => {
    const { transcript, protein } = build('TTGCCAAATAA', exonAndCds(1, 11, 1, 11, '2'), {
      attributes: 'tag "cds_start_NF";',
    });
    expect(transcript.cds?.phase).toBe(2);
    expect(protein).toBe('AK');
  });
});

describe('selenocysteine', () => {
  const sequence = 'ATGTGAGCCTAA';
  it('is read where a GTF feature marks the codon', () => {
    const { transcript, protein } = build(sequence, [
      ...exonAndCds(1, 12, 1, 12),
      { type: 'Selenocysteine', start: 4, end: 6 },
    ]);
    expect(transcript.selenocysteines).toEqual([1]);
    expect(protein).toBe('MUA');
  });

  it('is read at in-frame TGA where only the tag seleno, or the gene, says so', () => {
    expect(build(sequence, exonAndCds(1, 12, 1, 12), { attributes: 'tag "seleno";' }).protein).toBe('MUA');
    expect(build(sequence, exonAndCds(1, 12, 1, 12), { attributes: 'gene_name "GPX4";' }).protein).toBe(
      'MUA',
    );
  });

  it('is read from the genomic positions of a RefSeq translation exception', () => {
    const annotation = [
      '##gff-version 3',
      '1\tx\tmRNA\t1\t12\t.\t-\t.\tID=rna-T1;transcript_id=T1',
      '1\tx\texon\t1\t12\t.\t-\t.\tParent=rna-T1',
      '1\tx\tCDS\t1\t12\t.\t-\t0\tParent=rna-T1;transl_except=(pos:complement(7..9)%2Caa:Sec)',
    ].join('\n');
    const reference = buildReferenceInMemory({ annotation, fasta: '>1\nTTAGGCTCACAT\n' });
    const [transcript] = reference.transcripts();
    expect(transcript?.selenocysteines).toEqual([1]);
    expect(transcript && reference.proteinOf(transcript)).toBe('MUA');
  });

  it('is not the only translation exception: RefSeq marks other starts, read-through and open ends', () => {
    const attributes = (text: string): string => `transl_except "(pos:1..3,aa:${text})";`;
    const met = build('CTGGCCTAA', exonAndCds(1, 9, 1, 9), { attributes: attributes('Met') });
    expect(met.protein).toBe('MA');
    expect(met.transcript.cds?.isStartComplete).toBe(true);
    expect(build(sequence, exonAndCds(1, 12, 1, 12), { attributes: attributes('OTHER') }).protein).toBe(
      'MXA',
    );
    const open = build('ATGGCCTAA', exonAndCds(1, 9, 1, 9), {
      attributes: 'partial "true"; start_range ".,1";',
    });
    expect(open.transcript.cds).toMatchObject({ isStartComplete: false, isEndComplete: true });
  });

  it('is not assumed: another in-frame stop leaves no protein, and the report says so', () => {
    const annotation = gtfOf(exonAndCds(1, 12, 1, 12));
    const { report } = buildReferenceBytes({ annotation, fasta: `>1\n${sequence}\n` });
    expect(report.untranslatable).toEqual({ count: 1, examples: ['T1'] });
    expect(build(sequence, exonAndCds(1, 12, 1, 12)).protein).toBe('');
  });

  it('gives X at a stop that the annotation says is read through', () => {
    const attributes = 'tag "stop_codon_readthrough";';
    expect(build(sequence, exonAndCds(1, 12, 1, 12), { attributes }).protein).toBe('MXA');
  });
});

describe('mitochondrion', () => {
  it.each(['MT', 'chrM', 'NC_012920.1'])(
    'on %s TGA is W, ATA starts with M, and a bare T ends the CDS',
    (contig) => {
      const { transcript, protein } = build('ATATGAGCCT', exonAndCds(1, 10, 1, 10), { contig });
      expect(transcript.geneticCode).toBe(2);
      expect(transcript.cds).toMatchObject({ isStartComplete: true, isEndComplete: true });
      expect(protein).toBe('MWA');
    },
  );
});

describe('ribosomal slippage', () => {
  it('cuts the exon where CDS parts skip a base, so that the exons spell the CDS', () => {
    // ATG GC[t]C AAA TAA: the base in brackets is skipped, as in OAZ1.
    const { transcript, protein } = build('cATGGCtCAAATAAc', [
      { type: 'exon', start: 1, end: 15 },
      { type: 'CDS', start: 2, end: 6, phase: '0' },
      { type: 'CDS', start: 8, end: 14, phase: '1' },
    ]);
    expect(transcript.exons).toEqual([
      { start: 0, end: 6 },
      { start: 7, end: 15 },
    ]);
    expect(transcript.tags).toContain('ribosomal_slippage');
    expect(protein).toBe('MAK');
  });

  it('repeats a base where CDS parts overlap', () => {
    // ATGGC and CAAATAA share the C at position 5.
    const { protein } = build('ATGGCAAATAA', [
      { type: 'exon', start: 1, end: 11 },
      { type: 'CDS', start: 1, end: 5, phase: '0' },
      { type: 'CDS', start: 5, end: 11, phase: '1' },
    ]);
    expect(protein).toBe('MAK');
  });
});

describe('cut-out annotation', () => {
  it('clips what lies before the contig and marks a CDS that loses its start', () => {
    const { transcript, protein } = build('CCAAATAAcc', exonAndCds(-3, 10, -1, 8, '0'));
    expect(transcript.exons).toEqual([{ start: 0, end: 10 }]);
    // Two bases of the CDS are lost, so the first full codon begins one base on.
    expect(transcript.cds).toMatchObject({ start: 0, end: 8, phase: 1, isStartComplete: false });
    expect(protein).toBe('QI');
  });

  it('clips what lies past the contig: a forward CDS loses its end, a reverse one its start', () => {
    const forward = build('ATGGCCAA', exonAndCds(1, 20, 1, 12));
    expect(forward.transcript).toMatchObject({
      end: 8,
      cds: { start: 0, end: 8, phase: 0, isStartComplete: true, isEndComplete: false },
    });
    // TTAGGCCAT|... on the reverse strand: one base of the first codon lies past the contig's end.
    const reverse = build('TTAGGCCA', exonAndCds(1, 9, 1, 9), { strand: '-' });
    expect(reverse.transcript.cds).toMatchObject({
      end: 8,
      phase: 2,
      isStartComplete: false,
      isEndComplete: true,
    });
    expect(reverse.protein).toBe('A');
  });
});

describe('transcripts left out', () => {
  const annotation = (extra: string): string => `${gtfOf([{ type: 'exon', start: 6, end: 12 }])}\n${extra}`;
  const reasonOf = (extra: string): unknown =>
    buildReferenceBytes({ annotation: annotation(extra), fasta: tinyFasta }).report.leftOut;
  const line = (contig: string, start: number, end: number, strand = '+', type = 'exon'): string =>
    [contig, 'x', type, start, end, '.', strand, '0', 'gene_id "G2"; transcript_id "T2";'].join('\t');

  it('are counted with their reason', () => {
    expect(reasonOf(line('2', 1, 5))).toEqual([{ reason: 'contig-missing', count: 1, examples: ['T2'] }]);
    expect(reasonOf(line('1', 66, 99))).toEqual([{ reason: 'outside-contig', count: 1, examples: ['T2'] }]);
    expect(reasonOf(line('1', 6, 9, '.'))).toEqual([
      { reason: 'strand-unknown', count: 1, examples: ['T2'] },
    ]);
    expect(reasonOf(`${line('1', 6, 9)}\n${line('1', 8, 12)}`)).toEqual([
      { reason: 'exons-overlap', count: 1, examples: ['T2'] },
    ]);
    expect(reasonOf(`${line('1', 6, 9)}\n${line('1', 15, 20, '+', 'CDS')}`)).toEqual([
      { reason: 'cds-outside-exons', count: 1, examples: ['T2'] },
    ]);
  });

  it('include one with a malformed line, which is named by file and line', () => {
    const { report, summary } = buildReferenceBytes({
      annotation: annotation(`${line('1', 6, 9)}\n${line('1', 12, 9)}\nrubbish`),
      fasta: tinyFasta,
    });
    expect(report.leftOut).toEqual([{ reason: 'line-malformed', count: 1, examples: ['T2'] }]);
    expect(report.lineWarnings.map(({ file, line: number }) => `${file}:${number}`)).toEqual([
      'annotation:3',
      'annotation:4',
    ]);
    expect(summary.transcriptCount).toBe(1);
  });
});
