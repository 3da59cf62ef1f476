import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ReadEvent } from '../../../../../stages/parse-variants/events/event-row.js';
import { readJunctions } from '../../../../../stages/parse-variants/events/junctions/index.js';
import { byteSource } from '../../../../support/vcf-text.js';
import { buildGene } from '../../annotate-consequences/from-bundle/gene-fixture.js';

const gene = buildGene({ text: 'cccc[ATGGCAAAA gtttag GAATGG gtttag CGTTAA]cccc', strand: '+' });
/** 0-based: exons 4-13, 19-25, 31-37; introns 13-19, 25-31. */
const reference = gene.reference;

async function read(
  content: string | Uint8Array,
  options: { reference?: typeof reference | null; minJunctionReads?: number } = {},
): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  const source = byteSource(content, { name: 'junctions.tsv' });
  const settings = { reference, minJunctionReads: 10, ...options };
  for await (const event of readJunctions(source, settings)) events.push(event);
  return events;
}

function table(header: string, ...rows: string[]): string {
  return `${[header, ...rows].map((row) => row.replace(/ +/g, '\t')).join('\n')}\n`;
}

const regtoolsHeader =
  'chrom start end name score strand splice_site acceptors_skipped exons_skipped donors_skipped anchor known_donor known_acceptor known_junction gene_names gene_ids transcripts variant_info';

describe('a table of regtools', () => {
  it('gives the intron between the two exon bases it names, with reads, anchor, transcripts and causes', async () => {
    const [event] = await read(
      table(regtoolsHeader, 'chr1 13 32 J1 20 + GT-AG 1 1 1 NDA 1 1 0 GENE1 G1 T1,T2 chr1:12-13'),
      { reference: null },
    );
    expect(event).toEqual({
      kind: 'event',
      row: {
        id: 'chr1:13:N:N[chr1:32[',
        input: 'junction:chr1:13-32:+',
        line: 2,
        chrom: 'chr1',
        position: 13,
        ref: 'N',
        alt: 'N[chr1:32[',
        name: null,
        filters: [],
        rna: { depth: null, refReads: null, altReads: 20, variantAlleleFraction: null },
        geneExpression: null,
        event: {
          kind: 'junction',
          tool: 'regtools',
          chrom: 'chr1',
          start: 13,
          end: 31,
          isRetention: false,
          strand: '+',
          genes: ['GENE1'],
          transcripts: ['T1', 'T2'],
          anchor: 'NDA',
          reads: 20,
          causes: ['chr1:12-13'],
        },
      },
    });
  });

  it("leaves out what its annotation or the reference's has, what has too few reads and what stands there twice", async () => {
    const events = await read(
      table(
        regtoolsHeader,
        '1 9 32 J1 20 + GT-AG 0 0 0 DA 1 1 1 G G T NA',
        '1 13 20 J2 20 + GT-AG 0 0 0 D 1 0 0 G G T NA',
        '1 13 32 J3 9 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
        '1 13 32 J4 10 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
        '1 13 32 J5 11 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
        '2 13 32 J6 11 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
        '1 13 3200 J7 11 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
      ),
    );
    expect(events.map((event) => (event.kind === 'event' ? event.row.id : event.code))).toEqual([
      'JUNCTION_KNOWN',
      'JUNCTION_KNOWN',
      // The first of three equal rows has too few reads, so the second is looked at and the third is its repetition.
      'FILTERED',
      '1:13:A:A[1:32[',
      'DUPLICATE_ALLELE',
      'CONTIG_UNKNOWN',
      'POSITION_OUT_OF_RANGE',
    ]);
  });

  it('takes the strand as unknown where regtools writes ?', async () => {
    const [event] = await read(table(regtoolsHeader, '1 13 32 J1 20 ? GT-AG 0 0 0 NDA 1 1 0 G G T NA'));
    expect(event).toMatchObject({ row: { id: '1:13:A:A[1:32[', event: { strand: null } } });
  });

  it('omits a row that cannot be read and goes on', async () => {
    const events = await read(
      table(
        regtoolsHeader,
        '1 x 32 J1 20 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
        '1 31 32 J1 20 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
        '1 13 32 J1 20 + GT-AG 0 0 0 NDA 1 1 0 G G T NA',
      ),
    );
    expect(events.map((event) => (event.kind === 'event' ? 'event' : event.code))).toEqual([
      'RECORD_MALFORMED',
      'RECORD_MALFORMED',
      'event',
    ]);
  });

  it('has the introns of its BED12 between the blocks', async () => {
    const [event] = await read(table('1 5 40 JUNC1 12 - 5 40 255,0,0 2 8,9 0,26'));
    expect(event).toMatchObject({
      row: {
        input: 'junction:1:5-40:-',
        line: 1,
        event: { start: 13, end: 31, strand: '-', reads: 12, anchor: null },
      },
    });
    const [odd] = await read(table('1 5 40 JUNC1 12 - 5 40 255,0,0 2 8,9 0,8'));
    expect(odd).toMatchObject({ kind: 'omitted', code: 'RECORD_MALFORMED' });
  });
});

describe("STAR's SJ.out.tab", () => {
  it('gives first and last base of the intron, strand by number, uniquely mapped reads', async () => {
    const events = await read(table('1 14 31 1 1 0 15 3 30', '1 9 31 0 0 0 15 3 30', '1 8 31 2 1 1 15 3 30'));
    expect(events[0]).toMatchObject({
      row: { input: 'junction:1:14-31:+', event: { start: 13, end: 31, strand: '+', reads: 15 } },
    });
    expect(events[1]).toMatchObject({ row: { event: { start: 8, end: 31, strand: null } } });
    expect(events[2]).toMatchObject({ code: 'JUNCTION_KNOWN' });
  });
});

describe('a table of splice2neo', () => {
  it('makes one event of the rows of one junction, with all transcripts and the reads over the joint', async () => {
    const events = await read(
      table(
        'mut_id junc_id tx_id event_type overlap_interval_end_reads',
        '1_5_A_G 1:13-32:+ T1 ES 7',
        '1_5_A_G 1:13-32:+ T1 ES 0',
        '1_5_A_G 1:13-32:+ T2 ES NA',
      ),
    );
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      row: {
        input: 'junction:1:13-32:+',
        line: 2,
        rna: { altReads: 7 },
        event: {
          tool: 'splice2neo',
          start: 13,
          end: 31,
          transcripts: ['T1', 'T2'],
          causes: ['1_5_A_G'],
          anchor: 'ES',
          reads: 7,
        },
      },
    });
  });

  it('has no reads where the junction is only predicted, and is not asked for any', async () => {
    const [event] = await read(table('junc_id tx_id', '1:13-32:+ T1'));
    expect(event).toMatchObject({ row: { rna: null, event: { reads: null } } });
  });

  it('finds the intron that is retained from either of its edges', async () => {
    for (const edge of ['1:13-14:+', '1:19-20:+', '1_13_14_+']) {
      const [event] = await read(table('junc_id tx_id', `${edge} ENST1`));
      expect(event).toMatchObject({
        row: {
          id: '1:13:A:<RETAINED:19>',
          input: `junction:${edge}`,
          event: { isRetention: true, start: 13, end: 19 },
        },
      });
    }
    const [inside] = await read(table('junc_id tx_id', '1:10-11:+ ENST1'));
    expect(inside).toMatchObject({ code: 'JUNCTION_KNOWN' });
    const [nowhere] = await read(table('junc_id tx_id', '1:16-17:+ ENST1'));
    expect(nowhere).toMatchObject({ code: 'EVENT_UNRESOLVED' });
    const [alone] = await read(table('junc_id tx_id', '1:13-14:+ ENST1'), { reference: null });
    expect(alone).toMatchObject({ code: 'EVENT_UNRESOLVED' });
  });

  it('omits an id that is none', async () => {
    const [event] = await read(table('junc_id tx_id', '1:40-13:+ T1'));
    expect(event).toMatchObject({ code: 'RECORD_MALFORMED' });
  });
});

describe('a file that is no junction table', () => {
  it.each([
    ['', 'the file is empty'],
    ['##fileformat=VCFv4.2\n', 'its first line is'],
    ['ID,exons,exon_id\n', 'its first line is'],
    [table('chrom start end'), 'its first line is'],
  ])('is refused with what to give instead: %j', async (content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'JUNCTIONS_MALFORMED',
      message: expect.stringContaining(message),
      fix: expect.stringContaining('regtools'),
    });
  });

  it('is refused where it is cut', async () => {
    const whole = gzipSync(table(regtoolsHeader, '1 13 32 J1 20 + GT-AG 0 0 0 NDA 1 1 0 G G T NA'));
    await expect(read(whole.subarray(0, whole.length - 12))).rejects.toMatchObject({
      code: 'JUNCTIONS_MALFORMED',
    });
  });
});
