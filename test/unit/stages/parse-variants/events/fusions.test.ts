import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EventFields, ReadEvent } from '../../../../../stages/parse-variants/events/event-row.js';
import { readFusions } from '../../../../../stages/parse-variants/events/fusions/index.js';

import { listOf } from '../../../../support/list-of.js';
import { memoryReference } from '../../../../support/memory-reference.js';
import { byteSource } from '../../../../support/vcf-text.js';

async function read(
  text: string,
  reference = null as Parameters<typeof readFusions>[1],
): Promise<ReadEvent[]> {
  return await listOf(readFusions(byteSource(text, { name: 'fusions.tsv' }), reference));
}

async function rowOf(text: string): Promise<EventFields> {
  const [first, ...others] = await read(text);
  expect(others).toEqual([]);
  if (first?.kind !== 'event') throw new Error(`no event: ${JSON.stringify(first)}`);
  return first.row;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[], separator = '\t'): string {
  return `${[columns, ...rows].map((fields) => fields.join(separator)).join('\n')}\n`;
}

const arribaColumns = [
  '#gene1',
  'gene2',
  'strand1(gene/fusion)',
  'strand2(gene/fusion)',
  'breakpoint1',
  'breakpoint2',
  'site1',
  'site2',
  'type',
  'split_reads1',
  'split_reads2',
  'discordant_mates',
  'confidence',
  'reading_frame',
  'transcript_id1',
  'transcript_id2',
  'direction1',
  'direction2',
  'fusion_transcript',
  'peptide_sequence',
];
const arribaRow = [
  'ETV6',
  'NTRK3',
  '+/+',
  '-/-',
  '12:11869969',
  '15:87940753',
  'CDS/splice-site',
  'CDS/splice-site',
  'translocation',
  '90',
  '40',
  '300',
  'high',
  'in-frame',
  'ENST00000396373',
  'ENST00000394480',
  'downstream',
  'downstream',
  'GCAG|ATGT',
  'GRIA|dVQH',
];
const withFields = (fields: Readonly<Record<string, string>>): string[] =>
  arribaRow.map((value, index) => fields[(arribaColumns[index] ?? '').replace('#', '')] ?? value);

describe('Arriba', () => {
  it('gives places, kept sides, reads, frame and peptide', async () => {
    expect(await rowOf(table(arribaColumns, [arribaRow]))).toEqual({
      id: '12:11869969:N:N]15:87940753]',
      input: 'fusion:ETV6::NTRK3:12:11869969:15:87940753',
      line: 2,
      chrom: '12',
      position: 11869969,
      ref: 'N',
      alt: 'N]15:87940753]',
      name: null,
      filters: [],
      rna: { depth: null, refReads: null, altReads: 430, variantAlleleFraction: null },
      geneExpression: null,
      event: {
        kind: 'fusion',
        tool: 'Arriba',
        level: 'rna',
        left: { gene: 'ETV6', transcript: 'ENST00000396373', chrom: '12', position: 11869969, keeps: 'left' },
        right: {
          gene: 'NTRK3',
          transcript: 'ENST00000394480',
          chrom: '15',
          position: 87940753,
          keeps: 'left',
        },
        insertedBases: '',
        statedFrame: 'in-frame',
        statedPeptide: 'GRIA|dVQH',
        junctionReads: 130,
        spanningReads: 300,
        confidence: 'high',
      },
    });
  });

  it('keeps what lies away from the partner: upstream means that the right side is kept', async () => {
    const { event } = await rowOf(
      table(arribaColumns, [withFields({ direction1: 'upstream', direction2: 'upstream' })]),
    );
    expect(event).toMatchObject({ left: { keeps: 'right' }, right: { keeps: 'right' } });
  });

  it('takes bases between two bars as inserted, on the strand of the transcript', async () => {
    const fields = withFields({ fusion_transcript: 'GCaG|ttc|ATGT___CC', direction1: 'upstream' });
    const row = await rowOf(table(arribaColumns, [fields]));
    expect(row.event).toMatchObject({ insertedBases: 'TTC' });
    // Read on the forward strand of a 5′ partner that keeps its right side.
    expect(row.alt).toBe(']15:87940753]GAAN');
  });

  it('takes . as not known and stop-codon as no frame', async () => {
    const fields = { reading_frame: 'stop-codon', peptide_sequence: '.', transcript_id2: '.' };
    const { event } = await rowOf(table(arribaColumns, [withFields(fields)]));
    expect(event).toMatchObject({ statedFrame: null, statedPeptide: null, right: { transcript: null } });
  });

  it('names the genes on either side of an intergenic breakpoint as the file does', async () => {
    const row = await rowOf(table(arribaColumns, [withFields({ gene2: 'TG(38131),CCN4(18005)' })]));
    expect(row.input).toBe('fusion:ETV6::TG(38131),CCN4(18005):12:11869969:15:87940753');
  });

  it('counts the same joint under other gene names once', async () => {
    const events = await read(table(arribaColumns, [arribaRow, withFields({ gene1: 'ETV6-AS1' })]));
    expect(events[1]).toEqual({
      kind: 'omitted',
      input: 'fusion:ETV6-AS1::NTRK3:12:11869969:15:87940753',
      code: 'DUPLICATE_ALLELE',
      reason: 'line 2 gave the same joint',
    });
  });

  it('leaves out a row that has no breakpoint, and carries on', async () => {
    const events = await read(table(arribaColumns, [withFields({ breakpoint1: 'ETV6' }), arribaRow]));
    expect(events[0]).toMatchObject({ kind: 'omitted', code: 'RECORD_MALFORMED' });
    expect(events[1]?.kind).toBe('event');
  });
});

describe('STAR-Fusion', () => {
  const columns = [
    '#FusionName',
    'JunctionReadCount',
    'SpanningFragCount',
    'SpliceType',
    'LeftGene',
    'LeftBreakpoint',
    'RightGene',
    'RightBreakpoint',
    'LargeAnchorSupport',
  ];
  const row = [
    'BRD4--NUTM1',
    '132',
    '260',
    'ONLY_REF_SPLICE',
    'BRD4^ENSG00000141867.19',
    'chr19:15254152:-',
    'NUTM1^ENSG00000184507.16',
    'chr15:34347969:+',
    'YES_LDAS',
  ];

  it('gives kept sides by strand: a 5′ partner on the reverse strand keeps its right side', async () => {
    const { event, input, alt } = await rowOf(table(columns, [row]));
    expect(input).toBe('fusion:BRD4::NUTM1:chr19:15254152:chr15:34347969');
    expect(alt).toBe('[chr15:34347969[N');
    expect(event).toMatchObject({
      left: { keeps: 'right', gene: 'BRD4', transcript: null },
      right: { keeps: 'right', gene: 'NUTM1' },
      junctionReads: 132,
      spanningReads: 260,
    });
  });

  it('with --examine_coding_effect gives transcripts, frame and the protein with its joint', async () => {
    const effect = ['CDS_LEFT_ID', 'CDS_LEFT_RANGE', 'CDS_RIGHT_ID', 'PROT_FUSION_TYPE', 'FUSION_TRANSL'];
    // 8 coding bases of the 5′ partner: two whole codons, the third is shared.
    const inFrame = [...row, 'ENST1.1', '1-8', 'ENST2.2', 'INFRAME', 'MAKECE*'];
    expect((await rowOf(table([...columns, ...effect], [inFrame]))).event).toMatchObject({
      left: { transcript: 'ENST1.1' },
      right: { transcript: 'ENST2.2' },
      statedFrame: 'in-frame',
      statedPeptide: 'MA|kECE*',
    });
    const shifted = [...row, 'ENST1.1', '1-9', 'ENST2.2', 'FRAMESHIFT', 'MAKECE*'];
    expect((await rowOf(table([...columns, ...effect], [shifted]))).event).toMatchObject({
      statedFrame: 'out-of-frame',
      statedPeptide: 'MAK|ece*',
    });
    const none = [...row, '.', '.', '.', '.', '.'];
    expect((await rowOf(table([...columns, ...effect], [none]))).event).toMatchObject({
      statedFrame: null,
      statedPeptide: null,
    });
  });
});

describe('FusionCatcher', () => {
  it('gives unique reads across the joint and pairs around it', async () => {
    const columns = [
      'Gene_1_symbol(5end_fusion_partner)',
      'Gene_2_symbol(3end_fusion_partner)',
      'Spanning_pairs',
      'Spanning_unique_reads',
      'Fusion_point_for_gene_1(5end_fusion_partner)',
      'Fusion_point_for_gene_2(3end_fusion_partner)',
      'Predicted_effect',
    ];
    const fields = ['CD74', 'ROS1', '152', '22', '5:150404680:-', '6:117324415:-', 'in-frame'];
    expect((await rowOf(table(columns, [fields]))).event).toMatchObject({
      tool: 'FusionCatcher',
      left: { keeps: 'right', position: 150404680 },
      right: { keeps: 'left', position: 117324415 },
      junctionReads: 22,
      spanningReads: 152,
      statedFrame: 'in-frame',
    });
    const [other] = await read(table(columns, [[...fields.slice(0, 6), 'CDS(truncated)/UTR']]));
    expect(other).toMatchObject({ row: { event: { statedFrame: null } } });
  });
});

describe('EasyFuse', () => {
  const columns = [
    'BPID',
    'FTID',
    'Fusion_Gene',
    'Breakpoint1',
    'Breakpoint2',
    'frame',
    'neo_peptide_sequence',
    'neo_peptide_sequence_bp',
    'ft_junc_cnt',
    'ft_span_cnt',
  ];
  const rowWith = (
    transcripts: readonly [string, string],
    frame: string,
    peptide: string,
    joint: string,
  ): string[] => [
    '5:100:-_6:200:-',
    `Y_RNA_5:100:-_${transcripts[0]}_ROS1_6:200:-_${transcripts[1]}`,
    'Y_RNA_ROS1',
    '5:100:-',
    '6:200:-',
    frame,
    peptide,
    joint,
    '12.0',
    '30.0',
  ];

  it('makes one event of the transcript pairs of a joint, by the first pair in frame', async () => {
    const text = table(
      columns,
      [
        rowWith(['ENST1', 'ENST2'], 'no_frame', '', '0.3'),
        rowWith(['ENST3', 'ENST4'], 'out_frame', 'PPKVIF', '3.0'),
        rowWith(['ENST5', 'ENST6'], 'in_frame', 'PPKDDF', '3.3'),
        rowWith(['ENST7', 'ENST8'], 'in_frame', 'QQKDDF', '3.3'),
      ],
      ';',
    );
    const row = await rowOf(text);
    expect(row.input).toBe('fusion:Y_RNA::ROS1:5:100:6:200');
    expect(row.rna?.altReads).toBe(42);
    expect(row.event).toMatchObject({
      left: { gene: 'Y_RNA', transcript: 'ENST5' },
      right: { gene: 'ROS1', transcript: 'ENST6' },
      statedFrame: 'in-frame',
      statedPeptide: 'PPK|dDF',
    });
  });

  it('marks all residues after the joint as new where the frame is shifted', async () => {
    const row = await rowOf(table(columns, [rowWith(['ENST3', 'ENST4'], 'out_frame', 'PPKVIF', '3.0')], ';'));
    expect(row.event).toMatchObject({ statedFrame: 'out-of-frame', statedPeptide: 'PPK|vif' });
  });
});

describe('on a reference', () => {
  const reference = memoryReference({ chr12: 'ACGTACGTAC', chr15: 'TTTTTTTTTT' });
  const onReference = (fields: Readonly<Record<string, string>>): Promise<ReadEvent[]> =>
    read(table(arribaColumns, [withFields(fields)]), reference);

  it('names contigs as the reference does and gives the base that stands there', async () => {
    const [first] = await onReference({ breakpoint1: '12:4', breakpoint2: '15:7' });
    expect(first).toMatchObject({
      row: {
        id: 'chr12:4:T:T]chr15:7]',
        input: 'fusion:ETV6::NTRK3:12:4:15:7',
        chrom: 'chr12',
        ref: 'T',
        event: { left: { chrom: 'chr12' }, right: { chrom: 'chr15' } },
      },
    });
  });

  it('leaves out an end on no contig of the reference or past its end', async () => {
    expect(await onReference({ breakpoint1: '12:4', breakpoint2: '99:7' })).toMatchObject([
      { code: 'CONTIG_UNKNOWN' },
    ]);
    expect(await onReference({ breakpoint1: '12:11', breakpoint2: '15:7' })).toMatchObject([
      { code: 'POSITION_OUT_OF_RANGE' },
    ]);
  });
});

describe('a file that is no fusion table', () => {
  it('is refused with the columns found', async () => {
    await expect(read('chrom\tstart\tend\n1\t2\t3\n')).rejects.toMatchObject({
      code: 'FUSIONS_MALFORMED',
      at: { file: 'fusions.tsv', line: 1 },
      message: expect.stringContaining('chrom, start, end'),
    });
    await expect(read('')).rejects.toMatchObject({ code: 'FUSIONS_MALFORMED' });
  });

  it('is refused where it is cut', async () => {
    const cut = gzipSync(table(arribaColumns, [arribaRow])).subarray(0, 60);
    const reading = listOf(readFusions(byteSource(cut), null));
    await expect(reading).rejects.toMatchObject({ code: 'FUSIONS_MALFORMED' });
  });

  it('is refused where a line has no end, before it fills the memory', async () => {
    let given = 0;
    const endless = {
      ...byteSource('A'),
      *chunks() {
        for (; given < 1000; given += 1) yield Buffer.alloc(1 << 20, 'A');
      },
    };
    await expect(listOf(readFusions(endless, null))).rejects.toMatchObject({ code: 'FUSIONS_MALFORMED' });
    expect(given).toBeLessThan(20);
  });
});

it('reads CRLF, a byte order mark and chunks that end anywhere', async () => {
  const text = `\uFEFF${table(arribaColumns, [arribaRow]).replaceAll('\n', '\r\n')}`;
  const source = byteSource(text, { chunkSize: 7 });
  const [first] = await listOf(readFusions(source, null));
  expect(first).toMatchObject({ row: { input: 'fusion:ETV6::NTRK3:12:11869969:15:87940753' } });
});
