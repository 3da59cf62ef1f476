import { describe, expect, it } from 'vitest';
import { compressBlocks } from '../../../../../stages/shared/bgzf/index.js';
import { floatText } from '../../../../../stages/shared/vcf/bcf/values.js';
import { openVcfText } from '../../../../../stages/shared/vcf/index.js';
import {
  bcfFile,
  bcfRecord,
  descriptor,
  endOfFloats,
  float,
  int8s,
  missingFloat,
  text,
} from '../../../../support/bcf-bytes.js';
import { byteSource, readVariants } from '../../../../support/vcf-text.js';

/** Numbers of names: PASS 0, q10 1, DP 2, AF 3, DB 4, NOTE 5, GT 6, HQ 7 (stated as 9); contigs 1, chrX (stated as 3). */
const header = [
  '##fileformat=VCFv4.2',
  '##FILTER=<ID=q10,Description="below, or at, 10">',
  '##INFO=<ID=DP,Number=1,Type=Integer,Description="d">',
  '##INFO=<ID=AF,Number=A,Type=Float,Description="d">',
  '##INFO=<ID=DB,Number=0,Type=Flag,Description="d">',
  '##INFO=<ID=NOTE,Number=1,Type=String,Description="d">',
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="d">',
  '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="d">',
  '##FORMAT=<ID=HQ,Number=2,Type=Integer,Description="d",IDX=9>',
  '##contig=<ID=1,length=1000>',
  '##contig=<ID=chrX,length=1000,IDX=3>',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOR\tNORMAL',
];

const record = bcfRecord({
  contig: 0,
  position: 99,
  quality: float(29.5),
  id: 'rs1',
  alleles: ['G', 'A', 'GTC'],
  filters: [1],
  infoCount: 4,
  info: [
    ...int8s(2),
    // 300 does not fit int8: int16, little-endian.
    0x12,
    0x2c,
    0x01,
    ...int8s(3),
    ...descriptor(5, 2),
    ...float(0.5),
    ...missingFloat,
    ...int8s(4),
    0x00,
    ...int8s(5),
    ...text('fifteen letters and more'),
  ],
  sampleCount: 2,
  formatCount: 3,
  formats: [
    // GT 0|1 and ./. : (index + 1) << 1 | phased
    ...int8s(6),
    ...descriptor(1, 2),
    0x02,
    0x05,
    0x00,
    0x00,
    // DP 7 and missing
    ...int8s(2),
    ...descriptor(1, 1),
    7,
    0x80,
    // HQ 1,. and a vector that ends after its first value
    ...int8s(9),
    ...descriptor(1, 2),
    1,
    0x80,
    5,
    0x81,
  ],
});

const expected =
  '1\t100\trs1\tG\tA,GTC\t29.5\tq10\tDP=300;AF=0.5,.;DB;NOTE=fifteen letters and more\tGT:DP:HQ\t0|1:7:1,.\t./.:.:5';

const plain = bcfRecord({
  contig: 3,
  position: 0,
  quality: missingFloat,
  id: '',
  alleles: ['C'],
  filters: [],
  infoCount: 0,
  info: [],
  sampleCount: 2,
  formatCount: 0,
  formats: [],
});

async function textOf(bytes: Uint8Array, chunkSize = 65_536): Promise<string> {
  const parts: Uint8Array[] = [];
  const { chunks } = await openVcfText(byteSource(bytes, { chunkSize }));
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString('latin1');
}

describe('a BCF', () => {
  const file = bcfFile(header, [record, plain]);

  it('reads as the VCF lines it stands for, its header without the numbers of the dictionary', async () => {
    const lines = (await textOf(file)).split('\n');
    expect(lines.slice(0, 12)).toEqual(header.map((line) => line.replace(/,IDX=\d+/, '')));
    expect(lines.slice(12)).toEqual([expected, 'chrX\t1\t.\tC\t.\t.\t.\t.\t.\t.\t.', '']);
  });

  it('reads the same compressed, and in chunks of any size', async () => {
    const whole = await textOf(file);
    expect(await textOf(Buffer.concat([...compressBlocks([file])]))).toBe(whole);
    expect(await textOf(file, 7)).toBe(whole);
  });

  it('gives variants as a VCF does', async () => {
    const { variants, source } = await readVariants(file, {
      params: { filters: 'all', omitNotInTumor: false },
    });
    expect(variants.map(({ input, line }) => `${input} ${line}`)).toEqual(['1:100:G:A 13', '1:100:G:GTC 13']);
    expect(source).toMatchObject({ tumorSample: 'TUMOR', normalSample: 'NORMAL', alleleCount: 3 });
  });

  it.each([
    ['inside its header', 40],
    ['inside a record', bcfFile(header, [record]).length - 3],
  ])('that stops %s is refused as cut', async (_, size) => {
    await expect(readVariants(file.subarray(0, size))).rejects.toMatchObject({ code: 'VCF_TRUNCATED' });
  });

  it('that names a number its header has not is refused', async () => {
    const foreign = bcfFile(header, [bcfRecord({ ...recordParts, contig: 2 })]);
    await expect(readVariants(foreign)).rejects.toMatchObject({
      code: 'VCF_TRUNCATED',
      message: expect.stringContaining('contig number 2'),
    });
  });

  it('ends a float vector at its end mark', async () => {
    const info = [...int8s(3), ...descriptor(5, 2), ...float(1e-7), ...endOfFloats];
    const file = bcfFile(header, [bcfRecord({ ...recordParts, infoCount: 1, info })]);
    expect(await textOf(file)).toContain('\tAF=1e-07\t');
  });
});

const recordParts = {
  contig: 0,
  position: 0,
  quality: missingFloat,
  id: '',
  alleles: ['C', 'T'],
  filters: [0],
  infoCount: 0,
  info: [],
  sampleCount: 2,
  formatCount: 0,
  formats: [],
};

describe('a float', () => {
  // Expected: C's printf("%g").
  it.each([
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [0.1, '0.1'],
    [29.5, '29.5'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e-05'],
    [123456.7, '123457'],
    [999999.5, '1e+06'],
    [1234567, '1.23457e+06'],
    [-0.033333333, '-0.0333333'],
    [9.9999996, '10'],
    [Number.NaN, 'nan'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('%s is written %s', (value, expected) => {
    expect(floatText(value)).toBe(expected);
  });
});
