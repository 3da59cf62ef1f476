import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import { readRnaCounts, WantedAlleles } from '../../../../stages/collect-evidence/rna-counts/index.js';
import { readBases } from '../../../../stages/collect-evidence/rna-counts/mpileup.js';
import { evidenceSource, tsv } from '../../../support/evidence-file.js';
import { memoryReference } from '../../../support/memory-reference.js';

type Allele = readonly [chrom: string, position: number, ref: string, alt: string];

async function readsOf(
  content: string | Uint8Array,
  [chrom, position, ref, alt]: Allele,
  options: { readonly reference?: ReferenceBundle; readonly rnaSample?: string } = {},
) {
  const wanted = new WantedAlleles(options.reference ?? null);
  const allele = { chrom, position, ref, alt };
  wanted.want(allele);
  const counts = await readRnaCounts(evidenceSource(content, 'rna.txt'), wanted, options.rnaSample ?? null);
  return counts.readsOf(allele);
}

/** depth, ref, alt; null: not known. */
async function shortReadsOf(...given: Parameters<typeof readsOf>) {
  const found = await readsOf(...given);
  if (found === null) return null;
  const { depth, refReads, altReads } = found.support;
  return [depth, refReads, altReads];
}

/** An entry of bam-readcount: base, count and twelve statistics. */
const entry = (base: string, count: number) =>
  `${base}:${count}:52.80:26.00:0.16:2:1:0.50:0.01:11.75:5:0.39:75.00:0.39`;
const bases = (counts: Readonly<Record<string, number>>) =>
  ['=', 'A', 'C', 'G', 'T', 'N'].map((base) => entry(base, counts[base] ?? 0));

describe('bam-readcount', () => {
  const text = tsv(
    ['21', 100, 'G', 344, ...bases({ A: 3, G: 341 }), entry('+A', 20)],
    ['21', 101, 'T', 59, ...bases({ C: 30, T: 29 })],
    ['21', 102, 'T', 50, ...bases({ G: 7, T: 43 })],
    ['21', 200, 'C', 40, ...bases({ C: 28 }), entry('-CAG', 12)],
    ['21', 300, 'A', 0, ...bases({})],
  );

  it.each([
    ['a substitution, chr or not', ['chr21', 101, 'T', 'C'], [59, 29, 30]],
    ['an insertion, at the base before it', ['21', 100, 'G', 'GA'], [344, 324, 20]],
    ['another insertion there: none', ['21', 100, 'G', 'GC'], [344, 344, 0]],
    ['a deletion, at its first base', ['21', 199, 'TCAG', 'T'], [40, 28, 12]],
    ['a deletion that no read shows', ['21', 100, 'GTT', 'G'], [59, 59, 0]],
    ['a deletion whose first base has no line: not known', ['21', 300, 'AG', 'A'], null],
    ['a place without reads', ['21', 300, 'A', 'G'], [0, 0, 0]],
    ['a place without a line', ['21', 400, 'A', 'G'], null],
    ['another chromosome', ['22', 101, 'T', 'C'], null],
  ] as const)('%s', async (_name, allele, expected) => {
    expect(await shortReadsOf(text, allele)).toEqual(expected);
  });

  it('takes the lowest support over the bases of an MNV, and says so', async () => {
    expect(await readsOf(text, ['21', 101, 'TT', 'CG'])).toEqual({
      support: { depth: 50, refReads: 43, altReads: 7, variantAlleleFraction: 0.14 },
      note: 'lowest support over its 2 bases',
    });
  });

  it('knows nothing of an MNV of which a base is missing, nor of a replacement of another length', async () => {
    expect(await readsOf(text, ['21', 102, 'TA', 'GC'])).toBe(null);
    expect(await readsOf(text, ['21', 101, 'TT', 'C'])).toBe(null);
  });

  it('adds up libraries', async () => {
    const row = [
      '21',
      101,
      'T',
      9,
      'lib1',
      '{',
      ...bases({ C: 2, T: 3 }),
      '}',
      'lib2',
      '{',
      ...bases({ C: 1, T: 3 }),
      '}',
    ];
    expect(await shortReadsOf(tsv(row), ['21', 101, 'T', 'C'])).toEqual([9, 6, 3]);
  });

  it('finds an indel that the aligner placed further right in a repeat', async () => {
    // ACACACG from 1: a deletion of AC is leftmost at position 10, between T and A.
    const reference = memoryReference({ '21': `${'T'.repeat(10)}ACACACG${'T'.repeat(20)}` });
    const shifted = tsv(
      ['21', 11, 'A', 30, ...bases({ A: 30 })],
      ['21', 13, 'A', 30, ...bases({ A: 22 }), entry('-AC', 8)],
    );
    expect(await shortReadsOf(shifted, ['21', 10, 'TAC', 'T'], { reference })).toEqual([30, 22, 8]);
  });

  it.each([
    ['a line that is cut', text.slice(0, text.indexOf('N:0')), 1],
    ['a depth that is none', text.replace('\t59\t', '\tmany\t'), 2],
  ])('refuses %s', async (_name, content, line) => {
    await expect(readsOf(content, ['21', 101, 'T', 'C'])).rejects.toMatchObject({
      code: 'RNA_COUNTS_MALFORMED',
      at: { file: 'rna.txt', line },
    });
  });
});

describe('samtools mpileup', () => {
  it.each([
    // samtools-mpileup(1), "Pileup format".
    [
      'reference and mismatches on both strands',
      '.,.AaC',
      { depth: 6, bases: { T: 3, A: 2, C: 1 }, indels: {} },
    ],
    [
      'the mapping quality of a read that begins is no base',
      '^A.^,,^+A$',
      { depth: 3, bases: { T: 2, A: 1 }, indels: {} },
    ],
    ['indels behind a base', '.+2AC,-1g.', { depth: 3, bases: { T: 3 }, indels: { '+AC': 1, '-G': 1 } }],
    [
      'introns count for nothing, deleted bases for depth',
      '.>><*#,',
      { depth: 4, bases: { T: 2 }, indels: {} },
    ],
    ['an insertion of ten', '.+10ACGTACGTAC.', { depth: 2, bases: { T: 2 }, indels: { '+ACGTACGTAC': 1 } }],
  ])('%s', (_name, text, expected) => {
    const shown = readBases(text, 'T');
    expect(
      shown && {
        depth: shown.depth,
        bases: Object.fromEntries(shown.bases),
        indels: Object.fromEntries(shown.indels),
      },
    ).toEqual(expected);
  });

  const text = tsv(
    ['chr1', 100, 'T', 6, '.,.CcC', 'FFFFFF'],
    ['chr1', 101, 'G', 9, '.,..>>>>>', 'FFFFFFFFF'],
    ['chr1', 102, 'A', 4, '.-2CG,-2cg.,', 'FFFF'],
    ['chr1', 103, 'C', 4, '**.,', 'FFFF'],
    ['chr1', 200, 'A', 0, '*', '*'],
  );

  it.each([
    ['a substitution', ['1', 100, 'T', 'C'], [6, 3, 3]],
    ['no read of it, introns aside', ['1', 101, 'G', 'A'], [4, 4, 0]],
    ['a deletion, at the base before it', ['1', 102, 'ACG', 'A'], [4, 2, 2]],
    ['no read at all', ['1', 200, 'A', 'C'], [0, 0, 0]],
    ['no line', ['1', 300, 'A', 'C'], null],
  ] as const)('%s', async (_name, allele, expected) => {
    expect(await shortReadsOf(text, allele)).toEqual(expected);
  });

  it('reads one without a reference: its letters are the bases', async () => {
    expect(await shortReadsOf('chr1\t100\tN\t4\tTTcC\tFFFF\n', ['1', 100, 'T', 'C'])).toEqual([4, 2, 2]);
  });

  it('takes the deleted bases from the reference where the pileup was made without one', async () => {
    const written = 'chr1\t3\tN\t4\tTT-2NNtt-2nn\tFFFF\n';
    const reference = memoryReference({ '1': 'GGTACGG' });
    expect(await shortReadsOf(written, ['1', 3, 'TAC', 'T'], { reference })).toEqual([4, 2, 2]);
    await expect(readsOf(written, ['1', 3, 'TAC', 'T'])).rejects.toMatchObject({
      message: expect.stringContaining('without the reference'),
    });
  });

  it.each([
    ['two samples', 'chr1\t100\tT\t1\t.\tF\t1\t.\tF\n'],
    ['an indel that is cut', 'chr1\t100\tT\t1\t.+3AC\tF\n'],
  ])('refuses %s', async (_name, content) => {
    await expect(readsOf(content, ['1', 100, 'T', 'C'])).rejects.toMatchObject({
      code: 'RNA_COUNTS_MALFORMED',
      at: { file: 'rna.txt', line: 1 },
    });
  });
});

describe('a VCF', () => {
  const vcf = (samples: string, ...records: readonly string[]) =>
    `##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${samples}\n${records.map((record) => `${record}\n`).join('')}`;
  const one = vcf(
    'T_RNA',
    '1\t100\t.\tA\tC,T\t.\t.\t.\tGT:AD:DP\t0/1:10,4,2:18',
    '1\t200\t.\tGTT\tGT\t.\t.\t.\tAD\t9,3',
  );

  it.each([
    ['one ALT of two', ['chr1', 100, 'A', 'T'], [18, 10, 2]],
    ['a deletion, whatever bases are written around it', ['1', 200, 'GT', 'G'], [12, 9, 3]],
    ['an allele that it lacks', ['1', 100, 'A', 'G'], null],
  ] as const)('%s', async (_name, allele, expected) => {
    expect(await shortReadsOf(one, allele)).toEqual(expected);
    expect(await shortReadsOf(gzipSync(one), allele)).toEqual(expected);
  });

  const two = vcf('T_DNA\tT_RNA', '1\t100\t.\tA\tC\t.\t.\t.\tAD\t90,40\t10,4');

  it('takes the sample that is named RNA, or the one that is asked for', async () => {
    expect(await shortReadsOf(two, ['1', 100, 'A', 'C'])).toEqual([14, 10, 4]);
    expect(await shortReadsOf(two, ['1', 100, 'A', 'C'], { rnaSample: 'T_DNA' })).toEqual([130, 90, 40]);
  });

  it("takes VAtools' RNA fields, whichever sample has them", async () => {
    const text = vcf('N\tT', '1\t100\t.\tA\tC\t.\t.\t.\tAD:RAD:RDP\t90,0:.:.\t50,40:10,4:15');
    expect(await shortReadsOf(text, ['1', 100, 'A', 'C'])).toEqual([15, 10, 4]);
  });

  it('takes two records of single bases for an MNV', async () => {
    const text = vcf('RNA', '1\t100\t.\tA\tC\t.\t.\t.\tAD\t9,5', '1\t101\t.\tG\tT\t.\t.\t.\tAD\t8,3');
    expect((await readsOf(text, ['1', 100, 'AG', 'CT']))?.support.altReads).toBe(3);
  });

  it.each([
    ['samples of which none is said to be RNA', vcf('A\tB', '1\t100\t.\tA\tC\t.\t.\t.\tAD\t9,4\t9,4')],
    ['no read counts', vcf('RNA', '1\t100\t.\tA\tC\t.\t.\t.\tGT\t0/1')],
    [
      'no sample',
      '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t100\t.\tA\tC\t.\t.\t.\n',
    ],
  ])('refuses %s', async (_name, text) => {
    await expect(readsOf(text, ['1', 100, 'A', 'C'])).rejects.toMatchObject({ code: 'RNA_COUNTS_MALFORMED' });
  });

  it('refuses a sample that it has not', async () => {
    await expect(readsOf(two, ['1', 100, 'A', 'C'], { rnaSample: 'X' })).rejects.toMatchObject({
      message: expect.stringContaining('T_DNA, T_RNA'),
    });
  });
});

describe('a table', () => {
  const text = tsv(
    ['chrom', 'pos', 'ref', 'alt', 'ref_count', 'alt_count'],
    ['1', 100, 'a', 'c', 12, 4],
    ['chr1', 200, '-', 'GG', 9, 1],
    ['chr1', 301, 'TT', '-', 5, 5],
    ['1', 400, 'A', 'C', 'NA', 'NA'],
  );

  it.each([
    ['a substitution in lower case', ['chr1', 100, 'A', 'C'], [16, 12, 4]],
    ["MAF's insertion behind the position", ['1', 200, 'A', 'AGG'], [10, 9, 1]],
    ["MAF's deletion from the position", ['1', 300, 'ATT', 'A'], [10, 5, 5]],
    ['a row of unknown reads', ['1', 400, 'A', 'C'], null],
  ] as const)('%s', async (_name, allele, expected) => {
    expect(await shortReadsOf(text, allele)).toEqual(expected);
  });

  it("reads GATK's ASEReadCounter: the depth has reads of other bases, the fraction has not", async () => {
    const ase = tsv(
      [
        'contig',
        'position',
        'variantID',
        'refAllele',
        'altAllele',
        'refCount',
        'altCount',
        'totalCount',
        'lowMAPQDepth',
      ],
      ['chr1', 100, '.', 'A', 'C', 12, 4, 20, 0],
    );
    expect((await readsOf(ase, ['1', 100, 'A', 'C']))?.support).toEqual({
      depth: 20,
      refReads: 12,
      altReads: 4,
      variantAlleleFraction: 0.25,
    });
  });

  it.each([
    ['an empty file', '', 1],
    ['a header alone', 'chrom\tpos\tref\talt\tref_count\talt_count\n', 1],
    ['a table without counts', 'chrom\tpos\tref\talt\n1\t1\tA\tC\n', 1],
    ['counts that are none', text.replace('\t12\t', '\t12.5\t'), 2],
    ['more reads of the variant than reads', 'chrom\tpos\tref\talt\tdepth\talt_count\n1\t1\tA\tC\t3\t4\n', 2],
    ['a position that is none', 'chrom\tpos\tref\talt\tdepth\talt_count\n1\t0\tA\tC\t5\t4\n', 2],
    ['a row that is cut', 'chrom\tpos\tref\talt\tdepth\talt_count\n1\t9\tA\tC\t5\t4\n1\t10\tA\n', 3],
  ])('refuses %s', async (_name, content, line) => {
    await expect(readsOf(content, ['1', 100, 'A', 'C'])).rejects.toMatchObject({
      code: 'RNA_COUNTS_MALFORMED',
      at: { file: 'rna.txt', line },
    });
  });
});
