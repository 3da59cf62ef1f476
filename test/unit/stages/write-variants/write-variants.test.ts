import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RankedVariant } from '../../../../schemas/candidates.js';
import type { Omission, OmissionCode } from '../../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { Consequence } from '../../../../schemas/rows.js';
import { writeVariants } from '../../../../stages/write-variants/index.js';
import { consequenceOf } from '../../../support/consequence.js';
import { featureRow } from '../../../support/feature-row.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { readTabix } from '../../../support/tabix-query.js';
import { byteSource, readVariants, vcfText } from '../../../support/vcf-text.js';

interface Found {
  readonly consequences?: readonly Consequence[];
  readonly ranked?: readonly RankedVariant[];
  readonly picks?: readonly number[];
  readonly annotateOmissions?: readonly Omission[];
  readonly rankOmissions?: readonly Omission[];
  readonly sortLimitBytes?: number;
  readonly reference?: ReferenceBundle;
  readonly tumorSample?: string;
}

interface Written {
  readonly text: string;
  readonly header: readonly string[];
  readonly records: readonly string[];
  readonly index: Buffer;
}

async function write(file: string | Uint8Array, found: Found = {}): Promise<Written> {
  const reference = found.reference ?? null;
  const params = found.tumorSample === undefined ? {} : { tumorSample: found.tumorSample };
  const { source, omissions } = await readVariants(file, {
    params,
    ...(reference === null ? {} : { reference }),
  });
  const [vcf, index]: [Uint8Array[], Uint8Array[]] = [[], []];
  const to = (parts: Uint8Array[]) => (bytes: Uint8Array | string) => parts.push(Buffer.from(bytes));
  await writeVariants.run({
    params: writeVariants.params.parse(
      found.sortLimitBytes === undefined ? {} : { sortLimitBytes: found.sortLimitBytes },
    ),
    inputs: {
      vcf: byteSource(file),
      source,
      consequences: found.consequences ?? [],
      rankedVariants: found.ranked ?? [],
      shortlist: (found.picks ?? []).map((alleleOrdinal, place) => ({
        pick: place + 1,
        rank: place + 1,
        alleleOrdinal,
        variantId: '',
      })),
      parseOmissions: omissions,
      annotateOmissions: found.annotateOmissions ?? [],
      peptideOmissions: [],
      predictOmissions: [],
      classTwoOmissions: [],
      featureOmissions: [],
      rankOmissions: found.rankOmissions ?? [],
      selectOmissions: [],
    },
    resources: { reference, predictor: null, classTwoPredictor: null },
    emit: { annotatedVcf: to(vcf), annotatedVcfIndex: to(index) },
    omit: () => {
      throw new Error('write-variants leaves nothing out');
    },
  });
  const text = gunzipSync(Buffer.concat(vcf)).toString('latin1');
  const lines = text.split('\n').slice(0, -1);
  return {
    text,
    header: lines.filter((line) => line.startsWith('#')),
    records: lines.filter((line) => !line.startsWith('#')),
    index: Buffer.concat(index),
  };
}

function rankedVariant(
  alleleOrdinal: number,
  rank: number,
  changes: Parameters<typeof featureRow>[0] = {},
): RankedVariant {
  const best = {
    ...featureRow({ alleleOrdinal, ...changes }),
    tier: 'Pass' as const,
    probability: 0.5,
    logit: 0,
    terms: [],
    criteria: [],
    boardScore: null,
    boardParts: [],
    gates: [],
  };
  return {
    rank,
    variantId: best.variantId,
    alleleOrdinal,
    probability: 0.5,
    tier: 'Pass',
    isGated: false,
    best,
    others: [],
    candidateCount: 1,
    flip: '',
    reasons: [],
  };
}

function omission(alleleOrdinal: number, code: OmissionCode, scope: Omission['scope'] = 'allele'): Omission {
  return { scope, input: '', alleleOrdinal, subject: '', code, reason: '', count: 1 };
}

/** INFO of each record as a map. */
function infos({ records }: Written): Record<string, string>[] {
  return records.map((record) =>
    Object.fromEntries(
      (record.split('\t')[7] ?? '').split(';').map((entry) => entry.split('=') as [string, string]),
    ),
  );
}

const samples = ['TUMOR', 'NORMAL'];
const file = vcfText(
  [
    '1 100 rs1 G A,C 50 PASS DP=10 GT:AD 0/1:5,5,0 0/0:9,0,0',
    '1 200 . T C . q10 . GT:AD 0/1:5,5 0/0:9,0',
    '1 300 . T C . PASS DB;NOTE=a%2Cb GT:AD 0/1:5,5 0/0:9,0',
  ],
  { samples, meta: ['##contig=<ID=1,length=1000>', '##reference=file:x'] },
);

describe('the annotated file', () => {
  it('keeps every column and entry of each record and adds entries of its own behind them', async () => {
    const { records } = await write(file);
    const original = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const without = records.map((record) =>
      record.replace(/;?AG_STATUS=[^;\t]*/, '').replace('\t\tGT', '\t.\tGT'),
    );
    expect(without).toEqual(original);
  });

  it('says of a ranked allele its consequence, peptide, HLA allele, rank, tier and pick, and "." for the others', async () => {
    const written = await write(file, {
      ranked: [rankedVariant(4, 1), rankedVariant(1, 2, { gene: 'A=B;C' })],
      picks: [4],
      rankOmissions: [omission(1, 'BEYOND_SHORTLIST')],
      annotateOmissions: [omission(4, 'NOT_CODING', 'item')],
    });
    const [first, second, third] = infos(written);
    expect(first).toEqual({
      DP: '10',
      AG_CSQ:
        'missense_variant|A%3DB%3BC|ENST00000000001.1|ENST00000000001.1:c.100A>T|ENSP00000000001.1:p.Thr34Ser,.',
      AG_PEPTIDE: 'SLYNTVATL,.',
      AG_ALLELE: 'HLA-A*02:01,.',
      AG_RANK: '2,.',
      AG_TIER: 'Pass,.',
      AG_STATUS: 'BEYOND_SHORTLIST,NOT_IN_TUMOR',
    });
    expect(second).toEqual({ AG_STATUS: 'FILTERED' });
    expect(third).toMatchObject({ NOTE: 'a%2Cb', AG_RANK: '1', AG_PICK: '1', AG_STATUS: 'ok' });
  });

  it('speaks for an allele without a peptide with its coding MANE transcript', async () => {
    const pair = { wildtype: 'MK', mutant: 'MR' };
    const consequences = [
      consequenceOf(pair, {
        alleleOrdinal: 4,
        transcript: 'T1',
        status: 'SYNONYMOUS',
        consequence: ['synonymous_variant'],
        hgvsP: 'P1:p.Lys2=',
      }),
      consequenceOf(pair, {
        alleleOrdinal: 4,
        transcript: 'T2',
        status: 'SYNONYMOUS',
        isManeSelect: true,
        consequence: ['synonymous_variant'],
        hgvsP: 'P2:p.Lys2=',
      }),
    ];
    const written = await write(file, { consequences, annotateOmissions: [omission(4, 'SYNONYMOUS')] });
    expect(infos(written)[2]).toMatchObject({
      AG_CSQ: 'synonymous_variant|GENE1|T2||P2:p.Lys2%3D',
      AG_STATUS: 'SYNONYMOUS',
    });
  });

  it('states what a peptide takes for granted', async () => {
    const ranked = [rankedVariant(4, 1, { hypothesis: 'exon 5 is skipped' })];
    expect(infos(await write(file, { ranked }))[2]).toMatchObject({ AG_ASSUMES: 'exon%205%20is%20skipped' });
  });

  it('declares each of its keys once, with one value an ALT, also over a file it has written before', async () => {
    const once = await write(file, { ranked: [rankedVariant(4, 1)] });
    const again = await write(once.text, { ranked: [rankedVariant(4, 1)] });
    expect(again.text).toBe(once.text);
    const declared = again.header.filter((line) => line.includes('ID=AG_'));
    expect(declared).toHaveLength(8);
    expect(declared.every((line) => line.includes('Number=A'))).toBe(true);
  });

  it('keeps header lines, and bytes that are no UTF-8', async () => {
    const latin = Buffer.from(file.replace('a%2Cb', 'caf\u00e9'), 'latin1');
    const { header, records } = await write(latin);
    expect(header.slice(0, 3)).toEqual([
      '##fileformat=VCFv4.2',
      '##contig=<ID=1,length=1000>',
      '##reference=file:x',
    ]);
    expect(records[2]).toContain('DB;NOTE=caf\u00e9');
  });

  it('counts alleles as parse-variants does over lines that are no records, and leaves those out', async () => {
    const odd = vcfText(
      [
        '1 50 . G A,C . PASS . GT 0/1',
        '1 x . G A . PASS . GT 0/1 0/0',
        '1 60 . G A,C . PASS . GT 0/9 0/0',
        '1 100 . G A . PASS . GT 0/1 0/0',
      ],
      { samples },
    );
    const written = await write(odd, { ranked: [rankedVariant(6, 1)] });
    expect(written.records.map((record) => record.split('\t')[1])).toEqual(['60', '100']);
    expect(infos(written).map((info) => info['AG_STATUS'] ?? info['AG_RANK'])).toEqual([
      'RECORD_MALFORMED,RECORD_MALFORMED',
      '1',
    ]);
    expect(written.header).toContain(
      '##antigraph_note=2 lines that are no records were left out; ledger.tsv names them',
    );
  });

  it('has an index where the file is sorted', async () => {
    const { index } = await write(file);
    expect([...readTabix(index).contigs.keys()]).toEqual(['1']);
  });

  it('is sorted by the header’s order of contigs where the submitted file is not, each record with its own alleles', async () => {
    const unsorted = vcfText(
      ['2 10 . A G . PASS .', '1 20 . A G . PASS .', '2 5 . A G . PASS .', '1 10 . A G . PASS .'],
      { meta: ['##contig=<ID=1>', '##contig=<ID=2>'] },
    );
    const written = await write(unsorted, { ranked: [rankedVariant(3, 7)] });
    expect(written.records.map((record) => record.split('\t').slice(0, 2).join(':'))).toEqual([
      '1:10',
      '1:20',
      '2:5',
      '2:10',
    ]);
    expect(infos(written)[2]).toMatchObject({ AG_RANK: '7' });
    expect([...readTabix(written.index).contigs.keys()]).toEqual(['1', '2']);
    expect(written.header.join('\n')).toContain('##antigraph_note=the submitted file was not sorted');
  });

  it('keeps its order and has no index where it is too large to be sorted in memory', async () => {
    const unsorted = vcfText(['1 20 . A G . PASS .', '1 10 . A G . PASS .']);
    const written = await write(unsorted, { sortLimitBytes: 10 });
    expect(written.records.map((record) => record.split('\t')[1])).toEqual(['20', '10']);
    expect(written.index).toHaveLength(0);
    expect(written.header.join('\n')).toContain('there is no index');
  });

  it('of a MAF is the VCF made of it, of the tumour that was asked for', async () => {
    const columns =
      'Hugo_Symbol Chromosome Start_Position End_Position Reference_Allele Tumor_Seq_Allele1 Tumor_Seq_Allele2 Tumor_Sample_Barcode';
    const rows = ['G chr1 3 3 A A - T1', 'G chr1 4 4 C C G T2', 'G chr1 5 5 G G A T1'];
    const maf = `${[columns, ...rows].map((line) => line.replaceAll(' ', '\t')).join('\n')}\n`;
    const reference = memoryReference({ chr1: 'TTACGT' });
    const written = await write(maf, { reference, tumorSample: 'T1', ranked: [rankedVariant(2, 1)] });
    expect(written.records).toHaveLength(2);
    expect(written.records[0]).toMatch(/^chr1\t2\t\.\tTA\tT\t/);
    expect(written.records[1]).toMatch(/^chr1\t5\t\.\tG\tA\t.*AG_RANK=1/);
  });
});
